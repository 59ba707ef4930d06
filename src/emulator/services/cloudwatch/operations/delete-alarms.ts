import { Refusal } from '../../../refusal.ts'
import type { Room } from '../../../room.ts'
import { deleteAlarm } from '../alarm.ts'

/** All of them or none. */
export function deleteAlarms({ world }: Room, { AlarmNames = [] }: { AlarmNames?: string[] }) {
  const unknown = AlarmNames.filter(name => world.metricAlarms[name] === undefined && world.alarms[name] === undefined)
  if (unknown.length > 0) throw new Refusal('ResourceNotFound', `Alarms ${unknown.join(', ')} do not exist.`, 404)
  for (const name of AlarmNames) deleteAlarm(world, name)
  return {}
}
