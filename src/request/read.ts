/** Reads what is asked: inputs and manifest. */
import { readFile, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import type { Runner } from '../edge/runner.ts'
import { type Fault, Refusal } from '../failure/failure.ts'
import { quoted } from '../failure/words.ts'
import { confine } from '../image/confine.ts'
import { checkoutAdvice, findCheckouts } from '../image/inspect.ts'
import { namedContext } from '../image/source.ts'
import { parseManifest } from './document.ts'
import { commandIn, readRequest, regionFor } from './inputs.ts'
import { imagesOf, type Manifest, select } from './manifest.ts'
import { type Request, timeFaults } from './request.ts'

export interface Asked {
  readonly request: Request
  readonly manifest: Manifest
  /** Where AWS is asked. */
  readonly region: string
}

/** Everything that is wrong with what was asked is told at once, wherever it was written. */
export async function readAsked(
  { input, run }: Pick<Runner, 'input' | 'run'>,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Asked> {
  const found = new Gathering()
  const request = await found.attempt(async () => readRequest(input, env))
  const place = request ?? { manifest: input('manifest'), environment: input('environment'), services: [] }
  const manifest = found.has('EVK-105') ? undefined : await found.attempt(() => readManifest(place, run.workspace))
  const command = request?.command ?? commandIn(input('command'))
  if (manifest && command === 'deploy') {
    const contexts = request?.command === 'deploy' ? request.buildContexts.map(namedContext) : []
    await found.attempt(() => confine(run.workspace, imagesOf(manifest.services), contexts, env))
  }
  const region = request && manifest && (await found.attempt(async () => regionFor(request, manifest)))
  if (request && manifest) await found.attempt(async () => refuse(timeFaults(request, manifest)))
  if (!request || !manifest || region === undefined || found.faults.length > 0)
    throw new Refusal(found.faults, found.file)
  return { request, region, manifest: request.allowNoTasks ? allAtZero(manifest) : manifest }
}

/** The input says of the whole run what the key says of a service. */
const allAtZero = (manifest: Manifest): Manifest => ({
  ...manifest,
  services: manifest.services.map(entry => ({ ...entry, mayStandAtZero: true })),
})

function refuse(faults: readonly Fault[]): void {
  if (faults.length > 0) throw new Refusal(faults)
}

class Gathering {
  readonly faults: Fault[] = []
  /** The one file that all of them are in. */
  file: string | undefined

  has(code: Fault['code']): boolean {
    return this.faults.some(each => each.code === code)
  }

  async attempt<Value>(read: () => Promise<Value>): Promise<Value | undefined> {
    try {
      return await read()
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      this.file = this.faults.length === 0 ? error.file : undefined
      this.faults.push(...error.faults)
      return undefined
    }
  }
}

/** The services that are meant, in the environment that is meant. */
export async function readManifest(
  { manifest: path, environment, services }: Pick<Request, 'manifest' | 'environment' | 'services'>,
  workspace: string,
): Promise<Manifest> {
  const text = await readWithin(workspace, path).catch(async () => {
    const what = `manifest ${quoted(path)} is not in ${workspace}`
    const [checkout] = await findCheckouts(workspace)
    const fix = checkout ? checkoutAdvice(checkout) : 'Run actions/checkout before, or set the input `manifest`.'
    throw new Refusal([{ code: 'EVK-109', what, fix }])
  })
  return select(parseManifest(text, path, environment), services)
}

/** A link may lead about in the workspace, not out of it: what a refusal quotes would be a line of another file. */
async function readWithin(workspace: string, path: string): Promise<string> {
  const [root, file] = await Promise.all([realpath(workspace), realpath(join(workspace, path))])
  if (!file.startsWith(`${root}/`)) throw new Error(`${path} leads out of the workspace`)
  return await readFile(file, 'utf8')
}
