import type { BatchGetImageRequest } from '@aws-sdk/client-ecr'
import { invalid } from '../../../refusal.ts'
import type { Room } from '../../../room.ts'
import { findImage, findRepository, unfound } from '../image.ts'

const MOST = 100

export function batchGetImage({ world }: Room, input: BatchGetImageRequest) {
  const repository = findRepository(world, input)
  const ids = input.imageIds ?? []
  if (ids.length === 0 || ids.length > MOST) throw invalid(`imageIds must name between 1 and ${MOST} images.`)
  const found = ids.map(imageId => ({ imageId, image: findImage(repository, imageId) }))
  return {
    images: found.flatMap(({ imageId, image }) =>
      image === undefined
        ? []
        : [
            {
              registryId: world.account,
              repositoryName: repository.name,
              imageId: { imageDigest: image.digest, ...(imageId.imageTag && { imageTag: imageId.imageTag }) },
              imageManifest: image.manifest,
              imageManifestMediaType: image.mediaType,
            },
          ],
    ),
    failures: found.flatMap(({ imageId, image }) => (image === undefined ? [unfound(imageId)] : [])),
  }
}
