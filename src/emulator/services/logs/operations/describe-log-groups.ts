import { page } from '../../../page.ts'
import type { Room } from '../../../room.ts'
import { groupArn } from '../find-group.ts'

export function describeLogGroups(
  { world }: Room,
  input: { logGroupNamePrefix?: string; logGroupNamePattern?: string; limit?: number; nextToken?: string },
) {
  const found = Object.values(world.logGroups)
    .filter(
      ({ name }) => name.startsWith(input.logGroupNamePrefix ?? '') && name.includes(input.logGroupNamePattern ?? ''),
    )
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  const { items, nextToken } = page(
    found,
    { maxResults: input.limit, nextToken: input.nextToken },
    { standard: 50, most: 50 },
  )
  return {
    logGroups: items.map(({ name, createdAt, retentionInDays, streams, logGroupClass, kmsKeyId, metricFilters }) => ({
      logGroupName: name,
      creationTime: createdAt,
      retentionInDays,
      logGroupClass,
      kmsKeyId,
      metricFilterCount: Object.keys(metricFilters).length,
      storedBytes: Object.values(streams).reduce((sum, { lines }) => sum + lines.length, 0),
      arn: `${groupArn(world, name)}:*`,
      logGroupArn: groupArn(world, name),
    })),
    nextToken,
  }
}
