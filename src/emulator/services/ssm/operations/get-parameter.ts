import { required } from '../../../refusal.ts'
import type { Room } from '../../../room.ts'
import { findParameter, showParameter } from '../show-parameter.ts'

interface Input {
  Name?: string
  WithDecryption?: boolean
}

export const getParameter = ({ world }: Room, { Name, WithDecryption }: Input) => ({
  Parameter: showParameter(world, findParameter(world, required(Name, 'Name')), WithDecryption),
})
