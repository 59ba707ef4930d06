/** What docker is asked to build, as the JSON that `docker buildx bake` reads. Pure. */
import { attributesIn } from './csv.ts'
import type { Repository } from './reference.ts'
import { type Build, type Cache, contextKey, type Secret, splitAtEquals } from './source.ts'
import { hostFor } from './variant.ts'

export interface Order {
  /** What people call the image; no two of one bake have the same. */
  readonly name: string
  readonly build: Omit<Build, 'args' | 'contexts'>
  /** As resolved. */
  readonly args: Build['args']
  /** Named contexts, `name=value`. */
  readonly contexts: readonly string[]
  readonly repository: Repository
  readonly tag: string
  /** Pushed along with it. */
  readonly names: readonly string[]
  /** `linux/amd64`, `linux/arm64`; several make an index. */
  readonly platforms: readonly string[]
  /** What is said of the image without being part of what it is known by. */
  readonly annotations: Readonly<Record<string, string>>
  /** Whether no step is taken from a cache. */
  readonly rebuild?: boolean
  /** Whether no step is shared with a build that has another secret of the same id. */
  readonly isContested?: boolean
}

/** The commands, as data: names, arguments and addresses are in the file, and none of them in the process list. */
export function bakeCommand(
  names: readonly string[],
  { file, metadataFile, builder }: { readonly file: string; readonly metadataFile: string; readonly builder: string },
): string[] {
  return [
    'docker',
    'buildx',
    'bake',
    ...(builder === '' ? [] : [`--builder=${builder}`]),
    `--file=${file}`,
    '--push',
    '--progress=plain',
    `--metadata-file=${metadataFile}`,
    '--',
    ...names,
  ]
}

export const bakeFile = (orders: readonly Order[]): string =>
  JSON.stringify({ target: Object.fromEntries(orders.map(order => [order.name, plain(targetOf(order))])) })

function targetOf(order: Order) {
  const { name, build, args, contexts, repository, tag, names, platforms, annotations, rebuild } = order
  const { from, to } = cacheOf(build.cache ?? 'none', name, repository)
  const attest = attestationsOf(build)
  const isIndex = platforms.length > 1 || attest.some(each => !each.endsWith(OFF))
  return {
    context: build.context,
    dockerfile: fromFolder(build.context, build.dockerfile),
    ...(build.target === undefined ? {} : { target: build.target }),
    // BuildKit's own argument: none of the image's, and part of what a step is known by (seen, docker 28.2.2)
    args: order.isContested === true ? { BUILDKIT_SANDBOX_HOSTNAME: hostFor(build), ...args } : args,
    contexts: Object.fromEntries(contexts.map(splitAtEquals).map(([name, value]) => [contextKey(name), value])),
    tags: [tag, ...names].map(each => `${repository.uri}:${each}`),
    platforms,
    labels: { ...annotations, ...build.labels },
    // a builder without a store of images of its own leaves these out, so they are labels as well
    annotations: [
      ...Object.entries(annotations).map(([key, value]) => `${key}=${value}`),
      ...Object.entries(build.annotations ?? {}).map(
        ([key, value]) => `${isIndex ? 'index,manifest:' : ''}${key}=${value}`,
      ),
    ],
    attest,
    secret: Object.entries(build.secrets ?? {}).map(secretOf),
    ssh: build.ssh === undefined ? [] : [build.ssh],
    ...(rebuild === true ? { 'no-cache': true, pull: true } : {}),
    'cache-from': from,
    'cache-to': to,
  }
}

const OFF = ',disabled=true'

/** An attestation makes an index of an image, which ECR scans and describes differently: there is none that is not asked for. */
const attestationsOf = ({ sbom = false, provenance = 'none' }: Order['build']): string[] => [
  provenance === 'none' ? `type=provenance${OFF}` : `type=provenance,mode=${provenance}`,
  ...(sbom ? ['type=sbom'] : []),
]

/** bake reads a Dockerfile's path from the context; both are paths from the workspace, without `..`. */
function fromFolder(folder: string, path: string): string {
  const clean = (text: string) => text.split('/').filter(part => part !== '' && part !== '.')
  return [...clean(folder).map(() => '..'), ...clean(path)].join('/')
}

const secretOf = ([id, secret]: [string, Secret]) =>
  'variable' in secret ? `id=${id},env=${secret.variable}` : `id=${id},src=${secret.file}`

/** ECR takes a cache as an image: mode=max is every stage's, and one that cannot be written is no reason to fail. */
function cacheOf(cache: Cache, name: string, { uri }: Repository) {
  if (typeof cache === 'object') return cache
  if (cache === 'none') return { from: [], to: [] }
  const place = cache === 'gha' ? `type=gha,scope=${name}` : `type=registry,ref=${uri}:${cacheTag(name)}`
  const form = cache === 'gha' ? '' : ',image-manifest=true,oci-mediatypes=true'
  return { from: [place], to: [`${place},mode=max${form},ignore-error=true`] }
}

const cacheTag = (name: string) => `buildcache-${name}`.slice(0, 128)

/** bake takes every text for a template, keys as well: `${…}` and `%{…}` stay what they are. */
function plain(value: unknown): unknown {
  if (typeof value === 'string') return escaped(value)
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value ?? {}).map(([key, each]) => [escaped(key), plain(each)]))
}

const escaped = (text: string) => text.replace(/[$%](?=\{)/g, sign => sign + sign)

type Environment = Readonly<Record<string, string | undefined>>

/** What docker speaks to the cache service of GitHub with. */
const GHA = ['ACTIONS_CACHE_SERVICE_V2', 'ACTIONS_CACHE_URL', 'ACTIONS_RESULTS_URL', 'ACTIONS_RUNTIME_TOKEN']

const asksForGha = ({ build: { cache } }: Order) =>
  cache === 'gha' ||
  (typeof cache === 'object' && [...cache.from, ...cache.to].some(each => attributesIn(each).get('type') === 'gha'))

/** Variables of the job whose values are secret. */
export const secretsIn = (orders: readonly Order[]): string[] =>
  orders.flatMap(({ build }) =>
    Object.values(build.secrets ?? {}).flatMap(each => ('variable' in each ? [each.variable] : [])),
  )

/** Files of the workspace that are secret. */
export const secretFilesIn = (orders: readonly Order[]): string[] =>
  orders.flatMap(({ build }) => Object.values(build.secrets ?? {}).flatMap(each => ('file' in each ? [each.file] : [])))

/** What docker gets of the job's environment for these, besides what it always gets. */
export function environmentFor(orders: readonly Order[], env: Environment): Record<string, string> {
  const names = [...secretsIn(orders), ...(orders.some(asksForGha) ? GHA : [])]
  const found = names.flatMap(name => (env[name] === undefined ? [] : [[name, env[name]] as const]))
  // what lies in the workspace, its folder, bake lets be read; an agent it asks about since 0.20, and an older one has no `--allow`
  const isForwarded = orders.some(({ build }) => build.ssh !== undefined)
  return { ...Object.fromEntries(found), ...(isForwarded ? { BUILDX_BAKE_ENTITLEMENTS_FS: '0' } : {}) }
}
