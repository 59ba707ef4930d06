/** Names of images: repository, tags, digest. Pure. */
import type { ImageEntry } from './source.ts'
import type { Commit, Version } from './version.ts'

/** An image that the registry holds: only such a one can reach a task definition, and only by its digest. */
export interface PushedImage {
  readonly repository: Repository
  /** `sha256:…`, as the registry itself reported it. */
  readonly digest: string
  /** Those that the registry has for it. */
  readonly tags: readonly string[]
  /** Those of `also-tag` that were another image's, or nobody's. */
  readonly moves?: readonly Move[]
  /** Where it came from: built in this run, found in the registry, named by the manifest, or copied from there. */
  readonly origin: 'built' | 'found' | 'named' | 'copied'
}

/** A tag that moved to an image; `stays`: its repository did not let it. */
export interface Move {
  readonly tag: string
  /** The digest that had it. */
  readonly from: string | undefined
  readonly stays: boolean
}

/** An image that docker built and pushed, before the registry was asked whether it has it. */
export interface BuiltImage {
  readonly repository: Repository
  readonly digest: string
  readonly tag: string
  /** Where the builder says it. */
  readonly platform?: string
}

export interface Repository {
  /** `shop/api` */
  readonly name: string
  /** `123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/api` */
  readonly uri: string
}

/** The grammar of the OCI distribution specification. */
const TAG = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/

export const isTag = (text: string) => TAG.test(text)

/** `+` is legal in a semantic version and not in a tag; `_` is the reverse, so the mapping loses nothing. */
export const tagOf = (version: string) => version.replaceAll('+', '_')

export const shortSha = (sha: string) => sha.slice(0, 7)

export const commitTag = (sha: string, changes?: string) => `sha-${sha}${changes === undefined ? '' : `-${changes}`}`

/**
 * The names of a release's image, for people; the plain version last, so it never moves too early. `label` is the image's own name
 * where its repository holds several.
 */
export function namesOf(label: string, version: Version, sha: string, changes?: string): string[] {
  const tag = tagOf(version.text)
  const names = [commitTag(sha, changes), `${tag}-${shortSha(sha)}`, ...(version.released ? [tag] : [])]
  return names.map(name => labelled(label, name))
}

/** The tags under which ECR may hold what a person calls `text`, a version or a tag: as it is, and as the name of `image`. */
export const heldAs = (text: string, image: string): string[] => {
  const tag = tagOf(text)
  return tag.startsWith(`${image}-`) ? [tag] : [tag, labelled(image, tag)]
}

const labelled = (label: string, name: string) => (label === '' ? name : `${label}-${name}`)

/**
 * What is said of an image that is built, by the keys of the OCI image specification. The time is not among them: the same files
 * give the same image.
 */
export function annotationsOf({ sha }: Commit, { text }: Version, run: string): Record<string, string> {
  const key = 'org.opencontainers.image'
  const [, source] = /^(https?:\/\/[^/]+\/[^/]+\/[^/]+)\/actions\/runs\//.exec(run) ?? []
  return {
    [`${key}.revision`]: sha,
    [`${key}.version`]: text,
    ...(source === undefined ? {} : { [`${key}.source`]: source }),
  }
}

/** The grammar of docker: host, path in lower case, tag, digest. */
const REFERENCE =
  /^(?:[A-Za-z0-9][A-Za-z0-9.-]*(?::\d{1,5})?\/)?[a-z0-9]+(?:(?:[._]|__|-+|\/)[a-z0-9]+)*(?::[A-Za-z0-9_][A-Za-z0-9._-]{0,127})?(?:@sha256:[0-9a-f]{64})?$/

export const isReference = (text: string) => text.length <= 512 && REFERENCE.test(text)

/** The repository in which the image of a release is, with its registry where that is said. */
export const repositoryOf = (image: ImageEntry): string =>
  image.kind === 'build' ? image.repository : (image.copyTo ?? wholeName(parseImage(image.reference).repository))

export const byDigest = ({ repository, digest }: PushedImage) => `${repository.uri}@${digest}`

/** The registry's host that a name begins with; undefined: it has none. */
export function hostOf(name: string): string | undefined {
  const [host = '', ...path] = name.split('/')
  return path.length > 0 && /[.:]|^localhost$/.test(host) ? host : undefined
}

/** As docker takes it: without a registry it is one of Docker Hub. */
export const wholeName = (repository: string): string =>
  hostOf(repository) === undefined
    ? `docker.io/${repository.includes('/') ? repository : `library/${repository}`}`
    : repository

export interface ImageName {
  /** Everything before the tag or digest: `host:port/name`. */
  readonly repository: string
  /** `host:port/` taken off: `shop/api`. */
  readonly name: string
  readonly tag: string | undefined
  readonly digest: string | undefined
}

export function parseImage(image: string): ImageName {
  const [named = '', digest] = image.split('@', 2)
  const colon = named.lastIndexOf(':')
  const tagged = colon > named.lastIndexOf('/')
  const repository = tagged ? named.slice(0, colon) : named
  const host = hostOf(repository)
  return {
    repository,
    name: host === undefined ? repository : repository.slice(host.length + 1),
    tag: tagged ? named.slice(colon + 1) : undefined,
    digest,
  }
}

/** Where AWS itself answers, and gets a password: the suffixes of its partitions (botocore's partitions.json), those for IPv6 too. */
const SUFFIXES = [
  ...['amazonaws.com', 'amazonaws.com.cn', 'amazonaws.eu', 'on.aws', 'on.amazonwebservices.com.cn'],
  ...['on.amazonwebservices.eu', 'c2s.ic.gov', 'sc2s.sgov.gov', 'cloud.adc-e.uk', 'csp.hci.ic.gov'],
]

/** `123456789012.dkr.ecr.eu-west-1.amazonaws.com`, FIPS, and the hosts that speak IPv6 as well. */
const ECR_HOST = new RegExp(
  String.raw`^(\d{12})\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\.(?:${SUFFIXES.map(each => each.replaceAll('.', '\\.')).join('|')})$`,
)

export function ecrOf(host: string): { readonly account: string; readonly region: string } | undefined {
  const [, account, region] = ECR_HOST.exec(host) ?? []
  return account === undefined || region === undefined ? undefined : { account, region }
}

/** Of the account and region that are asked; another registry's images have names that mean nothing here. */
export function isOfRegistry(
  image: string,
  { account, region, endpoint }: { account: string | undefined; region: string; endpoint: string | undefined },
): boolean {
  const ecr = ecrOf(hostOf(image) ?? '')
  return endpoint === undefined
    ? ecr !== undefined && ecr.account === account && ecr.region === region
    : ecr === undefined
}
