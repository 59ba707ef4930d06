/** The schedule a request means, or AWS's refusal. */
import { arn } from '../../identity.ts'
import { Refusal } from '../../refusal.ts'
import type { World } from '../../world.ts'
import type { Schedule, ScheduleGroup } from './state.ts'

export const DEFAULT_GROUP = 'default'

export const keyOf = (group: string, name: string): string => `${group}/${name}`

export const scheduleArn = (world: World, group: string, name: string): string =>
  arn(world, 'scheduler', `schedule/${group}/${name}`)

export function findSchedule(world: World, { Name, GroupName = DEFAULT_GROUP }: { Name: string; GroupName?: string }) {
  const found: Schedule | undefined = world.schedules[keyOf(GroupName, Name)]
  if (found === undefined) throw missing(`Schedule ${Name} does not exist.`)
  return found
}

export function findGroup(world: World, name: string): ScheduleGroup {
  const found = world.scheduleGroups[name]
  if (found !== undefined) return found
  if (name !== DEFAULT_GROUP) throw missing(`Schedule group ${name} does not exist.`)
  return { name, arn: arn(world, 'scheduler', `schedule-group/${name}`), createdAt: 0, tags: [] }
}

export const missing = (message: string): Refusal => new Refusal('ResourceNotFoundException', message, 404)
export const invalid = (message: string): Refusal => new Refusal('ValidationException', message)
export const conflict = (message: string): Refusal => new Refusal('ConflictException', message, 409)
