/** What is remembered of a rollout from one look to the next; it does not grow. Pure. */
import type { Deployment } from '@aws-sdk/client-ecs'
import { isLeft } from '../revision/status.ts'
import { leadsBack } from './lead.ts'
import { isEnding, isReturning } from './progress.ts'
import { isGone, missing, own, primary, type Rollout, type Snapshot } from './snapshot.ts'
import { cameAfter } from './whose.ts'

/** What a verdict needs of all that was seen before, however long that was. */
export interface Memory {
  /** When the look was that shows it first, of an unbroken row of them; epoch ms. */
  readonly failedSince: number | undefined
  /** When ECS's own deployment was seen ended first. */
  readonly endedSince: number | undefined
  /** When the service looked deleted first, of an unbroken row of looks. */
  readonly goneSince: number | undefined
  /** When it looked complete first, of an unbroken row of looks; kept where DescribeServices alone tells, and of what was over before. */
  readonly doneSince: number | undefined
  /** How many failed tasks of ours ECS counted at the last look. */
  readonly failedTasks: number
  /** Another deployment than ours that leads, of an unbroken row of looks. */
  readonly other: { readonly id: string; readonly taskDefinition: string; readonly since: number } | undefined
  readonly wasPrimary: boolean
  /** The deployment that ECS was seen to roll back to. */
  readonly returnedTo: string | undefined
  /** Whether ours was FAILED, and in which words. */
  readonly failed: boolean
  readonly why: string | undefined
}

export const NOTHING_SEEN: Memory = {
  failedSince: undefined,
  endedSince: undefined,
  goneSince: undefined,
  doneSince: undefined,
  failedTasks: 0,
  other: undefined,
  wasPrimary: false,
  returnedTo: undefined,
  failed: false,
  why: undefined,
}

export function remember(rollout: Rollout, memory: Memory, now: Snapshot): Memory {
  const mine = own(rollout, now)
  const first = primary(now)
  const isPrimary = first !== undefined && first === mine
  const failed = mine?.rolloutState === 'FAILED'
  const failedTasks = mine?.failedTasks ?? memory.failedTasks
  const isAsked = now.source === 'deployments' || rollout.unvouched === true
  const isGood = isAsked && isDone(rollout, now) && failedTasks <= memory.failedTasks
  return {
    failedSince: hasFailed(rollout, now) ? (memory.failedSince ?? now.at) : undefined,
    endedSince: memory.endedSince ?? (isLeft(now.deployment?.status) ? now.at : undefined),
    goneSince: isGone(now) ? (memory.goneSince ?? now.at) : undefined,
    doneSince: isGood ? (memory.doneSince ?? now.at) : undefined,
    failedTasks,
    other: isPrimary || first === undefined ? undefined : otherSince(memory, first, now.at),
    // one that came later took the lead from ours, whether or not that was seen
    wasPrimary: memory.wasPrimary || isPrimary || (first !== undefined && cameAfter(rollout.order, first)),
    returnedTo: leadsBack(rollout, now) ? (first?.id ?? '') : memory.returnedTo,
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

function otherSince({ other }: Memory, { id = '', taskDefinition = '' }: Deployment, at: number): Memory['other'] {
  return other?.id === id && other.taskDefinition === taskDefinition ? other : { id, taskDefinition, since: at }
}

/** By DescribeServices: the deployment that the order began leads, is COMPLETED, and nothing is missing. */
export function isDone(rollout: Rollout, snapshot: Snapshot): boolean {
  const mine = own(rollout, snapshot)
  return mine?.rolloutState === 'COMPLETED' && mine === primary(snapshot) && missing(rollout, snapshot).length === 0
}

const hasFailed = (rollout: Rollout, snapshot: Snapshot) =>
  (snapshot.deployment?.deploymentCircuitBreaker?.status === 'TRIGGERED' ||
    own(rollout, snapshot)?.rolloutState === 'FAILED') &&
  !isReturning(snapshot) &&
  !isEnding(snapshot)
