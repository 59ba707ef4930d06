/** The containers of the tasks: found by their names, held to the CPU of their task definition, and read. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

export async function docker(...args) {
  const { stdout, stderr } = await run('docker', args, { maxBuffer: 2 ** 29 })
  // Of a container, both are what it said.
  return args[0] === 'logs' ? stdout + stderr : stdout.trim()
}

/** `evenkeel-<run>-<service>-<container>-<task>`; @returns names */
export async function containersOf(service) {
  const names = await docker('ps', '--format', '{{.Names}}')
  return names.split('\n').filter(name => name.includes(`-${service}-${service}-`))
}

export async function addressesOf(service, port) {
  const format = '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}'
  const names = await containersOf(service)
  return Promise.all(names.map(async name => `http://${await docker('inspect', '--format', format, name)}:${port}`))
}

/**
 * The local ECS gives a container all of the machine; Fargate gives a task what it asks for. Containers that start later are
 * held as well, within a quarter of a second.
 * @param {Record<string, number>} cpus by service
 */
export function holdToCpus(cpus) {
  const held = new Set()
  let ended = false
  async function once() {
    for (const [service, share] of Object.entries(cpus)) {
      for (const name of await containersOf(service)) {
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

/** CPU seconds that the tasks of a service have used until now, as the kernel counts them (cgroup 2, or 1). */
export async function cpuOf(service) {
  const read = 'cat /sys/fs/cgroup/cpu.stat /sys/fs/cgroup/cpuacct/cpuacct.usage 2>/dev/null; true'
  const names = await containersOf(service)
  const texts = await Promise.all(names.map(name => docker('exec', name, 'sh', '-c', read)))
  return texts.reduce((sum, text) => {
    const micro = /^usage_usec (\d+)/m.exec(text)?.[1]
    return sum + (micro === undefined ? Number(/^(\d+)$/m.exec(text)?.[1]) / 1e9 : Number(micro) / 1e6)
  }, 0)
}

/** The lines about requests that the tasks of a service wrote since then. */
export async function requestLines(service, since) {
  const names = await containersOf(service)
  const texts = await Promise.all(names.map(name => docker('logs', '--since', since, name)))
  return texts.flatMap(text =>
    text.split('\n').flatMap(line => {
      if (!line.includes('"msg":"request"') && !line.includes('"msg": "request"')) return []
      return [JSON.parse(line)]
    }),
  )
}
