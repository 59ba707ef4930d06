/** Gathers what an image is made of: reads the workspace, and asks for the digests of what comes from elsewhere. */
import { createHash } from 'node:crypto'
import { readdir, readFile, realpath } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { type Fault, Refusal } from '../failure/failure.ts'
import { quoted, suggestion } from '../failure/words.ts'
import { argumentsOf, openBy } from './argument.ts'
import { type Digested, digestFolder, type History } from './digest.ts'
import { type Needs, needsOf } from './dockerfile.ts'
import { type Rules, rulesOf } from './ignore.ts'
import { type Recipe, recipeTag, soleTag } from './recipe.ts'
import type { Meaning, Resolve } from './resolve.ts'
import { type BuiltHere, familiar, keysIn, type NamedContext, type Source, splitAtEquals } from './source.ts'
import type { Commit, Version } from './version.ts'

export interface Ground {
  readonly workspace: string
  readonly commit: Commit
  readonly version: Version
  readonly contexts: readonly NamedContext[]
  readonly resolve: Resolve
  /** Differs from run to run. */
  readonly mark: string
  /** Variables of the job, for arguments that ask for them. */
  readonly env: Readonly<Record<string, string | undefined>>
}

export interface Gathered {
  /** The tag under which the image is pushed and found. */
  readonly tag: string
  /** Why no later run may take the image for its own; empty: it may. */
  readonly unknown: readonly string[]
  readonly args: Readonly<Record<string, string>>
  /** Named contexts for docker: those of the input, and one for each base image that was named by tag. */
  readonly contexts: readonly string[]
  readonly hasHistory: boolean
  /** Whether docker builds for the platform that is asked for, or not at all. */
  readonly sure: boolean
}

/** What is built, and for what. `own`: named contexts that are said for this image alone. */
type One = Pick<BuiltHere, 'at' | 'build'> & { readonly platform: string; readonly own?: readonly NamedContext[] }

/** Folders that several images are made of are read once. `contexts`: where an image has others than all of them. */
export function gatherer(ground: Ground): (one: One, contexts?: readonly NamedContext[]) => Promise<Gathered> {
  const read = new Map<string, Promise<Digested>>()
  const digest = (root: string, rules: Rules, history: History) => {
    const key = JSON.stringify([root, rules])
    const reading = read.get(key) ?? digestFolder(root, rules, history)
    read.set(key, reading)
    return reading
  }
  return (one, contexts = ground.contexts) => gather({ ...ground, contexts }, one, digest)
}

async function gather(
  ground: Ground,
  { at, build, platform, own = [] }: One,
  digest: typeof digestFolder,
): Promise<Gathered> {
  const { workspace, commit, version, contexts, mark } = ground
  const args = argumentsOf(build.args, { version: version.text, sha: commit.sha, env: ground.env })
  const dockerfile = await readFile(await dockerfileIn(workspace, build.dockerfile))
  const needs = needsOf(dockerfile.toString(), { target: build.target, args, platform, contexts })
  if (!needs.hasTarget) throw new Refusal([noTarget(at, build, needs.stages)])
  const folder = join(await realpath(workspace), '.git')
  const head = await readFile(join(folder, 'HEAD'), 'utf8').catch(() => '')
  const history = {
    folder,
    mark: JSON.stringify([commit.sha, commit.tags, commit.nearest, commit.reached ?? '', head]),
  }
  const root = await realpath(join(workspace, build.context))
  const rules = await rulesFor(root, await dockerfileAt(workspace, build.dockerfile))
  const main = await digest(root, rules, history)
  const bases = await meaningsOf(ground, needs)
  const named = await meaningsOfContexts(
    ground,
    contexts.filter(each => needs.contexts.includes(each) || (mayTrigger(needs) && own.includes(each))),
    digest,
    history,
  )

  const recipe: Recipe = {
    context: main.digest,
    dockerfile: createHash('sha256').update(dockerfile).digest('hex'),
    target: build.target,
    args,
    platform,
    images: bases.digests,
    contexts: named.digests,
  }
  const unread = rules.unread.map(pattern => `the pattern ${quoted(pattern)} of its ignore file cannot be read here`)
  const unknown = [...needs.unknown, ...bases.unknown, ...named.unknown, ...unread, ...openBy(args, ground.env)]
  const tag = unknown.length === 0 ? recipeTag(recipe) : soleTag(recipe, mark)
  const meanings = await Promise.all(needs.images.map(ground.resolve))
  const sure = !needs.ownPlatform && needs.contexts.length === 0 && meanings.every(each => each?.listed)
  return { tag, unknown, args, contexts: [...named.lines, ...bases.lines], hasHistory: main.hasHistory, sure }
}

