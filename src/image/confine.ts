/** Refuses what leads out of the workspace: neither docker nor we read beyond it. */
import { readdir, realpath, stat } from 'node:fs/promises'
import { basename, dirname, join, normalize } from 'node:path'
import { isCredential } from '../edge/surroundings.ts'
import { type Fault, Refusal } from '../failure/failure.ts'
import { quoted, suggestion } from '../failure/words.ts'
import { attributesIn } from './csv.ts'
import { dockerfileAt, dockerfileIn } from './gather.ts'
import {
  type BuiltHere,
  isRemote,
  keysIn,
  type MadeElsewhere,
  type NamedContext,
  namedContext,
  variablesIn,
  variablesOf,
} from './source.ts'

const INSIDE = 'Give a path inside the workspace, relative to it, and not through a link that leads out.'

type Confined = (Pick<BuiltHere, 'kind' | 'at' | 'build'> | Pick<MadeElsewhere, 'kind' | 'at' | 'reference'>) & {
  /** Where a key of it is said, where that is not in the manifest. */
  readonly label?: (...keys: readonly string[]) => string
}

/** All faults at once, before anything is touched. */
export async function confine(
  workspace: string,
  images: readonly Confined[],
  contexts: readonly NamedContext[],
  env: Readonly<Record<string, string | undefined>> = {},
): Promise<void> {
  const root = await realpath(workspace).catch(() => {
    const fix = 'Run actions/checkout before, with this `path`, or correct `working-directory`.'
    throw new Refusal([{ code: 'EVK-116', what: `the folder ${quoted(workspace)} is not there`, fix }])
  })
  const faults: Fault[] = []
  for (const image of images) {
    const { label = (...keys) => [image.at, ...keys].join('.') } = image
    const tell = (found: readonly Fault[], ...keys: readonly string[]) =>
      faults.push(...found.map(each => ({ keys: keysIn(image.at, ...keys), ...each })))
    if (image.kind === 'reference') {
      tell(variableFaults(label('image'), variablesIn(image.reference), env), 'image')
      continue
    }
    const { build } = image
    const at = (...keys: readonly string[]) => label('build', ...keys)
    for (const { keys = [], ...each } of await optionFaults(root, build, at, env)) tell([each], 'build', ...keys)
    if (build.bake !== undefined) {
      for (const file of build.bake) tell(await fileFaults(root, file, at('bake')), 'build', 'bake')
      continue
    }
    const context = await folderFaults(root, build.context, `${at('context')} ${quoted(build.context)}`)
    tell(context, 'build', 'context')
    // of what is in a context that is refused nothing more can be said
    if (context.length > 0 && build.dockerfile.startsWith(`${build.context}/`)) continue
    tell(await fileFaults(root, build.dockerfile, at('dockerfile')), 'build', 'dockerfile')
    const folder = dirname(build.dockerfile)
    const beside = `${folder}/${basename(await dockerfileAt(root, build.dockerfile))}.dockerignore`
    for (const ignored of [beside, `${build.context}/.dockerignore`]) {
      if (await leadsOut(root, ignored)) tell([outside(`the ignore file of ${at()} (${quoted(ignored)})`)], 'build')
    }
    if (folder !== '.' && (await leadsOut(root, folder)))
      tell([outside(`the folder of ${at('dockerfile')}`)], 'build', 'dockerfile')
  }
  for (const each of contexts) {
    faults.push(...(await contextFaults(root, each, `input build-contexts: ${quoted(each.line)}`)))
  }
  const once = [...new Map(faults.map(each => [each.what, each])).values()]
  if (once.length > 0) throw new Refusal(once)
}

