/** What the names of images begin with, where a repository holds several. Pure. */
import { isDeepStrictEqual } from 'node:util'
import type { WantedBuild } from './source.ts'

type Labelled = Pick<WantedBuild, 'name' | 'repository' | 'build'> & {
  /** Of the task definitions. */
  readonly platforms?: WantedBuild['platforms'] | undefined
}

/**
 * By name: empty where the repository has one image. `all` is everything the manifest has, so that the names do not change with
 * the services that are asked for; of those that are not, the platforms that the manifest leaves out are not known, and taken to be
 * those of their kin.
 */
export function labelsOf(all: readonly Labelled[]): Map<string, string> {
  const heads: Labelled[] = []
  const headOf = (each: Labelled): Labelled => {
    const known = heads.find(head => isSameImage(head, each))
    if (!known) heads.push(each)
    return known ?? each
  }
  // those whose platform is known come first, and the others join them
  const ordered = [...all].sort((a, b) => Number(isKnown(b)) - Number(isKnown(a)))
  const found = new Map(ordered.map(each => [each.name, headOf(each)]))
  return new Map(
    all.map(each => {
      const kin = all.filter(other => found.get(other.name) === found.get(each.name))
      const alone = heads.filter(head => head.repository === each.repository).length === 1
      return [each.name, alone ? '' : (kin[0]?.name ?? each.name)]
    }),
  )
}

/** What an image says itself, as `build` without ECS knows it, comes before what it runs on. */
const platformsOf = ({ build, platforms }: Labelled) => build.platforms ?? platforms

const isKnown = (each: Labelled) => platformsOf(each) !== undefined

const isSameImage = (one: Labelled, other: Labelled): boolean =>
  one.repository === other.repository &&
  isDeepStrictEqual(madeFrom(one.build), madeFrom(other.build)) &&
  (!isKnown(other) || isDeepStrictEqual(platformsOf(one), platformsOf(other)))

const madeFrom = (build: Labelled['build']) => ({ ...build, cache: undefined, platforms: undefined })
