/** CloudWatch's minute: what the control door set becomes datapoints, and every alarm is looked at. */
import { isWanted, tasksOf } from '../../scheduler/count.ts'
import type { World } from '../../world.ts'
import { judgeAlarm } from './alarm.ts'
import { addSample, metricKey, oneValue } from './metric.ts'
import type { Gauge, MetricAlarm } from './state.ts'

/** @returns whether a minute has ended since the last look. */
export function watchMetrics(world: World, now: number, speed: number): boolean {
  const second = 1000 / speed
  const minute = 60 * second
  const end = Math.floor(now / minute) * minute
  if (end <= world.watchedUntil) return false
  world.watchedUntil = end
  for (const gauge of Object.values(world.gauges)) read(world, gauge, end - minute)
  for (const alarm of Object.values(world.metricAlarms)) {
    const isDue = alarm.settings.Period <= 60 || end % (alarm.settings.Period * second) === 0
    if (!isDue || alarm.idle) continue
    if (isWatched(world, alarm)) judgeAlarm(world, alarm, end, second)
    else alarm.idle = true
  }
  return true
}

/** One that is kept behind has no datapoints here unless the control door set its metric: missing data would say nothing. */
function isWatched({ metrics }: World, { behind, settings }: MetricAlarm): boolean {
  const { Namespace, MetricName, Dimensions = [] } = settings
  return behind === undefined || metrics[metricKey({ Namespace, MetricName, Dimensions })] !== undefined
}

function read(world: World, { name, value, sharedBy }: Gauge, at: number): void {
  const service = sharedBy === undefined ? undefined : world.services[sharedBy]
  if (sharedBy === undefined) {
    addSample(world, name, oneValue(at, value))
    return
  }
  const tasks = service === undefined ? [] : tasksOf(world, service)
  const running = tasks.filter(task => task.status === 'RUNNING' && isWanted(task)).length
  if (running > 0) addSample(world, name, oneValue(at, value / running))
}

/** When the clock has to stop next for it; undefined while nothing can change. */
export function nextMinute(world: World, now: number, speed: number): number | undefined {
  const isAwake =
    Object.keys(world.gauges).length > 0 || Object.values(world.metricAlarms).some(({ idle }) => idle === false)
  if (!isAwake && world.rung.length === 0) return undefined
  const minute = 60_000 / speed
  return world.rung.length > 0 ? now : (Math.floor(now / minute) + 1) * minute
}
