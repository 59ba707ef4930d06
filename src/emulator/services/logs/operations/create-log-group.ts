import { Refusal, required } from '../../../refusal.ts'
import type { Room } from '../../../room.ts'
import { emptyLogGroup } from '../../../scheduler/log.ts'

interface Input {
  logGroupName?: string
  kmsKeyId?: string
  logGroupClass?: string
  tags?: Record<string, string>
}

export function createLogGroup({ world, now }: Room, input: Input) {
  const name = required(input.logGroupName, 'logGroupName')
  if (world.logGroups[name] !== undefined)
    throw new Refusal('ResourceAlreadyExistsException', 'The specified log group already exists')
  world.logGroups[name] = {
    ...emptyLogGroup(name, now),
    logGroupClass: input.logGroupClass ?? 'STANDARD',
    kmsKeyId: input.kmsKeyId,
    tags: input.tags ?? {},
  }
  return {}
}
