/** How a rollout ended. Pure: snapshots in, a verdict or "not yet" out. */
import type { ServiceDeployment } from '@aws-sdk/client-ecs'
import { isEnding, isReturning } from './progress.ts'
import { eventsSince, idOf, missing, others, ours, primary, type Rollout, type Snapshot } from './snapshot.ts'

export const OUTCOMES = [
  'deployed',
  'unchanged',
  'rolled-back',
  'failed-on-old',
  'failed-mixed',
  'superseded',
  'cancelled',
  'timed-out',
  'no-tasks',
  'paused',
  'refused',
  'partial',
  'unknown',
] as const

export type Outcome = (typeof OUTCOMES)[number]

export interface Verdict {
  readonly outcome: Outcome
  /** One sentence for a person. */
  readonly reason: string
  /** Set where the service-deployments API could not be used. */
  readonly fallback?: true
}

/** A triggered breaker that neither rolls back nor ends: ECS found no deployment to go back to. */
const STALL_MS = 30_000
/** Without the service-deployments API success must hold in two reads this far apart. */
const TWICE_MS = 5_000

/** Undefined: not yet. `seen` are all snapshots so far, oldest first. */
export function decide(rollout: Rollout, seen: readonly Snapshot[]): Verdict | undefined {
  const now = seen.at(-1)
  if (now === undefined) return undefined
  const { status } = now.service
  if (status !== undefined && status !== 'ACTIVE') {
    return { outcome: 'failed-mixed', reason: `the service is ${status}: somebody deletes it` }
  }
  return now.source === 'service deployments'
    ? byServiceDeployment(rollout, seen, now)
    : byDeployments(rollout, seen, now)
}

function byServiceDeployment(rollout: Rollout, seen: readonly Snapshot[], now: Snapshot): Verdict | undefined {
  const { deployment } = now
  // created and not visible yet is "not yet", never "gone"
  if (deployment === undefined) return now.newer && superseded(now.newer)
  switch (deployment.status) {
    case 'SUCCESSFUL':
      if (missing(rollout, now).length === 0) return deployed(rollout)
      if (now.newer) return superseded(now.newer)
      return now.service.desiredCount === 0 ? noTasks() : undefined
    case 'ROLLBACK_SUCCESSFUL':
      return { outcome: 'rolled-back', reason: told(deployment, 'ECS rolled the deployment back') }
    case 'ROLLBACK_FAILED': {
      const reason = told(deployment, 'the rollback failed as well')
      return rollout.ranBefore ? { outcome: 'failed-mixed', reason } : stopped(rollout, now, reason)
    }
    case 'STOPPED':
      if (now.newer) return superseded(now.newer)
      return stopped(rollout, now, told(deployment, 'the deployment was stopped without a rollback'))
    default:
      return stalled(rollout, seen, now)
  }
}

/** The fallback of the success predicate: what DescribeServices alone can tell. */
function byDeployments(rollout: Rollout, seen: readonly Snapshot[], now: Snapshot): Verdict | undefined {
  const mine = ours(rollout, now)
  const leading = primary(now)
  const done = (snapshot: Snapshot) =>
    ours(rollout, snapshot)?.rolloutState === 'COMPLETED' && missing(rollout, snapshot).length === 0
  if (done(now)) {
    const twice = seen.some(snapshot => now.at - snapshot.at >= TWICE_MS && done(snapshot))
    return twice ? { ...deployed(rollout), fallback: true } : undefined
  }
  if (mine?.rolloutState === 'COMPLETED' && now.service.desiredCount === 0) return { ...noTasks(), fallback: true }
  const failure = seen.findLast(snapshot => ours(rollout, snapshot)?.rolloutState === 'FAILED')
  const why = failure && ours(rollout, failure)?.rolloutStateReason
  if (leading !== undefined && leading.taskDefinition !== rollout.revision.arn) {
    const returned = failure !== undefined || seen.some(isReturning) || eventsSince(rollout, now).some(isRollbackEvent)
    if (!returned) return supersededByPrimary(rollout, seen, now)
    if (leading.rolloutState === 'FAILED') {
      return {
        outcome: 'failed-mixed',
        reason: cause(leading.rolloutStateReason, 'the rollback failed as well'),
        fallback: true,
      }
    }
    const settled = leading.rolloutState === 'COMPLETED' && (mine?.runningCount ?? 0) === 0
    return settled
      ? { outcome: 'rolled-back', reason: cause(why, 'ECS rolled the deployment back'), fallback: true }
      : undefined
  }
  const verdict = stalled(rollout, seen, now)
  return verdict && { ...verdict, fallback: true }
}

