import type { Room } from '../../room.ts'
import { parameterName, showParameter } from './show-parameter.ts'

export function getParameters({ world }: Room, { Names = [] }: { Names?: string[] }) {
  const found = Names.map(name => ({ name, parameter: world.parameters[parameterName(name)] }))
  return {
    Parameters: found.flatMap(({ parameter }) => (parameter ? [showParameter(world, parameter)] : [])),
    InvalidParameters: found.filter(({ parameter }) => parameter === undefined).map(({ name }) => name),
  }
}
