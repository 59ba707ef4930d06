/** Fates, faults, hooks and alarms as the control door takes them. */
import { formed, objectOf } from './control-forms.ts'
import { amount, wrong } from './control-input.ts'
import { FAULTS, type Fault } from './fault.ts'
import type { HookScript } from './services/ecs/state.ts'
import { operationOf, SERVICES } from './services/index.ts'
import { BEHAVIOURS, type Script } from './simulated/script.ts'

const HOOK_RESULTS = ['SUCCEEDED', 'FAILED', 'IN_PROGRESS']

/** What is to happen to what matches: `key` says it, one of `known`. */
const scriptOf =
  <T extends { readonly match: unknown }>(what: 'fate' | 'hook', key: keyof T & string, known: readonly string[]) =>
  (given: unknown): T => {
    const { match, [key]: said } = objectOf(`a ${what}`, given) as unknown as T
    if (!known.some(each => each === said) || match === undefined)
      throw wrong(`A ${what} needs a match and one of the ${key}s ${known.join(', ')}.`)
    formed(`the match of a ${what}`, match)
    return formed(`a ${what}`, given)
  }

export const checkFate = scriptOf<Script>('fate', 'behaviour', BEHAVIOURS)

export const checkHook = scriptOf<HookScript>('hook', 'result', HOOK_RESULTS)

export function checkAlarms(given: unknown): Record<string, 'OK' | 'ALARM'> {
  const alarms = objectOf('the body of alarms', given)
  if (Object.values(alarms).some(state => state !== 'OK' && state !== 'ALARM')) throw wrong('An alarm is OK or ALARM.')
  return alarms as Record<string, 'OK' | 'ALARM'>
}

export function checkFault(given: unknown): Fault {
  const fault = given as Fault
  const { operation, kind, when } = objectOf('a fault', given) as unknown as Fault
  if (typeof operation !== 'string' || !FAULTS.includes(kind))
    throw wrong(`A fault needs an operation and one of the kinds ${FAULTS.join(', ')}.`)
  if (when !== undefined && when !== 'before' && when !== 'after') throw wrong('A fault strikes before or after.')
  for (const name of ['behindSeconds', 'behindCalls', 'seconds', 'size'] as const)
    if (fault[name] !== undefined) amount(fault[name], name)
  if (kind === 'late') amount(fault.seconds, 'seconds')
  if (kind === 'page-size' && !((fault.size ?? 0) >= 1)) throw wrong('page-size needs a size of 1 or more.')
  return formed('a fault', given)
}

/** `UpdateService`, `ecs:UpdateService` or `*`. */
export function isKnown(operation: string): boolean {
  const [name = '', service] = operation.split(':').reverse()
  return (
    operation === '*' ||
    SERVICES.some(each => (service === undefined || each.name === service) && operationOf(each, name) !== undefined)
  )
}
