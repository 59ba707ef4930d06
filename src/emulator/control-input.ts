/** What the control door is given, checked. */
import { Refusal } from './refusal.ts'

export const wrong = (message: string, status = 400): Refusal => new Refusal('ControlException', message, status)

export function parse(text: string): unknown {
  if (text === '') return {}
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null) return value
  } catch {
    // Said below.
  }
  throw wrong('The control door expects JSON.')
}

export const list = <T>(body: unknown): T[] => (Array.isArray(body) ? body : [body]) as T[]

export function amount(value: unknown, name: string): number {
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) throw wrong(`${name} must be a number ≥ 0.`)
  return value
}
