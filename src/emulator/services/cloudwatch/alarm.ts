/** An alarm's state, as it is set and as it follows from its metric. */
import { record } from '../../journal.ts'
import type { World } from '../../world.ts'
import { type Datapoint, rangeOf, reasonFor, stateBy } from './evaluate.ts'
import { samplesIn, statisticOf } from './metric.ts'
import type { AlarmSettings, AlarmState, MetricAlarm } from './state.ts'

export function setState(world: World, name: string, now: number, state: AlarmState, reason: string): void {
  const alarm = world.metricAlarms[name]
  const before = world.alarms[name]
  world.alarms[name] = state
  if (alarm !== undefined) {
    alarm.idle = false
    if (before !== state || alarm.reason === INITIAL) Object.assign(alarm, { reason, updatedAt: now })
  }
  if (before === state) return
  record(world, now, 'alarm', { name, state })
  if (alarm !== undefined) world.rung.push(name)
}

const INITIAL = 'Unchecked: Initial alarm creation'

/** A changed alarm keeps its state until it is looked at again. */
export function putAlarm(world: World, settings: AlarmSettings, now: number, tags: Record<string, string> = {}): void {
  const { AlarmName: name } = settings
  const known = world.metricAlarms[name]
  world.metricAlarms[name] = {
    settings,
    reason: known?.reason ?? INITIAL,
    updatedAt: known?.updatedAt ?? now,
    configuredAt: now,
    idle: false,
    tags: known?.tags ?? tags,
  }
  world.alarms[name] ??= 'INSUFFICIENT_DATA'
}

export function deleteAlarm(world: World, name: string): void {
  delete world.metricAlarms[name]
  delete world.alarms[name]
  world.rung = world.rung.filter(each => each !== name)
}

/** Of the periods that have ended until `end`, newest first. */
export function datapointsOf(
  world: World,
  settings: AlarmSettings,
  { end, second, many = rangeOf(settings) }: { end: number; second: number; many?: number },
): Datapoint[] {
  const { Namespace, MetricName, Dimensions = [], Unit: unit, Period } = settings
  const span = Period * second
  const statistic = settings.ExtendedStatistic ?? settings.Statistic ?? 'Average'
  return Array.from({ length: many }, (_, index) => {
    const at = end - (index + 1) * span
    const samples = samplesIn(world, { Namespace, MetricName, Dimensions }, { start: at, end: at + span, unit })
    return { at, value: statisticOf(samples, statistic) }
  })
}

/** `second`: how long one of AWS's seconds is here. */
export function judgeAlarm(world: World, alarm: MetricAlarm, end: number, second: number): void {
  const { settings } = alarm
  const before = world.alarms[settings.AlarmName] ?? 'INSUFFICIENT_DATA'
  const datapoints = datapointsOf(world, settings, { end, second })
  const state = stateBy(settings, datapoints) ?? before
  setState(world, settings.AlarmName, end, state, reasonFor(settings, datapoints, before, state))
  alarm.idle = datapoints.every(({ value }) => value === undefined) && before === state && state !== 'ALARM'
}

/** A datapoint has come: those that watch its metric have something to look at. */
export function wakeAlarms(world: World): void {
  for (const alarm of Object.values(world.metricAlarms)) alarm.idle = false
}

const ACTIONS = { OK: 'OKActions', ALARM: 'AlarmActions', INSUFFICIENT_DATA: 'InsufficientDataActions' } as const

/** What its present state sets going. */
export function actionsOf(world: World, name: string): readonly string[] {
  const settings = world.metricAlarms[name]?.settings
  if (settings === undefined || settings.ActionsEnabled === false) return []
  return settings[ACTIONS[world.alarms[name] ?? 'OK']] ?? []
}
