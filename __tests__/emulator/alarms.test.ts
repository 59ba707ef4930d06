/** Metrics and the alarms that follow from them. */
import { gzipSync } from 'node:zlib'
import type { Dimension, PutMetricAlarmCommandInput } from '@aws-sdk/client-cloudwatch'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { VIRTUAL_START } from '../../src/emulator/engine.ts'
import { stateBy } from '../../src/emulator/services/cloudwatch/evaluate.ts'
import { openStage, type Stage, settled } from './stage.ts'

let stage: Stage
const MINUTE = 60
const Dimensions: Dimension[] = [{ Name: 'Host', Value: 'a' }]
const METRIC = { Namespace: 'Shop', MetricName: 'Errors', Dimensions }

const alarm = (change: Partial<PutMetricAlarmCommandInput> = {}): PutMetricAlarmCommandInput => ({
  AlarmName: 'errors',
  ...METRIC,
  Statistic: 'Sum',
  Period: 60,
  EvaluationPeriods: 1,
  Threshold: 5,
  ComparisonOperator: 'GreaterThanThreshold',
  ...change,
})

const put = (Value: number, more = {}) =>
  stage.cloudwatch.putMetricData({
    Namespace: 'Shop',
    MetricData: [{ MetricName: 'Errors', Dimensions, Value, ...more }],
  })

async function described() {
  const { MetricAlarms } = await stage.cloudwatch.describeAlarms({ AlarmNames: ['errors'] })
  return MetricAlarms?.[0]
}

/** One value in each of these minutes; `-` is none. Afterwards the last of them is over. */
async function minutes(...values: (number | '-')[]): Promise<void> {
  for (const value of values) {
    if (value !== '-') await put(value)
    stage.pass(MINUTE)
  }
}

describe('an alarm', () => {
  beforeEach(async () => {
    stage = await openStage()
  })
  afterEach(() => stage.close())

  test('is as it was put, without data at first, and follows its metric', async () => {
    await stage.cloudwatch.putMetricAlarm(alarm({ AlarmActions: ['arn:aws:sns:ap-south-1:123456789012:on-call'] }))
    expect(await described()).toMatchObject({
      ...alarm(),
      AlarmArn: 'arn:aws:cloudwatch:ap-south-1:123456789012:alarm:errors',
      StateValue: 'INSUFFICIENT_DATA',
      StateReason: 'Unchecked: Initial alarm creation',
      ActionsEnabled: true,
      OKActions: [],
    })
    await minutes(6)
    expect(await described()).toMatchObject({
      StateValue: 'ALARM',
      StateReason:
        'Threshold Crossed: 1 out of the last 1 datapoints [6.0 (01/01/26 00:00:00)] was greater than the threshold (5.0) ' +
        '(minimum 1 datapoint for INSUFFICIENT_DATA -> ALARM transition).',
      StateUpdatedTimestamp: new Date(VIRTUAL_START + 60_000),
    })
    await minutes(5)
    expect(await described()).toMatchObject({ StateValue: 'OK' })
    await stage.cloudwatch.deleteAlarms({ AlarmNames: ['errors'] })
    expect(await described()).toBeUndefined()
    await expect(stage.cloudwatch.deleteAlarms({ AlarmNames: ['errors'] })).rejects.toMatchObject({
      name: 'ResourceNotFound',
    })
  })

  test.each([
    ['Sum', [3, 3], 'ALARM'],
    ['Average', [3, 3], 'OK'],
    ['Maximum', [1, 6], 'ALARM'],
    ['Minimum', [1, 6], 'OK'],
    ['SampleCount', [0, 0], 'OK'],
    ['p95', [...Array(95).fill(1), ...Array(5).fill(9)], 'OK'],
    ['p95', [...Array(94).fill(1), ...Array(6).fill(9)], 'ALARM'],
  ])('on %s', async (name, Values, state) => {
    const { Statistic: _, ...rest } = alarm()
    await stage.cloudwatch.putMetricAlarm({
      ...rest,
      ...(name.startsWith('p') ? { ExtendedStatistic: name } : { Statistic: name as 'Sum' }),
    })
    await stage.cloudwatch.putMetricData({
      Namespace: 'Shop',
      MetricData: [{ MetricName: 'Errors', Dimensions, Values: Values as number[] }],
    })
    stage.pass(MINUTE)
    expect((await described())?.StateValue).toBe(state)
  })

  test.each([
    ['GreaterThanThreshold', 'OK'],
    ['GreaterThanOrEqualToThreshold', 'ALARM'],
    ['LessThanThreshold', 'OK'],
    ['LessThanOrEqualToThreshold', 'ALARM'],
  ] as const)('compares by %s', async (ComparisonOperator, state) => {
    await stage.cloudwatch.putMetricAlarm(alarm({ ComparisonOperator }))
    await minutes(5)
    expect((await described())?.StateValue).toBe(state)
  })

  test('rings at two of three, and its period may be longer than a minute', async () => {
    await stage.cloudwatch.putMetricAlarm(alarm({ EvaluationPeriods: 3, DatapointsToAlarm: 2 }))
    await stage.cloudwatch.putMetricAlarm(alarm({ AlarmName: 'slow', Period: 300 }))
    const states = async () =>
      (await stage.cloudwatch.describeAlarms({})).MetricAlarms?.map(({ StateValue }) => StateValue)
    await minutes(1, 9, 1)
    expect(await states()).toEqual(['OK', 'INSUFFICIENT_DATA'])
    await minutes(9)
    expect(await states()).toEqual(['ALARM', 'INSUFFICIENT_DATA'])
    await minutes(1)
    expect(await states()).toEqual(['OK', 'ALARM'])
  })

  test('is set by hand until it is looked at again', async () => {
    await stage.cloudwatch.putMetricAlarm(alarm())
    await minutes(1)
    const set = { AlarmName: 'errors', StateValue: 'ALARM', StateReason: 'a rehearsal' } as const
    await stage.cloudwatch.setAlarmState(set)
    expect(await described()).toMatchObject({ StateValue: 'ALARM', StateReason: 'a rehearsal' })
    await minutes(1)
    expect((await described())?.StateValue).toBe('OK')
  })

  test('of one that nobody put, and what is not served, is refused by name', async () => {
    const { cloudwatch } = stage
    await expect(
      cloudwatch.setAlarmState({ AlarmName: 'none', StateValue: 'OK', StateReason: 'x' }),
    ).rejects.toMatchObject({ name: 'ResourceNotFound' })
    await expect(cloudwatch.putMetricAlarm(alarm({ DatapointsToAlarm: 2 }))).rejects.toThrow('DatapointsToAlarm')
    await expect(cloudwatch.putMetricAlarm(alarm({ Period: 45 }))).rejects.toThrow('Period must be')
    await expect(cloudwatch.putMetricAlarm(alarm({ ThresholdMetricId: 'm1' }))).rejects.toThrow('anomaly')
    await expect(
      cloudwatch.getMetricData({
        MetricDataQueries: [{ Id: 'm1', Expression: 'SUM(METRICS())' }],
        StartTime: new Date(0),
        EndTime: new Date(),
      }),
    ).rejects.toThrow('serves no expressions: m1 is SUM(METRICS())')
  })
})

