/** Makes a built or found image a pushed one: the registry itself has to say that it holds it. */
import type { Aws } from '../edge/aws.ts'
import { nameOf } from '../failure/aws.ts'
import { Failure, failureOf } from '../failure/failure.ts'
import { findTags } from './find.ts'
import type { BuiltImage, PushedImage, Repository } from './reference.ts'

/** A push counts when the registry has the tag on the digest that docker reported. */
export async function confirmPush(aws: Aws, built: BuiltImage): Promise<PushedImage> {
  const digest = (await findTags(aws, built.repository.name, [built.tag])).get(built.tag)
  if (digest !== built.digest) {
    throw new Failure({
      code: 'EVK-311',
      title: `The push of ${built.repository.name} cannot be confirmed`,
      message: `docker pushed ${built.digest} as ${built.tag}, but the registry has ${digest ?? 'no such tag'}.`,
      advice: 'Something else pushed this tag at the same time, or the push was cut off. Run again.',
    })
  }
  return { repository: built.repository, digest, tags: [built.tag], origin: 'built' }
}

/**
 * Gives an image further tags, without a pull: its manifest is put again under each. In the order given, so that a
 * failure half-way leaves the plain version for last.
 */
export async function addTags(aws: Aws, image: PushedImage, tags: readonly string[]): Promise<PushedImage> {
  const missing = tags.filter(tag => !image.tags.includes(tag))
  if (missing.length === 0) return image
  const { name: repositoryName } = image.repository
  const imageIds = [{ imageDigest: image.digest }]
  const { images: [held] = [] } = await aws.ecr.batchGetImage({ repositoryName, imageIds }).catch(error => {
    throw failureOf(error, `read the manifest of ${repositoryName}@${image.digest}`)
  })
  for (const imageTag of missing) {
    const imageManifest = held?.imageManifest ?? ''
    const mediaType = held?.imageManifestMediaType
    const type = mediaType === undefined ? {} : { imageManifestMediaType: mediaType }
    await aws.ecr.putImage({ repositoryName, imageTag, imageManifest, ...type }).catch(async error => {
      if (nameOf(error) === 'ImageAlreadyExistsException') return
      if (nameOf(error) !== 'ImageTagAlreadyExistsException') {
        throw failureOf(error, `tag ${repositoryName}@${image.digest} as ${imageTag}`)
      }
      const other = (await findTags(aws, repositoryName, [imageTag])).get(imageTag)
      // two builds of the same inputs: the first keeps the name, and either image will do
      if (other !== image.digest && !imageTag.startsWith('inputs-'))
        throw tagTaken(image.repository, imageTag, other ?? 'another image', image.digest)
    })
  }
  return { ...image, tags: [...image.tags, ...missing] }
}

export function tagTaken(repository: Repository, tag: string, holder: string, ours: string): Failure {
  return new Failure({
    code: 'EVK-312',
    title: `The tag ${tag} is already given`,
    message: `${repository.name}:${tag} is ${holder}, and this commit's image is ${ours}.`,
    advice: 'A released version does not move. Release this commit under the next version.',
  })
}
