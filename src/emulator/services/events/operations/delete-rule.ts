import type { Room } from '../../../room.ts'
import { busOf, invalid, keyOf, type Named } from '../find.ts'

/** What is not there is deleted, as on AWS. */
export function deleteRule({ world }: Room, input: Named & { Name: string }) {
  const key = keyOf(busOf(input), input.Name)
  if ((world.rules[key]?.targets.length ?? 0) > 0) throw invalid("Rule can't be deleted since it has targets.")
  delete world.rules[key]
  return {}
}
