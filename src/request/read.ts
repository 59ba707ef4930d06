/** Reads what is asked: inputs and manifest. */
import { lstat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Runner } from '../edge/runner.ts'
import { type Fault, type Place, placed, Refusal, refusalOf } from '../failure/failure.ts'
import { confine, variableFaults } from '../image/confine.ts'
import { keysIn, namedContext, variablesIn } from '../image/source.ts'
import { fileFaults } from './definition.ts'
import { type Document, documentOfInputs, parseManifest, readDocument } from './document.ts'
import { MANIFEST } from './input.ts'
import { commandIn, readInputs } from './inputs.ts'
import { imagesOf, type Manifest, select, unknownFaults } from './manifest.ts'
import { openManifest } from './open.ts'
import { regionFor } from './region.ts'
import { type Init, type Request, timeFaults } from './request.ts'
import type { Entry } from './service.ts'

export interface Asked {
  readonly request: Request
  readonly manifest: Manifest
  /** Where AWS is asked. */
  readonly region: string
  /** Where the manifest says a key, such as `['services', 'api', 'cpu']`; undefined where no file does. */
  placeOf?(keys: readonly string[]): Place | undefined
}

/** Everything that is wrong with what was asked is told at once, wherever it was written. */
export async function readAsked(
  { input, run }: Pick<Runner, 'input' | 'run'>,
  env: Readonly<Record<string, string | undefined>>,
  wrong: readonly string[] = [],
): Promise<Asked> {
  const found = new Gathering()
  found.tell(wrong.map(what => ({ code: 'EVK-108', what, fix: GIVEN_FORM })))
  const request = readInputs(input, env, found.faults)
  const command = commandIn(input('command'))
  if (request.command === 'init') return describedBy(request, found)
  const isReadable = !found.has('EVK-105')
  const document = isReadable ? await found.attempt(() => readWritten(request, run.workspace)) : undefined
  const named = document?.names ?? []
  if (document) found.tell(document.faults, document.file)
  if (named.length > 0)
    found.tell(
      unknownFaults(
        named,
        request.services,
        request.said.service === '' ? 'services' : 'service',
        document?.chosen?.absent,
      ),
    )
  const isMaking = (command === 'deploy' || command === 'build') && isReadable
  if (isMaking) {
    const contexts = 'buildContexts' in request ? request.buildContexts.map(namedContext) : []
    await found.attempt(() => confine(run.workspace, imagesIn(document, request.services), contexts, env))
    found.tell(meantBy(document, request.services).flatMap(entry => unsetIn(document, entry, env)))
  }
  const { chosen, isPlaced = false } = document ?? {}
  const isRegion = !found.has('EVK-101')
  const region =
    chosen && isPlaced && isRegion ? await found.attempt(async () => regionFor(request, chosen)) : undefined
  const manifest =
    chosen && found.faults.every(({ code }) => code !== 'EVK-112') ? select(chosen, request.services) : chosen
  if (manifest && command !== '' && request.timeoutMs > 0) found.tell(timeFaults(request, manifest))
  if (!manifest || region === undefined || found.faults.length > 0) {
    // where nothing else is wrong they are told with what AWS has against the release
    if (isMaking) found.tell(await fileFaults(run.workspace, meantBy(document, request.services), env))
    throw new Refusal(
      placed(found.faults, keys => document?.placeOf(keys)),
      found.file,
    )
  }
  return {
    request,
    region,
    manifest: request.allowNoTasks ? allAtZero(manifest) : manifest,
    placeOf: keys => document?.placeOf(keys),
  }
}

const GIVEN_FORM = 'Each line is NAME=value: a variable that the manifest names as env.NAME, and a value of one line.'

/** What is to be described stands in the inputs; a manifest comes of it. */
async function describedBy(request: Init, found: Gathering): Promise<Asked> {
  const manifest = { cluster: request.cluster, region: '', role: '', services: [] }
  const isRegion = !found.has('EVK-101')
  const region = isRegion ? await found.attempt(async () => regionFor(request, manifest)) : undefined
  if (region === undefined || found.faults.length > 0) throw new Refusal(found.faults)
  return { request, region, manifest }
}

/** The input says of the whole run what the key says of a service. */
const allAtZero = (manifest: Manifest): Manifest => ({
  ...manifest,
  services: manifest.services.map(entry => ({ ...entry, mayStandAtZero: true })),
})

/** Of the services that are asked for, so far as they can be known: what is right of them. */
function imagesIn(document: Document | undefined, asked: readonly string[]): Parameters<typeof confine>[1] {
  const { chosen, builds = [] } = document ?? {}
  const labelled = <Image extends { at: string }>(image: Image) => ({
    ...image,
    label: (...keys: readonly string[]) => document?.label(keysIn(image.at, ...keys)) ?? [image.at, ...keys].join('.'),
  })
  const used = chosen && imagesOf(meantBy(document, asked))
  const isUsed = (at: string) => used === undefined || used.some(each => each.at === at)
  return [
    ...builds.flatMap(({ at, build }) =>
      build && isUsed(at) ? [labelled({ kind: 'build' as const, at, build })] : [],
    ),
    ...(used ?? []).flatMap(each => (each.kind === 'reference' ? [labelled(each)] : [])),
  ]
}

const meantBy = (document: Document | undefined, asked: readonly string[]): Entry[] =>
  (document?.chosen?.services ?? []).filter(({ name }) => asked.length === 0 || asked.includes(name))

/** What the variables and the command of a container are made of. */
function unsetIn(
  document: Document | undefined,
  { name, override: { environment = {}, command } }: Entry,
  env: Readonly<Record<string, string | undefined>>,
): Fault[] {
  const texts = [
    ...Object.entries(environment).map(([variable, text]) => [['environment', variable], text ?? ''] as const),
    [['command'], (command ?? []).join(' ')] as const,
  ]
  return texts.flatMap(([keys, text]) => {
    const path = ['services', name, ...keys]
    const at = document?.label(path) ?? path.join('.')
    return variableFaults(at, [...new Set(variablesIn(text))], env).map(each => ({ ...each, keys: path }))
  })
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
      const { faults, file } = refusalOf(error)
      this.tell(faults, file)
      return undefined
    }
  }

  tell(faults: readonly Fault[], file?: string): void {
    if (faults.length === 0) return
    this.file = this.faults.length === 0 ? file : undefined
    this.faults.push(...faults)
  }
}

/** The services that are meant, in the environment that is meant. */
export async function readManifest(
  { manifest: path, environment, services }: Pick<Request, 'manifest' | 'environment' | 'services'>,
  workspace: string,
): Promise<Manifest> {
  const text = await openManifest(path, workspace)
  return select(parseManifest(text, path, environment), services)
}

/** The manifest with the inputs laid over it; where it is not there and an input names a service, the inputs alone. */
async function readWritten(request: Request, workspace: string): Promise<Document> {
  const { manifest: path, environment, services, said, command } = request
  const isLeftOut = path === MANIFEST && said.service !== '' && !(await isThere(join(workspace, path)))
  if (isLeftOut) return documentOfInputs(said, environment, command)
  return readDocument(await openManifest(path, workspace), path, environment, said, services)
}

/** A link that leads nowhere is there. */
const isThere = (path: string) =>
  lstat(path).then(
    () => true,
    error => error.code !== 'ENOENT',
  )
