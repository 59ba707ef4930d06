import { page } from '../../../page.ts'
import type { Room } from '../../../room.ts'
import { eventId, findGroup } from '../find-group.ts'

interface Input {
  logGroupName?: string
  logGroupIdentifier?: string
  logStreamNames?: string[]
  logStreamNamePrefix?: string
  startTime?: number
  endTime?: number
  filterPattern?: string
  limit?: number
  nextToken?: string
}

/** The filter pattern is taken as words that must all occur; the JSON and regular-expression forms are not known. */
export function filterLogEvents({ world }: Room, input: Input) {
  const { logStreamNames, logStreamNamePrefix = '', startTime = 0, endTime = Infinity, filterPattern = '' } = input
  const words = filterPattern.split(/\s+/).map(word => word.replaceAll('"', ''))
  const found = Object.entries(findGroup(world, input).streams)
    .filter(([name]) => logStreamNames?.includes(name) ?? name.startsWith(logStreamNamePrefix))
    .flatMap(([logStreamName, { lines }]) =>
      lines.map(({ at, message }, index) => ({
        logStreamName,
        timestamp: at,
        message,
        ingestionTime: at,
        eventId: eventId(logStreamName, index),
      })),
    )
    .filter(
      ({ timestamp, message }) =>
        timestamp >= startTime && timestamp < endTime && words.every(w => message.includes(w)),
    )
    .sort((a, b) => a.timestamp - b.timestamp)
  const { items, nextToken } = page(
    found,
    { maxResults: input.limit, nextToken: input.nextToken },
    { standard: 10_000, most: 10_000 },
  )
  return { events: items, searchedLogStreams: [], nextToken }
}
