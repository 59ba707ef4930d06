/** What an image is built from, as the manifest and the inputs say it. Pure. */

/** Paths are relative to the workspace. Values of `args` may hold `${version}`, `${sha}` and `${env.NAME}`. */
export interface Build extends Options {
  /**
   * Bake or compose files that say the rest: `target` is one of theirs then, and what else is said here is laid over it, but for
   * `context` and `dockerfile`, which mean nothing. Undefined once docker was asked what they say.
   */
  readonly bake?: readonly string[]
  readonly context: string
  readonly dockerfile: string
  readonly target: string | undefined
  readonly args: Readonly<Record<string, string>>
}

/** What a build may have besides. */
export interface Options {
  /** Named contexts of this image alone, as docker takes them. */
  readonly contexts?: Readonly<Record<string, string>>
  /** By id. */
  readonly secrets?: Readonly<Record<string, Secret>>
  /** The id under which the job's SSH agent is at hand. */
  readonly ssh?: string
  readonly cache?: Cache
  /** Undefined: what the task definition runs on. */
  readonly platforms?: readonly string[]
  readonly labels?: Readonly<Record<string, string>>
  /** Of the manifest and, where there is one, of the index, as the OCI image specification has them. */
  readonly annotations?: Readonly<Record<string, string>>
  /** A list of what is in the image, beside it in the index. */
  readonly sbom?: boolean
  /** How much is said there of how it was built. */
  readonly provenance?: 'none' | 'min' | 'max'
}

/** Where the value of a secret comes from: that counts in what an image is known by, and the value never does. */
export type Secret = { readonly variable: string } | { readonly file: string }

/** Where steps are taken from that another build made, and where those of this one go. */
export type Cache =
  | 'registry'
  | 'gha'
  | 'none'
  /** As docker takes them: `type=s3,region=…`. */
  | { readonly from: readonly string[]; readonly to: readonly string[] }

/** An image of a release, as it is asked for. */
export type ImageEntry = BuiltHere | MadeElsewhere

interface Called {
  /** What people call it. */
  readonly name: string
  /** Where the manifest says it: `services.api`. */
  readonly at: string
  /** Tags that move to it: `latest`. */
  readonly alsoTag: readonly string[]
}

export interface BuiltHere extends Called {
  readonly kind: 'build'
  /** The repository that it is pushed to: of the account's own registry by its name alone, of another with the host. */
  readonly repository: string
  readonly build: Build
  /** Whether it is built in every run, from nothing. */
  readonly rebuild: boolean
}

export interface MadeElsewhere extends Called {
  readonly kind: 'reference'
  /** As docker takes it; may hold `${version}`, `${sha}` and `${env.NAME}`. */
  readonly reference: string
  /** The repository that it is copied into, by digest; undefined: it is used where it is. */
  readonly copyTo: string | undefined
}

/** An image that a release wants. */
export type Wanted = WantedBuild | WantedReference
export type WantedBuild = BuiltHere & Placed
export type WantedReference = MadeElsewhere & Placed

interface Placed {
  /** Docker's names for what the task definitions run on. */
  readonly platforms: readonly [string, ...string[]]
  /** What its names begin with, where its repository holds other images too; else empty. */
  readonly label: string
  /** Nothing of its repository has been released to the service: the repository is empty, as far as can be told. */
  readonly isFirst: boolean
  /** Another image of the manifest has a secret of the same id from elsewhere. */
  readonly isContested?: boolean
}

/** Where a named context comes from. */
export type Source =
  | { readonly kind: 'folder'; readonly path: string }
  | { readonly kind: 'image'; readonly reference: string }
  /** `image`: which of the folder's images, `:v1` or `@sha256:…`; empty where it does not say. */
  | { readonly kind: 'layout'; readonly path: string; readonly image: string }
  | { readonly kind: 'remote'; readonly url: string }

export interface NamedContext {
  readonly name: string
  /** The platform that it is for, as BuildKit writes it: `linux/arm64`; undefined: all. */
  readonly platform: string | undefined
  /** `name=value`, as docker takes it. */
  readonly line: string
  readonly source: Source
}

/** A line `name=value` of the input `build-contexts`. */
export function namedContext(line: string): NamedContext {
  const [written, value] = splitAtEquals(line)
  const [name, platform] = partsOf(written)
  return { name: familiar(name), platform, line, source: sourceOf(value) }
}

/** `base::linux/arm64` is `base` for one platform. */
function partsOf(written: string): [name: string, platform: string | undefined] {
  const [, name = written, platform] = /^(.*?)::(.*)$/s.exec(written) ?? []
  return [name, platform]
}

/** The name under which BuildKit looks for it: bake hands names on as they are, where `docker buildx build` mends them. */
export function contextKey(written: string): string {
  const [name, platform] = partsOf(written)
  return platform === undefined ? familiar(name) : `${familiar(name)}::${platform}`
}

