/** Gives an image the names that people know it by, without a pull: its manifest is put again under each. */
import type { Clock } from '../edge/clock.ts'
import { Failure } from '../failure/failure.ts'
import { sentence } from '../failure/words.ts'
import type { Held } from './find.ts'
import type { Move, Repository } from './reference.ts'
import type { Registry } from './registry.ts'

/** ECR takes ten PutImage a second (its page of quotas). */
const BURST = 10

/** An image that a registry holds. */
export interface Shelved {
  readonly registry: Registry
  readonly repository: Repository
  readonly held: Held
}

export interface Namer {
  /**
   * Those of `names` that are missing, in the order given: a failure half-way leaves the plain version for last. Handed back are those
   * that the image has now.
   */
  give(image: Shelved, names: readonly string[], mayStay: (name: string) => boolean): Promise<string[]>
  /** Tags that move; those that are the image's already are not handed back. */
  move(image: Shelved, tags: readonly string[]): Promise<Move[]>
}

export function namer(clock: Clock, signal: AbortSignal): Namer {
  let put = 0
  const give = async ({ registry, repository, held }: Shelved, tag: string) => {
    if (put > 0 && put % BURST === 0) await clock.sleep(1000, signal)
    put++
    return await registry.give(repository, held, tag)
  }
  return {
    async give(image, names, mayStay) {
      const { registry, repository, held } = image
      const given: string[] = []
      for (const tag of names) {
        const other = (await give(image, tag)) === 'given' ? held : (await registry.find(repository, [tag])).get(tag)
        if (other?.digest === held.digest) given.push(tag)
        else if (!mayStay(tag)) throw nameTaken(repository, tag, other?.digest ?? 'another image', held.digest)
      }
      return given
    },
    async move(image, tags) {
      const { registry, repository, held } = image
      const before = tags.length === 0 ? new Map<string, Held>() : await registry.find(repository, tags)
      const moves: Move[] = []
      for (const tag of tags) {
        const from = before.get(tag)?.digest
        if (from !== held.digest) moves.push({ tag, from, stays: (await give(image, tag)) === 'taken' })
      }
      return moves
    },
  }
}

/** `unknown`: why it cannot be known what ours is made of. */
export function nameTaken(
  repository: Repository,
  tag: string,
  holder: string,
  ours: string,
  unknown: readonly string[] = [],
): Failure {
  return new Failure({
    code: 'EVK-312',
    title: `The tag ${tag} is already given`,
    message: [
      `${repository.name}:${tag} is ${holder}, and this commit's image is ${ours}.`,
      ...unknown.map(sentence),
    ].join(' '),
    advice:
      'A released version does not move. The two are made of something else: an argument, a file that is not in git, a base image that moved (FROM …@sha256:… does not). Give this commit the tag of the next version as well; or set `rebuild: true`, by which each run may make another image and the first keeps the names; or give each of the two its own `repository`.',
  })
}