export const noTarget = (
  at: string,
  { target = '', dockerfile }: BuiltHere['build'],
  stages: readonly string[],
): Fault => ({
  code: 'EVK-118',
  what: `${at}.build.target: ${quoted(target)} is no stage of ${dockerfile}${suggestion(target, stages)}`,
  fix: stages.length === 0 ? 'Its stages have no names.' : `Its stages: ${stages.join(', ')}.`,
  keys: keysIn(at, 'build', 'target'),
})

/**
 * An ONBUILD of a base image is part of its digest, and copies of the context, all of which counts. Since docker/dockerfile 1.11
 * it may copy from a named context as well, and no command of docker tells what it says: what the image's own `contexts` name
 * is meant to be used.
 */
const mayTrigger = ({ images, contexts }: Needs) => images.length > 0 || contexts.length > 0

interface Meanings {
  readonly digests: Record<string, string>
  readonly unknown: string[]
  /** For docker: a tag may move between the question and the build, so it gets the digests. */
  readonly lines: string[]
}

async function meaningsOf({ resolve }: Ground, { frontend, images, stages }: Needs): Promise<Meanings> {
  const found: Meanings = { digests: {}, unknown: [], lines: [] }
  for (const reference of [...(frontend === undefined ? [] : [frontend]), ...images]) {
    const meaning = await resolve(reference)
    if (!meaning) {
      found.unknown.push(`the digest of ${reference} cannot be had`)
      continue
    }
    found.digests[reference] = meaning.digest
    const isTag = !meaning.local && !reference.includes('@')
    // a context of that name would take the place of the stage as well
    const isStage = stages.includes(familiar(reference).toLowerCase()) || stages.includes(reference.toLowerCase())
    if (isTag && !isStage && reference !== frontend) {
      found.lines.push(`${familiar(reference)}=docker-image://${withDigest(reference, meaning.digest)}`)
    }
  }
  return found
}

async function meaningsOfContexts(
  ground: Ground,
  used: readonly NamedContext[],
  digest: typeof digestFolder,
  history: History,
): Promise<Meanings> {
  const found: Meanings = { digests: {}, unknown: [], lines: [] }
  for (const context of ground.contexts) {
    const { line, source } = context
    const meaning = used.includes(context) ? await meaningOf(source, ground, digest, history) : undefined
    const [written] = splitAtEquals(line)
    const reference = source.kind === 'image' && meaning && !meaning.local ? source.reference : undefined
    found.lines.push(
      reference === undefined || reference.includes('@')
        ? line
        : `${written}=docker-image://${withDigest(reference, meaning?.digest ?? '')}`,
    )
    if (meaning) found.digests[written] = meaning.digest
    else if (used.includes(context)) found.unknown.push(`what is behind ${line} cannot be known`)
  }
  return found
}

const withDigest = (reference: string, digest: string) => `${reference.replace(/:[\w.-]+$/, '')}@${digest}`

/** As BuildKit does: of a named folder its own .dockerignore counts, and no other. */
async function meaningOf(
  source: Source,
  { workspace, resolve }: Ground,
  digest: typeof digestFolder,
  history: History,
): Promise<Meaning | undefined> {
  switch (source.kind) {
    case 'image':
      return await resolve(source.reference)
    case 'folder':
    case 'layout': {
      const root = await realpath(join(workspace, source.path))
      const rules = source.kind === 'folder' ? rulesOf((await ignoreFile(root, '.dockerignore')) ?? '') : rulesOf('')
      if (rules.unread.length > 0) return undefined
      const { digest: all } = await digest(root, rules, history)
      return { digest: source.kind === 'layout' ? `${all}${source.image}` : all, local: true }
    }
    case 'remote':
      return undefined
    default:
      return source satisfies never
  }
}

/** The file beside the Dockerfile, by the name under which that is found, comes first; then the one at the root of the context. */
async function rulesFor(root: string, dockerfile: string): Promise<Rules> {
  const beside = await ignoreFile(await realpath(dirname(dockerfile)), `${basename(dockerfile)}.dockerignore`)
  return rulesOf(beside ?? (await ignoreFile(root, '.dockerignore')) ?? '')
}

/** A link that leads out of the folder leads nowhere for BuildKit. */
async function ignoreFile(folder: string, name: string): Promise<string | undefined> {
  const file = await realpath(join(folder, name)).catch(() => undefined)
  if (file === undefined || !file.startsWith(`${folder}/`)) return undefined
  return await readFile(file, 'utf8').catch(() => undefined)
}

/** Where it is in the end, whatever links lead there. */
export const dockerfileIn = async (workspace: string, path: string): Promise<string> =>
  await realpath(await dockerfileAt(workspace, path))

/** docker takes `dockerfile` where there is no `Dockerfile`. */
export async function dockerfileAt(workspace: string, path: string): Promise<string> {
  const file = join(workspace, path)
  if (basename(file) !== 'Dockerfile') return file
  const names = await readdir(dirname(file)).catch((): string[] => [])
  return !names.includes('Dockerfile') && names.includes('dockerfile') ? join(dirname(file), 'dockerfile') : file
}
