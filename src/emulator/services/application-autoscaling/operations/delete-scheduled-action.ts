import { Refusal } from '../../../refusal.ts'
import type { Room } from '../../../room.ts'
import { keyOf, type Place } from '../find.ts'

export function deleteScheduledAction({ world }: Room, input: Place & { ScheduledActionName?: string }) {
  const key = keyOf(input, input.ScheduledActionName)
  if (world.scheduledActions[key] === undefined)
    throw new Refusal('ObjectNotFoundException', `No scheduled action found for ${input.ScheduledActionName}.`)
  delete world.scheduledActions[key]
  return {}
}
