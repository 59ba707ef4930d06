import { required } from '../../../refusal.ts'
import type { Room } from '../../../room.ts'
import { askPublic, isPublic } from '../public-parameters.ts'
import { findParameter, parameterOf, showParameter } from '../show-parameter.ts'

interface Input {
  Name?: string
  WithDecryption?: boolean
}

export async function getParameter(room: Room, input: Input) {
  const { world } = room
  const name = required(input.Name, 'Name')
  const isBehind = isPublic(name) && parameterOf(world, name) === undefined
  const behind = isBehind ? await askPublic<object>(room, 'GetParameter', input) : undefined
  return behind ?? { Parameter: showParameter(world, findParameter(world, name), input.WithDecryption) }
}
