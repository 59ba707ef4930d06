/** How long to wait before the next poll. Pure. */
import { isEnding, isReturning } from './progress.ts'
import { isAnswered, isGone, missing, others, ours, type Rollout, type Snapshot } from './snapshot.ts'

/** Before ECS shows anything. */
const FIRST_MS = 2_000
/** Near the end: the verdict is at most this late. */
const DENSE_MS = 5_000
const UNKNOWN_MS = 10_000
const SPARSE_MS = 30_000
/** An end that was near and does not come is not near. */
const PATIENT_MS = 120_000
/** From such a wait on the end is far, and one of ECS's two records does. */
const FAR_MS = 15_000

/** Rollouts of one service vary by so much (of their logarithm), as far as nothing else is known; worth so many of them. */
const SPREAD = 0.07
const WORTH = 3
/** How far from the middle, in spreads, an end is looked for closely: one in twenty comes sooner, few later. */
const BEFORE = 1.6
const AFTER = 3

export interface Wait {
  readonly ms: number
  /** Nothing is expected at its end. */
  readonly far: boolean
}

/**
 * The last successful rollouts of a service tell when the next one ends: sparse until then, dense about it, and six polls a
 * minute where nothing is known, or where it takes longer than it ever did. `quietMs`: since the last change.
 */
export function pollDelay(rollout: Rollout, elapsedMs: number, now: Snapshot | undefined, quietMs: number): number {
  if (now === undefined) return FIRST_MS + Math.min(8_000, Math.round(elapsedMs / 5))
  if (isImminent(rollout, now)) return quietMs < PATIENT_MS ? DENSE_MS : UNKNOWN_MS
  if (hasLosses(rollout, now)) return UNKNOWN_MS
  const expected = endOf(rollout.usual)
  if (expected === undefined || now.source === 'deployments') return elapsedMs < 30_000 ? DENSE_MS : UNKNOWN_MS
  if (now.deployment === undefined && !isAnswered(rollout)) return FIRST_MS + Math.min(8_000, Math.round(elapsedMs / 5))
  const { soonest, latest } = expected
  if (elapsedMs < soonest) return Math.max(DENSE_MS, Math.min(SPARSE_MS, soonest - elapsedMs))
  return elapsedMs < latest ? DENSE_MS : UNKNOWN_MS
}

/** Whether the end is looked for every five seconds, as those before took so long. */
export function isClose({ usual }: Rollout, elapsedMs: number): boolean {
  const expected = endOf(usual)
  return expected !== undefined && elapsedMs >= expected.soonest && elapsedMs < expected.latest
}

/** One poll serves all rollouts of a wave: when it is the turn of the next of them. */
export function nextWait(delays: readonly number[], left: number): Wait {
  const ms = Math.min(left, ...delays)
  return { ms, far: ms >= FAR_MS }
}

/** Between which times, ms after the start, a rollout ends that takes as long as those before. */
export function endOf(usual: readonly number[]): { readonly soonest: number; readonly latest: number } | undefined {
  if (usual.length === 0) return undefined
  const logs = usual.map(each => Math.log(each))
  const middle = logs.reduce((sum, each) => sum + each, 0) / logs.length
  const squares = logs.reduce((sum, each) => sum + (each - middle) ** 2, 0)
  const spread = Math.sqrt((squares + WORTH * SPREAD ** 2) / (logs.length - 1 + WORTH)) * Math.sqrt(1 + 1 / logs.length)
  return {
    soonest: Math.exp(middle - BEFORE * spread) - DENSE_MS,
    latest: Math.exp(middle + AFTER * spread) + DENSE_MS,
  }
}

/** All that is wanted is there, or ECS is about to give up: the end is a matter of seconds. */
function isImminent(rollout: Rollout, now: Snapshot): boolean {
  const { deployment } = now
  if (deployment?.status === 'SUCCESSFUL' || isEnding(now) || isGone(now)) return true
  const { status, failureCount = 0, threshold = 3 } = deployment?.deploymentCircuitBreaker ?? {}
  if (status === 'TRIGGERED' || failureCount >= Math.max(1, threshold - 1)) return true
  if (isReturning(now)) return true
  const wants = missing(rollout, now).filter(want => want !== 'the tasks to be read')
  return wants.length === 0 && others(rollout, now) === 0 && deployment?.lifecycleStage !== 'BAKE_TIME'
}

/** It does not go as those before did: what they took says nothing of its end. */
const hasLosses = (rollout: Rollout, now: Snapshot): boolean =>
  (now.deployment?.deploymentCircuitBreaker?.failureCount ?? 0) > 0 || (ours(rollout, now)?.failedTasks ?? 0) > 0
