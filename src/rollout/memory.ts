/** What is remembered of a rollout from one look to the next; it does not grow. Pure. */
import { isEnding, isReturning } from './progress.ts'
import { isGone, missing, ours, primary, type Rollout, type Snapshot } from './snapshot.ts'
import { cameAfter } from './whose.ts'

/** What a verdict needs of all that was seen before, however long that was. */
export interface Memory {
  /** When the look was that shows it first, of an unbroken row of them; epoch ms. */
  readonly failedSince: number | undefined
  /** When the service looked deleted first, of an unbroken row of looks. */
  readonly goneSince: number | undefined
  /** When it looked complete first, of an unbroken row of looks. */
  readonly doneSince: number | undefined
  /** Somebody else's revision that leads, since ours was seen to. */
  readonly other: { readonly taskDefinition: string; readonly since: number } | undefined
  readonly wasPrimary: boolean
  readonly returned: boolean
  /** Whether ours was FAILED, and in which words. */
  readonly failed: boolean
  readonly why: string | undefined
}

export const NOTHING_SEEN: Memory = {
  failedSince: undefined,
  goneSince: undefined,
  doneSince: undefined,
  other: undefined,
  wasPrimary: false,
  returned: false,
  failed: false,
  why: undefined,
}

export function remember(rollout: Rollout, memory: Memory, now: Snapshot): Memory {
  const mine = ours(rollout, now)
  const first = primary(now)
  const leading = first?.taskDefinition
  const isPrimary = leading === rollout.revision.arn
  const failed = mine?.rolloutState === 'FAILED'
  return {
    failedSince: hasFailed(rollout, now) ? (memory.failedSince ?? now.at) : undefined,
    goneSince: isGone(now) ? (memory.goneSince ?? now.at) : undefined,
    doneSince: isDone(rollout, now) ? (memory.doneSince ?? now.at) : undefined,
    other: isPrimary || leading === undefined ? undefined : otherSince(memory, leading, now.at),
    // one that came later took the lead from ours, whether or not that was seen
    wasPrimary: memory.wasPrimary || isPrimary || (first !== undefined && cameAfter(rollout.order, first)),
    returned: memory.returned || isReturning(now),
    failed: memory.failed || failed,
    why: failed ? (mine?.rolloutStateReason ?? memory.why) : memory.why,
  }
}

/** A look that failed showed nothing: a row that must hold begins anew after it. What FAILED once stays FAILED. */
export const unseen = (memory: Memory): Memory => ({
  ...memory,
  goneSince: undefined,
  doneSince: undefined,
  other: undefined,
})

const otherSince = ({ other }: Memory, taskDefinition: string, at: number): Memory['other'] =>
  other?.taskDefinition === taskDefinition ? other : { taskDefinition, since: at }

export const isDone = (rollout: Rollout, snapshot: Snapshot) =>
  ours(rollout, snapshot)?.rolloutState === 'COMPLETED' && missing(rollout, snapshot).length === 0

const hasFailed = (rollout: Rollout, snapshot: Snapshot) =>
  (snapshot.deployment?.deploymentCircuitBreaker?.status === 'TRIGGERED' ||
    ours(rollout, snapshot)?.rolloutState === 'FAILED') &&
  !isReturning(snapshot) &&
  !isEnding(snapshot)
