/** Whether what somebody wrote has the names and types that AWS's own model of it asks for. Pure. */
import { NormalizedSchema } from '@smithy/core/schema'
import { quoted, suggestion } from '../failure/words.ts'

/** Where something was written. */
export interface At<Self> {
  key(name: string): Self
  item(index: number): Self
}

type Tell<Place> = (at: Place, found: string, fix: string) => void
export type Schema = Parameters<typeof NormalizedSchema.of>[0]

/**
 * Every value of a known member that is of another type than `schema` says, which AWS would answer with a SerializationException of no
 * place. It is told by its kind alone: it may be a secret. `except`: names of members that are looked at elsewhere.
 */
export function mistyped<Place extends At<Place>>(
  schema: Schema,
  value: unknown,
  at: Place,
  except: readonly string[],
  tell: Tell<Place>,
): void {
  walk(NormalizedSchema.of(schema), value, at)

  function walk(wanted: NormalizedSchema, value: unknown, at: Place): void {
    if (value === undefined || value === null) return
    const [kind, fix] = wantedBy(wanted)
    if (kind === undefined) return
    if (kind !== kindOf(value)) return void tell(at, ` is a ${kindOf(value)}`, fix)
    if (wanted.isListSchema())
      for (const [i, each] of (value as unknown[]).entries()) walk(wanted.getValueSchema(), each, at.item(i))
    if (wanted.isMapSchema())
      for (const [name, each] of Object.entries(value)) walk(wanted.getValueSchema(), each, at.key(name))
    if (!wanted.isStructSchema()) return
    for (const [name, member] of wanted.structIterator())
      if (Object.hasOwn(value, name) && !except.includes(name))
        walk(member, (value as Record<string, unknown>)[name], at.key(name))
  }
}

/**
 * Every key that is close to one that `schema` has in its place, or is one of another place: ECS takes what it does not know, and drops
 * it without a word. Any other key may be newer than the model. `hint` says which is meant.
 */
export function misspelt<Place extends At<Place>>(
  schema: Schema,
  value: unknown,
  at: Place,
  tell: (at: Place, key: string, hint: string) => void,
): void {
  const top = NormalizedSchema.of(schema)
  strangers(schema, value, at, (at, name, members) => {
    const known = [...members.keys()]
    const called = CALLED_ELSEWHERE[name]
    const meant = known.find(each => each === bare(name) || each === called)
    const hint = meant === undefined ? suggestion(name, known, slipsIn) : `, did you mean ${quoted(meant)}?`
    const told = hint === '' ? misplaced(name, members, top) : hint
    if (told !== '') tell(at, name, told)
  })
}

/** What other tools call it. */
const CALLED_ELSEWHERE: Readonly<Record<string, string>> = {
  env: 'environment',
  ports: 'portMappings',
  cmd: 'command',
  port: 'containerPort',
  path: 'command',
}

type Members = ReadonlyMap<string, NormalizedSchema>

/** Where it belongs, a level below or at the top; empty where the model has it in neither place, or all over. */
function misplaced(name: string, members: Members, top: NormalizedSchema): string {
  if (COMMON.has(name)) return ''
  if (name === 'desiredCount') return ', which is of the service: write `desired-count` in the manifest'
  const below = [...members].filter(([, member]) => membersOf(member).has(name)).map(([each]) => each)
  if (below.length > 0) return `, which belongs into ${below.join(' or ')}`
  return membersOf(top).has(name) ? ', which belongs to the top of the task definition' : ''
}

/** Names that anything may have one day. */
const COMMON: ReadonlySet<string> = new Set(['name', 'type', 'value', 'key', 'size', 'options', 'status'])

/** Of a structure, or of the items of a list of them. */
function membersOf(schema: NormalizedSchema): Members {
  const inner = schema.isListSchema() ? schema.getValueSchema() : schema
  return inner.isStructSchema() ? new Map(inner.structIterator()) : new Map()
}

/** Keys that `schema` does not have in their place, each path once: lists are looked through. */
export function unmodelled(schema: Schema, value: unknown): string[] {
  const found = new Set<string>()
  strangers(schema, value, new Trail([]), ({ path }, name) => void found.add([...path, name].join('.')))
  return [...found].sort()
}

