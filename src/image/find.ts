/** Asks the registry what it holds. */
import type { ImageFailure } from '@aws-sdk/client-ecr'
import type { Aws } from '../edge/aws.ts'
import { portions } from '../edge/pages.ts'
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

/** A repository of ECR; `account`: where it is not the caller's own. */
export interface Where {
  readonly name: string
  readonly account?: string | undefined
}

/** By tag, for those of `tags` that the repository has. */
export async function findTags(
  aws: Pick<Aws, 'ecr' | 'region'>,
  where: Where,
  tags: readonly string[],
): Promise<Map<string, Held>> {
  const found = await ask(
    aws,
    where,
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
export async function findDigests(
  aws: Pick<Aws, 'ecr' | 'region'>,
  where: Where,
  digests: readonly string[],
): Promise<Set<string>> {
  const found = await ask(
    aws,
    where,
    [...new Set(digests)].map(imageDigest => ({ imageDigest })),
  )
  return new Set(found.map(({ imageId }) => imageId?.imageDigest).filter(digest => digest !== undefined))
}

/** Undefined: the repository has no image of this digest. */
export async function findDigest(
  aws: Pick<Aws, 'ecr' | 'region'>,
  where: Where,
  digest: string,
): Promise<Held | undefined> {
  const [found] = await ask(aws, where, [{ imageDigest: digest }])
  return found && { digest, manifest: found.imageManifest ?? '', mediaType: found.imageManifestMediaType }
}

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_BatchGetImage.html */
const PER_CALL = 100

async function ask(
  aws: Pick<Aws, 'ecr' | 'region'>,
  { name, account }: Where,
  imageIds: { imageTag?: string; imageDigest?: string }[],
) {
  if (imageIds.length === 0) return []
  const registry = account === undefined ? {} : { registryId: account }
  try {
    const pages = await Promise.all(
      portions(imageIds, PER_CALL).map(page =>
        aws.ecr.batchGetImage({ ...registry, repositoryName: name, imageIds: [...page] }),
      ),
    )
    const unread = pages
      .flatMap(({ failures = [] }) => failures)
      .find(({ failureCode }) => !ABSENT.test(failureCode ?? ''))
    if (unread) throw unreadable(name, unread)
    return pages.flatMap(({ images = [] }) => images)
  } catch (error) {
    if (error instanceof Failure) throw error
    if (nameOf(error) !== 'RepositoryNotFoundException') {
      throw failureOf(error, `look into the ECR repository ${quoted(name)}`)
    }
    const place = account === undefined ? aws.region : `the account ${account}, ${aws.region}`
    throw new Failure({
      code: 'EVK-302',
      title: `No ECR repository ${quoted(name)}`,
      message: `The ECR repository ${quoted(name)} does not exist in ${place}.`,
      advice: `Create it (aws ecr create-repository --repository-name ${name} --image-tag-mutability IMMUTABLE), or correct \`repository\` or \`aws-region\`.`,
      cause: error,
    })
  }
}

/** What says that there is no such image (ECR API Reference, ImageFailure); a key or an upstream registry that fails does not. */
const ABSENT =
  /^(?:ImageNotFound|InvalidImage\w*|MissingDigestAndTag|ImageTagDoesNotMatchDigest|ImageReferencedByManifestList|)$/

const unreadable = (repository: string, { failureCode: code, failureReason = '', imageId }: ImageFailure): Failure =>
  new Failure({
    code: 'EVK-317',
    title: `ECR cannot tell of an image of ${quoted(repository)}`,
    message:
      `ECR holds ${repository}${imageId?.imageTag ? `:${imageId.imageTag}` : imageId?.imageDigest ? `@${imageId.imageDigest}` : ''}, or not, and cannot tell: ${code} ${failureReason}`.trim(),
    advice: /^Upstream/.test(code ?? '')
      ? 'The registry that this repository is a cache of did not answer well: run again, or look at its pull-through cache rule.'
      : 'Look whether the key of the repository (KMS) may be used, and run again.',
  })
