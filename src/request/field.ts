/** Single values of a manifest: what is expected of them, and the fault where something else was found. Pure. */
import type { Fault } from '../failure/failure.ts'
import { quoted, suggestion } from '../failure/words.ts'
import { isRemote } from '../image/source.ts'

export const ROLE = /^arn:aws[\w-]*:iam::\d{12}:role\/[\w+=,.@/-]{1,576}$/

export const fault = (what: string, fix: string): Fault => ({ code: 'EVK-110', what, fix })

export const asMapping = (value: unknown): Record<string, unknown> | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined

export function mapping(value: unknown, at: string, faults: Fault[]): Record<string, unknown> {
  const good = asMapping(value)
  if (good) return good
  const found = value === undefined || value === null ? 'missing' : quoted(value)
  faults.push(fault(`${at} is ${found}`, 'A mapping (key: value) is expected here.'))
  return {}
}

/** `instead` knows what to write for a key that people expect here. */
export function unknownKeys(
  value: Record<string, unknown>,
  known: readonly string[],
  at: string,
  faults: Fault[],
  instead: (key: string) => string = () => '',
): void {
  for (const key of Object.keys(value)) {
    if (known.includes(key)) continue
    const close = suggestion(key, known)
    const advice = close === '' ? instead(key) : ''
    const fix = [advice, `Known keys: ${known.join(', ')}.`].filter(Boolean).join(' ')
    faults.push(fault(`${at}: unknown key ${quoted(key)}${close}`, fix))
  }
}

export function text(value: unknown, at: string, faults: Fault[]): string {
  if (typeof value === 'string' && value.trim() !== '') return value.trim()
  const found = value === undefined || value === null ? 'missing' : quoted(value)
  faults.push(fault(`${at} is ${found}`, 'A text is expected here.'))
  return ''
}

export const optional: typeof text = (value, at, faults) => (value === undefined ? '' : text(value, at, faults))

/** A mapping, and where it was written. */
export interface Layer {
  readonly at: string
  readonly values: Readonly<Record<string, unknown>>
}

export interface Picked {
  readonly value: unknown
  readonly at: string
}

/** What the first layer that knows the key says, and where it says it. */
export function pick(layers: readonly Layer[], key: string): Picked {
  const layer = layers.find(({ values }) => values[key] !== undefined) ?? layers[0]
  return { value: layer?.values[key], at: `${layer?.at}${key}` }
}

export function matching(
  form: RegExp,
  { value, at }: Picked,
  read: typeof text,
  faults: Fault[],
  expected: string,
): string {
  const found = read(value, at, faults)
  if (found !== '' && !form.test(found)) faults.push(fault(`${at} is ${quoted(found)}`, expected))
  return found
}

/** The name of an SSM parameter: a path of up to fifteen levels. */
export function parameter(value: unknown, at: string, faults: Fault[]): string | undefined {
  if (value === undefined) return undefined
  if (typeof value === 'string' && value.length <= 1011 && /^(\/[A-Za-z0-9_.-]+){1,15}$/.test(value)) return value
  faults.push(fault(`${at} is ${quoted(value)}`, 'Give the path of an SSM parameter, such as /shop/api/image.'))
  return undefined
}

/** A text that becomes an operand of docker: it must not look like an option. */
export function operand(value: unknown, at: string, faults: Fault[]): string {
  const found = text(value, at, faults)
  if (found.startsWith('-')) faults.push(fault(`${at} is ${quoted(found)}`, 'It must not begin with "-".'))
  return found
}

export function path(value: unknown, at: string, faults: Fault[]): string {
  const found = operand(value, at, faults)
  // docker would fetch a URL as a context of its own
  if (/^\/|[\0\\]/.test(found) || isRemote(found) || found.split('/').includes('..')) {
    faults.push(fault(`${at} is ${quoted(found)}`, 'Give a path inside the workspace, relative to it.'))
  }
  return found.replace(/\/+$/, '') || '.'
}

export function list(value: unknown, at: string, faults: Fault[]): string[] {
  const items = Array.isArray(value) ? value : [value]
  const bad = items.find(item => typeof item !== 'string')
  if (bad !== undefined) faults.push(fault(`${at} holds ${quoted(bad)}`, 'A list of service names is expected here.'))
  return [...new Set(items.filter(item => typeof item === 'string'))]
}

export function count(value: unknown, at: string, faults: Fault[]): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 5000) return value
  faults.push(fault(`${at} is ${quoted(value)}`, 'A whole number from 0 to 5000 is expected here.'))
  return 1
}

export function truth({ value = false, at }: Picked, faults: Fault[]): boolean {
  if (typeof value === 'boolean') return value
  faults.push(fault(`${at} is ${quoted(value)}`, 'Write true or false, without quotes.'))
  return false
}
