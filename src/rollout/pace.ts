/**
 * How long to wait before the next poll. Pure. What is seen goes before what is remembered: old tasks that leave tell that the
 * end is near, and how long that took before tells how near.
 */
import { isEnding, isReturning } from './progress.ts'
import { isAnswered, isGone, missing, others, ours, type Rollout, type Snapshot } from './snapshot.ts'
import { bakeOf, heldUntil, isBaked, isScaling, isUnwell, leastLeft, type Stage, stageAfter, waitsOf } from './stage.ts'
import { leavingAt } from './tail.ts'

/** Before ECS shows anything. */
const FIRST_MS = 2_000
/** Near the end: the verdict is at most this late. */
const DENSE_MS = 5_000
const UNKNOWN_MS = 10_000
/** Old tasks get 30 s between SIGTERM and SIGKILL: an end that is looked for so often is mostly seen coming. */
const WARY_MS = 20_000
/** What drags on near its end. */
const SLOW_MS = 15_000
const SPARSE_MS = 30_000
/** Bake times and steps that take longer than forty minutes are looked at eighty times, and every minute. */
const LOOKS = 80
const RARE_MS = 60_000
/** An end that was near for so long and does not come is not near. */
const PATIENT_MS = 120_000
/** What nothing is known of is asked for more seldom the longer it takes: at every twentieth of its time. */
const SHARE = 20

/** Rollouts of one service vary by so much (of their logarithm), as far as nothing else is known; worth so many of them. */
const SPREAD = 0.07
const WORTH = 3
/** How far from the middle, in spreads, an end is looked for closely: one in twenty comes sooner, few later. */
const BEFORE = 1.8
const AFTER = 3

export interface Wait {
  readonly ms: number
  /** Nothing is expected at its end: the services' own records do. */
  readonly far: boolean
}

/** Why an end is near. */
export type Nearness = 'decided' | 'failing' | 'baked' | 'leaving' | 'done'

/** What the pace rests on, beside the last look; it does not grow. */
export interface Pacing {
  readonly lookedAt: number
  readonly near: Nearness | undefined
  /** How long each has lasted in all, ms. */
  readonly spent: Readonly<Record<Nearness, number>>
  /** When the last old tasks began to leave, epoch ms of this machine. */
  readonly leftAt: number | undefined
  /** Of a deployment that shifts traffic. */
  readonly stage: Stage | undefined
}

export const pacingFrom = (startedAt: number): Pacing => ({
  lookedAt: startedAt,
  near: undefined,
  spent: { decided: 0, failing: 0, baked: 0, leaving: 0, done: 0 },
  leftAt: undefined,
  stage: undefined,
})

/** With another look. */
export function paced(rollout: Rollout, before: Pacing, now: Snapshot): Pacing {
  const { near: was, lookedAt } = before
  const spent = was === undefined ? before.spent : { ...before.spent, [was]: before.spent[was] + now.at - lookedAt }
  const stage = stageAfter(before.stage, lookedAt, now)
  if (stage) {
    const leftAt = now.deployment?.lifecycleStage === 'CLEAN_UP' ? stage.since : undefined
    const near = nearnessOf(rollout, now, leftAt) ?? (isBaked(stage, now) ? 'baked' : undefined)
    return { lookedAt: now.at, near, spent, leftAt, stage }
  }
  const toldAt = leavingAt(rollout, now)
  // this machine's clock may be another than AWS's: it was not so in the look before
  const leftAt = toldAt === undefined ? undefined : Math.min(now.at, Math.max(before.leftAt ?? before.lookedAt, toldAt))
  return { lookedAt: now.at, near: nearnessOf(rollout, now, leftAt), spent, leftAt, stage }
}

/** `now`: the last look, of which `pacing` was made. */
export function pollDelay(rollout: Rollout, pacing: Pacing, elapsedMs: number, now: Snapshot | undefined): Wait {
  const first = close(FIRST_MS + Math.min(8_000, Math.round(elapsedMs / 5)))
  if (now === undefined) return first
  const { near } = pacing
  if (near === 'decided' || near === 'failing') return close(patiently(pacing, near))
  const { stage } = pacing
  if (stage && now.deployment && near !== 'leaving') return inStage(rollout, pacing, stage, elapsedMs, now)
  if (hasLosses(rollout, now)) return close(UNKNOWN_MS)
  if (now.source !== 'deployments' && now.deployment === undefined && !isAnswered(rollout)) return first
  // DescribeServices shows for moments alone how a rollout fails
  if (now.source === 'deployments' && near === undefined) return close(elapsedMs < SPARSE_MS ? DENSE_MS : UNKNOWN_MS)
  if (near === 'leaving') return whileLeaving(rollout, pacing, elapsedMs, now)
  return near === 'done' ? whenDone(rollout, pacing, elapsedMs) : untilTheyLeave(rollout, elapsedMs, now)
}

