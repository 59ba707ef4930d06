import { Refusal, required } from '../../../refusal.ts'
import type { Room } from '../../../room.ts'
import { findGroup } from '../find-group.ts'

export function createLogStream({ world, now }: Room, input: { logGroupName?: string; logStreamName?: string }) {
  const { streams } = findGroup(world, input)
  const name = required(input.logStreamName, 'logStreamName')
  if (streams[name] !== undefined)
    throw new Refusal('ResourceAlreadyExistsException', 'The specified log stream already exists')
  streams[name] = { createdAt: now, lines: [] }
  return {}
}
