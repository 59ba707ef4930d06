import type { Room } from '../../../room.ts'
import { checkSchedule } from '../check-schedule.ts'
import { dueAfter } from '../due.ts'
import { findSchedule } from '../find.ts'
import type { ScheduleInput } from '../state.ts'

/** What is left out goes back to what it is without being asked for, as on AWS. */
export function updateSchedule({ world, now }: Room, given: ScheduleInput) {
  const schedule = findSchedule(world, given)
  checkSchedule(world, given)
  schedule.given = given
  schedule.changedAt = now
  schedule.due = dueAfter(schedule, now)
  return { ScheduleArn: schedule.arn }
}
