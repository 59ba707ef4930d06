/** What has changed between two snapshots, as lines for the log; and how long to wait for the next. Pure. */
import { eventsSince, missing, others, ours, primary, type Rollout, type Snapshot } from './snapshot.ts'

/** ECS leads the service back to an older revision. */
export function isReturning(snapshot: Snapshot): boolean {
  const { deployment } = snapshot
  if (deployment?.status?.startsWith('ROLLBACK')) return true
  return primary(snapshot)?.rolloutStateReason?.includes('rolling back') ?? false
}

/** Somebody asked ECS to stop the deployment. */
export const isEnding = ({ deployment }: Snapshot) => deployment?.status === 'STOP_REQUESTED'

/** Events that the counts already tell. */
const ROUTINE =
  /has (started|stopped) \d+|registered \d+ targets|deregistered \d+|begun draining|steady state|deployment completed/

/** Lines about what is new since `before`; empty when nothing is. */
export function news(rollout: Rollout, before: Snapshot | undefined, now: Snapshot): string[] {
  const lines: string[] = []
  const was = before ? countsOf(rollout, before) : undefined
  const is = countsOf(rollout, now)
  if (was === undefined || was.running !== is.running || was.pending !== is.pending || was.old !== is.old) {
    lines.push(countLine(rollout, was, is))
  }
  const known = new Set(before ? eventsSince(rollout, before) : [])
  for (const event of eventsSince(rollout, now)) {
    if (!known.has(event) && !ROUTINE.test(event)) lines.push(`${event.replace(/^\(service [^)]*\)\s*/, '')}`)
  }
  const failures = failuresOf(now)
  if (hasLostMore(before, now)) {
    const { threshold } = now.deployment?.deploymentCircuitBreaker ?? {}
    lines.push(
      `${failures} failed ${failures === 1 ? 'task' : 'tasks'} in a row${threshold ? `; the breaker trips at ${threshold}` : ''}`,
    )
  }
  const status = now.deployment?.status
  if (status !== undefined && status !== before?.deployment?.status && !QUIET.has(status)) {
    lines.push(`service deployment ${status}${now.deployment?.statusReason ? `: ${now.deployment.statusReason}` : ''}`)
  }
  if (now.source === 'deployments' && before?.source !== 'deployments') {
    lines.push(
      'the service-deployments API does not answer here: the verdict will rest on DescribeServices, read twice',
    )
  }
  return lines
}

/** The breaker has counted another task. */
export const hasLostMore = (before: Snapshot | undefined, now: Snapshot) =>
  failuresOf(now) > (before ? failuresOf(before) : 0)

const failuresOf = ({ deployment }: Snapshot) => deployment?.deploymentCircuitBreaker?.failureCount ?? 0

const QUIET = new Set(['PENDING', 'IN_PROGRESS'])

interface Counts {
  readonly running: number
  readonly pending: number
  readonly old: number
}

function countsOf(rollout: Rollout, snapshot: Snapshot): Counts {
  const mine = ours(rollout, snapshot)
  return { running: mine?.runningCount ?? 0, pending: mine?.pendingCount ?? 0, old: others(rollout, snapshot) }
}

function countLine({ revision, previous }: Rollout, was: Counts | undefined, is: Counts): string {
  const running = was && was.running !== is.running ? `running ${was.running} → ${is.running}` : `running ${is.running}`
  const pending = is.pending > 0 ? `  pending ${is.pending}` : ''
  const old =
    is.old > 0 || (was?.old ?? 0) > 0 ? `  old ${was && was.old !== is.old ? `${was.old} → ` : ''}${is.old}` : ''
  return `${running}${pending}${old}  (${change(previous, revision)})`
}

/** `1.0.0 → 1.1.0`, or the revisions where versions are not known or do not differ. */
export function change(
  from: { version: string | undefined; name: string },
  to: { version: string | undefined; name: string },
): string {
  const versions = from.version !== undefined && to.version !== undefined && from.version !== to.version
  if (versions) return `${from.version} → ${to.version}`
  return `${from.name} → ${from.version === undefined && to.version !== undefined ? to.version : to.name}`
}

/** What a person waits for, when nothing has changed for a while. */
export function waitingFor(rollout: Rollout, now: Snapshot): string {
  if (isReturning(now)) return 'waiting for ECS to finish the rollback'
  const { desiredCount = 0 } = now.service
  const old = others(rollout, now)
  if (old > 0 && (ours(rollout, now)?.runningCount ?? 0) >= desiredCount) {
    return `waiting for the new tasks to become healthy, then for ${old} older to drain and stop`
  }
  const wants = missing(rollout, now).filter(want => want !== 'the tasks to be read')
  return wants.length > 0 ? `waiting for ${wants.slice(0, 3).join(', ')}` : 'waiting for ECS to call it complete'
}

/** The pause before the next poll, ms: short while much happens, at most six polls a minute in the long run. */
export function pollDelay(elapsedMs: number): number {
  if (elapsedMs < 30_000) return 2_000
  return elapsedMs < 180_000 ? 5_000 : 10_000
}
