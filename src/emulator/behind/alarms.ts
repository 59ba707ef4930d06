/** Alarms on metrics that are kept behind, known here: what rings here scales services and ends deployments. */
import { deleteAlarm, putAlarm, setState } from '../services/cloudwatch/alarm.ts'
import type { AlarmSettings, AlarmState } from '../services/cloudwatch/state.ts'
import type { World } from '../world.ts'
import { askQuery, type Behind } from './ask.ts'
import { at, members, number, text, texts, type Xml } from './xml.ts'

const VERSION = '2010-08-01'

/** Where no CloudWatch answers, what is known stays as it is. */
export async function readAlarms(behind: Behind, world: World, now: number): Promise<void> {
  const found = await list(behind).catch(() => undefined)
  if (found === undefined) return
  const settings = found.flatMap(one => settingsOf(one) ?? [])
  const names = new Set(settings.map(({ AlarmName }) => AlarmName))
  for (const [name, { behind: seen }] of Object.entries(world.metricAlarms))
    if (seen !== undefined && !names.has(name)) deleteAlarm(world, name)
  const states = new Map(found.map(one => [text(one, 'AlarmName'), stateOf(one)]))
  for (const one of settings) take(world, one, states.get(one.AlarmName) ?? 'OK', now)
}

/** An alarm that is not there has no state to be set. */
export async function ring(behind: Behind, world: World, name: string, state: AlarmState): Promise<void> {
  const form = { AlarmName: name, StateValue: state, StateReason: 'Set at the control door.' }
  await askQuery(behind, 'monitoring', { Action: 'SetAlarmState', Version: VERSION, ...form }).catch(() => {})
  const alarm = world.metricAlarms[name]
  if (alarm?.behind !== undefined) alarm.behind = state
}

/** Its state here is its own: that of behind counts at first, and when it has changed there. */
function take(world: World, settings: AlarmSettings, state: AlarmState, now: number): void {
  const { AlarmName: name } = settings
  const before = world.metricAlarms[name]?.behind
  if (before === undefined) world.alarms[name] ??= state
  putAlarm(world, settings, now)
  const alarm = world.metricAlarms[name]
  if (alarm !== undefined) alarm.behind = state
  if (before !== undefined && before !== state) setState(world, name, now, state, 'Set behind.')
}

async function list(behind: Behind): Promise<Xml[]> {
  const found: Xml[] = []
  for (let token = ''; ; ) {
    const form = { Action: 'DescribeAlarms', Version: VERSION, MaxRecords: '100', ...(token && { NextToken: token }) }
    const answer = await askQuery(behind, 'monitoring', form)
    const result = at(at(answer, 'DescribeAlarmsResponse'), 'DescribeAlarmsResult')
    found.push(...members(result, 'MetricAlarms'))
    token = text(result, 'NextToken')
    if (token === '') return found
  }
}

/** Undefined of an alarm on an expression or on an anomaly. */
function settingsOf(one: Xml): AlarmSettings | undefined {
  const [Namespace, MetricName] = [text(one, 'Namespace'), text(one, 'MetricName')]
  if (Namespace === '' || MetricName === '' || text(one, 'Threshold') === '') return undefined
  const given = (name: string) => (text(one, name) === '' ? {} : { [name]: text(one, name) })
  const periods = number(one, 'EvaluationPeriods', 1)
  return {
    AlarmName: text(one, 'AlarmName'),
    Namespace,
    MetricName,
    Dimensions: members(one, 'Dimensions').map(each => ({ Name: text(each, 'Name'), Value: text(each, 'Value') })),
    ...given('Statistic'),
    ...given('ExtendedStatistic'),
    ...given('Unit'),
    ...given('TreatMissingData'),
    Period: number(one, 'Period', 60),
    EvaluationPeriods: periods,
    DatapointsToAlarm: number(one, 'DatapointsToAlarm', periods),
    Threshold: number(one, 'Threshold', 0),
    ComparisonOperator: text(one, 'ComparisonOperator'),
    ActionsEnabled: text(one, 'ActionsEnabled') !== 'false',
    OKActions: texts(one, 'OKActions'),
    AlarmActions: texts(one, 'AlarmActions'),
    InsufficientDataActions: texts(one, 'InsufficientDataActions'),
  }
}

function stateOf(one: Xml): AlarmState {
  const state = text(one, 'StateValue')
  return state === 'ALARM' || state === 'INSUFFICIENT_DATA' ? state : 'OK'
}
