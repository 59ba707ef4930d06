/** Listens for a service's deployment alarms before a rollout: one that rings already guards nothing. */
import type { Service } from '@aws-sdk/client-ecs'
import type { Aws } from '../edge/aws.ts'

/** Their names. Never fails: a rollout does not hang on whether this can be asked. */
export async function ringingAlarms({ cloudwatch }: Aws, { deploymentConfiguration }: Service): Promise<string[]> {
  const { enable = false, alarmNames = [] } = deploymentConfiguration?.alarms ?? {}
  if (!enable || alarmNames.length === 0) return []
  const query = { AlarmNames: alarmNames, AlarmTypes: ['MetricAlarm' as const, 'CompositeAlarm' as const] }
  const { MetricAlarms = [], CompositeAlarms = [] } = await cloudwatch
    .describeAlarms({ ...query, StateValue: 'ALARM' })
    .catch(() => ({ MetricAlarms: [], CompositeAlarms: [] }))
  return [...MetricAlarms, ...CompositeAlarms].map(({ AlarmName = '' }) => AlarmName)
}
