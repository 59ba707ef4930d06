/** Whether the fields of a request have the JSON that AWS's models want, and its words where they have not. */
import { inputOf, type Model, type Shape, shapeIn } from './input-model.ts'
import { Refusal } from './refusal.ts'

type Fields = Record<string, unknown>

/** Fields that nobody knows go through as they are; null is as good as absent. */
export const checkedInput = (service: string, operation: string, input: Fields): Fields =>
  checked(service, operation, input, JSON_KINDS)

/** Of a form everything that is no list and no structure is text. */
export const checkedForm = (service: string, operation: string, input: Fields): Fields =>
  checked(service, operation, input, FORM_KINDS)

type Checks = Readonly<Record<Shape['kind'], (value: unknown) => boolean>>

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isText = (value: unknown): boolean => typeof value === 'string'

const JSON_KINDS: Checks = {
  string: isText,
  number: value => typeof value === 'number',
  boolean: value => typeof value === 'boolean',
  structure: isObject,
  map: isObject,
  list: Array.isArray,
}

const FORM_KINDS: Checks = { ...JSON_KINDS, number: isText, boolean: isText }

function checked(service: string, operation: string, input: Fields, checks: Checks): Fields {
  const of = inputOf(service, operation)
  return of === undefined ? input : (walk(of.model, of.shape, input, checks) as Fields)
}

function walk(model: Model, shape: Shape, value: unknown, checks: Checks): unknown {
  if (!checks[shape.kind](value)) throw unfit(shape.kind, value)
  const inner = (name: string | undefined, one: unknown): unknown =>
    name === undefined ? one : walk(model, shapeIn(model, name), one, checks)
  switch (shape.kind) {
    case 'structure':
      return Object.fromEntries(
        Object.entries(value as Fields).flatMap(([name, one]) => {
          const member = Object.hasOwn(shape.members ?? {}, name) ? shape.members?.[name] : undefined
          return one === null && member !== undefined ? [] : [[name, inner(member, one)]]
        }),
      )
    case 'map':
      return Object.fromEntries(Object.entries(value as Fields).map(([name, one]) => [name, inner(shape.of, one)]))
    case 'list':
      return (value as unknown[]).map(one => inner(shape.of, one))
    default:
      return value
  }
}

function unfit(kind: Shape['kind'], value: unknown): Refusal {
  const refused = (words: string): Refusal => new Refusal('SerializationException', words)
  if (Array.isArray(value))
    return refused(kind === 'map' ? 'Unexpected field type' : 'Start of list found where not expected')
  if (isObject(value))
    return refused(kind === 'list' ? 'Unexpected field type' : 'Start of structure or map found where not expected')
  if (kind === 'list') return refused('Expected list or null')
  if (kind === 'structure' || kind === 'map') return refused('Expected null')
  const given = typeof value === 'boolean' ? String(value) : typeof value
  return refused(`${given.toUpperCase()}_VALUE can not be converted to ${NAMES[kind]}`)
}

const NAMES = { string: 'a String', number: 'an Integer', boolean: 'a Boolean' }
