import type { Room } from '../../../room.ts'
import { checkSchedule } from '../check-schedule.ts'
import { dueAfter } from '../due.ts'
import { conflict, DEFAULT_GROUP, keyOf, scheduleArn } from '../find.ts'
import type { ScheduleInput } from '../state.ts'

export function createSchedule({ world, now }: Room, given: ScheduleInput) {
  const { Name: name, GroupName: group = DEFAULT_GROUP, ClientToken } = given
  const known = world.schedules[keyOf(group, name)]
  if (known !== undefined && ClientToken !== undefined && known.given.ClientToken === ClientToken)
    return { ScheduleArn: known.arn }
  checkSchedule(world, given)
  if (known !== undefined) throw conflict(`Schedule ${name} already exists.`)
  const arn = scheduleArn(world, group, name)
  const due = dueAfter({ given, createdAt: now }, now - 1)
  world.schedules[keyOf(group, name)] = { name, group, arn, createdAt: now, changedAt: now, given, due, pending: [] }
  return { ScheduleArn: arn }
}
