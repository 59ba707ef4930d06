import { arn } from '../../identity.ts'
import type { Input } from '../../policy/input.ts'
import { type Need, on } from '../../policy/need.ts'
import type { World } from '../../world.ts'

export const autoscalingNeeds = (world: World, operation: string, input: Input): Need[] =>
  on('application-autoscaling', operation, [scalingResource(world, operation, input)])

function scalingResource(world: World, operation: string, input: Input): string {
  if (operation.startsWith('Describe')) return '*'
  if (input.ResourceARN) return String(input.ResourceARN)
  const known = Object.values(world.scalableTargets).find(({ ResourceId }) => ResourceId === input.ResourceId)
  return known?.ScalableTargetARN ?? arn(world, 'application-autoscaling', 'scalable-target/*')
}
