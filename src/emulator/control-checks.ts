/** Fates, faults, hooks and alarms as the control door takes them. */
import { formed, objectOf } from './control-forms.ts'
import { amount, wrong } from './control-input.ts'
import { FAULTS, type Fault } from './fault.ts'
import type { HookScript } from './services/ecs/state.ts'
import { operationOf, SERVICES } from './services/index.ts'
import { BEHAVIOURS, type Script } from './simulated/script.ts'

export function checkFate(given: unknown): Script {
  const { behaviour, match } = objectOf('a fate', given) as unknown as Script
  if (!BEHAVIOURS.includes(behaviour) || match === undefined)
    throw wrong(`A fate needs a match and one of the behaviours ${BEHAVIOURS.join(', ')}.`)
  formed('the match of a fate', match)
  return formed('a fate', given)
}

const HOOK_RESULTS = ['SUCCEEDED', 'FAILED', 'IN_PROGRESS']

export function checkHook(given: unknown): HookScript {
  const { result, match } = objectOf('a hook', given) as unknown as HookScript
  if (!HOOK_RESULTS.includes(result) || match === undefined)
    throw wrong(`A hook needs a match and one of the results ${HOOK_RESULTS.join(', ')}.`)
  formed('the match of a hook', match)
  return formed('a hook', given)
}

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
