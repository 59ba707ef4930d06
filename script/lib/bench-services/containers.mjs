/**
 * The services' images as plain containers in a network of their own, each held to the CPU of its task definition: nothing stands
 * between them, where the local ECS would put itself as load balancer and as Service Connect.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { root } from '../demo/github.mjs'
import { docker } from './tasks.mjs'

export const PORTS = { redis: 6379, 'flask-app': 5000, nginx: 8080 }

const definition = service => JSON.parse(readFileSync(join(root, 'services', service, 'task-definition.json'), 'utf8'))

export const shares = Object.fromEntries(
  Object.keys(PORTS).map(service => [service, Number(definition(service).cpu) / 1024]),
)

/** @param {{ images: Record<string, string>, database: { name: string, password: string }, undo: (() => unknown)[] }} given */
export async function openNetwork({ images, database, undo }) {
  const network = `evenkeel-bench-${process.pid}`
  const running = /** @type {Record<string, string[]>} */ ({ redis: [], 'flask-app': [], nginx: [] })
  await docker('network', 'create', network)
  undo.push(() => docker('network', 'rm', network))
  await docker('network', 'connect', '--alias', 'postgres', network, database.name)
  undo.push(() => docker('network', 'disconnect', '--force', network, database.name))
  undo.push(async () => {
    const all = Object.values(running).flat()
    if (all.length > 0) await docker('rm', '--force', '--volumes', ...all)
  })

  const secrets = { DATABASE_PASSWORD: database.password, REDIS_PASSWORD: 'redis-password' }
  // All of the load comes from one address.
  const values = { DATABASE_SSLMODE: 'disable', RATE_LIMIT: '100000' }

  async function start(service) {
    const [container] = definition(service).containerDefinitions
    const name = `${network}-${service}-${running[service].length + 1}`
    const environment = [
      ...container.environment.map(each => [each.name, values[each.name] ?? each.value]),
      ...container.secrets.map(each => [each.name, secrets[each.name]]),
    ]
    await docker(
      ...['run', '--detach', '--init', '--name', name, '--network', network, '--network-alias', service],
      ...['--cpus', String(shares[service]), '--memory', `${definition(service).memory}m`],
      ...['--read-only', '--tmpfs', '/tmp', '--cap-drop', 'ALL', '--user', container.user],
      ...environment.flatMap(([key, value]) => ['--env', `${key}=${value}`]),
      images[service],
    )
    running[service].push(name)
  }

  async function healthy(service) {
    for (let tries = 0; tries < 240; tries++) {
      const states = await docker('inspect', '--format', '{{.State.Health.Status}}', ...running[service])
      if (states.split('\n').every(state => state === 'healthy')) return
      await sleep(500)
    }
    throw new Error(`${service} does not become healthy`)
  }

  return {
    /** As many as that; nginx anew, as it looks once where flask-app is. */
    async run(counts) {
      for (const [service, count] of Object.entries(counts)) {
        if (service === 'nginx' && running.nginx.length > 0) {
          await docker('rm', '--force', '--volumes', ...running.nginx)
          running.nginx = []
        }
        while (running[service].length < count) await start(service)
        await healthy(service)
      }
    },
    names: service => running[service],
    async urls(service) {
      const format = '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}'
      const addresses = await docker('inspect', '--format', format, ...running[service])
      return addresses.split('\n').map(address => `http://${address}:${PORTS[service]}`)
    },
    redisPassword: secrets.REDIS_PASSWORD,
  }
}
