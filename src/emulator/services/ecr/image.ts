/** Images of a repository: their tags, and what may not be overwritten. */
import { createHash } from 'node:crypto'
import { isElsewhere, lastPart } from '../../identity.ts'
import { record } from '../../journal.ts'
import { invalid, Refusal, required } from '../../refusal.ts'
import { matches } from '../../routing.ts'
import type { World } from '../../world.ts'
import type { Image, Repository } from './state.ts'

export interface ImageId {
  readonly imageDigest?: string | undefined
  readonly imageTag?: string | undefined
}

export interface Named {
  readonly repositoryName?: string | undefined
  /** The account; absent means the local one. */
  readonly registryId?: string | undefined
}

export function findRepository(world: World, { repositoryName, registryId = world.account }: Named): Repository {
  const given = required(repositoryName, 'repositoryName')
  const found = registryId === world.account ? world.repositories[given] : undefined
  if (found === undefined) throw noRepository(given, registryId)
  return found
}

/** By the ARN that `TagResource` and its relatives take. */
export function repositoryAt(world: World, resourceArn: string): Repository {
  const repositoryName = nameIn(resourceArn)
  if (!isElsewhere(world, 'ecr', resourceArn)) return findRepository(world, { repositoryName })
  throw noRepository(repositoryName, resourceArn.split(':')[4] ?? '')
}

const noRepository = (name: string, registryId: string): Refusal =>
  new Refusal(
    'RepositoryNotFoundException',
    `The repository with name '${name}' does not exist in the registry with id '${registryId}'`,
  )

const nameIn = (arn: string): string =>
  arn.includes(':repository/') ? arn.slice(arn.indexOf(':repository/') + 12) : lastPart(arn)

/** Of what concerns a whole registry. Words ours: AWS asks the other account's policy, which nobody has here. */
export function refuseOtherRegistry(world: World, ids: readonly (string | undefined)[]): void {
  const other = ids.find(id => id !== undefined && id !== world.account)
  if (other === undefined) return
  throw invalid(
    `Invalid parameter at 'registryId' failed to satisfy constraint: 'this local ECS plays the account ` +
      `${world.account} alone, not ${other}'`,
  )
}

export function findImage(repository: Repository, { imageDigest, imageTag }: ImageId): Image | undefined {
  const digest = imageTag === undefined ? imageDigest : repository.tagged[imageTag]
  if (digest === undefined || (imageDigest !== undefined && imageDigest !== digest)) return undefined
  return repository.images[digest]
}

/** What BatchGetImage and BatchDeleteImage say of an image that they did not find. */
export interface Unfound {
  readonly imageId: ImageId
  readonly failureCode: string
  readonly failureReason: string
}

const DIGEST = /^[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+$/

export function unfound(imageId: ImageId): Unfound {
  const { imageDigest, imageTag } = imageId
  if (imageDigest === undefined && imageTag === undefined)
    return {
      imageId,
      failureCode: 'MissingDigestAndTag',
      failureReason: 'Invalid request parameters: both tag and digest cannot be null',
    }
  if (imageDigest !== undefined && !DIGEST.test(imageDigest))
    return {
      imageId,
      failureCode: 'InvalidImageDigest',
      failureReason: `Invalid request parameters: image digest should satisfy the regex '${DIGEST.source.slice(1, -1)}'`,
    }
  return { imageId, failureCode: 'ImageNotFound', failureReason: 'Requested image not found' }
}

export const tagsOf = (repository: Repository, digest: string): string[] =>
  Object.entries(repository.tagged).flatMap(([tag, of]) => (of === digest ? [tag] : []))

export const digestOf = (manifest: string): string => `sha256:${createHash('sha256').update(manifest).digest('hex')}`

export const isTagTaken = (repository: Repository, tag: string, digest: string): boolean =>
  isFixed(repository, tag) && repository.tagged[tag] !== undefined && repository.tagged[tag] !== digest

/** Tags that an exclusion matches are the other way round. */
function isFixed({ mutability, exclusions = [] }: Repository, tag: string): boolean {
  const excluded = mutability.endsWith('_WITH_EXCLUSION') && exclusions.some(({ filter }) => matches(filter, tag))
  return mutability.startsWith('IMMUTABLE') !== excluded
}

export function refuseTakenTag(repository: Repository, tag: string, digest: string): void {
  if (!isTagTaken(repository, tag, digest)) return
  throw new Refusal(
    'ImageTagAlreadyExistsException',
    `The image tag '${tag}' already exists in the '${repository.name}' repository and cannot be overwritten because the repository is immutable.`,
  )
}

export interface Pushed {
  readonly tag?: string | undefined
  readonly digest: string
  readonly manifest: string
  readonly mediaType: string
  readonly size: number
}

/** A manifest was stored, by PutImage or by a push. */
export function recordImage(world: World, repository: Repository, pushed: Pushed, now: number): void {
  const { tag, digest, manifest, mediaType, size } = pushed
  repository.images[digest] ??= { digest, manifest, mediaType, size, pushedAt: now }
  if (tag !== undefined) repository.tagged[tag] = digest
  record(world, now, 'image', { repository: repository.name, digest, tag })
}

/** The image behind a reference of this registry: `host/name:tag` or `host/name@digest`. */
export function referredImage(world: World, reference: string): { repository: Repository; image: Image } | undefined {
  const found = /^[^/]+\/([^:@]+)(?::([^@]+))?(?:@(.+))?$/.exec(reference)
  const repository = found?.[1] === undefined ? undefined : world.repositories[found[1]]
  if (found === null || repository === undefined) return undefined
  const id = found[3] ? { imageDigest: found[3] } : { imageTag: found[2] ?? 'latest' }
  const image = findImage(repository, id)
  return image && { repository, image }
}

interface Manifest {
  mediaType?: string
  config?: { size?: number; mediaType?: string }
  layers?: { size?: number }[]
  manifests?: { size?: number; digest?: string; platform?: { os?: string; architecture?: string } }[]
}

export function readManifest(text: string): { mediaType: string | undefined; size: number } {
  let manifest: Manifest
  try {
    manifest = JSON.parse(text) as Manifest
  } catch {
    throw invalid("Invalid parameter at 'imageManifest' failed to satisfy constraint: 'Invalid JSON syntax'")
  }
  const parts = [manifest.config, ...(manifest.layers ?? []), ...(manifest.manifests ?? [])]
  return { mediaType: manifest.mediaType, size: parts.reduce((sum, part) => sum + (part?.size ?? 0), 0) }
}

/** The digest of an index's manifest for `platform`, `linux/arm64`. */
export function listedFor(platform: string | undefined, { manifest }: Image): string | undefined {
  if (platform === undefined) return undefined
  const { manifests = [] } = JSON.parse(manifest) as Manifest
  return manifests.find(each => `${each.platform?.os}/${each.platform?.architecture}` === platform)?.digest
}

export const DEFAULT_MEDIA_TYPE = 'application/vnd.docker.distribution.manifest.v2+json'

export const repositoryArn = (world: World, name: string): string =>
  `arn:aws:ecr:${world.region}:${world.account}:repository/${name}`
