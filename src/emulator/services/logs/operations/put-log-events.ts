import { required } from '../../../refusal.ts'
import type { Room } from '../../../room.ts'
import { findGroup, NO_STREAM } from '../find-group.ts'

interface Input {
  logGroupName?: string
  logStreamName?: string
  logEvents?: { timestamp: number; message: string }[]
}

export function putLogEvents({ world }: Room, input: Input) {
  const stream = findGroup(world, input).streams[required(input.logStreamName, 'logStreamName')]
  if (stream === undefined) throw NO_STREAM()
  for (const { timestamp, message } of input.logEvents ?? []) stream.lines.push({ at: timestamp, message })
  return { nextSequenceToken: String(stream.lines.length) }
}
