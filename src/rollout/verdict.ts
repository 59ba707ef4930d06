/** How a rollout ended. Pure: a snapshot and what is remembered of those before in, a verdict or "not yet" out. */
import type { ServiceDeployment } from '@aws-sdk/client-ecs'
import { isEarlier, leadOf } from './lead.ts'
import { failedHooks, pauseOf } from './lifecycle.ts'
import { isDone, type Memory } from './memory.ts'
import {
  earlySuccess,
  idleIn,
  idOf,
  isGone,
  missing,
  others,
  ours,
  own,
  primary,
  type Rollout,
  rollsBack,
  type Snapshot,
  unwellOf,
  wellOf,
} from './snapshot.ts'
import { APART_MS } from './whose.ts'

export const OUTCOMES = [
  'deployed',
  'unchanged',
  'built',
  'rolled-back',
  'failed-on-old',
  'failed-mixed',
  'superseded',
  'cancelled',
  'timed-out',
  'no-tasks',
  'paused',
  'partial',
  'refused',
  'unknown',
] as const

export type Outcome = (typeof OUTCOMES)[number]

export interface Verdict {
  /** `not-started`: it was no part of what this run does, and is left as it is. */
  readonly outcome: Outcome | 'not-started'
  /** One sentence for a person. */
  readonly reason: string
  /** Set where the service-deployments API could not be used. */
  readonly fallback?: true
  /** Set by a later look, where the reason tells what became of the service since it was judged first. */
  readonly since?: Since
}

/**
 * `ended`: it does not stand any more as it was judged first, or nobody knows. `thinned`: it stands, and runs fewer tasks or lost many.
 * `unseen`: it stood a moment ago, and could not be looked at again.
 */
export type Since = 'ended' | 'thinned' | 'unseen'

/** A triggered breaker that neither rolls back nor ends, and is not to: it stopped the deployment. */
const STALL_MS = 30_000
/** AWS takes about 40 s from a tripped breaker to its rollback (seen, 2026); after this ECS found nothing to go back to. */
const RETURN_MS = 120_000
/** What one read alone may get wrong, since reads may be stale, must hold in two this far apart. */
const TWICE_MS = 5_000
/** How long tasks have to be well for which no deployment vouches: with ECS's own back-off one that ends at once is seen to. */
export const STEADY_MS = 60_000
/** How long the service's own record may lag behind the end of its deployment, where it counts tasks of ours. */
const AGREE_MS = 20_000
/** How long reads may show what was there before. */
const STALE_MS = 60_000

/** Undefined: not yet. `memory` holds this look already. */
export function decide(rollout: Rollout, memory: Memory, now: Snapshot): Verdict | undefined {
  if (isGone(now)) {
    if (memory.goneSince === undefined || now.at - memory.goneSince < TWICE_MS) return undefined
    const { status } = now.service
    const state = status === 'MISSING' ? 'no longer there' : status
    return { outcome: 'failed-mixed', reason: `the service is ${state}: somebody deleted it` }
  }
  const { createdAt, since } = rollout.order
  if (Number(now.service.createdAt ?? 0) > (createdAt ?? (since || Number.POSITIVE_INFINITY)) + APART_MS)
    return { outcome: 'superseded', reason: 'somebody deleted the service and made it again' }
  return now.source === 'service deployments'
    ? byServiceDeployment(rollout, memory, now)
    : byDeployments(rollout, memory, now)
}

function byServiceDeployment(rollout: Rollout, memory: Memory, now: Snapshot): Verdict | undefined {
  const { deployment } = now
  // created and not visible yet is "not yet", never "gone"
  if (deployment === undefined) return now.newer && superseded(now.newer)
  switch (deployment.status) {
    case 'SUCCESSFUL':
      if (missing(rollout, now).length === 0)
        return rollout.unvouched ? steady(rollout, memory, now) : deployed(rollout, now)
      if (now.newer) return superseded(now.newer)
      return now.service.desiredCount === 0 ? noTasks() : undefined
    case 'ROLLBACK_SUCCESSFUL':
      return { outcome: 'rolled-back', reason: told(deployment, 'ECS rolled the deployment back') }
    case 'ROLLBACK_FAILED': {
      const reason = told(deployment, 'the rollback failed as well')
      if (lags(rollout, memory, now)) return undefined
      return rollout.ranBefore ? { outcome: 'failed-mixed', reason } : stopped(rollout, now, reason)
    }
    case 'STOPPED':
      if (now.newer) return superseded(now.newer, stoppedBefore(deployment, now.newer))
      // the list may not have the newer one yet
      if (isReplaced(deployment)) return { outcome: 'superseded', reason: told(deployment, '') }
      if (lags(rollout, memory, now)) return undefined
      return stopped(rollout, now, told(deployment, 'the deployment was stopped without a rollback'))
    default:
      return stalled(rollout, memory, now)
  }
}

