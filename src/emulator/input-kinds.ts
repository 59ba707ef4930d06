/** Whether the fields of a request have the JSON that AWS's models want, and its words where they have not. */
import { FIELDS } from './input-fields.ts'
import { Refusal } from './refusal.ts'

type Fields = Record<string, unknown>

const KINDS: Readonly<Record<string, ReadonlyMap<string, readonly string[]>>> = Object.fromEntries(
  Object.entries(FIELDS).map(([service, kinds]) => [
    service,
    new Map(
      Object.entries(kinds).flatMap(([kind, words]) =>
        words
          .trim()
          .split(/\s+/)
          .map(word => named(word, kind)),
      ),
    ),
  ]),
)

function named(word: string, kind: string): readonly [string, readonly string[]] {
  return kind.startsWith('^') ? [`^${word}`, kind.slice(1).split('|')] : [word, kind.split('|')]
}

/** Fields that nobody knows go through as they are; null is as good as absent. */
export function checkedInput(service: string, input: Fields): Fields {
  const kinds = KINDS[service]
  return kinds === undefined ? input : checkedFields(kinds, input, JSON_KINDS, '^')
}

/** Of a form everything that is no list and no structure is text. */
export function checkedForm(service: string, input: Fields): Fields {
  const kinds = KINDS[service]
  return kinds === undefined ? input : checkedFields(kinds, input, FORM_KINDS, '^')
}

type Checks = Readonly<Record<string, (value: unknown) => boolean>>

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isText = (value: unknown): boolean => typeof value === 'string'

const JSON_KINDS: Checks = {
  string: isText,
  number: value => typeof value === 'number',
  boolean: value => typeof value === 'boolean',
  object: isObject,
  map: value => isObject(value) && Object.values(value).every(isText),
}

const FORM_KINDS: Checks = { ...JSON_KINDS, number: isText, boolean: isText }

function checkedFields(kinds: ReadonlyMap<string, readonly string[]>, fields: Fields, checks: Checks, at = ''): Fields {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => {
      const wanted = kinds.get(at + name) ?? kinds.get(name)
      if (wanted === undefined) return [[name, value]]
      if (value === null) return []
      if (!wanted.some(kind => fits(kind, value, checks))) throw unfit(wanted, value)
      const deeper = wanted.some(kind => kind.endsWith('object'))
      return [[name, deeper ? within(value, inner => checkedFields(kinds, inner, checks)) : value]]
    }),
  )
}

function fits(kind: string, value: unknown, checks: Checks): boolean {
  if (!kind.startsWith('list.')) return checks[kind]?.(value) ?? true
  return Array.isArray(value) && value.every(item => fits(kind.slice('list.'.length), item, checks))
}

function within(value: unknown, check: (fields: Fields) => Fields): unknown {
  if (Array.isArray(value)) return value.map(item => within(item, check))
  return isObject(value) ? check(value) : value
}

function unfit(wanted: readonly string[], value: unknown): Refusal {
  const [kind = ''] = wanted
  const refused = (words: string): Refusal => new Refusal('SerializationException', words)
  if (Array.isArray(value))
    return refused(kind.startsWith('list.') ? 'Unexpected field type' : 'Start of list found where not expected')
  if (isObject(value))
    return refused(kind === 'map' ? 'Unexpected field type' : 'Start of structure or map found where not expected')
  if (kind.startsWith('list.')) return refused('Expected list or null')
  if (kind === 'object' || kind === 'map') return refused('Expected null')
  const given = typeof value === 'boolean' ? String(value) : typeof value
  return refused(`${given.toUpperCase()}_VALUE can not be converted to ${NAMES[kind] ?? kind}`)
}

const NAMES: Readonly<Record<string, string>> = { string: 'a String', number: 'an Integer', boolean: 'a Boolean' }
