import { required } from '../../../refusal.ts'
import type { Room } from '../../../room.ts'
import { findGroup, NO_STREAM } from '../find-group.ts'

interface Input {
  logGroupName?: string
  logGroupIdentifier?: string
  logStreamName?: string
  startTime?: number
  endTime?: number
  limit?: number
  startFromHead?: boolean
  nextToken?: string
}

const MOST = 10_000

/** Tokens are positions in the stream; at an end the same token comes back. */
export function getLogEvents({ world }: Room, input: Input) {
  const { startTime = 0, endTime = Infinity, limit = MOST, startFromHead = false, nextToken } = input
  const stream = findGroup(world, input).streams[required(input.logStreamName, 'logStreamName')]
  if (stream === undefined) throw NO_STREAM()
  const lines = stream.lines.filter(({ at }) => at >= startTime && at < endTime)
  const [direction, at] = nextToken?.split('/') ?? [startFromHead ? 'f' : 'b', startFromHead ? 0 : lines.length]
  const edge = Number(at)
  const start = direction === 'f' ? edge : Math.max(0, edge - limit)
  const end = direction === 'f' ? Math.min(lines.length, edge + limit) : edge
  return {
    events: lines.slice(start, end).map(({ at, message }) => ({ timestamp: at, message, ingestionTime: at })),
    nextForwardToken: `f/${end}`,
    nextBackwardToken: `b/${start}`,
  }
}
