import { Refusal } from '../../../refusal.ts'
import type { Room } from '../../../room.ts'
import { setState } from '../alarm.ts'
import type { AlarmState } from '../state.ts'

interface Input {
  AlarmName: string
  StateValue: AlarmState
  StateReason: string
}

/** Until the alarm is looked at again. */
export function setAlarmState({ world, now }: Room, { AlarmName, StateValue, StateReason }: Input) {
  if (world.metricAlarms[AlarmName] === undefined && world.alarms[AlarmName] === undefined)
    throw new Refusal('ResourceNotFound', `Alarm ${AlarmName} does not exist.`, 404)
  setState(world, AlarmName, now, StateValue, StateReason)
  return {}
}
