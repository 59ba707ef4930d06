/** Application Auto Scaling at work on a service, on the virtual clock. */
import { ApplicationAutoScaling, type PutScalingPolicyCommandInput } from '@aws-sdk/client-application-auto-scaling'
import type { PutMetricAlarmCommandInput } from '@aws-sdk/client-cloudwatch'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { nextTime, readExpression } from '../../src/emulator/schedule/expression.ts'
import { gradually, proportional, stepped } from '../../src/emulator/services/application-autoscaling/adjust.ts'
import { CLUSTER, SERVICE, type Stage, settled } from './stage.ts'

let stage: Stage
let scaling: ApplicationAutoScaling
const MINUTE = 60
const PLACE = {
  ServiceNamespace: 'ecs',
  ResourceId: `service/${CLUSTER}/${SERVICE}`,
  ScalableDimension: 'ecs:service:DesiredCount',
} as const
const LABEL = 'app/web/0123456789abcdef/targetgroup/web/fedcba9876543210'

async function open(): Promise<void> {
  stage = await settled()
  scaling = new ApplicationAutoScaling(stage.settings)
  await scaling.registerScalableTarget({ ...PLACE, MinCapacity: 1, MaxCapacity: 10 })
}
beforeEach(open)
afterEach(async () => {
  scaling.destroy()
  await stage.close()
})

const track = (
  change: PutScalingPolicyCommandInput['TargetTrackingScalingPolicyConfiguration'] | object = {},
  name = 'cpu',
) =>
  scaling.putScalingPolicy({
    ...PLACE,
    PolicyName: name,
    PolicyType: 'TargetTrackingScaling',
    TargetTrackingScalingPolicyConfiguration: {
      TargetValue: 50,
      PredefinedMetricSpecification: { PredefinedMetricType: 'ECSServiceAverageCPUUtilization' },
      ...change,
    },
  })
const load = (set: object) => stage.post('metrics', { cluster: CLUSTER, service: SERVICE, ...set })
const desired = async () => (await stage.service()).desiredCount
const activities = async () => (await scaling.describeScalingActivities(PLACE)).ScalingActivities ?? []
const pass = (minutes: number) => stage.pass(minutes * MINUTE)

