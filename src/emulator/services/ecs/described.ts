/** What ECS adds to and leaves out of what it was given: `described.json` has a row for each fact, with where it is from. */
import TABLE from './described.json' with { type: 'json' }

type Thing = Record<string, unknown>

interface Row {
  readonly name: string
  /** Members that lead to what it is about, through every item of a list; empty for the whole. */
  readonly at: string
  /** Members of the whole, and the values with which the row holds; null where it is absent. */
  readonly when?: Readonly<Record<string, readonly unknown[]>>
  /** Members of what it is about, and the values that they have there. */
  readonly where?: Readonly<Record<string, unknown>>
  /** What is written where nothing was given; `{"sameAs": "x"}` is the value of the member beside it. */
  readonly adds?: Readonly<Record<string, unknown>>
  /** Values that are taken as if nothing was given. */
  readonly asNone?: Readonly<Record<string, unknown>>
  /** What is left out where it is an empty object. */
  readonly leavesOut?: readonly string[]
  /** What stays absent: known, and nothing to do. */
  readonly asGiven?: readonly string[]
  /** Not done here; that no client minds it is tried in infra/tests/described. */
  readonly unverified?: boolean
  /** A page of AWS's, or who has seen it and when. */
  readonly source: string
}

export const ROWS: Readonly<Record<keyof typeof TABLE, readonly Row[]>> = TABLE

/** As ECS describes what it was given. */
export function described<T extends object>(kind: keyof typeof TABLE, given: T): T {
  const whole = structuredClone(given) as Thing
  for (const row of ROWS[kind]) if (!row.unverified && holds(row, whole)) apply(row, whole)
  return whole as T
}

/** One member of it, by itself. */
export const describedMember = <T>(kind: keyof typeof TABLE, member: string, given: T): T =>
  described<Record<string, T>>(kind, { [member]: given })[member] as T

const holds = ({ when = {} }: Row, whole: Thing): boolean =>
  Object.entries(when).every(([key, values]) => values.includes(whole[key] ?? null))

function apply({ at, where = {}, adds = {}, asNone = {}, leavesOut = [] }: Row, whole: Thing): void {
  for (const thing of thingsAt(whole, at)) {
    if (Object.entries(where).some(([key, value]) => thing[key] !== value)) continue
    for (const [key, value] of Object.entries(asNone)) if (thing[key] === value) delete thing[key]
    for (const [key, value] of Object.entries(adds)) thing[key] ??= valueFor(value, thing)
    for (const key of leavesOut) if (isEmpty(thing[key])) delete thing[key]
  }
}

function thingsAt(whole: Thing, at: string): Thing[] {
  let things = [whole]
  for (const key of at.split('.').filter(Boolean)) things = things.flatMap(thing => (thing[key] ?? []) as Thing[])
  return things
}

const valueFor = (value: unknown, thing: Thing): unknown =>
  isObject(value) && typeof value.sameAs === 'string' ? thing[value.sameAs] : structuredClone(value)

const isObject = (value: unknown): value is Thing => typeof value === 'object' && value !== null

const isEmpty = (value: unknown): boolean => isObject(value) && Object.keys(value).length === 0
