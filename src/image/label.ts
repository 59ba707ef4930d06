/** What the names of images begin with, where a repository holds several. Pure. */
import { isDeepStrictEqual } from 'node:util'
import type { WantedBuild } from './source.ts'

type Labelled = Pick<WantedBuild, 'name' | 'repository' | 'build'> & {
  readonly platforms?: WantedBuild['platforms'] | undefined
}

/**
 * By name: empty where the repository has one image. `all` is everything the manifest has, so that the names do not change with
 * the services that are asked for; of those that are not, the platforms are not known, and taken to be that of their kin.
 */
export function labelsOf(all: readonly Labelled[]): Map<string, string> {
  const heads: Labelled[] = []
  const headOf = (each: Labelled): Labelled => {
    const known = heads.find(head => isSameImage(head, each))
    if (!known) heads.push(each)
    return known ?? each
  }
  // those whose platform is known come first, and the others join them
  const ordered = [...all].sort((a, b) => Number(b.platforms !== undefined) - Number(a.platforms !== undefined))
  const found = new Map(ordered.map(each => [each.name, headOf(each)]))
  return new Map(
    all.map(each => {
      const kin = all.filter(other => found.get(other.name) === found.get(each.name))
      const alone = heads.filter(head => head.repository === each.repository).length === 1
      return [each.name, alone ? '' : (kin[0]?.name ?? each.name)]
    }),
  )
}

const isSameImage = (one: Labelled, other: Labelled): boolean =>
  one.repository === other.repository &&
  isDeepStrictEqual({ ...one.build, cache: undefined }, { ...other.build, cache: undefined }) &&
  (other.platforms === undefined || isDeepStrictEqual(one.platforms, other.platforms))
