/** What AWS's models forbid of a request: members that are missing, values outside an enumeration, a length, a range or a pattern. */
import { inputOf, type Model, type Shape, shapeIn } from './input-model.ts'

export interface Violation {
  /** As AWS writes it: `containerDefinitions.1.member.name`. */
  readonly at: string
  readonly value: unknown
  /** `Member must not be null` */
  readonly rule: string
}

type Fields = Readonly<Record<string, unknown>>

/** In the order of the model; the input has the kinds that it is to have. */
export function violations(service: string, operation: string, input: Fields): Violation[] {
  const found: Violation[] = []
  const of = inputOf(service, operation)
  if (of !== undefined) walk({ model: of.model, found }, of.shape, input, '')
  return found
}

interface Walk {
  readonly model: Model
  readonly found: Violation[]
}

function walk(on: Walk, shape: Shape, value: unknown, at: string): void {
  const broken = shape.required?.filter(name => isMissing((value as Fields)[name])) ?? []
  for (const name of broken) on.found.push({ at: under(at, name), value: null, rule: 'Member must not be null' })
  for (const rule of rulesBroken(shape, value)) on.found.push({ at, value, rule })
  const inner = (name: string | undefined, one: unknown, path: string): void => {
    if (name !== undefined && !isMissing(one)) walk(on, shapeIn(on.model, name), one, path)
  }
  if (shape.kind === 'structure')
    for (const [name, member] of Object.entries(shape.members ?? {}))
      inner(member, (value as Fields)[name], under(at, name))
  if (shape.kind === 'list')
    for (const [index, one] of (value as unknown[]).entries()) inner(shape.of, one, `${at}.${index + 1}.member`)
  if (shape.kind === 'map')
    for (const [key, one] of Object.entries(value as Fields)) {
      inner(shape.key, key, at)
      inner(shape.of, one, `${at}.${key}.member`)
    }
}

const isMissing = (value: unknown): boolean => value === undefined || value === null

const under = (at: string, name: string): string =>
  `${at === '' ? '' : `${at}.`}${name.charAt(0).toLowerCase()}${name.slice(1)}`

function rulesBroken(shape: Shape, value: unknown): string[] {
  const { kind, min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = shape
  const rules: string[] = []
  if (shape.enum !== undefined && !shape.enum.includes(String(value)))
    rules.push(`Member must satisfy enum value set: [${shape.enum.join(', ')}]`)
  const size = kind === 'number' ? Number(value) : sizeOf(value)
  const measure = kind === 'number' ? 'value' : 'length'
  if (size > max) rules.push(`Member must have ${measure} less than or equal to ${max}`)
  if (size < min) rules.push(`Member must have ${measure} greater than or equal to ${min}`)
  if (shape.pattern !== undefined && !whole(shape.pattern).test(String(value)))
    rules.push(`Member must satisfy regular expression pattern: ${shape.pattern}`)
  return rules
}

function sizeOf(value: unknown): number {
  if (typeof value === 'string' || Array.isArray(value)) return value.length
  return typeof value === 'object' && value !== null ? Object.keys(value).length : 0
}

const compiled = new Map<string, RegExp>()

/** AWS holds the whole of a value against its pattern, whether or not that says so. */
export function whole(pattern: string): RegExp {
  const known = compiled.get(pattern)
  if (known !== undefined) return known
  const expression = expressionOf(`^(?:${pattern})$`)
  compiled.set(pattern, expression)
  return expression
}

/** Java's: some are too free with backslashes for the strict syntax, which alone knows `\p{L}`. */
function expressionOf(java: string): RegExp {
  const source = java.replaceAll('\\p{Print}', '[\\x20-\\x7e]')
  try {
    return new RegExp(source, 'su')
  } catch {
    return new RegExp(source, 's')
  }
}
