/** How long to wait before the next poll. Pure. */
import { isEnding, isReturning } from './progress.ts'
import { missing, others, ours, type Rollout, type Snapshot } from './snapshot.ts'

/** Before ECS shows anything. */
const FIRST_MS = 2_000
/** Near the end: the verdict is at most this late. */
const DENSE_MS = 4_000
const UNKNOWN_MS = 10_000
const SPARSE_MS = 30_000

/**
 * The last successful rollouts of a service tell when the next one ends: sparse until then, dense about it, and six polls a
 * minute where nothing is known, or where it takes longer than it ever did.
 */
export function pollDelay(rollout: Rollout, elapsedMs: number, now: Snapshot | undefined): number {
  if (elapsedMs < FIRST_MS || now === undefined) return FIRST_MS + Math.min(8_000, Math.round(elapsedMs / 5))
  if (isImminent(rollout, now)) return DENSE_MS
  const { usual } = rollout
  if (usual.length === 0 || now.source === 'deployments') return elapsedMs < 30_000 ? 5_000 : UNKNOWN_MS
  const [soonest, latest] = [Math.min(...usual) * 0.88 - DENSE_MS, Math.max(...usual) * 1.25 + 15_000]
  if (elapsedMs < soonest) return Math.max(DENSE_MS, Math.min(SPARSE_MS, soonest - elapsedMs))
  return elapsedMs < latest ? DENSE_MS : UNKNOWN_MS
}

/** All that is wanted is there, or ECS is about to give up: the end is a matter of seconds. */
function isImminent(rollout: Rollout, now: Snapshot): boolean {
  const { deployment } = now
  if (deployment?.status === 'SUCCESSFUL' || isEnding(now)) return true
  if (deployment?.deploymentCircuitBreaker?.status === 'TRIGGERED') return true
  if (isReturning(now)) return (ours(rollout, now)?.runningCount ?? 0) === 0
  const wants = missing(rollout, now).filter(want => want !== 'the tasks to be read')
  return wants.length === 0 && others(rollout, now) === 0 && deployment?.lifecycleStage !== 'BAKE_TIME'
}