describe('target tracking', () => {
  test('puts the two alarms of a policy, and takes them away with it', async () => {
    const { Alarms, PolicyARN = '' } = await track()
    expect(Alarms?.map(({ AlarmName }) => AlarmName?.replace(/-[^-]+-[^-]+-[^-]+-[^-]+-[^-]+$/, ''))).toEqual([
      `TargetTracking-${PLACE.ResourceId}-AlarmHigh`,
      `TargetTracking-${PLACE.ResourceId}-AlarmLow`,
    ])
    const { MetricAlarms } = await stage.cloudwatch.describeAlarms({})
    const shared = { Namespace: 'AWS/ECS', MetricName: 'CPUUtilization', Statistic: 'Average', Period: 60 }
    expect(MetricAlarms).toMatchObject([
      { ...shared, EvaluationPeriods: 3, Threshold: 50, ComparisonOperator: 'GreaterThanThreshold' },
      { ...shared, EvaluationPeriods: 15, Threshold: 45, ComparisonOperator: 'LessThanThreshold' },
    ])
    expect(MetricAlarms?.[0]?.AlarmActions).toEqual([PolicyARN])
    await track({ DisableScaleIn: true })
    expect((await stage.cloudwatch.describeAlarms({})).MetricAlarms).toHaveLength(1)
    await scaling.deleteScalingPolicy({ ...PLACE, PolicyName: 'cpu' })
    expect((await stage.cloudwatch.describeAlarms({})).MetricAlarms).toEqual([])
  })

  test('scales out in proportion once three minutes were over the target, and tells of it', async () => {
    const { Alarms } = await track()
    await load({ cpu: 90 })
    stage.pass(179)
    expect(await desired()).toBe(2)
    stage.pass(1)
    expect(await desired()).toBe(4)
    const Cause = `monitor alarm ${Alarms?.[0]?.AlarmName} in state ALARM triggered policy cpu`
    expect(await activities()).toMatchObject([
      {
        ...PLACE,
        Description: 'Setting desired count to 4.',
        Cause,
        StatusCode: 'InProgress',
        StatusMessage: 'Successfully set desired count to 4. Waiting for change to be fulfilled by ecs.',
      },
    ])
    stage.pass(60)
    const StatusMessage = 'Successfully set desired count to 4. Change successfully fulfilled by ecs.'
    expect(await activities()).toMatchObject([{ StatusCode: 'Successful', StatusMessage }])
    expect(await stage.messages()).toContain(`Message: ${StatusMessage} Cause: ${Cause}`)
    expect(await stage.service()).toMatchObject({ runningCount: 4 })
  })

  test.each([
    ['memory', { PredefinedMetricType: 'ECSServiceAverageMemoryUtilization' }, { memory: 75 }],
    [
      'requests per target',
      { PredefinedMetricType: 'ALBRequestCountPerTarget', ResourceLabel: LABEL },
      { requestsPerTarget: 75, resourceLabel: LABEL },
    ],
  ])('follows %s', async (_, PredefinedMetricSpecification, set) => {
    await track({ PredefinedMetricSpecification })
    await load(set)
    pass(3)
    expect(await desired()).toBe(3)
  })

  test('follows a metric of one’s own', async () => {
    const metric = { Namespace: 'Shop', MetricName: 'Backlog' }
    await track({
      PredefinedMetricSpecification: undefined,
      CustomizedMetricSpecification: { ...metric, Dimensions: [{ Name: 'Queue', Value: 'a' }], Statistic: 'Average' },
    })
    for (let minute = 0; minute < 3; minute++) {
      const datum = { MetricName: 'Backlog', Dimensions: [{ Name: 'Queue', Value: 'a' }], Value: 75 }
      await stage.cloudwatch.putMetricData({ Namespace: 'Shop', MetricData: [datum] })
      pass(1)
    }
    expect(await desired()).toBe(3)
  })

  test('comes to rest where a load is shared out, and goes no further than the most', async () => {
    await track({ ScaleOutCooldown: 60 })
    await load({ cpu: { total: 400 } })
    pass(30)
    expect(await desired()).toBe(8)
    await load({ cpu: { total: 4000 } })
    pass(10)
    expect(await desired()).toBe(10)
  })

  test('in a cooldown only goes out further than it did from what it found', async () => {
    await track()
    await load({ cpu: 90 })
    pass(3)
    expect(await desired()).toBe(4)
    pass(3)
    expect(await desired()).toBe(4)
    await load({ cpu: 140 })
    pass(1)
    expect(await desired()).toBe(6)
    await load({ cpu: 50 })
    pass(30)
    expect(await desired()).toBe(6)
  })

  test('scales in one by one after fifteen minutes, by its cooldown, and not below the least', async () => {
    await stage.update({ desiredCount: 4 })
    await track({ ScaleInCooldown: 120 })
    await load({ cpu: 5 })
    pass(14)
    expect(await desired()).toBe(4)
    pass(1)
    expect(await desired()).toBe(3)
    pass(1)
    expect(await desired()).toBe(3)
    pass(1)
    expect(await desired()).toBe(2)
    pass(20)
    expect(await desired()).toBe(1)
  })

  test('scales in only when every policy is ready for it', async () => {
    await stage.update({ desiredCount: 4 })
    await track()
    await track(
      { PredefinedMetricSpecification: { PredefinedMetricType: 'ECSServiceAverageMemoryUtilization' } },
      'ram',
    )
    await load({ cpu: 5, memory: 48 })
    pass(40)
    expect(await desired()).toBe(4)
    await load({ memory: 10 })
    pass(20)
    expect(await desired()).toBeLessThan(4)
  })

  test.each([
    ['in', 'DynamicScalingInSuspended', 5],
    ['out', 'DynamicScalingOutSuspended', 90],
  ])('is not made %s while that is suspended', async (_, state, cpu) => {
    await track()
    await scaling.registerScalableTarget({ ...PLACE, SuspendedState: { [state]: true } })
    await load({ cpu })
    pass(40)
    expect(await desired()).toBe(2)
    await scaling.registerScalableTarget({ ...PLACE, SuspendedState: { [state]: false } })
    pass(2)
    expect(await desired()).not.toBe(2)
  })

  test('does not scale in while a deployment runs, and scales out then', async () => {
    await stage.update({ desiredCount: 4 })
    pass(2)
    await track()
    await load({ cpu: 5 })
    pass(14.5)
    await stage.update({ taskDefinition: await stage.register('2.0.0'), desiredCount: 4 })
    stage.pass(31)
    expect((await stage.service()).deployments?.[0]?.rolloutState).toBe('IN_PROGRESS')
    expect(await desired()).toBe(4)
    pass(10)
    expect((await stage.service()).deployments?.[0]?.rolloutState).toBe('COMPLETED')
    expect(await desired()).toBeLessThan(4)
  })

  test('one policy alone follows a metric', async () => {
    const words = 'Only one TargetTrackingScaling policy for a given metric specification is allowed.'
    const custom = (Value: string) => ({
      PredefinedMetricSpecification: undefined,
      CustomizedMetricSpecification: {
        ...{ Namespace: 'Shop', MetricName: 'Backlog', Statistic: 'Average' },
        Dimensions: [{ Name: 'Queue', Value }],
      },
    })
    await track()
    await expect(track({ TargetValue: 60 }, 'another')).rejects.toMatchObject({
      name: 'ValidationException',
      message: words,
    })
    await track({ TargetValue: 60 })
    await track({ PredefinedMetricSpecification: { PredefinedMetricType: 'ECSServiceAverageMemoryUtilization' } }, 'b')
    await track(custom('a'), 'c')
    await track(custom('b'), 'd')
    await expect(track(custom('b'), 'e')).rejects.toThrow(words)
    const { ScalingPolicies = [] } = await scaling.describeScalingPolicies(PLACE)
    expect(ScalingPolicies.map(({ PolicyName }) => PolicyName)).toEqual(['cpu', 'b', 'c', 'd'])
  })

  test('a place that is none and limits below nothing are refused', async () => {
    const ScalableDimension = 'dynamodb:table:ReadCapacityUnits' as const
    await expect(
      scaling.registerScalableTarget({ ...PLACE, ScalableDimension, MinCapacity: 1, MaxCapacity: 2 }),
    ).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'Unsupported service namespace, resource type or scalable dimension',
    })
    for (const limits of [{ MinCapacity: -1 }, { MinCapacity: -2, MaxCapacity: -1 }])
      await expect(scaling.registerScalableTarget({ ...PLACE, ...limits })).rejects.toThrow('cannot be negative')
    const action = { ...PLACE, ScheduledActionName: 'night', Schedule: 'rate(1 day)' }
    const night = (ScalableTargetAction: object) => scaling.putScheduledAction({ ...action, ScalableTargetAction })
    await expect(night({ MinCapacity: -1 })).rejects.toThrow('cannot be negative')
    await expect(night({})).rejects.toThrow('At least one of minimum capacity and maximum capacity should be provided')
    await expect(night({ MinCapacity: 3, MaxCapacity: 2 })).rejects.toThrow('Maximum capacity cannot be less')
    await night({ MinCapacity: 0, MaxCapacity: 0 })
  })

  test('what is not served is refused by name', async () => {
    await expect(
      track({ PredefinedMetricSpecification: { PredefinedMetricType: 'DynamoDBReadCapacityUtilization' } }),
    ).rejects.toThrow('DynamoDBReadCapacityUtilization')
    await expect(track({ PredefinedMetricSpecification: undefined })).rejects.toThrow('Exactly one of')
    await expect(
      track({
        PredefinedMetricSpecification: { PredefinedMetricType: 'ALBRequestCountPerTarget', ResourceLabel: 'x' },
      }),
    ).rejects.toThrow('ResourceLabel')
  })
})