/** The record of the service goes on with what has ended: it is older, and so is what it says of tasks. */
const lags = (rollout: Rollout, { endedSince = 0 }: Memory, now: Snapshot): boolean =>
  ours(rollout, now)?.rolloutState === 'IN_PROGRESS' && now.at - endedSince < AGREE_MS

/** By ECS's words another took its place. */
const isReplaced = ({ statusReason = '' }: ServiceDeployment): boolean =>
  /replaced by|newer service deployment/i.test(statusReason)

/** What had become of ours before the newer one came; undefined where that one is why. */
function stoppedBefore(
  deployment: ServiceDeployment,
  { createdAt }: NonNullable<Snapshot['newer']>,
): string | undefined {
  const { statusReason = '', stoppedAt } = deployment
  const isEarlier = stoppedAt !== undefined && createdAt !== undefined && createdAt - Number(stoppedAt) > APART_MS
  if (isReplaced(deployment) || (statusReason === '' && !isEarlier)) return undefined
  const at = stoppedAt === undefined ? '' : ` at ${new Date(stoppedAt).toISOString().replace(/\.\d+Z$/, 'Z')}`
  return `had been stopped before${at}: ${told(deployment, 'ECS does not say why')}`
}

/** The fallback of the success predicate: what DescribeServices alone can tell. */
function byDeployments(rollout: Rollout, memory: Memory, now: Snapshot): Verdict | undefined {
  const mine = own(rollout, now)
  const leading = primary(now)
  if (isDone(rollout, now)) {
    if (rollout.unvouched) return steady(rollout, memory, now)
    const twice = memory.doneSince !== undefined && now.at - memory.doneSince >= TWICE_MS
    return twice ? { ...deployed(rollout, now), fallback: true } : undefined
  }
  if (mine?.rolloutState === 'COMPLETED' && now.service.desiredCount === 0) return { ...noTasks(), fallback: true }
  if (leading !== undefined && leading !== mine) {
    const lead = leadOf(rollout, memory, now)
    if (lead === 'somebody') return supersededByPrimary(rollout, memory, now)
    if (leading.rolloutState === 'FAILED') {
      const reason = cause(leading.rolloutStateReason, 'the rollback failed as well')
      return { outcome: 'failed-mixed', reason, fallback: true }
    }
    const settled = leading.rolloutState === 'COMPLETED' && (mine?.runningCount ?? 0) === 0
    if (!settled) return undefined
    const reason = lead === 'ecs' ? cause(memory.why, 'ECS rolled the deployment back') : unclear(memory, now)
    return { outcome: 'rolled-back', reason, fallback: true }
  }
  const verdict = stalled(rollout, memory, now)
  return verdict && { ...verdict, fallback: true }
}

/** Somebody else's deployment leads, since ours was seen to; a single read may be stale, and of what was there before any may. */
function supersededByPrimary(
  rollout: Rollout,
  { wasPrimary, failed, why, other }: Memory,
  now: Snapshot,
): Verdict | undefined {
  const least = isEarlier(rollout, now) ? STALE_MS : TWICE_MS
  if (!(wasPrimary || failed) || other === undefined || now.at - other.since < least) return undefined
  const before = failed ? `had failed before: ${cause(why, 'ECS does not say why')}` : undefined
  return { ...superseded({ arn: other.id, taskDefinition: other.taskDefinition }, before), fallback: true }
}

function unclear({ why }: Memory, now: Snapshot): string {
  const { id, taskDefinition } = primary(now) ?? {}
  const failure = cause(why, 'the deployment failed')
  return `${failure}; ${idOf(id)} leads with ${idOf(taskDefinition)}, and ECS does not say whether it rolled back or somebody deployed it`
}

/** FAILED for a while, and nothing leads back: a breaker without rollback, or without a deployment to roll back to. */
function stalled(rollout: Rollout, { failedSince }: Memory, now: Snapshot): Verdict | undefined {
  if (failedSince === undefined || now.at - failedSince < (rollsBack(now) ? RETURN_MS : STALL_MS)) return undefined
  return stopped(
    rollout,
    now,
    cause(ours(rollout, now)?.rolloutStateReason, 'the breaker tripped, and ECS has nothing to roll back to'),
  )
}

