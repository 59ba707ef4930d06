/** Runs the bundled action as GitHub's runner does: inputs and context by environment, results by files. */
import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'

export const root = fileURLToPath(new URL('../../..', import.meta.url))

/**
 * @param {{
 *   workspace: string, inputs?: Record<string, string>, env?: Record<string, string>, node?: string[],
 *   onLine?: (line: string) => void, onStart?: (child: import('node:child_process').ChildProcess) => void
 * }} run `env` is all the environment the action gets besides PATH and HOME; `node` are options for node itself.
 * @returns {Promise<{ exitCode: number | null, signal: string | null, log: string[], outputs: Record<string, string>,
 *   services: Record<string, any>, summary: string, report: any, seconds: number }>}
 */
export async function runAction({
  workspace,
  inputs = {},
  env = {},
  node = [],
  onLine = () => {},
  onStart = () => {},
}) {
  const folder = await mkdtemp(join(tmpdir(), 'evenkeel-run-'))
  const files = { GITHUB_OUTPUT: join(folder, 'output'), GITHUB_STEP_SUMMARY: join(folder, 'summary.md') }
  for (const file of Object.values(files)) await writeFile(file, '')
  const child = spawn(process.execPath, [...node, join(root, 'dist/index.js')], {
    cwd: workspace,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH ?? '',
      HOME: process.env.HOME ?? folder,
      GITHUB_ACTIONS: 'true',
      GITHUB_REPOSITORY: 'acme/shop',
      GITHUB_RUN_ID: '4711',
      GITHUB_RUN_ATTEMPT: '1',
      GITHUB_ACTOR: 'octocat',
      GITHUB_SERVER_URL: 'https://github.com',
      GITHUB_WORKSPACE: workspace,
      RUNNER_TEMP: folder,
      // the action runs on node 24; here it may be an older one, of which the SDK complains
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      ...(await inputsFor(inputs)),
      ...files,
      ...env,
    },
  })
  onStart(child)
  const began = performance.now()
  const log = /** @type {string[]} */ ([])
  const listen = stream =>
    createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY }).on('line', line => {
      log.push(line)
      onLine(line)
    })
  listen(child.stdout)
  listen(child.stderr)
  const [exitCode, signal] = await new Promise(resolve => child.on('close', (...ending) => resolve(ending)))
  const outputs = parseOutputs(await readFile(files.GITHUB_OUTPUT, 'utf8'))
  const summary = await readFile(files.GITHUB_STEP_SUMMARY, 'utf8')
  const report = outputs.report ? JSON.parse(await readFile(outputs.report, 'utf8')) : undefined
  await rm(folder, { recursive: true, force: true })
  const services = outputs.services ? JSON.parse(outputs.services) : {}
  return { exitCode, signal, log, outputs, services, summary, report, seconds: (performance.now() - began) / 1000 }
}

/** INPUT_* for every input of action.yml, with its default where none is given. */
async function inputsFor(given) {
  const { inputs } = parse(await readFile(join(root, 'action.yml'), 'utf8'))
  for (const name of Object.keys(given)) if (!(name in inputs)) throw new Error(`action.yml has no input ${name}`)
  return Object.fromEntries(
    Object.entries(inputs).map(([name, { default: preset = '' }]) => [
      `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`,
      given[name] ?? preset,
    ]),
  )
}

/** `name<<delimiter`, lines, `delimiter`. */
function parseOutputs(text) {
  const found = [...text.matchAll(/^([^\n=]+)<<(ghadelimiter_[\w-]+)\n([\s\S]*?)\n?\2$/gm)]
  return Object.fromEntries(found.map(([, name, , value]) => [name, value]))
}

/**
 * A log line as GitHub shows it; undefined for what it does not show. Masked values become ***.
 * @returns {(line: string) => string | undefined}
 */
export function githubView() {
  const secrets = /** @type {string[]} */ ([])
  return line => {
    const [, command, title, text] = /^::([\w-]+)(?: (?:title=([^,:]*)[^:]*))?::(.*)$/.exec(line) ?? []
    const shown = secrets.reduce((all, secret) => all.replaceAll(secret, '***'), decoded(text ?? line))
    switch (command) {
      case undefined:
        return shown
      case 'add-mask':
        if (text) secrets.push(decoded(text))
        return undefined
      case 'group':
        return `▼ ${shown}`
      case 'error':
      case 'warning':
        return `${command === 'error' ? '✖' : '⚠'} ${title ? `${decoded(title)}: ` : ''}${shown}`
      default:
        return undefined
    }
  }
}

const decoded = text =>
  text
    .replaceAll('%0D', '\r')
    .replaceAll('%0A', '\n')
    .replaceAll('%3A', ':')
    .replaceAll('%2C', ',')
    .replaceAll('%25', '%')
