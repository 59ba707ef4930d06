import type { Input } from '../../policy/input.ts'
import { type Need, on, passing } from '../../policy/need.ts'
import type { World } from '../../world.ts'
import { busOf, ruleArn } from './find.ts'

export function eventsNeeds(world: World, operation: string, input: Input): Need[] {
  const name = input.Name ?? input.Rule
  if (name === undefined) return on('events', operation, [String(input.ResourceARN ?? '*')])
  const targets: Input[] = Array.isArray(input.Targets) ? input.Targets : []
  const roles = [input.RoleArn, ...targets.map(target => target?.RoleArn)]
  const bus = busOf({ EventBusName: String(input.EventBusName ?? 'default') })
  return [
    ...on('events', operation, [ruleArn(world, bus, String(name))]),
    ...passing(world, roles, 'events.amazonaws.com'),
  ]
}
