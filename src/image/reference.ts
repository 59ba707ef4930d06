/** Names of images: repository, tags, digest. Pure. */
import type { Commit, Version } from './version.ts'

/** An image that the registry holds: only such a one can reach a task definition, and only by its digest. */
export interface PushedImage {
  readonly repository: Repository
  /** `sha256:…`, as the registry itself reported it. */
  readonly digest: string
  readonly tags: readonly string[]
  /** Where it came from: built in this run, or found in the registry. */
  readonly origin: 'built' | 'found'
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

export const byDigest = ({ repository, digest }: PushedImage) => `${repository.uri}@${digest}`

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
  const [host = '', ...path] = repository.split('/')
  const hasHost = path.length > 0 && /[.:]|^localhost$/.test(host)
  return {
    repository,
    name: hasHost ? path.join('/') : repository,
    tag: tagged ? named.slice(colon + 1) : undefined,
    digest,
  }
}
