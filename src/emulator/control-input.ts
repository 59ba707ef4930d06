/** What the control door is given, checked. */
import { FAULTS, type Fault } from './fault.ts'
import { Refusal } from './refusal.ts'
import { operationOf, SERVICES } from './services/index.ts'

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

export function checkFault(fault: Fault): void {
  const { operation, kind, when } = fault
  if (typeof operation !== 'string' || !FAULTS.includes(kind))
    throw wrong(`A fault needs an operation and one of the kinds ${FAULTS.join(', ')}.`)
  if (when !== undefined && when !== 'before' && when !== 'after') throw wrong('A fault strikes before or after.')
  for (const name of ['behindSeconds', 'behindCalls', 'seconds', 'size'] as const)
    if (fault[name] !== undefined) amount(fault[name], name)
  if (kind === 'late') amount(fault.seconds, 'seconds')
  if (kind === 'page-size' && !((fault.size ?? 0) >= 1)) throw wrong('page-size needs a size of 1 or more.')
}

/** `UpdateService`, `ecs:UpdateService` or `*`. */
export function isKnown(operation: string): boolean {
  const [name = '', service] = operation.split(':').reverse()
  return (
    operation === '*' ||
    SERVICES.some(each => (service === undefined || each.name === service) && operationOf(each, name) !== undefined)
  )
}

export function amount(value: unknown, name: string): number {
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) throw wrong(`${name} must be a number ≥ 0.`)
  return value
}