/** Those of `named`, all of one name, that are taken on a platform: one for it comes before one for all. Undefined: any platform. */
export function contextsFor<One extends Pick<NamedContext, 'platform'>>(
  platform: string | undefined,
  named: readonly One[],
): readonly One[] {
  if (platform === undefined) return named
  const own = named.filter(each => each.platform === normalPlatform(platform))
  return own.length > 0 ? own : named.filter(each => each.platform === undefined)
}

/** Whether an image for `given` runs on it: a variant does. */
export const isFor = (given: readonly string[], platform: string): boolean =>
  given.some(each => each === platform || each.startsWith(`${platform}/`))

/** As BuildKit writes it (containerd's platforms.Normalize): other names of an architecture, and variants that go without saying. */
export function normalPlatform(platform: string): string {
  const [os = '', written = '', variant = ''] = platform.toLowerCase().split('/')
  const [arch, own] = ALIASES[written] ?? [written, variant]
  const given = variant === '' ? own : variant
  const plain = /^[5-9]$/.test(given) && arch.startsWith('arm') ? `v${given}` : given
  const kept = arch === 'arm' && plain === '' ? 'v7' : PLAIN[arch] === plain ? '' : plain
  return [os, arch, ...(kept === '' ? [] : [kept])].join('/')
}

const ALIASES: Readonly<Record<string, readonly [arch: string, variant: string]>> = {
  i386: ['386', ''],
  x86_64: ['amd64', ''],
  'x86-64': ['amd64', ''],
  aarch64: ['arm64', ''],
  armhf: ['arm', 'v7'],
  armel: ['arm', 'v6'],
}
const PLAIN: Readonly<Record<string, string>> = { amd64: 'v1', arm64: 'v8' }

/** A value may hold equal signs, a name none. */
export function splitAtEquals(line: string): [name: string, value: string] {
  const equals = line.indexOf('=')
  return [line.slice(0, equals), line.slice(equals + 1)]
}

function sourceOf(value: string): Source {
  const [, scheme, rest = ''] = /^([\w+.-]+):\/\/(.*)$/s.exec(value) ?? []
  if (scheme === 'docker-image') return { kind: 'image', reference: rest }
  if (scheme === 'oci-layout') {
    const image = /(?::[\w.-]+)?@sha256:[0-9a-f]{64}$|:[\w.-]+$/.exec(rest)?.[0] ?? ''
    return { kind: 'layout', path: rest.slice(0, rest.length - image.length), image }
  }
  if (scheme !== undefined) return { kind: 'remote', url: value }
  return { kind: 'folder', path: value.replace(/\/+$/, '') || '/' }
}

/** Text that docker would fetch, where no folder of that name is there: URLs, and git's short forms of them. */
export const REMOTE = /^[\w+.-]+:\/\/|^(?:git@|(?:www\.)?(?:github|gitlab|bitbucket)\.(?:com|org)\/)|^[\w.+-]+@[^/]+:/

/** As docker names it: `linux/arm64`, `linux/arm/v7`. */
export const PLATFORM = /^(linux|windows)\/[a-z0-9]+(\/[a-z0-9]+)?$/

export const isRemote = (text: string) => REMOTE.test(text)

/** The form under which docker compares names of images: `docker.io/library/node:latest` is `node`. */
export const familiar = (reference: string) =>
  reference
    .replace(/^(?:index\.)?docker\.io\//, '')
    .replace(/^library\//, '')
    .replace(/:latest$/, '')

const VARIABLE = /\$\{env\.(\w+)\}/g

/** Variables of the job that a text asks for. */
export const variablesIn = (text: string): string[] => [...text.matchAll(VARIABLE)].map(([, name = '']) => name)

/** Those that a build asks for. */
export function variablesOf({ args, secrets = {} }: Pick<Build, 'args' | 'secrets'>): string[] {
  const inArgs = Object.values(args).flatMap(variablesIn)
  const inSecrets = Object.values(secrets).flatMap(each => ('variable' in each ? [each.variable] : []))
  return [...new Set([...inArgs, ...inSecrets])]
}

/** What placeholders stand for. */
export interface Filling {
  readonly version: string
  readonly sha: string
  /** Variables of the job. */
  readonly env: Readonly<Record<string, string | undefined>>
}

/** A text with its placeholders filled; what is filled in is taken as it is. */
export const filled = (text: string, { version, sha, env }: Filling): string =>
  text.replace(/\$\{(?:(version)|(sha)|env\.(\w+))\}/g, (_, asVersion, asSha, name: string) =>
    asVersion ? version : asSha ? sha : (env[name] ?? ''),
  )

export const resolved = (args: Build['args'], filling: Filling): Build['args'] =>
  Object.fromEntries(Object.entries(args).map(([name, value]) => [name, filled(value, filling)]))

/** The keys of the manifest below where it says an image, `services.api`: no name there has a dot. */
export const keysIn = (at: string, ...keys: readonly string[]): string[] => [...at.split('.'), ...keys]