/** Somebody else's deployment leads, since ours was seen to; a single read may be stale. */
function supersededByPrimary(rollout: Rollout, seen: readonly Snapshot[], now: Snapshot): Verdict | undefined {
  const other = primary(now)?.taskDefinition ?? ''
  const wasOurs = seen.findLastIndex(snapshot => primary(snapshot)?.taskDefinition === rollout.revision.arn)
  const twice = seen
    .slice(wasOurs + 1)
    .some(snapshot => now.at - snapshot.at >= TWICE_MS && primary(snapshot)?.taskDefinition === other)
  if (wasOurs === -1 || !twice) return undefined
  return { ...superseded({ arn: primary(now)?.id ?? '', taskDefinition: other }), fallback: true }
}

/** FAILED for a while, and nothing leads back: a breaker without rollback, or without a deployment to roll back to. */
function stalled(rollout: Rollout, seen: readonly Snapshot[], now: Snapshot): Verdict | undefined {
  const failed = (snapshot: Snapshot) =>
    (snapshot.deployment?.deploymentCircuitBreaker?.status === 'TRIGGERED' ||
      ours(rollout, snapshot)?.rolloutState === 'FAILED') &&
    !isReturning(snapshot) &&
    !isEnding(snapshot)
  if (!failed(now)) return undefined
  const first = seen.slice(seen.findLastIndex(snapshot => !failed(snapshot)) + 1).at(0)
  if (first === undefined || now.at - first.at < STALL_MS) return undefined
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
    return { outcome: 'failed-mixed', reason: `${reason}; ${runningCount} tasks of the new revision remain` }
  const serves = others(rollout, now) > 0
  return { outcome: 'failed-on-old', reason: serves ? reason : `${reason}; nothing ran before and nothing runs now` }
}

const deployed = ({ revision }: Rollout): Verdict => ({
  outcome: 'deployed',
  reason: `every task runs ${revision.name} and is healthy`,
})

const noTasks = (): Verdict => ({
  outcome: 'no-tasks',
  reason: 'the service is scaled to 0: nothing ran, nothing is proven',
})

const superseded = ({ arn, taskDefinition }: { arn: string; taskDefinition: string }): Verdict => ({
  outcome: 'superseded',
  reason: `another deployment took over: ${idOf(arn)} wants ${idOf(taskDefinition)}`,
})

/** What ECS says of a service deployment, and which alarms it means. */
function told({ statusReason, alarms }: ServiceDeployment, otherwise: string): string {
  const names = alarms?.triggeredAlarmNames ?? []
  return `${cause(statusReason, otherwise)}${names.length > 0 ? ` (${names.join(', ')})` : ''}`
}

/** ECS's own sentence where there is one. */
const cause = (reason: string | undefined, otherwise: string) => reason?.trim().replace(/\.$/, '') || otherwise

export function isGood(outcome: Outcome, allowNoTasks: boolean): boolean {
  switch (outcome) {
    case 'deployed':
    case 'unchanged':
      return true
    case 'no-tasks':
      return allowNoTasks
    case 'rolled-back':
    case 'failed-on-old':
    case 'failed-mixed':
    case 'superseded':
    case 'cancelled':
    case 'timed-out':
    case 'paused':
    case 'refused':
    case 'partial':
    case 'unknown':
      return false
    default:
      return outcome satisfies never
  }
}

/** A rollback that was over between two reads has left its event. */
const isRollbackEvent = (event: string) => /rolling back to deployment|deployment failed: /.test(event)
