import { Refusal, required } from '../../refusal.ts'
import type { Room } from '../../room.ts'
import { book } from '../../world.ts'

export function createLogGroup({ world, now }: Room, { logGroupName }: { logGroupName?: string }) {
  const name = required(logGroupName, 'logGroupName')
  if (world.logGroups[name] !== undefined)
    throw new Refusal('ResourceAlreadyExistsException', 'The specified log group already exists')
  world.logGroups[name] = { name, createdAt: now, streams: book() }
  return {}
}
