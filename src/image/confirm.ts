/** Makes a built image a pushed one: the registry itself has to say that it holds it. */
import { Failure } from '../failure/failure.ts'
import type { Order } from './bake.ts'
import type { Held } from './find.ts'
import { manifestsIn } from './index-manifest.ts'
import type { BuiltImage, Repository } from './reference.ts'
import type { Registry } from './registry.ts'

/** What the registry holds, and the names that it has already. */
export interface Pushed {
  readonly held: Held
  readonly given: readonly string[]
}

/**
 * A push counts when the registry has the tag. On another digest than docker reported, another run has pushed the same recipe
 * since, and its image is as good as ours; not where the tag is this run's alone.
 */
export async function confirmPush(
  registry: Registry,
  built: BuiltImage,
  { names, platforms }: Pick<Order, 'names' | 'platforms'>,
  shared: boolean,
): Promise<Pushed> {
  const found = await registry.find(built.repository, [built.tag, ...names])
  const held = found.get(built.tag)
  if (held === undefined || (held.digest !== built.digest && !shared)) {
    throw new Failure({
      code: 'EVK-311',
      title: `The push of ${built.repository.name} cannot be confirmed`,
      message: `docker pushed ${built.digest} as ${built.tag}, but the registry has ${held?.digest ?? 'no such tag'}.`,
      advice: 'Something else pushed this tag at the same time, or the push was cut off. Run again.',
    })
  }
  const said = held.digest === built.digest && built.platform ? [built.platform] : undefined
  return pushedOf(confirmPlatforms(built.repository, held, platforms, said), names, found)
}

/** `found`: what the registry has, by tag. */
export const pushedOf = (held: Held, names: readonly string[], found: ReadonlyMap<string, Held>): Pushed => ({
  held,
  given: names.filter(name => found.get(name)?.digest === held.digest),
})

/** A single image may leave its platform out; an index of several has to list each. */
export function confirmPlatforms(
  { name }: Repository,
  held: Held,
  wanted: readonly string[],
  found: readonly string[] = manifestsIn(held.manifest).map(({ platform }) => platform),
): Held {
  const isThere = (platform: string) => found.some(each => each === platform || each.startsWith(`${platform}/`))
  if (wanted.every(isThere) || (wanted.length === 1 && found.length === 0)) return held
  throw new Failure({
    code: 'EVK-313',
    title: `The image ${name} is for another platform`,
    message: `${name}@${held.digest} is for ${found.join(', ') || 'one platform alone'}, and wanted is ${wanted.join(', ')}.`,
    advice: 'Take a `--platform` out of the FROM of the last stage, or set runtimePlatform of the task definition.',
  })
}
