import { required } from '../../../refusal.ts'
import type { Room } from '../../../room.ts'
import { findGroup, NO_STREAM } from '../find-group.ts'

interface Input {
  logGroupName?: string
  logStreamName?: string
  logEvents?: { timestamp: number; message: string }[]
}

const HOUR = 3600 * 1000
const NEWEST = 2 * HOUR
const OLDEST = 14 * 24 * HOUR

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html */
export function putLogEvents({ world, now }: Room, input: Input) {
  const group = findGroup(world, input)
  const stream = group.streams[required(input.logStreamName, 'logStreamName')]
  if (stream === undefined) throw NO_STREAM()
  const events = input.logEvents ?? []
  const kept = (group.retentionInDays ?? Number.POSITIVE_INFINITY) * 24 * HOUR
  const isExpired = (at: number): boolean => at < now - kept
  const isOld = (at: number): boolean => !isExpired(at) && at < now - OLDEST
  const isNew = (at: number): boolean => at > now + NEWEST
  for (const { timestamp: at, message } of events)
    if (!isExpired(at) && !isOld(at) && !isNew(at)) stream.lines.push({ at, message })
  const last = (is: (at: number) => boolean): number => events.findLastIndex(({ timestamp }) => is(timestamp)) + 1
  const rejected = {
    ...(last(isOld) > 0 && { tooOldLogEventEndIndex: last(isOld) }),
    ...(last(isExpired) > 0 && { expiredLogEventEndIndex: last(isExpired) }),
    ...(last(isNew) > 0 && { tooNewLogEventStartIndex: events.findIndex(({ timestamp }) => isNew(timestamp)) }),
  }
  return {
    nextSequenceToken: String(stream.lines.length),
    ...(Object.keys(rejected).length > 0 && { rejectedLogEventsInfo: rejected }),
  }
}
