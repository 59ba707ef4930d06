/** The rule a request means, or AWS's refusal. */
import { arn, lastPart } from '../../identity.ts'
import { Refusal } from '../../refusal.ts'
import type { World } from '../../world.ts'
import type { EventRule } from './state.ts'

export const DEFAULT_BUS = 'default'

export interface Named {
  readonly Name?: string
  readonly EventBusName?: string
}

/** By its name or its ARN. */
export const busOf = ({ EventBusName }: Pick<Named, 'EventBusName'>): string => lastPart(EventBusName ?? DEFAULT_BUS)

export const keyOf = (bus: string, name: string): string => `${bus}/${name}`

export const ruleArn = (world: World, bus: string, name: string): string =>
  arn(world, 'events', bus === DEFAULT_BUS ? `rule/${name}` : `rule/${bus}/${name}`)

export function findRule(world: World, name: string, given: Pick<Named, 'EventBusName'>): EventRule {
  const bus = busOf(given)
  const found = world.rules[keyOf(bus, name)]
  if (found === undefined)
    throw new Refusal('ResourceNotFoundException', `Rule ${name} does not exist on EventBus ${bus}.`)
  return found
}

export const invalid = (message: string): Refusal => new Refusal('ValidationException', message)
