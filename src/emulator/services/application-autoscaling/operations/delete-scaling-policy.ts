import { Refusal } from '../../../refusal.ts'
import type { Room } from '../../../room.ts'
import { keyOf, type Place } from '../find.ts'

export function deleteScalingPolicy({ world }: Room, input: Place & { PolicyName?: string }) {
  const key = keyOf(input, input.PolicyName)
  if (world.scalingPolicies[key] === undefined)
    throw new Refusal('ObjectNotFoundException', `No scaling policy found for ${input.PolicyName}.`)
  delete world.scalingPolicies[key]
  return {}
}