describe('step scaling', () => {
  const steps = [
    { MetricIntervalLowerBound: 0, MetricIntervalUpperBound: 20, ScalingAdjustment: 1 },
    { MetricIntervalLowerBound: 20, ScalingAdjustment: 3 },
  ]

  const BUSY: PutMetricAlarmCommandInput = {
    AlarmName: 'busy',
    Namespace: 'AWS/ECS',
    MetricName: 'CPUUtilization',
    Dimensions: [
      { Name: 'ClusterName', Value: CLUSTER },
      { Name: 'ServiceName', Value: SERVICE },
    ],
    Statistic: 'Average',
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 60,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
  }

  test('follows an alarm that is set by hand at once', async () => {
    const { PolicyARN = '' } = await scaling.putScalingPolicy({
      ...PLACE,
      PolicyName: 'steps',
      StepScalingPolicyConfiguration: { AdjustmentType: 'ChangeInCapacity', StepAdjustments: steps },
    })
    await stage.cloudwatch.putMetricAlarm({ ...BUSY, EvaluationPeriods: 10, AlarmActions: [PolicyARN] })
    await load({ cpu: 70 })
    pass(1)
    expect(await desired()).toBe(2)
    await stage.cloudwatch.setAlarmState({ AlarmName: 'busy', StateValue: 'ALARM', StateReason: 'a rehearsal' })
    stage.pass(1)
    expect(await desired()).toBe(3)
  })

  test('follows an alarm that names the policy among its actions', async () => {
    const { PolicyARN = '' } = await scaling.putScalingPolicy({
      ...PLACE,
      PolicyName: 'steps',
      StepScalingPolicyConfiguration: { AdjustmentType: 'ChangeInCapacity', StepAdjustments: steps, Cooldown: 60 },
    })
    await stage.cloudwatch.putMetricAlarm({ ...BUSY, AlarmActions: [PolicyARN] })
    expect((await scaling.describeScalingPolicies(PLACE)).ScalingPolicies?.[0]?.Alarms).toMatchObject([
      { AlarmName: 'busy' },
    ])
    await load({ cpu: 70 })
    pass(1)
    expect(await desired()).toBe(3)
    await load({ cpu: 90 })
    pass(1)
    expect(await desired()).toBe(6)
    await load({ cpu: 50 })
    pass(10)
    expect(await desired()).toBe(6)
    expect((await activities()).map(({ Cause }) => Cause)).toContain(
      'monitor alarm busy in state ALARM triggered policy steps',
    )
  })

  test.each([
    ['ChangeInCapacity', {}, 10, 5, 11],
    ['ChangeInCapacity', {}, 10, 20, 13],
    ['ChangeInCapacity', {}, 10, 19.9, 11],
    ['ExactCapacity', {}, 10, 25, 3],
    ['PercentChangeInCapacity', {}, 10, 5, 11],
    ['PercentChangeInCapacity', { MinAdjustmentMagnitude: 2 }, 10, 5, 12],
    ['ChangeInCapacity', {}, 10, -5, undefined],
  ])('%s %j: %d and %d over the threshold make %s', (AdjustmentType, more, capacity, difference, wanted) => {
    expect(stepped({ AdjustmentType, StepAdjustments: steps, ...more }, capacity, difference)).toBe(wanted)
  })

  test.each([
    [12.7, 112],
    [0.5, 101],
    [-0.5, 99],
    [-6.67, 94],
  ])('a change by %d of a hundred is made whole as AWS does', (ScalingAdjustment, wanted) => {
    const StepAdjustments = [{ MetricIntervalLowerBound: 0, ScalingAdjustment }]
    expect(stepped({ AdjustmentType: 'PercentChangeInCapacity', StepAdjustments }, 100, 1)).toBe(wanted)
  })

  test('below the threshold a step has its upper bound in it', () => {
    const StepAdjustments = [
      { MetricIntervalUpperBound: -10, ScalingAdjustment: -2 },
      { MetricIntervalLowerBound: -10, MetricIntervalUpperBound: 0, ScalingAdjustment: -1 },
    ]
    const by = (difference: number) => stepped({ AdjustmentType: 'ChangeInCapacity', StepAdjustments }, 5, difference)
    expect([by(0), by(-9.9), by(-10), by(-11)]).toEqual([4, 4, 3, 3])
  })

  test('steps that overlap or leave a gap are refused', async () => {
    const put = (upper: number) =>
      scaling.putScalingPolicy({
        ...PLACE,
        PolicyName: 'steps',
        StepScalingPolicyConfiguration: {
          AdjustmentType: 'ChangeInCapacity',
          StepAdjustments: [{ ...steps[0], MetricIntervalUpperBound: upper, ScalingAdjustment: 1 }, ...steps.slice(1)],
        },
      })
    await expect(put(25)).rejects.toThrow('neither overlap nor leave a gap')
    await expect(put(15)).rejects.toThrow('neither overlap nor leave a gap')
    await put(20)
  })
})

