/** What an image is known by where it is more than one recipe: several platforms, secrets, labels. Pure. */
import { createHash } from 'node:crypto'
import { posix } from 'node:path'
import { entries, tagOfParts } from './recipe.ts'
import type { Build } from './source.ts'

/**
 * `tags`: that of the recipe for each platform. The value of a secret does not count: who changes it does not change the image, as
 * BuildKit's own cache has it. `mark`: of an image that is built whatever is there.
 */
export function variantTag(tags: readonly [string, ...string[]], build: Build, mark = ''): string {
  const { secrets, ssh, labels, annotations = {}, sbom = false, provenance = 'none' } = build
  const said = [entries(annotations), sbom, provenance]
  // an image of which nothing is said beside it keeps the name that it had before this could be said
  const isSaid = JSON.stringify(said) !== '[[],false,"none"]'
  const more = [sourcesOf(secrets), ssh ?? null, entries(labels ?? {}), ...(isSaid ? [said] : [])]
  const isPlain = JSON.stringify(more) === '[[],null,[]]' && mark === ''
  return tags.length === 1 && isPlain
    ? tags[0]
    : tagOfParts([[...tags].sort(), ...more, ...(mark === '' ? [] : [mark])])
}

type Asking = { readonly build: Pick<Build, 'secrets'> }

/** Whether another build has a secret of the same id from elsewhere: a builder tells the steps of the two apart by the id alone. */
export function isContested({ build }: Asking, all: readonly Asking[]): boolean {
  const others = all.flatMap(each => sourcesOf(each.build.secrets))
  return sourcesOf(build.secrets).some(([id, source]) => others.some(([of, other]) => of === id && other !== source))
}

/** A name for the host that the steps of a build see: of another host they are other steps, and none takes what the other made. */
export const hostFor = ({ secrets }: Pick<Build, 'secrets'>): string =>
  `secrets-${createHash('sha256')
    .update(JSON.stringify(sourcesOf(secrets)))
    .digest('hex')
    .slice(0, 16)}`

/** By id, in an order of their own: two that come from another variable or file are two secrets, whatever their values. */
const sourcesOf = (secrets: Build['secrets'] = {}): [string, string][] =>
  entries(
    Object.fromEntries(
      Object.entries(secrets).map(([id, each]) => [
        id,
        'variable' in each ? `env.${each.variable}` : `./${posix.normalize(each.file)}`,
      ]),
    ),
  )
