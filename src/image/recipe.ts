/** What an image is made of, and the tag that says so. Pure. */
import { createHash } from 'node:crypto'

export interface Recipe {
  /** Digest of the context's files, as they are sent. */
  readonly context: string
  /** Digest of the Dockerfile's text. */
  readonly dockerfile: string
  readonly target: string | undefined
  /** As resolved. */
  readonly args: Readonly<Record<string, string>>
  readonly platform: string
  /** Digest by reference: base images, images that files are copied from, the Dockerfile's frontend. */
  readonly images: Readonly<Record<string, string>>
  /** Digest by name, of the named contexts that the Dockerfile uses. */
  readonly contexts: Readonly<Record<string, string>>
}

/** Another way of counting gives other recipes: no image that was counted otherwise is taken for one of these. */
const FORMAT = 2

/** The only tag that answers "is it built?". */
export const recipeTag = (recipe: Recipe): string => tagOfParts([FORMAT, sorted(recipe)])

/** A tag that no other run asks for: of an image of which it is not known what it is made of. */
export const soleTag = (recipe: Recipe, mark: string): string => tagOfParts([FORMAT, sorted(recipe), mark])

/** The form of such a tag, whatever is counted. */
export const tagOfParts = (parts: readonly unknown[]): string =>
  `recipe-${createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 40)}`

/** In an order that does not depend on how it was written. */
export const entries = (record: Readonly<Record<string, string>>): [string, string][] =>
  Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1))

function sorted(recipe: Recipe): unknown {
  return [
    recipe.context,
    recipe.dockerfile,
    recipe.target ?? null,
    entries(recipe.args),
    recipe.platform,
    entries(recipe.images),
    entries(recipe.contexts),
  ]
}
