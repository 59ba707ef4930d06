/** When the clock has to stop next for metrics, alarms, schedules and scaling; undefined while nothing can change. */
import type { World } from '../../world.ts'
import { nextMinute } from '../cloudwatch/watch.ts'

export function nextScaling(world: World, now: number, speed: number): number | undefined {
  const minute = 60_000 / speed
  if (Object.values(world.scalableTargets).some(({ pull }) => pull === true)) return now
  const isWaiting = world.scalingActivities.some(({ StatusCode }) => StatusCode === 'InProgress')
  const times = [
    nextMinute(world, now, speed),
    isWaiting ? (Math.floor(now / minute) + 1) * minute : undefined,
    ...Object.values(world.scheduledActions).map(({ next }) => next),
  ].filter(time => time !== undefined)
  return times.length === 0 ? undefined : Math.min(...times)
}
