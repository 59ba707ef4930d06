/** Kinds of values: how each is read, what is said where something else was found, and the JSON Schema that says the same. Pure. */
import { concealer } from '../edge/mask.ts'
import type { Fault } from '../failure/failure.ts'
import { quoted, shown, strange } from '../failure/words.ts'
import { REMOTE } from '../image/source.ts'
import { exposed } from '../revision/exposed.ts'
import { secretsIn } from '../revision/known-secret.ts'
import type { At } from './at.ts'

/** A piece of JSON Schema, draft 2020-12. */
export type Schema = { readonly [keyword: string]: unknown }

export interface Kind<Value> {
  readonly schema: Schema
  read(value: unknown, at: At, faults: Fault[]): Value
  /** What `over` makes of `under`, where it says only what differs; without it, it stands alone. */
  lay?(over: unknown, under: unknown): unknown
  /** Null is a value of its own, which hides what stands underneath; else it says nothing. */
  readonly readsNull?: true
}

/** `found` follows the place: ` is "x"`. */
export function fault(at: At, found: string, fix: string, place = at.place): Fault {
  const what = `${at}${found}`
  return place === undefined ? { code: 'EVK-110', what, fix } : { code: 'EVK-110', what, fix, place }
}

export const isNone = (value: unknown) => value === undefined || value === null

