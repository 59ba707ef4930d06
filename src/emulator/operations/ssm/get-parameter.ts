import { required } from '../../refusal.ts'
import type { Room } from '../../room.ts'
import { findParameter, showParameter } from './show-parameter.ts'

export const getParameter = ({ world }: Room, { Name }: { Name?: string }) => ({
  Parameter: showParameter(world, findParameter(world, required(Name, 'Name'))),
})
