import { arn } from '../../identity.ts'
import type { Input } from '../../policy/input.ts'
import { type Need, on, passing } from '../../policy/need.ts'
import type { World } from '../../world.ts'
import { DEFAULT_GROUP, scheduleArn } from './find.ts'

export function schedulerNeeds(world: World, operation: string, input: Input): Need[] {
  const resource = resourceOf(world, operation, input)
  return [
    ...on('scheduler', operation, [resource]),
    ...passing(world, [input.Target?.RoleArn], 'scheduler.amazonaws.com'),
  ]
}

function resourceOf(world: World, operation: string, { Name, GroupName = DEFAULT_GROUP, ResourceArn }: Input): string {
  if (Name === undefined) return String(ResourceArn ?? '*')
  return operation.endsWith('Group')
    ? arn(world, 'scheduler', `schedule-group/${Name}`)
    : scheduleArn(world, String(GroupName), String(Name))
}
