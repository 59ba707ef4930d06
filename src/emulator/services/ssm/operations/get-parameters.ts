import type { Room } from '../../../room.ts'
import { parameterOf, showParameter } from '../show-parameter.ts'

interface Input {
  Names?: string[]
  WithDecryption?: boolean
}

export function getParameters({ world }: Room, { Names = [], WithDecryption }: Input) {
  const found = Names.map(name => ({ name, parameter: parameterOf(world, name) }))
  return {
    Parameters: found.flatMap(({ parameter }) => (parameter ? [showParameter(world, parameter, WithDecryption)] : [])),
    InvalidParameters: found.filter(({ parameter }) => parameter === undefined).map(({ name }) => name),
  }
}
