/** Asks the registry what it holds. */
import type { Aws } from '../edge/aws.ts'
import { nameOf } from '../failure/aws.ts'
import { Failure, failureOf } from '../failure/failure.ts'
import { quoted } from '../failure/words.ts'

/** What a registry holds under a tag. */
export interface Held {
  readonly digest: string
  /** The manifest and its kind: enough to give the image another tag, without a pull. */
  readonly manifest: string
  readonly mediaType: string | undefined
}

/** By tag, for those of `tags` (at most 100) that the repository has. */
export async function findTags(aws: Aws, repository: string, tags: readonly string[]): Promise<Map<string, Held>> {
  const found = await ask(
    aws,
    repository,
    tags.map(imageTag => ({ imageTag })),
  )
  return new Map(
    found.flatMap(({ imageId, imageManifest = '', imageManifestMediaType: mediaType }) =>
      imageId?.imageTag && imageId.imageDigest
        ? [[imageId.imageTag, { digest: imageId.imageDigest, manifest: imageManifest, mediaType }] as const]
        : [],
    ),
  )
}

/** Those of `digests` that the repository still has: a lifecycle rule may have taken some. */
export async function findDigests(aws: Aws, repository: string, digests: readonly string[]): Promise<Set<string>> {
  const found = await ask(
    aws,
    repository,
    [...new Set(digests)].map(imageDigest => ({ imageDigest })),
  )
  return new Set(found.map(({ imageId }) => imageId?.imageDigest).filter(digest => digest !== undefined))
}

async function ask(aws: Aws, repositoryName: string, imageIds: { imageTag?: string; imageDigest?: string }[]) {
  if (imageIds.length === 0) return []
  try {
    const { images = [] } = await aws.ecr.batchGetImage({ repositoryName, imageIds: imageIds.slice(0, 100) })
    return images
  } catch (error) {
    if (nameOf(error) !== 'RepositoryNotFoundException') {
      throw failureOf(error, `look into the ECR repository ${quoted(repositoryName)}`)
    }
    throw new Failure({
      code: 'EVK-302',
      title: `No ECR repository ${quoted(repositoryName)}`,
      message: `The ECR repository ${quoted(repositoryName)} does not exist in ${aws.region}.`,
      advice: `Create it (aws ecr create-repository --repository-name ${repositoryName} --image-tag-mutability IMMUTABLE), or correct \`repository\` in the manifest or \`aws-region\`.`,
      cause: error,
    })
  }
}
