import { arn } from '../../../identity.ts'
import type { Room } from '../../../room.ts'
import type { World } from '../../../world.ts'

interface Input {
  AlarmNames?: string[]
  AlarmNamePrefix?: string
  StateValue?: string
}

/** An alarm is there once its state was set or a service names it; nobody has to create it. */
export const describeAlarms = ({ world }: Room, { AlarmNames, AlarmNamePrefix = '', StateValue }: Input) => ({
  MetricAlarms: alarmNames(world)
    .filter(name => AlarmNames === undefined || AlarmNames.includes(name))
    .filter(name => name.startsWith(AlarmNamePrefix))
    .map(name => ({
      AlarmName: name,
      AlarmArn: arn(world, 'cloudwatch', `alarm:${name}`),
      StateValue: world.alarms[name] ?? 'OK',
    }))
    .filter(alarm => StateValue === undefined || alarm.StateValue === StateValue),
  CompositeAlarms: [],
})

function alarmNames({ alarms, services }: World): string[] {
  const named = Object.values(services).flatMap(
    ({ deploymentConfiguration }) => deploymentConfiguration.alarms?.alarmNames ?? [],
  )
  return [...new Set([...Object.keys(alarms), ...named])].sort()
}
