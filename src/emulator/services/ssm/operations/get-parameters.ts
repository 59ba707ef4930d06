import type { Room } from '../../../room.ts'
import { askPublic, isPublic } from '../public-parameters.ts'
import { parameterOf, showParameter } from '../show-parameter.ts'

interface Input {
  Names?: string[]
  WithDecryption?: boolean
}

interface Output {
  Parameters?: unknown[]
  InvalidParameters?: string[]
}

export async function getParameters(room: Room, { Names = [], WithDecryption }: Input): Promise<Output> {
  const { world } = room
  const found = Names.map(name => ({ name, parameter: parameterOf(world, name) }))
  const missing = found.flatMap(({ name, parameter }) => (parameter === undefined ? [name] : []))
  const asked = missing.filter(isPublic)
  const behind = asked.length > 0 ? await askPublic<Output>(room, 'GetParameters', { Names: asked }) : undefined
  const own = found.flatMap(({ parameter }) => (parameter ? [showParameter(world, parameter, WithDecryption)] : []))
  if (behind === undefined) return { Parameters: own, InvalidParameters: missing }
  const { Parameters = [], InvalidParameters = [] } = behind
  return {
    Parameters: [...own, ...Parameters],
    InvalidParameters: missing.filter(name => !isPublic(name) || InvalidParameters.includes(name)),
  }
}