/** A member of AWS's has letters and digits alone; `-` and `_` are slips, and so are blanks around it or a mark after it. */
const NAME = /^[\w-]+$/
/** How a key is taken out where there are no comments: `"# memory"`, `"//image"`. */
const COMMENTED = /^\s*[^\s\w-]/
/** What a slip of a key or two leaves of a name. */
const bare = (name: string): string => name.replace(/[^\w-]/g, '')

/** Less what people and editors write beside the keys, which is nobody's API: `$schema`, `//`, `# note`. */
export const withoutRemarks = <Value>(schema: Schema, value: Value): Value =>
  rebuilt(schema, value, {
    keepsItem: () => true,
    keepsKey: (name, _, members) => NAME.test(name) || (!COMMENTED.test(name) && members.has(bare(name))),
  })

/** Less the members and items that are null, which says nothing; what `schema` does not have stays as it is. */
export const withoutNulls = <Value>(schema: Schema, value: Value): Value =>
  rebuilt(schema, value, {
    keepsItem: each => each !== null,
    keepsKey: (name, each, members) => each !== null || !members.has(name),
  })

interface Keeping {
  keepsItem(each: unknown): boolean
  keepsKey(name: string, each: unknown, members: ReadonlyMap<string, unknown>): boolean
}

/** What `schema` has, in lists too, with the keys and items that are kept; what it does not have is not looked into. */
function rebuilt<Value>(schema: Schema, value: Value, { keepsItem, keepsKey }: Keeping): Value {
  return walk(NormalizedSchema.of(schema), value) as Value

  function walk(wanted: NormalizedSchema, value: unknown): unknown {
    if (Array.isArray(value))
      return wanted.isListSchema() ? value.filter(keepsItem).map(each => walk(wanted.getValueSchema(), each)) : value
    if (typeof value !== 'object' || value === null || !wanted.isStructSchema()) return value
    const members = new Map(wanted.structIterator())
    const kept = Object.entries(value).filter(([name, each]) => keepsKey(name, each, members))
    return Object.fromEntries(
      kept.map(([name, each]) => {
        const member = members.get(name)
        return [name, member === undefined ? each : walk(member, each)]
      }),
    )
  }
}

/** The keys that lead somewhere, whichever item of a list it is in. */
class Trail implements At<Trail> {
  readonly path: readonly string[]

  constructor(path: readonly string[]) {
    this.path = path
  }

  key(name: string): Trail {
    return new Trail([...this.path, name])
  }

  item(): Trail {
    return this
  }
}

/** Every key that `schema` does not have in its place; `members` are those that it has there. */
function strangers<Place extends At<Place>>(
  schema: Schema,
  value: unknown,
  at: Place,
  tell: (at: Place, name: string, members: Members) => void,
): void {
  walk(NormalizedSchema.of(schema), value, at)

  function walk(wanted: NormalizedSchema, value: unknown, at: Place): void {
    if (Array.isArray(value)) {
      if (wanted.isListSchema())
        for (const [i, each] of value.entries()) walk(wanted.getValueSchema(), each, at.item(i))
      return
    }
    if (typeof value !== 'object' || value === null || !wanted.isStructSchema()) return
    const members = new Map(wanted.structIterator())
    for (const [name, each] of Object.entries(value)) {
      const member = members.get(name)
      if (member) walk(member, each, at.key(name))
      else tell(at, name, members)
    }
  }
}

/** By a slip of the finger, or two in a long word: people write keys of their own, such as `comment`, beside `command`. */
const slipsIn = (name: string) => (name.length > 8 ? 2 : 1)

/** What somebody wrote, in a word that is no programmer's. */
export function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'list'
  const type = typeof value
  return type === 'string' ? 'text' : type === 'object' ? 'mapping' : type === 'boolean' ? 'truth' : type
}

function wantedBy(schema: NormalizedSchema): readonly [string | undefined, string] {
  if (schema.isStringSchema()) return ['text', 'Write it as a text, in quotes.']
  if (schema.isNumericSchema()) return ['number', 'Write it as a number, without quotes.']
  if (schema.isBooleanSchema()) return ['truth', 'Write true or false, without quotes.']
  if (schema.isListSchema()) return ['list', 'Write a list.']
  if (schema.isMapSchema() || schema.isStructSchema()) return ['mapping', 'Write a mapping of names.']
  return [undefined, '']
}
