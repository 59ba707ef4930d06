import type { Room } from '../../../room.ts'
import { findSchedule, keyOf } from '../find.ts'

export function deleteSchedule({ world }: Room, input: { Name: string; GroupName?: string }) {
  const { group, name } = findSchedule(world, input)
  delete world.schedules[keyOf(group, name)]
  return {}
}
