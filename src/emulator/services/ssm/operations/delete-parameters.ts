import type { Room } from '../../../room.ts'
import { parameterOf } from '../show-parameter.ts'

export function deleteParameters({ world }: Room, { Names = [] }: { Names?: string[] }) {
  const found = Names.map(name => ({ name, parameter: parameterOf(world, name) }))
  for (const { parameter } of found) if (parameter !== undefined) delete world.parameters[parameter.name]
  const named = (isKnown: boolean): string[] =>
    found.filter(({ parameter }) => (parameter !== undefined) === isKnown).map(({ name }) => name)
  return { DeletedParameters: named(true), InvalidParameters: named(false) }
}
