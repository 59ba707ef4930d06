/** A local ECS, and a GitHub that knows our commit: what every scenario needs. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { githubWith, publishOurselves } from './github.mjs'
import { startLocalEcs } from './local-ecs.mjs'

/** The step that refuses, as act tells its end; what a step prints that ends at once, act may lose. */
export const NO_ENVIRONMENT = /Failure - Main No environment/

export async function openStage() {
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-act-'))
  const ecs = await startLocalEcs()
  const published = join(folder, 'published')
  publishOurselves(published)
  return {
    folder,
    ecs,
    run: githubWith({ act: process.env.EVENKEEL_ACT ?? 'act', stage: folder, published, endpoint: ecs.url }),
    async versionsIn(cluster, services) {
      const truth = await ecs.truth(cluster, services)
      return services.map(service => truth[service]?.version)
    },
    /** What a workflow put into $STAGE/told. */
    told: () => JSON.parse(readFileSync(join(folder, 'told'), 'utf8')),
    async close() {
      await ecs.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
