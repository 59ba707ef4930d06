/** Gathers what an image is made of, with all that its build asks for: platforms, contexts of its own, variables of the job. */
import { Refusal } from '../failure/failure.ts'
import { suggestion } from '../failure/words.ts'
import { type Gathered, type Ground, gatherer } from './gather.ts'
import { isFor, keysIn, type NamedContext, namedContext, splitAtEquals, type WantedBuild } from './source.ts'
import { variantTag } from './variant.ts'

/** Why an image is built in every run of which everything may be known. */
export const REBUILT = '`rebuild` says so'

export interface Assembled extends Gathered {
  readonly platforms: readonly string[]
}

export function assembler(ground: Ground): (wanted: WantedBuild) => Promise<Assembled> {
  const gather = gatherer(ground)
  return async wanted => {
    const { build } = wanted
    const platforms = platformsOf(wanted)
    const own = Object.entries(build.contexts ?? {}).map(([name, value]) => namedContext(`${name}=${value}`))
    const contexts = joined(ground.contexts, own)
    const one = async (platform: string) => await gather({ at: wanted.at, build, platform, own }, contexts)
    const [first, ...others] = [await one(platforms[0]), ...(await Promise.all(platforms.slice(1).map(one)))] as const
    const all = [first, ...others] as const
    const unknown = [...(wanted.rebuild ? [REBUILT] : []), ...all.flatMap(each => each.unknown)]
    return {
      ...first,
      tag: variantTag([first.tag, ...others.map(({ tag }) => tag)], build, wanted.rebuild ? ground.mark : ''),
      unknown: [...new Set(unknown)],
      contexts: pinned(all.flatMap(each => each.contexts)),
      sure: first.sure && others.length === 0,
      platforms,
    }
  }
}

/** What Fargate and docker's builders have; the names of two of them are near each other. */
const USUAL = ['linux/amd64', 'linux/arm64', 'windows/amd64']

function misspelt(given: readonly string[], wanted: readonly string[]): string {
  const near = given
    .filter(each => !USUAL.includes(each))
    .map(each => suggestion(each, wanted).replace(/^, did/, `${each}: did`))
  const [first = ''] = near.filter(Boolean)
  return first === '' ? '' : ` ${first}`
}

/** A context of the image's own comes before one of the same name for all. */
const joined = (all: readonly NamedContext[], own: readonly NamedContext[]) => [
  ...all.filter(({ name, platform }) => !own.some(each => each.name === name && each.platform === platform)),
  ...own,
]

/** One line for each name: where a platform uses it by its digest, with that. */
function pinned(lines: readonly string[]): string[] {
  const found = new Map<string, string>()
  for (const line of lines) {
    const [name] = splitAtEquals(line)
    if (!found.has(name) || /@sha256:[0-9a-f]{64}$/.test(line)) found.set(name, line)
  }
  return [...found.values()]
}

function platformsOf({ at, build, platforms }: WantedBuild): readonly [string, ...string[]] {
  const [first, ...others] = build.platforms ?? []
  if (first === undefined) return platforms
  const given = [first, ...others] as const
  const lacking = platforms.filter(each => !isFor(given, each)).join(', ')
  if (lacking === '') return given
  throw new Refusal([
    {
      code: 'EVK-313',
      what: `${at}.build.platforms is ${given.join(', ')}, and the task definition runs on ${lacking}`,
      fix: `Add ${lacking}, or set runtimePlatform of the task definition.${misspelt(given, platforms)}`,
      keys: keysIn(at, 'build', 'platforms'),
    },
  ])
}
