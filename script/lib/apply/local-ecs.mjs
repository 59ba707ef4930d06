/** The local ECS with another emulator behind it, as a process that ends with the run. */
import { spawn } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { root } from '../demo/github.mjs'

/** @param {{ tasks: string, behind: string, speed: number, logFile: string }} wanted */
export async function startLocalEcs({ tasks, behind, speed, logFile }) {
  const options = {
    port: 0,
    tasks,
    speed,
    behind,
    ...(tasks === 'docker' && { registry: process.env.EVENKEEL_REGISTRY }),
  }
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)])
  const child = spawn(process.execPath, [join(root, 'dist/emulator/index.js'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const log = createWriteStream(logFile)
  child.stderr.pipe(log)
  const endpoint = await new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', line => resolve(JSON.parse(line).endpoint))
    child.once('exit', code => reject(new Error(`the local ECS ended with ${code}; its log is ${logFile}`)))
  })
  const door = async (method, path, body) => {
    const response = await fetch(`${endpoint}/_internal/${path}`, { method, body: body && JSON.stringify(body) })
    const answer = await response.json()
    if (!response.ok) throw new Error(`${method} /_internal/${path}: ${JSON.stringify(answer)}`)
    return answer
  }
  return {
    endpoint,
    state: () => door('GET', 'state'),
    /** What becomes of tasks, where they are simulated. */
    fate: script => door('POST', 'fates', script),
    /** Binds callers with this access key to a policy. */
    enforce: (accessKeyId, role, document) => door('POST', 'policy', { document, accessKeyId, role }),
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const gone = new Promise(resolve => child.once('exit', resolve))
      child.kill('SIGTERM')
      await gone
    },
  }
}
