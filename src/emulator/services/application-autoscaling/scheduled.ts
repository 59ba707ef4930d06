/** Scheduled actions: when they fall due, and what they do to the limits. */
import { uuid } from '../../identity.ts'
import { nextTime, readExpression } from '../../schedule/expression.ts'
import { isZone } from '../../schedule/zone.ts'
import type { World } from '../../world.ts'
import { invalidField, keyOf } from './find.ts'
import { keep, placeOf } from './scale.ts'
import type { ScalableTarget, ScheduledAction } from './state.ts'

type Timed = Pick<ScheduledAction, 'Schedule' | 'Timezone' | 'StartTime' | 'EndTime' | 'CreationTime'>

/** @throws Refusal of a schedule or a time zone that is none. */
export function nextOf({ Schedule, Timezone, StartTime, EndTime, CreationTime }: Timed, now: number) {
  const expression = readExpression(Schedule.trim())
  if (expression === undefined) throw invalidField(`Schedule ${Schedule} is none of at(…), rate(…) and cron(…).`)
  const zone = Timezone ?? 'UTC'
  if (!isZone(zone)) throw invalidField(`Time zone ${zone} is none.`)
  const begins = (StartTime ?? 0) * 1000
  const since = Math.max(begins, CreationTime * 1000)
  const start = expression.kind === 'rate' ? since + expression.every : since
  const next = nextTime(expression, Math.max(now, begins - 1), { zone, start })
  return next === undefined || next > (EndTime ?? Number.POSITIVE_INFINITY) * 1000 ? undefined : next
}

export function carryOutSchedules(world: World, now: number): void {
  for (const action of Object.values(world.scheduledActions)) {
    if (action.next === undefined || action.next > now) continue
    action.next = nextOf(action, now)
    const target = world.scalableTargets[keyOf(action)]
    if (target !== undefined && target.SuspendedState.ScheduledScalingSuspended !== true)
      setLimits(world, target, action, now)
  }
}

function setLimits(world: World, target: ScalableTarget, action: ScheduledAction, now: number): void {
  const { MinCapacity, MaxCapacity } = action.ScalableTargetAction ?? {}
  target.MinCapacity = MinCapacity ?? Math.min(target.MinCapacity, MaxCapacity ?? target.MinCapacity)
  target.MaxCapacity = MaxCapacity ?? Math.max(target.MaxCapacity, target.MinCapacity)
  target.pull = true
  const limits = [
    ...(MinCapacity === undefined ? [] : [`min capacity to ${MinCapacity}`]),
    ...(MaxCapacity === undefined ? [] : [`max capacity to ${MaxCapacity}`]),
  ].join(' and ')
  keep(world, {
    ...placeOf(target),
    ActivityId: uuid(world),
    Description: `Setting ${limits}`,
    Cause: `scheduled action name ${action.ScheduledActionName} was triggered`,
    startedAt: now,
    endedAt: now,
    StatusCode: 'Successful',
    StatusMessage: `Successfully set ${limits}`,
  })
}
