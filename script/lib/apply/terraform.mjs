/** Terraform in one root of the copied infra/, against the local ECS. */
import { execFile } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'

/**
 * @param {{ dir: string, endpoint: string, variables: string[], signal: AbortSignal }} at
 */
export function terraformIn({ dir, endpoint, variables, signal }) {
  const options = { maxBuffer: 1 << 28, env: { ...process.env, AWS_ENDPOINT_URL: endpoint } }
  /** Also when it is stopped, its end is waited for. @returns {Promise<{ code: number, stdout: string, text: string }>} */
  const run = (...args) =>
    new Promise(resolve => {
      const child = execFile('terraform', [`-chdir=${dir}`, ...args], options, (error, stdout, stderr) => {
        signal.removeEventListener('abort', stop)
        resolve({ code: error ? Number(error.code) || 1 : 0, stdout, text: `${stdout}${stderr}` })
      })
      const stop = () => child.kill('SIGTERM')
      signal.addEventListener('abort', stop)
    })
  const must = async (...args) => {
    const { code, stdout, text } = await run(...args)
    if (code !== 0) throw new Error(`terraform ${args[0]} ended with ${code}:\n${text}`)
    return stdout
  }
  const given = ['-no-color', '-input=false', ...variables.map(file => `-var-file=${file}`)]
  return {
    apply: () => must('apply', '-auto-approve', ...given),
    destroy: () => must('destroy', '-auto-approve', ...given),
    /** What a plan made now would change, as `terraform show -json` says it. */
    async plan() {
      const file = join(dir, 'check.tfplan')
      await must('plan', `-out=${file}`, ...given)
      const plan = JSON.parse(await must('show', '-json', file))
      rmSync(file)
      return plan
    },
    outputs: async () =>
      Object.fromEntries(
        Object.entries(JSON.parse(await must('output', '-json'))).map(([name, { value }]) => [name, value]),
      ),
    resources: async () => (await must('state', 'list')).split('\n').filter(line => line !== ''),
  }
}