/** ECS is done, and its tasks have to run for so long yet. */
export const untilProven = (ms: number): Wait => close(Math.max(DENSE_MS, Math.min(SPARSE_MS, ms)))

/** One poll serves all rollouts of a wave: when it is the turn of the next of them. */
export function nextWait(waits: readonly Wait[], left: number): Wait {
  return { ms: Math.min(left, ...waits.map(({ ms }) => ms)), far: waits.every(({ far }) => far) }
}

/** Between which times, ms, one ends that takes as long as those before; undefined where that is not known. */
export function endOf(usual: readonly number[]): { readonly soonest: number; readonly latest: number } | undefined {
  if (usual.length === 0 || usual.some(each => each <= 0)) return undefined
  const logs = usual.map(each => Math.log(each))
  const middle = logs.reduce((sum, each) => sum + each, 0) / logs.length
  const squares = logs.reduce((sum, each) => sum + (each - middle) ** 2, 0)
  const spread = Math.sqrt((squares + WORTH * SPREAD ** 2) / (logs.length - 1 + WORTH)) * Math.sqrt(1 + 1 / logs.length)
  return { soonest: Math.exp(middle - BEFORE * spread), latest: Math.exp(middle + AFTER * spread) }
}

const close = (ms: number): Wait => ({ ms, far: false })
const far = (ms: number): Wait => ({ ms, far: true })

function nearnessOf(rollout: Rollout, now: Snapshot, leftAt: number | undefined): Nearness | undefined {
  const { deployment } = now
  const { status, failureCount = 0, threshold = 3 } = deployment?.deploymentCircuitBreaker ?? {}
  if (deployment?.status === 'SUCCESSFUL' || isEnding(now) || isGone(now)) return 'decided'
  if (status === 'TRIGGERED' || isReturning(now)) return 'decided'
  // a breaker that is off counts, and ends nothing
  if (status !== 'DISABLED' && failureCount >= Math.max(1, threshold - 1)) return 'failing'
  if (leftAt !== undefined) return 'leaving'
  const wants = missing(rollout, now).filter(want => want !== 'the tasks to be read')
  const isDone = (wants.length === 0 && others(rollout, now) === 0) || isAlone(now)
  return isDone && deployment?.lifecycleStage !== 'BAKE_TIME' ? 'done' : undefined
}

/** By the service deployment's own counts, which may be newer than the service's, or all that can be read. */
function isAlone({ deployment }: Snapshot): boolean {
  const { targetServiceRevision: target, sourceServiceRevisions: sources = [] } = deployment ?? {}
  const { requestedTaskCount: wanted = 0, runningTaskCount: running = 0 } = target ?? {}
  const left = sources.reduce(
    (sum, { runningTaskCount = 0, pendingTaskCount = 0 }) => sum + runningTaskCount + pendingTaskCount,
    0,
  )
  return sources.length > 0 && left === 0 && wanted > 0 && running >= wanted
}

/** It does not go as those before did: what they took says nothing of its end. */
const hasLosses = (rollout: Rollout, now: Snapshot): boolean =>
  (now.deployment?.deploymentCircuitBreaker?.failureCount ?? 0) > 0 || (ours(rollout, now)?.failedTasks ?? 0) > 0

/** Every five seconds for two minutes of each kind, however often it comes and goes. */
const patiently = ({ spent }: Pacing, near: Nearness): number => (spent[near] < PATIENT_MS ? DENSE_MS : UNKNOWN_MS)

function whileLeaving(rollout: Rollout, pacing: Pacing, elapsedMs: number, now: Snapshot): Wait {
  const usual = tailOf(rollout, now)
  const since = now.at - (pacing.leftAt ?? now.at)
  if (usual === undefined) {
    // they still take their leave of a load balancer
    if (pacing.stage === undefined && others(rollout, now) > 0) return far(since < PATIENT_MS ? UNKNOWN_MS : SLOW_MS)
    return whenDone(rollout, pacing, elapsedMs)
  }
  if (since < usual.soonest)
    return since + DENSE_MS < usual.soonest ? far(sparsely(usual.soonest - since)) : close(DENSE_MS)
  return close(since < usual.latest + DENSE_MS ? DENSE_MS : patiently(pacing, 'leaving'))
}