/** The tables of "Configuring how CloudWatch alarms treat missing data": oldest first, X breaches, 0 does not. */
describe('missing datapoints', () => {
  const by = (points: string, most: number, TreatMissingData: string) =>
    stateBy(
      { ...alarm(), EvaluationPeriods: 3, DatapointsToAlarm: most, TreatMissingData } as never,
      [...points.replaceAll(' ', '')].reverse().map((point, at) => ({
        at,
        value: point === '-' ? undefined : point === 'X' ? 9 : 1,
      })),
    )
  const NONE = 'INSUFFICIENT_DATA'
  test.each([
    ['0 - X - X', 3, 'OK', 'OK', 'OK', 'OK'],
    ['0 - - - -', 3, 'OK', 'OK', 'OK', 'OK'],
    ['- - - - -', 3, NONE, undefined, 'ALARM', 'OK'],
    ['0 X X - X', 3, 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
    ['- - X - -', 3, 'ALARM', undefined, 'ALARM', 'OK'],
    ['- - - - X', 3, undefined, undefined, 'ALARM', 'OK'],
    ['0 - X - X', 2, 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
    ['0 0 X 0 X', 2, 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
    ['0 - X - -', 2, 'ALARM', undefined, 'ALARM', 'OK'],
    ['- - - - 0', 2, 'OK', 'OK', 'ALARM', 'OK'],
    ['- - - X -', 2, 'ALARM', undefined, 'ALARM', 'OK'],
  ])('%s, %d of 3', (points, most, missing, ignore, breaching, notBreaching) => {
    expect(by(points, most, 'missing')).toBe(missing)
    expect(by(points, most, 'ignore')).toBe(ignore)
    expect(by(points, most, 'breaching')).toBe(breaching)
    expect(by(points, most, 'notBreaching')).toBe(notBreaching)
  })
})

describe('metrics', () => {
  beforeEach(async () => {
    stage = await openStage()
  })
  afterEach(() => stage.close())

  test('are told over periods, newest first or oldest first', async () => {
    await minutes(1, 2, '-', 4)
    const Metric = { ...METRIC, Dimensions }
    const asked = {
      StartTime: new Date(VIRTUAL_START),
      EndTime: new Date(VIRTUAL_START + 600_000),
      MetricDataQueries: [
        { Id: 'a', MetricStat: { Metric, Period: 60, Stat: 'Sum' } },
        { Id: 'b', Label: 'both', MetricStat: { Metric, Period: 120, Stat: 'Average' } },
        { Id: 'c', ReturnData: false, MetricStat: { Metric, Period: 60, Stat: 'Sum' } },
      ],
    }
    const newest = await stage.cloudwatch.getMetricData(asked)
    expect(newest.MetricDataResults).toMatchObject([
      { Id: 'a', Label: 'Errors', Values: [4, 2, 1], StatusCode: 'Complete' },
      { Id: 'b', Label: 'both', Values: [4, 1.5] },
    ])
    const oldest = await stage.cloudwatch.getMetricData({ ...asked, ScanBy: 'TimestampAscending' })
    expect(oldest.MetricDataResults?.[0]?.Timestamps).toEqual(
      [0, 60_000, 180_000].map(after => new Date(VIRTUAL_START + after)),
    )
    const { StartTime, EndTime } = asked
    const statistics = { ...METRIC, StartTime, EndTime, Period: 240, Statistics: ['Sum', 'Maximum'] as const }
    expect(
      (await stage.cloudwatch.getMetricStatistics({ ...statistics, Statistics: [...statistics.Statistics] }))
        .Datapoints,
    ).toMatchObject([{ Sum: 7, Maximum: 4 }])
  })

  test('may come compressed, as the SDK sends many of them', async () => {
    const datum = { MetricName: 'Errors', Dimensions, Value: 1, Timestamp: new Date(VIRTUAL_START) }
    await stage.cloudwatch.putMetricData({ Namespace: 'Shop', MetricData: Array(200).fill(datum) })
    const span = { StartTime: new Date(VIRTUAL_START), EndTime: new Date(VIRTUAL_START + 60_000), Period: 60 }
    const { Datapoints } = await stage.cloudwatch.getMetricStatistics({ ...METRIC, ...span, Statistics: ['Sum'] })
    expect(Datapoints).toMatchObject([{ Sum: 200 }])
    for (const [body, status] of [
      ['{}', 400],
      [gzipSync(Buffer.alloc(9 * 1024 * 1024)), 413],
    ] as const) {
      const headers = {
        'x-amz-target': 'GraniteServiceVersion20100801.PutMetricData',
        'content-encoding': 'gzip',
        authorization: 'AWS4-HMAC-SHA256 Credential=test/20260101/ap-south-1/monitoring/aws4_request',
      }
      expect((await fetch(stage.emulator.url, { method: 'POST', headers, body })).status).toBe(status)
    }
  })

  test('of other dimensions are other metrics', async () => {
    await stage.cloudwatch.putMetricAlarm(alarm({ Dimensions: [{ Name: 'Host', Value: 'b' }] }))
    await minutes(9)
    expect((await described())?.StateValue).toBe('INSUFFICIENT_DATA')
  })

  test('are set at the control door, until it says otherwise', async () => {
    await stage.cloudwatch.putMetricAlarm(alarm({ EvaluationPeriods: 3 }))
    const gauge = { namespace: 'Shop', metricName: 'Errors', dimensions: { Host: 'a' } }
    await stage.post('metrics', { ...gauge, value: 9 })
    stage.pass(2 * MINUTE)
    expect((await described())?.StateValue).toBe('INSUFFICIENT_DATA')
    stage.pass(MINUTE)
    expect((await described())?.StateValue).toBe('ALARM')
    await stage.post('metrics', { ...gauge, value: null })
    stage.pass(10 * MINUTE)
    expect((await described())?.StateValue).toBe('INSUFFICIENT_DATA')
    for (const odd of [[null], 5, { ...gauge, value: 'x' }, { ...gauge, dimensions: null, value: 1 }, gauge])
      await expect(stage.post('metrics', odd)).rejects.toThrow(/A metric|expects JSON|must be|Only of|Dimensions/)
    await expect(stage.post('metrics', { service: 'none', cpu: 1 })).rejects.toThrow('No service')
  })
})

describe('a deployment', () => {
  afterEach(() => stage.close())

  test('is rolled back by an alarm that follows from its metric', async () => {
    const alarms = { alarmNames: ['errors'], enable: true, rollback: true }
    stage = await settled({ service: { deploymentConfiguration: { alarms } } })
    stage.pass(300)
    await stage.cloudwatch.putMetricAlarm(alarm({ TreatMissingData: 'notBreaching' }))
    await stage.update({ taskDefinition: await stage.register('2.0.0') })
    stage.pass(90)
    await minutes(9)
    stage.pass(300)
    expect((await stage.movements())[0]).toMatchObject({
      status: 'ROLLBACK_SUCCESSFUL',
      alarms: { status: 'TRIGGERED', triggeredAlarmNames: ['errors'] },
    })
  })
})
