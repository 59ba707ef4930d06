/** The stage that a deployment stands at which shifts traffic, and the waits that it tells itself. Pure. */
import type { ServiceDeployment } from '@aws-sdk/client-ecs'
import { hooksOf } from './lifecycle.ts'
import type { Snapshot } from './snapshot.ts'
import { isShift, ownMinutes, stepMinutes } from './strategy.ts'

export interface Stage {
  /** With the share of the traffic: each step has the same stages. */
  readonly name: string
  /** It began at this time or later, epoch ms of this machine; 0 where that is not known. */
  readonly since: number
  /** The first look that showed it, and when ECS had changed the deployment last by then. */
  readonly seenAt: number
  readonly changedAt: number
}

const MINUTE_MS = 60_000

/** With another look; undefined for a rolling deployment. `lookedAt`: the look before. */
export function stageAfter(before: Stage | undefined, lookedAt: number, now: Snapshot): Stage | undefined {
  const { at, deployment } = now
  if (deployment === undefined) return before
  const { lifecycleStage, targetServiceRevision: target, updatedAt } = deployment
  if (lifecycleStage === undefined || !isShift(deployment)) return undefined
  const name = `${lifecycleStage} ${target?.requestedProductionTrafficWeight ?? 0}`
  const changedAt = Number(updatedAt ?? 0)
  if (before?.name !== name) return { name, since: before === undefined ? 0 : lookedAt, seenAt: at, changedAt }
  // what has not changed since then changed last when this stage began; another clock than AWS's may say otherwise
  const isExact = changedAt === before.changedAt && changedAt > before.since && changedAt <= before.seenAt
  return isExact ? { ...before, since: changedAt } : before
}

/** How long it lasts at least until the old tasks are told to go, ms: what is left of this wait, and those that come after it. */
export function leastLeft({ since }: Stage, now: Snapshot): number {
  const { lifecycleStage, targetServiceRevision: target, deploymentConfiguration } = now.deployment ?? {}
  const { bakeTimeInMinutes = 0 } = deploymentConfiguration ?? {}
  const left = (minutes: number) => Math.max(0, since + minutes * MINUTE_MS - now.at)
  if (lifecycleStage === 'CLEAN_UP') return 0
  if (lifecycleStage === 'BAKE_TIME') return left(bakeTimeInMinutes)
  const isStep = lifecycleStage === 'PRODUCTION_TRAFFIC_SHIFT' && (target?.requestedProductionTrafficWeight ?? 0) < 100
  return (isStep ? left(stepMinutes(deploymentConfiguration ?? {})) : 0) + bakeTimeInMinutes * MINUTE_MS
}

/** All the traffic is shifted, and the old tasks may go at any moment. */
export function isBaked(stage: Stage, now: Snapshot): boolean {
  const { lifecycleStage, targetServiceRevision: target } = now.deployment ?? {}
  const hasAll = lifecycleStage !== 'CLEAN_UP' && (target?.requestedProductionTrafficWeight ?? 0) >= 100
  const isShifted = lifecycleStage === 'BAKE_TIME' || hasAll
  return isShifted && leastLeft(stage, now) === 0 && heldUntil(now) === undefined
}

type Configured = Pick<ServiceDeployment, 'deploymentConfiguration'>

export const bakeOf = ({ deploymentConfiguration }: Configured): number =>
  (deploymentConfiguration?.bakeTimeInMinutes ?? 0) * MINUTE_MS

/** All its waits together, ms. */
export const waitsOf = (deployment: Configured): number => ownMinutes(deployment) * MINUTE_MS

/** When the first of the hooks that it waits for runs out of time, by AWS's clock, epoch ms; undefined where it waits for none. */
export function heldUntil({ deployment }: Snapshot): number | undefined {
  const open = hooksOf(deployment).filter(({ status }) => status === 'AWAITING_ACTION' || status === 'IN_PROGRESS')
  return open.length === 0 ? undefined : Math.min(...open.map(({ expiresAt }) => Number(expiresAt ?? Infinity)))
}

/** It has all its tasks, and one of them is gone or fails. */
export function isUnwell({ deployment }: Snapshot): boolean {
  const { lifecycleStage = '', targetServiceRevision, deploymentCircuitBreaker } = deployment ?? {}
  const { requestedTaskCount = 0, runningTaskCount = 0, pendingTaskCount = 0 } = targetServiceRevision ?? {}
  if ((deploymentCircuitBreaker?.failureCount ?? 0) > 0) return true
  return !SCALING.test(lifecycleStage) && (runningTaskCount < requestedTaskCount || pendingTaskCount > 0)
}

export const isScaling = ({ deployment }: Snapshot): boolean => SCALING.test(deployment?.lifecycleStage ?? '')

const SCALING = /^(RECONCILE_SERVICE|PRE_SCALE_UP|SCALE_UP)$/
