import { page } from '../../../page.ts'
import type { Room } from '../../../room.ts'
import { findGroup, groupArn } from '../find-group.ts'

interface Input {
  logGroupName?: string
  logGroupIdentifier?: string
  logStreamNamePrefix?: string
  orderBy?: 'LogStreamName' | 'LastEventTime'
  descending?: boolean
  limit?: number
  nextToken?: string
}

export function describeLogStreams({ world }: Room, input: Input) {
  const group = findGroup(world, input)
  const found = Object.entries(group.streams)
    .filter(([name]) => name.startsWith(input.logStreamNamePrefix ?? ''))
    .map(([name, { createdAt, lines }]) => ({
      logStreamName: name,
      creationTime: createdAt,
      firstEventTimestamp: lines[0]?.at,
      lastEventTimestamp: lines.at(-1)?.at,
      arn: `${groupArn(world, group.name)}:log-stream:${name}`,
    }))
    .sort((a, b) =>
      input.orderBy === 'LastEventTime'
        ? (a.lastEventTimestamp ?? 0) - (b.lastEventTimestamp ?? 0)
        : a.logStreamName < b.logStreamName
          ? -1
          : 1,
    )
  if (input.descending) found.reverse()
  const { items, nextToken } = page(
    found,
    { maxResults: input.limit, nextToken: input.nextToken },
    { standard: 50, most: 50 },
  )
  return { logStreams: items, nextToken }
}