/** What else docker would read, and the variables that the job has to have; `keys` are those below `build`. */
async function optionFaults(
  root: string,
  build: BuiltHere['build'],
  at: (...keys: readonly string[]) => string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Fault[]> {
  const faults: Fault[] = []
  const tell = (found: readonly Fault[], ...keys: readonly string[]) =>
    faults.push(...found.map(each => ({ ...each, keys })))
  for (const [name, value] of Object.entries(build.contexts ?? {})) {
    const context = namedContext(`${name}=${value}`)
    tell(await contextFaults(root, context, `${at('contexts', name)} ${quoted(value)}`), 'contexts', name)
  }
  for (const [id, secret] of Object.entries(build.secrets ?? {})) {
    if ('file' in secret) tell(await fileFaults(root, secret.file, at('secrets', id)), 'secrets', id)
  }
  for (const line of linesOf(build.cache)) {
    const fields = attributesIn(line)
    for (const path of ['src', 'dest'].flatMap(name => fields.get(name) ?? [])) {
      const isOut = isWrittenOut(path) || (await leadsOut(root, await nearest(root, path)))
      if (isOut) tell([outside(`${at('cache')} ${quoted(line)}`)], 'cache')
    }
  }
  if (build.ssh !== undefined && !env.SSH_AUTH_SOCK) tell([noAgent(at('ssh'))], 'ssh')
  return [...faults, ...variableFaults(at(), variablesOf(build), env)]
}

/** docker would say so when all else that is built had begun. */
const noAgent = (at: string): Fault => ({
  code: 'EVK-119',
  what: `${at} asks for the job’s SSH agent, and the job has no variable SSH_AUTH_SOCK`,
  fix: 'Start an agent with the key in a step before: webfactory/ssh-agent, or `ssh-agent` and `ssh-add`.',
})

const linesOf = (cache: BuiltHere['build']['cache']) => (typeof cache === 'object' ? [...cache.from, ...cache.to] : [])

/** Variables that are asked for and that the job has not, or that nobody gets. */
export function variableFaults(
  at: string,
  names: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Fault[] {
  const held = names.filter(isCredential).map((name): Fault => {
    const fix = 'What is in an image or a task definition is read by many: use a secret made for it, or the task role.'
    return { code: 'EVK-120', what: `${at} asks for ${name}, which lets its holder act as this job`, fix }
  })
  const unset = names.filter(name => !isCredential(name) && !env[name])
  return [
    ...held,
    ...unset.map((name): Fault => {
      const what = `${at}: the job has no variable ${name}, or an empty one`
      return { code: 'EVK-119', what, fix: `Set it for the step: env: { ${name}: … }.` }
    }),
  ]
}

async function contextFaults(root: string, { source }: NamedContext, at: string): Promise<Fault[]> {
  if (source.kind === 'image' || source.kind === 'remote') {
    const taken = source.kind === 'image' || /^(?:https?|git|ssh):\/\//.test(source.url)
    return taken ? [] : [{ code: 'EVK-108', what: `${at} is of no known kind`, fix: KINDS }]
  }
  if (source.kind === 'folder' && /^target:/.test(source.path))
    return [{ code: 'EVK-108', what: `${at} is of no known kind`, fix: KINDS }]
  if (source.kind === 'folder' && isRemote(source.path)) return [outside(at)]
  if (isWrittenOut(source.path)) return [outside(at)]
  return await folderFaults(root, source.path, at)
}

const KINDS = 'Give a folder of the workspace, docker-image://…, oci-layout://… or https://….'

async function folderFaults(root: string, path: string, label: string): Promise<Fault[]> {
  if (isRemote(path)) return [outside(label)]
  const found = await realpath(join(root, path)).catch(() => undefined)
  if (found !== undefined && !isWithin(root, found)) return [outside(label)]
  if (found !== undefined && (await stat(found)).isDirectory()) return []
  if (found !== undefined) {
    const key = /\.(?:ya?ml|hcl|json)$/i.test(path) ? 'bake' : 'dockerfile'
    const fix = `Give the folder, or write \`build: { ${key}: ${path} }\`.`
    return [{ code: 'EVK-116', what: `${label} is a file, and no folder`, fix }]
  }
  const what = `${label}: there is no such folder${await near(root, path)}`
  return [{ code: 'EVK-116', what, fix: whereIn(root, path) }]
}

const whereIn = (root: string, path: string): string =>
  `The workspace is ${root}.${/\$\{/.test(path) ? ' No placeholder is filled in a path.' : ''}`

/** `, did you mean "services/api"?` where one part of a path is mistyped; else an empty text. */
async function near(root: string, path: string): Promise<string> {
  const parts = normalize(path).split('/')
  for (const [at, part] of parts.entries()) {
    const before = parts.slice(0, at)
    // what is out there is nobody's business
    if (await leadsOut(root, join('.', ...before))) return ''
    const names = await readdir(join(root, ...before)).catch((): string[] => [])
    if (names.includes(part)) continue
    const others = names.map(name => [...before, name, ...parts.slice(at + 1)].join('/'))
    return suggestion(parts.join('/'), others)
  }
  return ''
}

async function fileFaults(root: string, path: string, at: string): Promise<Fault[]> {
  const label = `${at} ${quoted(path)}`
  if (isRemote(path)) return [outside(label)]
  const found = await dockerfileIn(root, path).catch(() => undefined)
  if (found !== undefined && !isWithin(root, found)) return [outside(label)]
  // whether a file is there is nobody's business out there
  if (found === undefined && (await leadsOut(root, dirname(path)))) return [outside(label)]
  if (found !== undefined && (await stat(found)).isFile()) return []
  const what = `${label}: there is no such file${await near(root, path)}`
  return [{ code: 'EVK-116', what, fix: whereIn(root, path) }]
}

async function leadsOut(root: string, path: string): Promise<boolean> {
  const found = await realpath(join(root, path)).catch(() => undefined)
  return found !== undefined && !isWithin(root, found)
}

/** The folder that is there, of a path that docker makes where it is not. */
async function nearest(root: string, path: string): Promise<string> {
  const isThere = await stat(join(root, path)).catch(() => undefined)
  return isThere || path === '.' ? path : await nearest(root, dirname(path))
}

/** Whatever links there are. */
const isWrittenOut = (path: string) => /^\/|\\|\0/.test(path) || path.split('/').includes('..')

const isWithin = (root: string, path: string) => path === root || path.startsWith(`${root}/`)

const outside = (label: string): Fault => ({
  code: 'EVK-105',
  what: `${label} leads out of the workspace`,
  fix: INSIDE,
})
