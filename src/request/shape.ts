/** A mapping whose keys are known: read over layers, and told as JSON Schema and as rows of a table. Pure. */
import type { Fault } from '../failure/failure.ts'
import { quoted, suggestion } from '../failure/words.ts'
import type { At } from './at.ts'
import { spelt } from './instead.ts'
import { asMapping, fault, isNone, type Kind, type Schema } from './kind.ts'

/** All that is known of one key. */
export interface Key<Value> extends Kind<Value> {
  /** What it is, in the words of the docs. */
  readonly words: string
  /** What counts where it is left out, in words; undefined: it has to be there. */
  readonly otherwise: string | undefined
  /** Whether an environment may say it. */
  readonly overlay: boolean
}

export type Shape = Readonly<Record<string, Key<unknown>>>

/** What was read: undefined where it was left out. */
export type Values<Of extends Shape> = { readonly [Name in keyof Of]: ReturnType<Of[Name]['read']> | undefined }

/** A mapping, and where it was written. */
export interface Layer {
  readonly at: At
  readonly values: Readonly<Record<string, unknown>>
}

interface Told {
  readonly otherwise?: string
  readonly overlay?: true
}

export const key = <Value>(kind: Kind<Value>, words: string, { otherwise, overlay }: Told = {}): Key<Value> => ({
  ...kind,
  words,
  otherwise,
  overlay: overlay === true,
})

/** Those that an environment may say. */
export const overlayOf = (shape: Shape): Shape =>
  Object.fromEntries(Object.entries(shape).filter(([, { overlay }]) => overlay))

/** Each key as the first layer that says it. Defaults are checked as if they were written; null counts as left out where it is no value. */
export function readKeys<Of extends Shape>(
  shape: Of,
  layers: readonly Layer[],
  faults: Fault[],
  defaults: { readonly [Name in keyof Of]?: unknown } = {},
): Values<Of> {
  const found: Record<string, unknown> = {}
  for (const [name, kind] of Object.entries(shape)) {
    const isSaid = ({ values }: Layer) => says(values, name) || (kind.readsNull && own(values, name) === null)
    const [nearest, ...under] = layers.filter(isSaid)
    const layer = nearest ?? layers[0]
    const value = nearest ? own(nearest.values, name) : defaults[name]
    const isLeftOut = kind.readsNull ? value === undefined : isNone(value)
    if (isLeftOut && kind.otherwise !== undefined) continue
    const read = kind.read(value, layer?.at.key(name) as At, faults)
    found[name] = kind.lay && under.length > 0 ? laid(name, kind, value, under, faults) : read
  }
  return found as Values<Of>
}

/** Each says what differs from the next, and is looked through where it stands. */
function laid(name: string, kind: Key<unknown>, top: unknown, under: readonly Layer[], faults: Fault[]): unknown {
  for (const { at, values } of under) kind.read(own(values, name), at.key(name), faults)
  const value = [top, ...under.map(({ values }) => own(values, name))].reduceRight((below, over) =>
    kind.lay?.(over, below),
  )
  return kind.read(value, (under.at(-1) as Layer).at.key(name), [])
}

/** Null says nothing. */
export const says = (values: Readonly<Record<string, unknown>>, name: string): boolean => !isNone(own(values, name))

/** Whether a path of keys leads to something. */
export const saysAt = (values: Readonly<Record<string, unknown>>, [name = '', ...below]: readonly string[]): boolean =>
  says(values, name) && (below.length === 0 || saysAt(asMapping(own(values, name)) ?? {}, below))

/** Of such a key null takes away what stands underneath: it is as if nothing there said it. */
export function withoutTaken(names: readonly string[], layers: readonly Layer['values'][]): readonly Layer['values'][] {
  return layers.map((values, i) => {
    const taken = names.filter(name => layers.slice(0, i).some(over => own(over, name) === null))
    return Object.fromEntries(Object.entries(values).filter(([name]) => !taken.includes(name)))
  })
}

const own = (values: Readonly<Record<string, unknown>>, name: string) =>
  Object.hasOwn(values, name) ? values[name] : undefined

/** `instead` knows what to write for a key that people expect here. */
export function unknownKeys(
  value: Readonly<Record<string, unknown>>,
  known: readonly string[],
  at: At,
  faults: Fault[],
  instead: (key: string) => string = () => '',
): void {
  for (const name of Object.keys(value)) {
    if (known.includes(name)) continue
    const same = known.find(each => each === spelt(name))
    const close = same === undefined ? suggestion(name, known) : `, did you mean ${quoted(same)}?`
    const advice = close === '' ? instead(name) : ''
    const keys = known.length > 0 ? `Known keys: ${known.join(', ')}.` : 'No key is known here.'
    const fix = [advice, keys].filter(Boolean).join(' ')
    faults.push(fault(at, `: unknown key ${quoted(name)}${close}`, fix, at.key(name).place))
  }
}

/** All of a mapping that is written in one place. */
export function readWhole<Of extends Shape>(
  shape: Of,
  layer: Layer,
  faults: Fault[],
  defaults: { readonly [Name in keyof Of]?: unknown } = {},
): Values<Of> {
  unknownKeys(layer.values, Object.keys(shape), layer.at, faults)
  return readKeys(shape, [layer], faults, defaults)
}

export function schemaOf(shape: Shape): Schema {
  const needed = Object.entries(shape).flatMap(([name, { otherwise }]) => (otherwise === undefined ? [name] : []))
  return {
    type: 'object',
    properties: Object.fromEntries(Object.entries(shape).map(([name, each]) => [name, propertyOf(each)])),
    additionalProperties: false,
    ...(needed.length === 0 ? {} : { required: needed }),
  }
}

/** Null counts as left out. */
export const orNull = (schema: Schema): Schema => ({ anyOf: [schema, { type: 'null' }] })

function propertyOf({ schema, words, otherwise }: Key<unknown>): Schema {
  const sentence = `${words.charAt(0).toUpperCase()}${words.slice(1)}.`
  if (otherwise === undefined) return { description: sentence, ...schema }
  return { description: `${sentence} Default: ${otherwise}.`, ...orNull(schema) }
}
