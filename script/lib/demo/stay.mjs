/** A demo that stays after its first deploy: says how to reach it, and waits to be told to end. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const results = join(process.env.EVENKEEL_CACHE ?? tmpdir(), 'demo')
mkdirSync(results, { recursive: true })

/**
 * @param {{ endpoint: string, url: string, region: string, gone: Promise<unknown> }} ecs `gone` when it has ended by itself
 * @param {AbortSignal} signal
 */
export async function stay({ endpoint, url, region, gone }, signal) {
  const settings = {
    URL: url,
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    // engine and clients of this run, for docker ps and docker logs
    ...(process.env.DOCKER_HOST ? { DOCKER_HOST: process.env.DOCKER_HOST } : {}),
  }
  const file = join(results, 'stay.env')
  const lines = Object.entries(settings).map(([name, value]) => `export ${name}='${value}'`)
  writeFileSync(file, `${lines.join('\n')}\n`)
  console.log(`\nIt stays until Ctrl-C. To watch it: ${endpoint}/_internal/`)
  console.log(`In another terminal:\n\n  . ${file}\n  curl $URL/version\n`)
  const told = new Promise(resolve => signal.addEventListener('abort', resolve, { once: true }))
  if (!signal.aborted) await Promise.race([told, gone])
  rmSync(file, { force: true })
  if (!signal.aborted) throw new Error('the local ECS has ended by itself')
  console.log('\ntaking everything down …')
}
