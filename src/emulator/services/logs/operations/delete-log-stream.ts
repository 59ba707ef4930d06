import { required } from '../../../refusal.ts'
import type { Room } from '../../../room.ts'
import { findGroup, NO_STREAM } from '../find-group.ts'

export function deleteLogStream({ world }: Room, input: { logGroupName?: string; logStreamName?: string }) {
  const { streams } = findGroup(world, input)
  const name = required(input.logStreamName, 'logStreamName')
  if (streams[name] === undefined) throw NO_STREAM()
  delete streams[name]
  return {}
}
