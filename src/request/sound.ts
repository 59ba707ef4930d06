/** What is right of the builds of a manifest, so that what it leads to is looked at whatever else is wrong. Pure. */
import type { Fault } from '../failure/failure.ts'
import type { Build } from '../image/source.ts'
import type { At } from './at.ts'
import { BUILD, BUILD_KEYS } from './build.ts'
import { IMAGE, originIn, TAKEN } from './image.ts'
import { asMapping } from './kind.ts'
import { OVERLAY, SERVICE } from './schema.ts'
import { type Layer, says, withoutTaken } from './shape.ts'

/** An image that is built, as far as it is right. */
export interface Sound {
  /** Its name, and where the manifest says it: `services.api`. */
  readonly name: string
  readonly at: string
  /** Undefined: nothing is to be looked at. */
  readonly build: Build | undefined
}

/** `layers`: what is laid over the top of the file first. */
export function soundBuilds(layers: readonly Layer[]): Sound[] {
  const top = layers.at(-1)
  if (top === undefined) return []
  const shapes = { services: { ...SERVICE, ...OVERLAY }, images: IMAGE } as const
  return (['services', 'images'] as const).flatMap(list =>
    Object.keys(asMapping(top.values[list]) ?? {}).map(name => {
      const own = layers.map(({ values }) => asMapping(asMapping(values[list])?.[name] ?? {}))
      const at = top.at.key(list).key(name).key('build')
      return { name, at: `${list}.${name}`, build: buildIn(own, shapes[list], at) }
    }),
  )
}

function buildIn(layers: readonly (Layer['values'] | undefined)[], shape: object, at: At): Build | undefined {
  const own = withoutTaken(
    TAKEN,
    layers.filter(each => each !== undefined),
  )
  const nearest = originIn(own)
  const isBuilt =
    own.length === layers.length && !own.some(each => says(each, 'containers')) && !(nearest && says(nearest, 'image'))
  // a key that is not known may be meant for it
  const isKnown = own.every(each => says(each, 'build') || Object.keys(each).every(key => Object.hasOwn(shape, key)))
  if (!isBuilt || !isKnown) return undefined
  const isMade = own.some(each => says(each, 'build'))
  // that of an ARN is deployed as it is
  if (!isMade && own.some(each => String(each['task-definition'] ?? '').startsWith('arn:'))) return undefined
  const written = own.filter(each => says(each, 'build')).map(({ build }) => build)
  return soundBuild(written.length === 0 ? {} : written.reduceRight((under, over) => BUILD.lay?.(over, under)), at)
}

/** Undefined where its context, Dockerfile or bake file is not right, or may stand under a key that is not known. */
function soundBuild(value: unknown, at: At): Build | undefined {
  const isSound = (name: string, each: unknown) => {
    const faults: Fault[] = []
    BUILD.read({ [name]: each }, at, faults)
    return faults.length === 0
  }
  if (typeof value === 'string') return soundBuild({ context: value }, at)
  const entries = Object.entries(asMapping(value ?? {}) ?? { context: value })
  const sound = Object.fromEntries(entries.filter(([name, each]) => isSound(name, each)))
  const isWhole = entries.every(
    ([name]) =>
      Object.hasOwn(sound, name) ||
      (Object.hasOwn(BUILD_KEYS, name) && !['bake', 'context', 'dockerfile'].includes(name)),
  )
  return isWhole ? BUILD.read(sound, at, []) : undefined
}
