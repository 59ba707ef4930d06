/** Whether what somebody wrote has the types that AWS's own model of it asks for. Pure. */
import { NormalizedSchema } from '@smithy/core/schema'

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
    const [kind, fix] = kindOf(wanted)
    if (kind === undefined) return
    if (kind !== named(value)) return void tell(at, ` is a ${named(value)}`, fix)
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

const named = (value: unknown): string => {
  if (Array.isArray(value)) return 'list'
  const type = typeof value
  return type === 'string' ? 'text' : type === 'object' ? 'mapping' : type === 'boolean' ? 'truth' : type
}

function kindOf(schema: NormalizedSchema): readonly [string | undefined, string] {
  if (schema.isStringSchema()) return ['text', 'Write it as a text, in quotes.']
  if (schema.isNumericSchema()) return ['number', 'Write it as a number, without quotes.']
  if (schema.isBooleanSchema()) return ['truth', 'Write true or false, without quotes.']
  if (schema.isListSchema()) return ['list', 'Write a list.']
  if (schema.isMapSchema() || schema.isStructSchema()) return ['mapping', 'Write a mapping of names.']
  return [undefined, '']
}
