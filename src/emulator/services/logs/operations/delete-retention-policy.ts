import type { Room } from '../../../room.ts'
import { findGroup } from '../find-group.ts'

export function deleteRetentionPolicy({ world }: Room, input: { logGroupName?: string }) {
  findGroup(world, input).retentionInDays = undefined
  return {}
}