/** A wrong value as it may be told: by its kind where it is given to a task, else without what plainly is a secret. */
export function shownAt(at: At, value: unknown): string {
  if (at.isGiven && typeof value === 'string' && value !== '') return 'a text'
  if (at.isGiven && typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'a mapping'
  return concealer([], secretsIn(exposed(at.name, value)))(shown(value))
}

const foundAs = (at: At, value: unknown) => (isNone(value) ? ' is missing' : ` is ${shownAt(at, value)}`)

export const asMapping = (value: unknown): Record<string, unknown> | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined

export function mapping(
  value: unknown,
  at: At,
  faults: Fault[],
  expected = 'A mapping (key: value) is expected here.',
): Record<string, unknown> {
  const good = asMapping(value)
  if (good) return good
  faults.push(fault(at, foundAs(at, value), expected))
  return {}
}

/** Null takes away what another layer says. */
export const orNone = <Value>(kind: Kind<Value>): Kind<Value | null> => ({
  schema: kind.schema,
  read: (value, at, faults) => (value === null ? null : kind.read(value, at, faults)),
  readsNull: true,
})

/** Any text that says something, without white space around it. */
const textual = (expected: string): Kind<string> => ({
  schema: { type: 'string', pattern: String.raw`^\S([\s\S]*\S)?$` },
  read(value, at, faults) {
    if (typeof value === 'string' && value !== '' && value.trim() === value) return value
    const isPadded = typeof value === 'string' && value.trim() !== ''
    const isBare = typeof value === 'number' || typeof value === 'boolean'
    const words = isPadded ? 'Take the white space around it off.' : expected
    faults.push(fault(at, foundAs(at, value), isBare ? 'Put it in quotes: a text is expected here.' : words))
    return ''
  },
})

export const TEXT = textual('A text is expected here.')

const filling = (found: string, expected: string) =>
  /\$\{/.test(found) && !/\$\{/.test(expected) ? `${expected} No placeholder is filled here.` : expected

/** A text of a form. `expected` says the form in words, `hint` what is seen in a text that is not of it. */
export const matching = (form: RegExp, expected: string, hint: (found: string) => string = strange): Kind<string> => ({
  schema: { type: 'string', pattern: form.source },
  read(value, at, faults) {
    const found = textual(expected).read(value, at, faults)
    if (found !== '' && !form.test(found))
      faults.push(fault(at, ` is ${quoted(found)}${hint(found)}`, filling(found, expected)))
    return found
  },
})

/** A text that becomes an operand of docker: it must not look like an option. */
export const OPERAND: Kind<string> = {
  schema: { type: 'string', pattern: String.raw`^(?!-)\S([\s\S]*\S)?$` },
  read(value, at, faults) {
    const found = TEXT.read(value, at, faults)
    if (found.startsWith('-')) faults.push(fault(at, ` is ${quoted(found)}`, 'It must not begin with "-".'))
    return found
  },
}

const OUTSIDE = /^\/|[\0\\]|(?:^|\/)\.\.(?:\/|$)/

/** A path inside the workspace; docker would fetch a URL as a context of its own. */
export const PATH: Kind<string> = {
  schema: {
    type: 'string',
    pattern: OPERAND.schema.pattern,
    not: { pattern: `${OUTSIDE.source}|${REMOTE.source}` },
  },
  read(value, at, faults) {
    const found = OPERAND.read(value, at, faults)
    if (OUTSIDE.test(found) || REMOTE.test(found)) {
      faults.push(fault(at, ` is ${quoted(found)}`, 'Give a path inside the workspace, relative to it.'))
    }
    return found.replace(/\/+$/, '') || '.'
  },
}

/** A value that is right as it stands; `otherwise` takes its place where it is not. */
export const such = <Value>(
  schema: Schema,
  isRight: (value: unknown) => value is Value,
  expected: string,
  otherwise: Value,
): Kind<Value> => ({
  schema,
  read(value, at, faults) {
    if (isRight(value)) return value
    faults.push(fault(at, ` is ${shownAt(at, value)}`, expected))
    return otherwise
  },
})

const isBetween = (value: unknown, least: number, most: number): value is number =>
  typeof value === 'number' && value >= least && value <= most

/** Whole numbers, of `of` where they are of something. */
export const whole = (least: number, most: number, of = ''): Kind<number> =>
  such(
    { type: 'integer', minimum: least, maximum: most },
    (value): value is number => isBetween(value, least, most) && Number.isInteger(value),
    `A whole number${of && ` of ${of}`} from ${least} to ${most} is expected here.`,
    least,
  )

export const TRUTH: Kind<boolean> = such(
  { type: 'boolean' },
  value => typeof value === 'boolean',
  'Write true or false, without quotes.',
  false,
)

/** Up to 100, in steps of 0.1. */
export const percent = (least: number): Kind<number> =>
  such(
    // in binary 0.3 is no multiple of 0.1: the steps are the reader's alone
    { type: 'number', minimum: least, maximum: 100 },
    (value): value is number => isBetween(value, least, 100) && /^\d+(\.\d)?$/.test(String(value)),
    `A number from ${least} to 100 in steps of 0.1 is expected here.`,
    least,
  )

/** One or several, as a list or alone; each once. `empty`: what to give where the list has none, which is refused then. */
export function listOf(kind: Kind<string>, empty?: string): Kind<readonly string[]> {
  return {
    schema: { anyOf: [kind.schema, { type: 'array', items: kind.schema, ...(empty && { minItems: 1 }) }] },
    read(value, at, faults) {
      const items = Array.isArray(value) ? value : [value]
      if (items.length === 0 && empty) faults.push(fault(at, ' is empty', empty))
      return [...new Set(items.map(item => kind.read(item, at, faults)))]
    },
  }
}

/** Values by name, and null where one that stands underneath is taken away. */
export const mapOrNone = <Value>(
  form: RegExp,
  expected: string,
  kind: Kind<Value>,
): Kind<Readonly<Record<string, Value | null>>> => ({
  schema: {
    type: 'object',
    propertyNames: { pattern: form.source },
    additionalProperties: { anyOf: [kind.schema, { type: 'null' }] },
  },
  read(value, at, faults) {
    const entries = Object.entries(mapping(value, at, faults))
    for (const [name] of entries) {
      if (!form.test(name)) faults.push(fault(at, `: ${quoted(name)}`, expected, at.key(name).place))
    }
    return Object.fromEntries(
      entries.map(([name, each]) => [name, isNone(each) ? null : kind.read(each, at.key(name), faults)]),
    )
  },
})

/** Those that are there. */
export function mapOf<Value>(form: RegExp, expected: string, kind: Kind<Value>): Kind<Readonly<Record<string, Value>>> {
  const { schema, read } = mapOrNone(form, expected, kind)
  return {
    schema,
    read: (...given) =>
      Object.fromEntries(
        Object.entries(read(...given)).flatMap(([name, each]) => (each === null ? [] : [[name, each]])),
      ),
  }
}

/** The same, with at least one. */
export const filledMap = <Value>(
  { schema, read }: Kind<Readonly<Record<string, Value>>>,
  empty: string,
): Kind<Readonly<Record<string, Value>>> => ({
  schema: { ...schema, minProperties: 1 },
  read(value, at, faults) {
    const found = read(value, at, faults)
    if (Object.keys(asMapping(value) ?? { '': '' }).length === 0) faults.push(fault(at, ' is empty', empty))
    return found
  },
})

/** Names, as a list or as a single text; each once. */
export const names = (of: string): Kind<readonly string[]> => ({
  schema: { anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }] },
  read(value, at, faults) {
    const items = Array.isArray(value) ? value : [value]
    const bad = items.find(item => typeof item !== 'string')
    if (bad !== undefined) faults.push(fault(at, ` holds ${shownAt(at, bad)}`, `A list of ${of} is expected here.`))
    return [...new Set(items.filter(item => typeof item === 'string'))]
  },
})
