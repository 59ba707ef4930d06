/** The demo's environment, on the local ECS, with the services in it, each task held to the CPU of its task definition. */
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { clients, cluster, createEnvironment, services } from '../demo/environment.mjs'
import { runAction } from '../demo/github.mjs'
import { freePort, startDatabase, startLocalEcs } from '../demo/local-ecs.mjs'
import { userRepository } from '../demo/repository.mjs'
import { results } from '../demo/stay.mjs'
import { shares } from './containers.mjs'
import { docker, holdToCpus, tasksOf } from './tasks.mjs'

const region = 'ap-south-1'

/** @param {{ undo: (() => unknown)[], signal: AbortSignal }} run what to undo is added as it is done */
export async function openShop({ undo, signal }) {
  const repository = userRepository()
  undo.push(repository.remove)
  const registry = process.env.EVENKEEL_REGISTRY ?? 'http://127.0.0.1:5000'
  const local = await startLocalEcs({ speed: 10, registry, region, logFile: join(results, 'bench-ecs.log') })
  undo.push(local.stop)
  const database = await startDatabase(local.pid)
  undo.push(database.stop)
  const aws = clients(local.endpoint, region)
  // All of the load comes from one address.
  const values = { nginx: { RATE_LIMIT: '100000' } }
  const { url } = await createEnvironment(aws, { database, listenerPort: await freePort(), values })
  const holder = holdToCpus(database.network, shares)
  undo.push(holder.stop)

  async function deploy(sha) {
    signal.throwIfAborted()
    const run = await runAction({
      workspace: repository.folder,
      inputs: { 'build-contexts': process.env.EVENKEEL_BUILD_CONTEXTS ?? '' },
      env: {
        AWS_ENDPOINT_URL: local.endpoint,
        AWS_REGION: region,
        AWS_ACCESS_KEY_ID: 'test',
        AWS_SECRET_ACCESS_KEY: 'test',
        GITHUB_SHA: sha,
        DOCKER_HOST: process.env.DOCKER_HOST ?? '',
        DOCKER_CONFIG: process.env.DOCKER_CONFIG ?? '',
      },
      onStart: child => signal.addEventListener('abort', () => child.kill('SIGINT')),
    })
    if (run.exitCode !== 0) throw new Error(`the deploy failed:\n${run.log.slice(-30).join('\n')}`)
    await holder.once()
  }

  /** By service the image that its tasks run. */
  async function images() {
    const found = services.map(async service => {
      const [name = ''] = await tasksOf(database.network, service)
      return [service, await docker('inspect', '--format', '{{.Image}}', name)]
    })
    return Object.fromEntries(await Promise.all(found))
  }

  /** Ends the tasks, so that they do not take of the machine. */
  async function rest() {
    for (const service of services) await aws.ecs.updateService({ cluster, service, desiredCount: 0 })
    while ((await Promise.all(services.map(each => tasksOf(database.network, each)))).flat().length > 0)
      await sleep(500)
  }

  return { url, database, repository, deploy, images, rest }
}

/** Twenty items. @returns their ids */
export async function makeItems(url) {
  const ids = []
  for (let at = 0; at < 20; at++) {
    const answer = await fetch(`${url}/api/items`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: `item ${at}`, description: 'for the load' }),
    })
    if (answer.status !== 201) throw new Error(`an item was not made: ${answer.status} ${await answer.text()}`)
    ids.push((await answer.json()).id)
  }
  return ids
}