/** Undefined while tasks of the new revision are still on their way: they decide whether old and new run side by side. */
function stopped(rollout: Rollout, now: Snapshot, reason: string): Verdict | undefined {
  const { runningCount = 0, pendingCount = 0 } = ours(rollout, now) ?? {}
  if (pendingCount > 0) return undefined
  if (runningCount > 0)
    return {
      outcome: 'failed-mixed',
      reason: `${reason}; ${runningCount === 1 ? '1 task of the new revision remains' : `${runningCount} tasks of the new revision remain`}`,
    }
  const [old, { desiredCount = 0 }] = [others(rollout, now), now.service]
  if (old === 0 && rollout.ranBefore)
    return { outcome: 'failed-mixed', reason: `${reason}; what ran before is gone and nothing runs now` }
  if (old === 0) return { outcome: 'failed-on-old', reason: `${reason}; nothing ran before and nothing runs now` }
  const fewer = old < desiredCount ? `; ${old} of ${desiredCount} tasks still run, as before` : ''
  return { outcome: 'failed-on-old', reason: `${reason}${fewer}` }
}

/** ECS's own word is of another day: tasks that end again and again look well between two ends. */
function steady(rollout: Rollout, { doneSince }: Memory, now: Snapshot): Verdict | undefined {
  if (doneSince === undefined || now.at - doneSince < STEADY_MS) return undefined
  const seconds = Math.round((now.at - doneSince) / 1000)
  if (rollout.adopted)
    return {
      outcome: 'unchanged',
      reason: `already ran this image; for ${seconds} s every task has been healthy${idleIn(rollout, now)}`,
    }
  const { outcome, reason } = deployed(rollout, now)
  return { outcome, reason: `${reason}, for ${seconds} s` }
}

/** A hook waits for a person; ECS goes on by itself only when its time is up. */
export function paused(rollout: Rollout, now: Snapshot | undefined): Verdict | undefined {
  const waiting = now && pauseOf(rollout, now)
  return (
    waiting && {
      outcome: 'paused',
      reason: `${waiting.words}; \`command: continue\` goes on with ${rollout.revision.name}`,
    }
  )
}

function deployed(rollout: Rollout, now: Snapshot): Verdict {
  const { name } = rollout.revision
  const { desiredCount = 0 } = now.service
  const [well, unwell, old, early] = [
    wellOf(rollout, now),
    unwellOf(rollout, now),
    others(rollout, now),
    earlySuccess(now),
  ]
  const stopping = old > 0 ? `; ${old} older still ${old === 1 ? 'stops' : 'stop'}` : ''
  const reason =
    early !== undefined && well < desiredCount
      ? `${well} of ${desiredCount} tasks run ${name} and are healthy, as the service's early success asks (${early.tasks})${unwell > 0 ? `; ${unwell} ${unwell === 1 ? 'is' : 'are'} UNHEALTHY` : ''}`
      : `every task runs ${name} and is healthy`
  return { outcome: 'deployed', reason: `${reason}${stopping}${idleIn(rollout, now)}` }
}

const noTasks = (): Verdict => ({
  outcome: 'no-tasks',
  reason: 'the service is scaled to 0: nothing ran, nothing is proven',
})

/** `before`: what had become of ours by then. */
const superseded = ({ arn, taskDefinition }: { arn: string; taskDefinition: string }, before?: string): Verdict => ({
  outcome: 'superseded',
  reason: `another deployment took over: ${idOf(arn)} wants ${idOf(taskDefinition)}${before === undefined ? '' : `; ours ${before}`}`,
})

/** What ECS says of a service deployment, and which alarms and hooks it means. */
function told(deployment: ServiceDeployment, otherwise: string): string {
  const names = [...(deployment.alarms?.triggeredAlarmNames ?? []), ...failedHooks(deployment)]
  return `${cause(deployment.statusReason, otherwise)}${names.length > 0 ? ` (${names.join(', ')})` : ''}`
}

/** ECS's own sentence where there is one. */
const cause = (reason: string | undefined, otherwise: string) => reason?.trim().replace(/\.$/, '') || otherwise

export function isGood(outcome: Verdict['outcome'], mayStandAtZero: boolean): boolean {
  switch (outcome) {
    case 'deployed':
    case 'unchanged':
    case 'built':
    case 'not-started':
      return true
    case 'no-tasks':
      return mayStandAtZero
    case 'rolled-back':
    case 'failed-on-old':
    case 'failed-mixed':
    case 'superseded':
    case 'cancelled':
    case 'timed-out':
    case 'paused':
    case 'partial':
    case 'refused':
    case 'unknown':
      return false
    default:
      return outcome satisfies never
  }
}
