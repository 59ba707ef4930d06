import { required } from '../../../refusal.ts'
import type { Room } from '../../../room.ts'
import { findParameter } from '../show-parameter.ts'

export function deleteParameter({ world }: Room, { Name }: { Name?: string }) {
  delete world.parameters[findParameter(world, required(Name, 'Name')).name]
  return {}
}
