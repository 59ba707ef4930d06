import type { Room } from '../../../room.ts'

export function deleteParameters({ world }: Room, { Names = [] }: { Names?: string[] }) {
  const known = Names.filter(name => world.parameters[name] !== undefined)
  for (const name of known) delete world.parameters[name]
  return { DeletedParameters: known, InvalidParameters: Names.filter(name => !known.includes(name)) }
}
