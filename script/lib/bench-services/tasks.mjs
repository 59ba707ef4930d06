/** Containers, asked and told through docker: those of the local ECS's tasks by their names, and any by theirs. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

export async function docker(...args) {
  const { stdout, stderr } = await run('docker', args, { maxBuffer: 2 ** 29 })
  // Of a container, both are what it said.
  return args[0] === 'logs' ? stdout + stderr : stdout.trim()
}

/** In the network of one local ECS: `evenkeel-<run>-<service>-<container>-<task>`; @returns names */
export async function tasksOf(network, service) {
  const names = await docker('ps', '--filter', `network=${network}`, '--format', '{{.Names}}')
  return names.split('\n').filter(name => name.includes(`-${service}-${service}-`))
}

/**
 * The local ECS gives a container all of the machine; Fargate gives a task what it asks for. Containers that start later are
 * held as well, within a quarter of a second.
 * @param {string} network
 * @param {Record<string, number>} cpus by service
 */
export function holdToCpus(network, cpus) {
  const held = new Set()
  let ended = false
  async function once() {
    for (const [service, share] of Object.entries(cpus)) {
      for (const name of await tasksOf(network, service)) {
        if (held.has(name)) continue
        // One that has just ended cannot be held, nor must it.
        await docker('update', '--cpus', String(share), name).then(
          () => held.add(name),
          () => {},
        )
      }
    }
  }
  const loop = (async () => {
    while (!ended) {
      await once().catch(() => {})
      await new Promise(done => setTimeout(done, 250))
    }
  })()
  return {
    once,
    async stop() {
      ended = true
      await loop
    },
  }
}

/** CPU seconds that containers have used until now together, as the kernel counts them (cgroup 2, or 1). */
export async function cpuOf(names) {
  const read = 'cat /sys/fs/cgroup/cpu.stat /sys/fs/cgroup/cpuacct/cpuacct.usage 2>/dev/null; true'
  const texts = await Promise.all(names.map(name => docker('exec', name, 'sh', '-c', read)))
  return texts.reduce((sum, text) => {
    const micro = /^usage_usec (\d+)/m.exec(text)?.[1]
    return sum + (micro === undefined ? Number(/^(\d+)$/m.exec(text)?.[1]) / 1e9 : Number(micro) / 1e6)
  }, 0)
}

/** The lines about requests that containers wrote since then. */
export async function requestLines(names, since) {
  const texts = await Promise.all(names.map(name => docker('logs', '--since', since, name)))
  return texts.flatMap(text =>
    text.split('\n').flatMap(line => {
      if (!line.includes('"msg":"request"') && !line.includes('"msg": "request"')) return []
      return [JSON.parse(line)]
    }),
  )
}
