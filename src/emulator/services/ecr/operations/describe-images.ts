import type { DescribeImagesRequest, ImageDetail } from '@aws-sdk/client-ecr'
import { page } from '../../../page.ts'
import { Refusal } from '../../../refusal.ts'
import { maybeSeconds, type Room, seconds, type Wire } from '../../../room.ts'
import { findImage, findRepository, type ImageId, tagsOf } from '../image.ts'

export function describeImages({ world }: Room, input: DescribeImagesRequest) {
  const repository = findRepository(world, input)
  const asked = (id: ImageId) => {
    const image = findImage(repository, id)
    if (image !== undefined) return image
    throw new Refusal(
      'ImageNotFoundException',
      `The image with imageId {imageDigest:'${id.imageDigest ?? 'null'}', imageTag:'${id.imageTag ?? 'null'}'} ` +
        `does not exist within the repository with name '${repository.name}' in the registry with id '${world.account}'`,
    )
  }
  const status = input.filter?.tagStatus ?? 'ANY'
  const found = (input.imageIds?.map(asked) ?? Object.values(repository.images)).filter(
    ({ digest }) => status === 'ANY' || (status === 'TAGGED') === tagsOf(repository, digest).length > 0,
  )
  const { items, nextToken } = page(found, input, { standard: 100, most: 1000 })
  const imageDetails = items.map((image): Wire<ImageDetail> => {
    const imageTags = tagsOf(repository, image.digest)
    return {
      registryId: world.account,
      repositoryName: repository.name,
      imageDigest: image.digest,
      ...(imageTags.length > 0 && { imageTags }),
      imageSizeInBytes: image.size,
      imagePushedAt: seconds(image.pushedAt),
      imageManifestMediaType: image.mediaType,
      lastRecordedPullTime: maybeSeconds(image.pulledAt),
    }
  })
  return { imageDetails, nextToken }
}