/** Nothing is missing but ECS's own word. */
function whenDone({ usual }: Rollout, pacing: Pacing, elapsedMs: number): Wait {
  const near = pacing.near ?? 'done'
  const whole = trusted(usual)
  if (whole !== undefined && elapsedMs < whole.soonest && pacing.spent[near] >= PATIENT_MS)
    return far(Math.max(DENSE_MS, Math.min(SLOW_MS, whole.soonest - elapsedMs)))
  if (whole !== undefined && elapsedMs >= whole.soonest && elapsedMs < whole.latest) return close(DENSE_MS)
  return close(patiently(pacing, near))
}

/** Old tasks have not begun to leave, and the last ones took some time for it: seldom enough, and not later than they go. */
function untilTheyLeave(rollout: Rollout, elapsedMs: number, now: Snapshot): Wait {
  const { usual, tails } = rollout
  const lead = endOf(tails)?.soonest
  const seen = (lead ?? 0) + DENSE_MS
  const only = endOf(usual)
  // one that was over in seconds may be so again
  if (only && only.latest < 2 * SPARSE_MS && elapsedMs < only.latest + DENSE_MS)
    return close(Math.max(DENSE_MS, only.soonest - DENSE_MS - elapsedMs))
  const unknown = Math.min(SPARSE_MS, Math.max(WARY_MS, elapsedMs / SHARE))
  const whole = trusted(usual)
  if (seen >= WARY_MS) return far(Math.min(SPARSE_MS, seen))
  if (whole === undefined) return far(ours(rollout, now)?.pendingCount ? SPARSE_MS : unknown)
  const soonest = whole.soonest - DENSE_MS
  if (elapsedMs < soonest) return far(sparsely(soonest - elapsedMs))
  return far(elapsedMs < whole.latest ? seen : unknown)
}

/** One that shifts traffic tells itself how long that takes at least; then the old tasks take their time. */
function inStage(rollout: Rollout, pacing: Pacing, stage: Stage, elapsedMs: number, now: Snapshot): Wait {
  if (isUnwell(now) || (isScaling(now) && hasLosses(rollout, now))) return close(UNKNOWN_MS)
  const lead = tailOf(rollout, now)?.soonest ?? 0
  const left = leastLeft(stage, now)
  if (pacing.near === 'baked') return far(Math.max(patiently(pacing, 'baked'), Math.min(SPARSE_MS, lead)))
  if (left === 0 && pacing.near === 'done') return whenDone(rollout, pacing, elapsedMs)
  const most = Math.min(RARE_MS, Math.max(SPARSE_MS, waitsOf(now.deployment ?? {}) / LOOKS))
  const held = heldUntil(now)
  const least = isScaling(now) || held !== undefined ? WARY_MS : UNKNOWN_MS
  const seldom = left > 0 ? Math.min(most, left + lead) : Math.min(SPARSE_MS, Math.max(least, lead, elapsedMs / SHARE))
  return far(Math.max(DENSE_MS, Math.min(seldom, held === undefined ? Infinity : untilTimeOut(held - now.at))))
}

/** What is past its time ends soon, or by another clock than this machine's. */
const untilTimeOut = (ms: number): number => (ms > 0 ? ms : UNKNOWN_MS)

/** Of one that shifts traffic only where those before had its waits: else they were another strategy's. */
function tailOf({ usual, tails }: Rollout, { deployment }: Snapshot): ReturnType<typeof endOf> {
  const waits = waitsOf(deployment ?? {})
  if (waits > 0 && !(usual.length > 0 && usual.every(each => each >= waits))) return undefined
  const bake = bakeOf(deployment ?? {})
  // what took as long was counted from the shift on
  return endOf(bake > 0 ? tails.filter(each => each < bake) : tails)
}

const sparsely = (ms: number): number => Math.max(DENSE_MS, Math.min(SPARSE_MS, ms))

/** One alone may have been the first, which took the place of nothing. */
const trusted = (usual: readonly number[]) => (usual.length > 1 ? endOf(usual) : undefined)
