import { Refusal } from '../../../refusal.ts'
import type { Room } from '../../../room.ts'
import { keyOf, type Place } from '../find.ts'
import { deleteAlarmsOf } from '../tracking-alarms.ts'

export function deleteScalingPolicy({ world }: Room, input: Place & { PolicyName?: string }) {
  const key = keyOf(input, input.PolicyName)
  const policy = world.scalingPolicies[key]
  if (policy === undefined)
    throw new Refusal('ObjectNotFoundException', `No scaling policy found for ${input.PolicyName}.`)
  deleteAlarmsOf(world, policy)
  delete world.scalingPolicies[key]
  return {}
}
