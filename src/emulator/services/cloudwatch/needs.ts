import { arn } from '../../identity.ts'
import { type Input, list } from '../../policy/input.ts'
import { type Need, on } from '../../policy/need.ts'
import type { World } from '../../world.ts'

export const cloudwatchNeeds = (world: World, operation: string, input: Input): Need[] =>
  on('cloudwatch', operation, alarmResources(world, operation, input))

function alarmResources(world: World, operation: string, input: Input): string[] {
  if (!/Alarm/.test(operation)) return ['*']
  const names = [...list(input.AlarmNames), ...(input.AlarmName ? [String(input.AlarmName)] : [])]
  return (names.length > 0 ? names : ['*']).map(name => arn(world, 'cloudwatch', `alarm:${name}`))
}
