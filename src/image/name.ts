/** Gives an image the names that people know it by, without a pull: its manifest is put again under each. */
import type { Clock } from '../edge/clock.ts'
import { Failure } from '../failure/failure.ts'
import { sentence } from '../failure/words.ts'
import type { Held } from './find.ts'
import { manifestsIn } from './index-manifest.ts'
import type { Move, Repository } from './reference.ts'
import type { Registry } from './registry.ts'
import { isFor } from './source.ts'

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
        else if (!mayStay(tag)) throw nameTaken(repository, tag, other, held)
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

/** An image that is not there: the tag that would say so, and what it is to run on. */
interface Unmade {
  readonly recipe: string
  readonly platforms: readonly string[]
}

/** `unknown`: why it cannot be known what ours is made of. */
export function nameTaken(
  repository: Repository,
  tag: string,
  holder: Held | undefined,
  ours: Held | Unmade,
  unknown: readonly string[] = [],
): Failure {
  const own = 'digest' in ours ? ours.digest : `not built yet (${ours.recipe})`
  return new Failure({
    code: 'EVK-312',
    title: `The tag ${tag} is already given`,
    message: [
      `${repository.name}:${tag} is ${holder?.digest ?? 'another image'}, and this commit's image is ${own}.`,
      ...unknown.map(sentence),
    ].join(' '),
    advice: `A released version does not move. ${causeOf(holder, ours)} Give this commit the tag of the next version as well; or set \`rebuild: true\`, by which each run may make another image and the first keeps the names; or give each of the two its own \`repository\`.`,
  })
}

/** What an image is made of cannot be read off it, but for the platforms of an index. */
function causeOf(holder: Held | undefined, ours: Held | Unmade): string {
  const [its, wanted] = [platformsIn(holder), 'digest' in ours ? platformsIn(ours) : ours.platforms]
  const isOther = its.length > 0 && wanted.length > 0 && !(isAllFor(its, wanted) && isAllFor(wanted, its))
  if (isOther) return `It is for ${its.join(', ')}, and this commit's image for ${wanted.join(', ')}.`
  const made =
    'a platform, an argument, a secret from elsewhere, a file that is not in git, a base image that moved (FROM …@sha256:… does not)'
  if ('digest' in ours) return `The two are made of something else: ${made}.`
  return `The two are made of something else (${made}), or somebody took the tag ${ours.recipe} off that image: then nothing differs, and the tag is to be put back.`
}

const platformsIn = (held: Held | undefined) => manifestsIn(held?.manifest ?? '').map(({ platform }) => platform)

const isAllFor = (given: readonly string[], wanted: readonly string[]) =>
  wanted.every(each => isFor(given, each) || given.some(own => isFor([each], own)))