test('proportions', () => {
  expect([proportional(3, 70, 70), proportional(3, 70.1, 70), proportional(10, 77, 70)]).toEqual([3, 4, 11])
  expect([gradually(4, 5, 50), gradually(40, 5, 50), gradually(2, 45, 50)]).toEqual([3, 36, 2])
})

describe('limits and scheduled actions', () => {
  test('limits that are registered start nothing: a service that Terraform makes at 0 stays there', async () => {
    await stage.update({ desiredCount: 0 })
    await scaling.registerScalableTarget({ ...PLACE, MinCapacity: 3 })
    stage.pass(300)
    expect(await desired()).toBe(0)
    expect(await activities()).toEqual([])
    await stage.update({ desiredCount: 5 })
    stage.pass(300)
    expect(await desired()).toBe(5)
  })

  test('falls due at its time in its time zone, in a clock that jumps as well', async () => {
    // The virtual clock starts on 1 January 2026, a Thursday, at midnight in UTC: 05:30 in Kolkata.
    await scaling.putScheduledAction({
      ...PLACE,
      ScheduledActionName: 'morning',
      Schedule: 'cron(0 9 * * ? *)',
      Timezone: 'Asia/Kolkata',
      ScalableTargetAction: { MinCapacity: 4 },
    })
    await scaling.putScheduledAction({
      ...PLACE,
      ScheduledActionName: 'night',
      Schedule: 'at(2026-01-01T20:00:00)',
      ScalableTargetAction: { MinCapacity: 1, MaxCapacity: 2 },
    })
    stage.pass(3.5 * 3600 - 120 - 1)
    expect(await desired()).toBe(2)
    stage.pass(60)
    expect(await desired()).toBe(4)
    expect((await activities()).map(({ Cause }) => Cause)).toEqual([
      'minimum capacity was set to 4',
      'scheduled action name morning was triggered',
    ])
    stage.pass(17 * 3600)
    expect(await desired()).toBe(2)
    expect(await activities()).toContainEqual(
      expect.objectContaining({
        Description: 'Setting min capacity to 1 and max capacity to 2',
        Cause: 'scheduled action name night was triggered',
        StartTime: new Date('2026-01-01T20:00:00Z'),
      }),
    )
    expect((await scaling.describeScalableTargets({ ServiceNamespace: 'ecs' })).ScalableTargets).toMatchObject([
      { MinCapacity: 1, MaxCapacity: 2 },
    ])
    await scaling.deleteScheduledAction({ ...PLACE, ScheduledActionName: 'morning' })
    stage.pass(86_400)
    expect(await desired()).toBe(2)
  })

  test('is not carried out while that is suspended', async () => {
    await scaling.registerScalableTarget({ ...PLACE, SuspendedState: { ScheduledScalingSuspended: true } })
    const action = { ScheduledActionName: 'often', Schedule: 'rate(5 minutes)' }
    await scaling.putScheduledAction({ ...PLACE, ...action, ScalableTargetAction: { MinCapacity: 4 } })
    pass(11)
    expect(await desired()).toBe(2)
    await scaling.registerScalableTarget({ ...PLACE, SuspendedState: { ScheduledScalingSuspended: false } })
    pass(5)
    expect(await desired()).toBe(4)
  })

  test('a schedule that is none is refused', async () => {
    for (const Schedule of ['cron(0 9 * *)', 'rate(0 minutes)', 'at(tomorrow)', 'daily', 'cron(61 9 * * ? *)'])
      await expect(
        scaling.putScheduledAction({
          ...PLACE,
          ScheduledActionName: 'x',
          Schedule,
          ScalableTargetAction: { MinCapacity: 1 },
        }),
      ).rejects.toMatchObject({ name: 'ValidationException' })
  })

  const after = Date.UTC(2026, 2, 28, 12)
  test.each([
    ['at(2026-03-29T12:00:00)', 'Europe/Berlin', '2026-03-29T10:00:00.000Z'],
    ['cron(30 8 * * ? *)', 'Europe/Berlin', '2026-03-29T06:30:00.000Z'],
    ['cron(30 2 * * ? *)', 'Europe/Berlin', '2026-03-30T00:30:00.000Z'],
    ['cron(0/15 * * * ? *)', 'UTC', '2026-03-28T12:15:00.000Z'],
    ['cron(0 18 ? * MON-FRI *)', 'UTC', '2026-03-30T18:00:00.000Z'],
    ['cron(0 0 L * ? *)', 'UTC', '2026-03-31T00:00:00.000Z'],
    ['cron(0 0 1 JAN ? 2027)', 'UTC', '2027-01-01T00:00:00.000Z'],
    ['cron(0 0 31 FEB ? *)', 'UTC', undefined],
    ['rate(2 hours)', 'UTC', '2026-03-28T13:00:00.000Z'],
    ['at(2020-01-01T00:00:00)', 'UTC', undefined],
  ])('%s in %s', (expression, timezone, expected) => {
    const read = readExpression(expression)
    const since = after - 3_600_000
    const start = read?.kind === 'rate' ? since + read.every : since
    const next = read && nextTime(read, after, { zone: timezone, start })
    expect(next === undefined ? undefined : new Date(next).toISOString()).toBe(expected)
  })
})

test('the same seed gives the same events', async () => {
  const told = async () => {
    await track()
    await load({ cpu: { total: 300 } })
    await scaling.putScheduledAction({
      ...PLACE,
      ScheduledActionName: 'night',
      Schedule: 'rate(1 hour)',
      ScalableTargetAction: { MaxCapacity: 3 },
    })
    pass(130)
    return await stage.get('events')
  }
  const first = await told()
  await stage.close()
  await open()
  expect(await told()).toEqual(first)
})
