import type { BatchDeleteImageRequest } from '@aws-sdk/client-ecr'
import { record } from '../../../journal.ts'
import type { Room } from '../../../room.ts'
import { findImage, findRepository, type ImageId, tagsOf, type Unfound, unfound } from '../image.ts'

/** By tag only the tag goes, and the image with its last one; by digest, with or without a tag, everything goes. */
export function batchDeleteImage({ world, now }: Room, input: BatchDeleteImageRequest) {
  const repository = findRepository(world, input)
  const imageIds: ImageId[] = []
  const failures: Unfound[] = []
  for (const imageId of input.imageIds ?? []) {
    const image = findImage(repository, imageId)
    if (image === undefined) {
      failures.push(unfound(imageId))
      continue
    }
    const { digest: imageDigest } = image
    const { imageTag } = imageId
    const tags = imageId.imageDigest === undefined && imageTag ? [imageTag] : tagsOf(repository, imageDigest)
    for (const tag of tags) delete repository.tagged[tag]
    if (tagsOf(repository, imageDigest).length === 0) delete repository.images[imageDigest]
    imageIds.push(...(tags.length > 0 ? tags.map(tag => ({ imageDigest, imageTag: tag })) : [{ imageDigest }]))
    record(world, now, 'image-deleted', { repository: repository.name, digest: imageDigest, tag: imageTag })
  }
  return { imageIds, failures }
}
