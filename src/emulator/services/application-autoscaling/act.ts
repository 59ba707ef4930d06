/** Application Auto Scaling's turn in a tick: schedules that fall due, limits that pull, alarms that set policies going. */
import type { World } from '../../world.ts'
import { actionsOf, datapointsOf } from '../cloudwatch/alarm.ts'
import { rangeOf } from '../cloudwatch/evaluate.ts'
import type { MetricAlarm } from '../cloudwatch/state.ts'
import { watchMetrics } from '../cloudwatch/watch.ts'
import type { Service } from '../ecs/state/service.ts'
import { gradually, proportional, stepped } from './adjust.ts'
import { chosen } from './find.ts'
import { fulfil, isDeploying, serviceOf, setCapacity } from './scale.ts'
import { carryOutSchedules } from './scheduled.ts'
import type { ScalableTarget, ScalingPolicy } from './state.ts'
import { alarmName } from './tracking-alarms.ts'

interface Turn {
  readonly world: World
  readonly now: number
  /** How long one of AWS's seconds is here. */
  readonly second: number
}

export function autoscale(world: World, now: number, speed: number): void {
  const isMinute = watchMetrics(world, now, speed)
  const turn = { world, now, second: 1000 / speed }
  const rung = isMinute ? Object.keys(world.metricAlarms) : world.rung
  world.rung = []
  carryOutSchedules(world, now)
  for (const target of Object.values(world.scalableTargets)) {
    const service = serviceOf(world, target)
    if (service === undefined) continue
    if (target.pull === true) pull(turn, target, service)
    if (rung.length > 0) follow(turn, target, service, rung)
  }
  fulfil(world, now)
}

/** To the limits that were set last; down only once no deployment runs. */
function pull({ world, now }: Turn, target: ScalableTarget, service: Service): void {
  const { MinCapacity, MaxCapacity } = target
  const isBelow = service.desiredCount < MinCapacity
  if (!isBelow && service.desiredCount > MaxCapacity && isDeploying(service)) return
  delete target.pull
  if (!isBelow && service.desiredCount <= MaxCapacity) return
  const capacity = isBelow ? MinCapacity : MaxCapacity
  setCapacity(
    world,
    { target, service, capacity, cause: `${isBelow ? 'minimum' : 'maximum'} capacity was set to ${capacity}` },
    now,
  )
}

interface Wish {
  readonly policy: ScalingPolicy
  readonly alarm: string
  readonly capacity: number
  readonly cooldown: number
}

/** The largest of what they want; in only if none wants out. */
function follow(turn: Turn, target: ScalableTarget, service: Service, rung: readonly string[]): void {
  const { world, now } = turn
  const wishes = chosen(world.scalingPolicies, target).flatMap(policy =>
    rung
      .filter(name => actionsOf(world, name).includes(policy.PolicyARN))
      .flatMap(name => wishOf(turn, target, service, { policy, alarm: world.metricAlarms[name] }) ?? []),
  )
  const wish = wishes.reduce<Wish | undefined>(
    (most, one) => (most === undefined || one.capacity > most.capacity ? one : most),
    undefined,
  )
  if (wish === undefined) return
  const { desiredCount: current } = service
  const { policy, alarm, cooldown } = wish
  const capacity = Math.min(Math.max(wish.capacity, target.MinCapacity), target.MaxCapacity)
  const isOut = wish.capacity > current
  if (capacity === current || capacity > current !== isOut) return
  if (!isOut && (now < target.cooldown.inUntil || !mayShrink(world, target, service))) return
  if (isSuspended(target, isOut)) return
  const state = world.alarms[alarm]
  const cause = `monitor alarm ${alarm} in state ${state} triggered policy ${policy.PolicyName}`
  const until = now + cooldown * turn.second
  target.cooldown = isOut
    ? { ...target.cooldown, outUntil: until, found: now < target.cooldown.outUntil ? target.cooldown.found : current }
    : { ...target.cooldown, inUntil: until }
  setCapacity(world, { target, service, capacity, cause }, now)
}

const isSuspended = ({ SuspendedState }: ScalableTarget, isOut: boolean): boolean =>
  SuspendedState[isOut ? 'DynamicScalingOutSuspended' : 'DynamicScalingInSuspended'] === true

/** Every target tracking policy that may scale in has to be ready for it. */
function mayShrink(world: World, target: ScalableTarget, service: Service): boolean {
  return (
    !isDeploying(service) &&
    chosen(world.scalingPolicies, target).every(policy => {
      const tracking = policy.TargetTrackingScalingPolicyConfiguration
      if (tracking === undefined || tracking.DisableScaleIn === true) return true
      return world.alarms[alarmName(policy, 'AlarmLow')] === 'ALARM'
    })
  )
}

/** A service's, for either direction (API reference of Application Auto Scaling). */
const COOLDOWN = 300

function wishOf(
  turn: Turn,
  target: ScalableTarget,
  service: Service,
  { policy, alarm }: { policy: ScalingPolicy; alarm: MetricAlarm | undefined },
): Wish | undefined {
  if (alarm === undefined) return undefined
  const { AlarmName: name, Threshold } = alarm.settings
  const { desiredCount: current } = service
  const { cooldown } = target
  const base = turn.now < cooldown.outUntil ? Math.min(cooldown.found, current) : current
  const tracking = policy.TargetTrackingScalingPolicyConfiguration
  if (tracking !== undefined) {
    const value = newestValue(turn, alarm)
    if (value === undefined) return undefined
    if (name === alarmName(policy, 'AlarmHigh'))
      return {
        policy,
        alarm: name,
        capacity: Math.max(current, proportional(base, value, tracking.TargetValue)),
        cooldown: tracking.ScaleOutCooldown ?? COOLDOWN,
      }
    const capacity = gradually(current, value, tracking.TargetValue)
    return { policy, alarm: name, capacity, cooldown: tracking.ScaleInCooldown ?? COOLDOWN }
  }
  const step = policy.StepScalingPolicyConfiguration
  const value = newestValue(turn, alarm, step?.MetricAggregationType ?? 'Average')
  if (step === undefined || value === undefined) return undefined
  const wanted = stepped(step, base, value - Threshold)
  const isOut = wanted !== undefined && wanted > base
  const capacity = isOut ? Math.max(current, wanted) : stepped(step, current, value - Threshold)
  return capacity === undefined ? undefined : { policy, alarm: name, capacity, cooldown: step.Cooldown ?? COOLDOWN }
}

/** Of the newest period that has a datapoint. */
function newestValue({ world, now, second }: Turn, { settings }: MetricAlarm, statistic?: string): number | undefined {
  const span = settings.Period * second
  const end = Math.floor(now / span) * span
  const { ExtendedStatistic, Statistic, ...others } = settings
  const looked = statistic === undefined ? settings : { ...others, Statistic: statistic }
  return datapointsOf(world, looked, { end, second, many: rangeOf(settings) }).find(({ value }) => value !== undefined)
    ?.value
}
