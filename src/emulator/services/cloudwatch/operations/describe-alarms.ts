import { arn } from '../../../identity.ts'
import { page } from '../../../page.ts'
import { type Room, seconds } from '../../../room.ts'
import type { World } from '../../../world.ts'

interface Input {
  AlarmNames?: string[]
  AlarmNamePrefix?: string
  ActionPrefix?: string
  StateValue?: string
  MaxRecords?: number
  NextToken?: string
}

/** An alarm is there once it was put, its state was set or a service names it. */
export function describeAlarms({ world }: Room, input: Input) {
  const { AlarmNames, AlarmNamePrefix = '', ActionPrefix, StateValue } = input
  const found = alarmNames(world)
    .filter(name => AlarmNames === undefined || AlarmNames.includes(name))
    .filter(name => name.startsWith(AlarmNamePrefix))
    .map(name => shown(world, name))
    .filter(alarm => StateValue === undefined || alarm.StateValue === StateValue)
    .filter(alarm => ActionPrefix === undefined || alarm.AlarmActions?.some(action => action.startsWith(ActionPrefix)))
  const { items, nextToken } = page(
    found,
    { maxResults: input.MaxRecords, nextToken: input.NextToken },
    { standard: 50, most: 100 },
  )
  return { MetricAlarms: items, CompositeAlarms: [], ...(nextToken !== undefined && { NextToken: nextToken }) }
}

function shown(world: World, name: string) {
  const alarm = world.metricAlarms[name]
  return {
    AlarmName: name,
    AlarmArn: arn(world, 'cloudwatch', `alarm:${name}`),
    StateValue: world.alarms[name] ?? 'OK',
    AlarmActions: undefined,
    ...(alarm && {
      ActionsEnabled: true,
      OKActions: [],
      AlarmActions: [],
      InsufficientDataActions: [],
      Dimensions: [],
      ...alarm.settings,
      AlarmConfigurationUpdatedTimestamp: seconds(alarm.configuredAt),
      StateReason: alarm.reason,
      StateUpdatedTimestamp: seconds(alarm.updatedAt),
      StateTransitionedTimestamp: seconds(alarm.updatedAt),
    }),
  } as { StateValue: string; AlarmActions?: string[] }
}

function alarmNames({ alarms, services }: World): string[] {
  const named = Object.values(services).flatMap(
    ({ deploymentConfiguration }) => deploymentConfiguration.alarms?.alarmNames ?? [],
  )
  return [...new Set([...Object.keys(alarms), ...named])].sort()
}
