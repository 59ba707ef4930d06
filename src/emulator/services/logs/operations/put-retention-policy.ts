import type { Room } from '../../../room.ts'
import { findGroup } from '../find-group.ts'

export function putRetentionPolicy({ world }: Room, input: { logGroupName?: string; retentionInDays?: number }) {
  findGroup(world, input).retentionInDays = input.retentionInDays
  return {}
}
