/** The two alarms of a target tracking policy, named and set as AWS does. */
import { arn } from '../../identity.ts'
import type { World } from '../../world.ts'
import { deleteAlarm, putAlarm } from '../cloudwatch/alarm.ts'
import type { AlarmSettings } from '../cloudwatch/state.ts'
import { invalidField } from './find.ts'
import type { ScalingPolicy, TrackingConfiguration } from './state.ts'

type Watched = Pick<AlarmSettings, 'Namespace' | 'MetricName' | 'Dimensions' | 'Statistic' | 'Unit'>

export type Side = 'AlarmHigh' | 'AlarmLow'

export const alarmName = ({ ResourceId, id }: Pick<ScalingPolicy, 'ResourceId' | 'id'>, side: Side): string =>
  `TargetTracking-${ResourceId}-${side}-${id}`

export function putAlarms(world: World, policy: ScalingPolicy, now: number): void {
  const configuration = policy.TargetTrackingScalingPolicyConfiguration
  if (configuration === undefined) return
  const watched = metricOf(policy.ResourceId ?? '', configuration)
  const shared = {
    ...watched,
    AlarmDescription: `DO NOT EDIT OR DELETE. For TargetTrackingScaling policy ${policy.PolicyARN}.`,
    ActionsEnabled: true,
    AlarmActions: [policy.PolicyARN],
    Period: 60,
  }
  const { TargetValue } = configuration
  putAlarm(
    world,
    {
      ...shared,
      AlarmName: alarmName(policy, 'AlarmHigh'),
      EvaluationPeriods: 3,
      Threshold: TargetValue,
      ComparisonOperator: 'GreaterThanThreshold',
    },
    now,
  )
  if (configuration.DisableScaleIn === true) {
    deleteAlarm(world, alarmName(policy, 'AlarmLow'))
    return
  }
  putAlarm(
    world,
    {
      ...shared,
      AlarmName: alarmName(policy, 'AlarmLow'),
      EvaluationPeriods: 15,
      Threshold: lowOf(TargetValue),
      ComparisonOperator: 'LessThanThreshold',
    },
    now,
  )
}

export function deleteAlarmsOf(world: World, policy: ScalingPolicy): void {
  if (policy.TargetTrackingScalingPolicyConfiguration === undefined) return
  deleteAlarm(world, alarmName(policy, 'AlarmHigh'))
  deleteAlarm(world, alarmName(policy, 'AlarmLow'))
}

/** Of a step policy those that name it among their actions. */
export const alarmsOf = (world: World, { PolicyARN }: ScalingPolicy) =>
  Object.values(world.metricAlarms)
    .filter(({ settings: { OKActions = [], AlarmActions = [], InsufficientDataActions = [] } }) =>
      [...OKActions, ...AlarmActions, ...InsufficientDataActions].includes(PolicyARN),
    )
    .map(({ settings: { AlarmName } }) => ({ AlarmName, AlarmARN: arn(world, 'cloudwatch', `alarm:${AlarmName}`) }))

/** Nine tenths of the target, without the noise of fractions. */
const lowOf = (target: number): number => Number((target * 0.9).toPrecision(12))

const OF_THE_SERVICE: Readonly<Record<string, string>> = {
  ECSServiceAverageCPUUtilization: 'CPUUtilization',
  ECSServiceAverageMemoryUtilization: 'MemoryUtilization',
}

/** @throws Refusal of a metric that is not served, or that is not told fully. */
export function metricOf(resource: string, configuration: TrackingConfiguration): Watched {
  const { PredefinedMetricSpecification: predefined, CustomizedMetricSpecification: customized } = configuration
  if ((predefined === undefined) === (customized === undefined))
    throw invalidField('Exactly one of PredefinedMetricSpecification and CustomizedMetricSpecification must be given.')
  if (customized !== undefined) {
    const { Namespace, MetricName, Dimensions = [], Statistic, Unit, Metrics } = customized
    if (Metrics !== undefined) throw invalidField('The local ECS serves no metric math in a customized metric.')
    if (!Namespace || !MetricName || !Statistic)
      throw invalidField('A customized metric needs Namespace, MetricName and Statistic.')
    return { Namespace, MetricName, Dimensions, Statistic, ...(Unit !== undefined && { Unit }) }
  }
  const { PredefinedMetricType: type = '', ResourceLabel } = predefined ?? {}
  const MetricName = OF_THE_SERVICE[type]
  if (MetricName !== undefined) return { ...serviceMetric(resource, MetricName), Statistic: 'Average' }
  if (type !== 'ALBRequestCountPerTarget') throw invalidField(`The local ECS does not serve the metric ${type}.`)
  return { ...requestMetric(ResourceLabel), Statistic: 'Sum' }
}

export function serviceMetric(resource: string, MetricName: string) {
  const [, cluster = '', service = ''] = resource.split('/')
  const Dimensions = [
    { Name: 'ClusterName', Value: cluster },
    { Name: 'ServiceName', Value: service },
  ]
  return { Namespace: 'AWS/ECS', MetricName, Dimensions }
}

export function requestMetric(label = '') {
  const [, balancer, group] = /^(app\/[^/]+\/[^/]+)\/(targetgroup\/[^/]+\/[^/]+)$/.exec(label) ?? []
  if (balancer === undefined || group === undefined)
    throw invalidField(`ResourceLabel must be app/NAME/ID/targetgroup/NAME/ID, not ${label}.`)
  const Dimensions = [
    { Name: 'LoadBalancer', Value: balancer },
    { Name: 'TargetGroup', Value: group },
  ]
  return { Namespace: 'AWS/ApplicationELB', MetricName: 'RequestCountPerTarget', Dimensions }
}
