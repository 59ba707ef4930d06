import type { Room } from '../../../room.ts'
import { findGroup } from '../find-group.ts'

export function deleteLogGroup({ world }: Room, input: { logGroupName?: string }) {
  delete world.logGroups[findGroup(world, input).name]
  return {}
}
