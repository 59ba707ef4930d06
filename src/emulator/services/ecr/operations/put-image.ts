import type { PutImageRequest } from '@aws-sdk/client-ecr'
import { Refusal, required } from '../../../refusal.ts'
import type { Room } from '../../../room.ts'
import { DEFAULT_MEDIA_TYPE, digestOf, findRepository, readManifest, recordImage, refuseTakenTag } from '../image.ts'

const TAG = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/

export async function putImage({ world, now, hooks }: Room, input: PutImageRequest) {
  const repository = findRepository(world, input)
  const { imageTag: tag, imageDigest } = input
  const manifest = required(input.imageManifest, 'imageManifest')
  const digest = digestOf(manifest)
  const { mediaType, size } = readManifest(manifest)
  if (tag !== undefined && !TAG.test(tag))
    throw new Refusal(
      'InvalidParameterException',
      `Invalid parameter at 'imageTag' failed to satisfy constraint: 'must satisfy regular expression '${TAG.source}''`,
    )
  if (imageDigest !== undefined && imageDigest !== digest)
    throw new Refusal('ImageDigestDoesNotMatchException', 'The given image digest does not match the image manifest.')
  const known = repository.images[digest] !== undefined
  if (known && (tag === undefined || repository.tagged[tag] === digest))
    throw new Refusal(
      'ImageAlreadyExistsException',
      `Image with digest '${digest}' and tag '${tag ?? 'null'}' already exists in the repository with name ` +
        `'${repository.name}' in registry with id '${world.account}'`,
    )
  if (tag !== undefined) refuseTakenTag(repository, tag, digest)
  const type = input.imageManifestMediaType ?? mediaType ?? DEFAULT_MEDIA_TYPE
  await hooks.putImage?.(repository.name, tag ?? digest, manifest, type)
  recordImage(world, repository, { tag, digest, manifest, mediaType: type, size }, now)
  return {
    image: {
      registryId: world.account,
      repositoryName: repository.name,
      imageId: { imageDigest: digest, ...(tag !== undefined && { imageTag: tag }) },
      imageManifest: manifest,
      imageManifestMediaType: type,
    },
  }
}
