import type { BatchDeleteImageRequest } from '@aws-sdk/client-ecr'
import { record } from '../../../journal.ts'
import type { Room } from '../../../room.ts'
import { findImage, findRepository, tagsOf } from '../image.ts'

/** By tag only the tag goes, and the image with its last one; by digest everything goes. */
export function batchDeleteImage({ world, now }: Room, input: BatchDeleteImageRequest) {
  const repository = findRepository(world, input)
  const imageIds: object[] = []
  const failures: object[] = []
  for (const imageId of input.imageIds ?? []) {
    const image = findImage(repository, imageId)
    if (image === undefined) {
      failures.push({ imageId, failureCode: 'ImageNotFound', failureReason: 'Requested image not found' })
      continue
    }
    const tags = imageId.imageTag === undefined ? tagsOf(repository, image.digest) : [imageId.imageTag]
    for (const tag of tags) delete repository.tagged[tag]
    if (tagsOf(repository, image.digest).length === 0) delete repository.images[image.digest]
    imageIds.push({ imageDigest: image.digest, ...(imageId.imageTag && { imageTag: imageId.imageTag }) })
    record(world, now, 'image-deleted', { repository: repository.name, digest: image.digest, tag: imageId.imageTag })
  }
  return { imageIds, failures }
}
