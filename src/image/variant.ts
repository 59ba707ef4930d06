/** What an image is known by where it is more than one recipe: several platforms, secrets, labels. Pure. */
import { createHash } from 'node:crypto'
import type { Build } from './source.ts'

/**
 * `tags`: that of the recipe for each platform. The value of a secret does not count, nor where it comes from: who changes it
 * does not change the image, as BuildKit's own cache has it.
 */
export function variantTag(tags: readonly [string, ...string[]], { secrets, ssh, labels }: Build): string {
  const more = [Object.keys(secrets ?? {}).sort(), ssh ?? null, Object.entries(labels ?? {}).sort(byKey)]
  const isPlain = JSON.stringify(more) === '[[],null,[]]'
  if (tags.length === 1 && isPlain) return tags[0]
  const text = JSON.stringify([[...tags].sort(), ...more])
  return `recipe-${createHash('sha256').update(text).digest('hex').slice(0, 40)}`
}

const byKey = ([one]: [string, string], [other]: [string, string]) => (one < other ? -1 : 1)
