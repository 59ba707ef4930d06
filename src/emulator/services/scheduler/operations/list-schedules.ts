import { page } from '../../../page.ts'
import { type Room, seconds } from '../../../room.ts'
import { findGroup } from '../find.ts'

interface Input {
  GroupName?: string
  NamePrefix?: string
  State?: string
  MaxResults?: number
  NextToken?: string
}

export function listSchedules({ world }: Room, { GroupName, NamePrefix = '', State, MaxResults, NextToken }: Input) {
  if (GroupName !== undefined) findGroup(world, GroupName)
  const found = Object.values(world.schedules)
    .filter(({ group, name }) => (GroupName ?? group) === group && name.startsWith(NamePrefix))
    .filter(({ given }) => State === undefined || (given.State ?? 'ENABLED') === State)
    .sort((a, b) => (a.arn < b.arn ? -1 : 1))
  const asked = { maxResults: MaxResults, nextToken: NextToken }
  const { items, nextToken } = page(found, asked, { standard: 100, most: 100 })
  return {
    Schedules: items.map(({ arn, name, group, given, createdAt, changedAt }) => ({
      Arn: arn,
      Name: name,
      GroupName: group,
      State: given.State ?? 'ENABLED',
      CreationDate: seconds(createdAt),
      LastModificationDate: seconds(changedAt),
      Target: { Arn: given.Target.Arn },
    })),
    NextToken: nextToken,
  }
}
