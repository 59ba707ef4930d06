/** How most of AWS words what a service's model forbids. */
import type { Violation } from '../constraints.ts'
import { Refusal } from '../refusal.ts'

export const validation =
  (code: string, hidden: readonly string[] = []) =>
  (broken: readonly Violation[]): Refusal =>
    new Refusal(code, said(broken, hidden))

/** `1 validation error detected: Value 'x' at 'type' failed to satisfy constraint: …` */
export function said(broken: readonly Violation[], hidden: readonly string[] = []): string {
  const sentences = broken.map(({ at, value, rule }) => {
    const shown = hidden.some(name => name.toLowerCase() === at.toLowerCase()) ? "'***'" : quoted(value)
    return `Value ${shown} at '${at}' failed to satisfy constraint: ${rule}`
  })
  return `${broken.length} validation error${broken.length === 1 ? '' : 's'} detected: ${sentences.join('; ')}`
}

const LONGEST = 200

function quoted(value: unknown): string {
  if (value === null) return 'null'
  const text = Array.isArray(value) ? `[${value.map(plain).join(', ')}]` : plain(value)
  return `'${text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text}'`
}

const plain = (value: unknown): string => (typeof value === 'object' ? JSON.stringify(value) : String(value))
