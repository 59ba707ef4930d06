import type { Room } from '../../../room.ts'
import { chosen, findTarget, keyOf, type Place } from '../find.ts'
import { deleteAlarmsOf } from '../tracking-alarms.ts'

/** Its policies and scheduled actions go with it. */
export function deregisterScalableTarget({ world }: Room, input: Place) {
  findTarget(world, input)
  delete world.scalableTargets[keyOf(input)]
  for (const policy of chosen(world.scalingPolicies, input)) {
    deleteAlarmsOf(world, policy)
    delete world.scalingPolicies[keyOf(input, policy.PolicyName)]
  }
  for (const { ScheduledActionName } of chosen(world.scheduledActions, input))
    delete world.scheduledActions[keyOf(input, ScheduledActionName)]
  return {}
}
