/** What an image is known by where it is more than one recipe: several platforms, secrets, labels. Pure. */
import { entries, tagOfParts } from './recipe.ts'
import type { Build } from './source.ts'

/**
 * `tags`: that of the recipe for each platform. The value of a secret does not count, nor where it comes from: who changes it
 * does not change the image, as BuildKit's own cache has it. `mark`: of an image that is built whatever is there.
 */
export function variantTag(tags: readonly [string, ...string[]], build: Build, mark = ''): string {
  const { secrets, ssh, labels, annotations = {}, sbom = false, provenance = 'none' } = build
  const said = [entries(annotations), sbom, provenance]
  // an image of which nothing is said beside it keeps the name that it had before this could be said
  const isSaid = JSON.stringify(said) !== '[[],false,"none"]'
  const more = [Object.keys(secrets ?? {}).sort(), ssh ?? null, entries(labels ?? {}), ...(isSaid ? [said] : [])]
  const isPlain = JSON.stringify(more) === '[[],null,[]]' && mark === ''
  return tags.length === 1 && isPlain
    ? tags[0]
    : tagOfParts([[...tags].sort(), ...more, ...(mark === '' ? [] : [mark])])
}
