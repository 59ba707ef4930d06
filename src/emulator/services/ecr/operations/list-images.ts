import type { ListImagesRequest } from '@aws-sdk/client-ecr'
import { page } from '../../../page.ts'
import type { Room } from '../../../room.ts'
import { findRepository, type ImageId, tagsOf } from '../image.ts'

export function listImages({ world }: Room, input: ListImagesRequest) {
  const repository = findRepository(world, input)
  const status = input.filter?.tagStatus ?? 'ANY'
  const ids = Object.keys(repository.images).flatMap((imageDigest): ImageId[] => {
    const tags = tagsOf(repository, imageDigest)
    if (tags.length === 0) return status === 'TAGGED' ? [] : [{ imageDigest }]
    return status === 'UNTAGGED' ? [] : tags.map(imageTag => ({ imageDigest, imageTag }))
  })
  const { items, nextToken } = page(ids, input, { standard: 100, most: 1000 })
  return { imageIds: items, nextToken }
}
