/** Gives an image the names that people know it by, without a pull: its manifest is put again under each. */
import type { Aws } from '../edge/aws.ts'
import type { Clock } from '../edge/clock.ts'
import { nameOf } from '../failure/aws.ts'
import { Failure, failureOf } from '../failure/failure.ts'
import { findTags, type Held } from './find.ts'
import type { Repository } from './reference.ts'

/** ECR takes ten PutImage a second (its page of quotas). */
const BURST = 10

export interface Namer {
  /** Those of `names` that are missing, in the order given: a failure half-way leaves the plain version for last. */
  give(repository: Repository, image: Held, names: readonly string[], mayStay: (name: string) => boolean): Promise<void>
}

export function namer(aws: Aws, clock: Clock, signal: AbortSignal): Namer {
  let put = 0
  const putAs = async ({ name: repositoryName }: Repository, image: Held, imageTag: string): Promise<void> => {
    if (put > 0 && put % BURST === 0) await clock.sleep(1000, signal)
    put++
    const { manifest: imageManifest, mediaType } = image
    const type = mediaType === undefined ? {} : { imageManifestMediaType: mediaType }
    await aws.ecr.putImage({ repositoryName, imageTag, imageManifest, ...type })
  }
  return {
    async give(repository, image, names, mayStay) {
      for (const tag of names) {
        await putAs(repository, image, tag).catch(async error => {
          if (nameOf(error) === 'ImageAlreadyExistsException') return
          if (nameOf(error) !== 'ImageTagAlreadyExistsException') {
            throw failureOf(error, `tag ${repository.name}@${image.digest} as ${tag}`)
          }
          const other = (await findTags(aws, repository.name, [tag])).get(tag)
          if (other?.digest !== image.digest && !mayStay(tag)) {
            throw nameTaken(repository, tag, other?.digest ?? 'another image', image.digest)
          }
        })
      }
    },
  }
}

export function nameTaken(repository: Repository, tag: string, holder: string, ours: string): Failure {
  return new Failure({
    code: 'EVK-312',
    title: `The tag ${tag} is already given`,
    message: `${repository.name}:${tag} is ${holder}, and this commit's image is ${ours}.`,
    advice:
      'A name does not move. The two are made of something else: an argument, a file that is not in git, a base image that moved (FROM …@sha256:… does not). Release this under the next version, or give the other its own `repository`.',
  })
}
