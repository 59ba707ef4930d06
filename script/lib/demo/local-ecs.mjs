/** The local ECS and the database, as processes and containers that end with the demo. */
import { execFileSync, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { root } from './github.mjs'

export async function startLocalEcs({ speed, registry, region, logFile }) {
  const args = [
    '--port',
    '0',
    '--tasks',
    'docker',
    '--speed',
    String(speed),
    '--registry',
    registry,
    '--region',
    region,
  ]
  const child = spawn(process.execPath, [join(root, 'dist/emulator/index.js'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: process.env,
  })
  const log = createWriteStream(logFile)
  child.stderr.pipe(log)
  const endpoint = await new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', line => {
      log.write(`${line}\n`)
      const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(line) ?? []
      if (url) resolve(url)
    })
    child.once('exit', code => reject(new Error(`the local ECS ended with ${code}; its log is ${logFile}`)))
  })
  return {
    endpoint,
    pid: child.pid,
    gone: new Promise(resolve => child.once('exit', resolve)),
    async stop() {
      if (child.exitCode !== null) return
      const gone = new Promise(resolve => child.once('exit', resolve))
      child.kill('SIGTERM')
      await gone
    },
  }
}

/** PostgreSQL in the network of the tasks, as RDS would be in their VPC. `pid` is the local ECS's, whose network it is. */
export async function startDatabase(pid) {
  const docker = (...args) => execFileSync('docker', args, { encoding: 'utf8' }).trim()
  const networks = docker('network', 'ls', '--format', '{{.Name}} {{.Label "evenkeel.owner"}}').split('\n')
  const [network = ''] = networks.find(line => line.includes(`:${pid}:`))?.split(' ') ?? []
  const password = randomBytes(12).toString('hex')
  const name = `evenkeel-demo-postgres-${process.pid}`
  const settings = { POSTGRES_USER: 'app', POSTGRES_PASSWORD: password, POSTGRES_DB: 'items' }
  const env = Object.entries(settings).flatMap(([key, value]) => ['--env', `${key}=${value}`])
  docker(
    'run',
    '--detach',
    '--rm',
    '--name',
    name,
    '--network',
    network,
    ...env,
    process.env.EVENKEEL_POSTGRES_IMAGE ?? 'postgres:17-alpine',
  )
  const stop = () => docker('rm', '--force', '--volumes', name)
  const ready = ['exec', name, 'pg_isready', '--quiet', '--host', '127.0.0.1', '--username', 'app', '--dbname', 'items']
  for (let tries = 0; ; tries++) {
    try {
      docker(...ready)
      break
    } catch (error) {
      if (tries < 60) {
        await sleep(250)
        continue
      }
      stop()
      throw error
    }
  }
  const host = docker('inspect', '--format', `{{(index .NetworkSettings.Networks "${network}").IPAddress}}`, name)
  return { name, network, host, port: '5432', password, stop }
}

/** A port that was free a moment ago. */
export async function freePort() {
  return await new Promise(resolve => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
      server.close(() => resolve(port))
    })
  })
}
