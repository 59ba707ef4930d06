/** Schedule groups: names for schedules, and where their tags are. */
import { arn } from '../../../identity.ts'
import { page } from '../../../page.ts'
import { type Room, seconds } from '../../../room.ts'
import { conflict, DEFAULT_GROUP, findGroup, invalid } from '../find.ts'
import type { ScheduleGroup } from '../state.ts'

interface Named {
  Name: string
}

export function createScheduleGroup(
  { world, now }: Room,
  { Name: name, Tags = [] }: Named & { Tags?: ScheduleGroup['tags'] },
) {
  if (name === DEFAULT_GROUP || world.scheduleGroups[name] !== undefined)
    throw conflict(`Schedule group ${name} already exists.`)
  const group = { name, arn: arn(world, 'scheduler', `schedule-group/${name}`), createdAt: now, tags: Tags }
  world.scheduleGroups[name] = group
  return { ScheduleGroupArn: group.arn }
}

export const getScheduleGroup = ({ world }: Room, { Name }: Named) => shown(findGroup(world, Name))

/** Its schedules go with it. */
export function deleteScheduleGroup({ world }: Room, { Name }: Named) {
  if (Name === DEFAULT_GROUP) throw invalid('The default schedule group cannot be deleted.')
  delete world.scheduleGroups[findGroup(world, Name).name]
  for (const [key, { group }] of Object.entries(world.schedules)) if (group === Name) delete world.schedules[key]
  return {}
}

interface Listed {
  NamePrefix?: string
  MaxResults?: number
  NextToken?: string
}

export function listScheduleGroups({ world }: Room, { NamePrefix = '', MaxResults, NextToken }: Listed) {
  const all = [findGroup(world, DEFAULT_GROUP), ...Object.values(world.scheduleGroups)]
  const found = all.filter(({ name }) => name.startsWith(NamePrefix)).sort((a, b) => (a.name < b.name ? -1 : 1))
  const asked = { maxResults: MaxResults, nextToken: NextToken }
  const { items, nextToken } = page(found, asked, { standard: 100, most: 100 })
  return { ScheduleGroups: items.map(shown), NextToken: nextToken }
}

const shown = ({ name, arn: Arn, createdAt }: ScheduleGroup) => ({
  Name: name,
  Arn,
  State: 'ACTIVE',
  CreationDate: seconds(createdAt),
  LastModificationDate: seconds(createdAt),
})
