/** What is remembered of one rollout from one look to the next, and what may be left out of the next. Pure. */
import type { Service, ServiceDeployment } from '@aws-sdk/client-ecs'
import { isAnswered, primary, type Rollout } from './snapshot.ts'
import { waitsOf } from './stage.ts'
import { isShift } from './strategy.ts'

/** The answer of the order counts as read with the first look. */
export const FRESH_MS = 5_000
/** How old the service's own record may get while nothing seems to happen. */
export const STALE_MS = 30_000
/** How old that of the service deployment may get while the service's own shows nothing out of the way; hooks only it tells. */
const FAR_STALE_MS = 300_000
/** Where traffic is shifted the service deployment tells what matters; the service is read fifteen times in all its waits. */
const SHIFT_STALE_MS = 60_000
const SHIFT_READS = 15

/** The longest that a denial goes unasked. */
const MOST_BLIND_MS = 300_000

export interface Watched {
  /** ARN of our service deployment, once it is known. */
  arn: string | undefined
  /** The service-deployments API is of no use here, as far as is known. */
  blind: boolean
  /** How often it was found so, and when it is asked again: IAM's changes take their time, and a denial may be one of them. */
  denials: number
  askAgainAt: number
  service: Service | undefined
  readAt: number
  /** Our service deployment as it was read last. */
  deployment: ServiceDeployment | undefined
  /** When it was asked for first and last. */
  soughtAt: number | undefined
  describedAt: number | undefined
  /** The same in one line: another line is a change. */
  print: string
}

export const watchedOf = ({ answer, startedAt }: Rollout): Watched => ({
  arn: undefined,
  blind: false,
  denials: 0,
  askAgainAt: 0,
  service: answer,
  readAt: answer ? startedAt : 0,
  deployment: undefined,
  soughtAt: undefined,
  describedAt: undefined,
  print: '',
})

/** Blind, for ever longer: half a minute at first, five minutes in the long run. */
export function blinded({ denials }: Watched, now: number, isFinal: boolean): Partial<Watched> {
  const wait = isFinal ? Infinity : Math.min(MOST_BLIND_MS, STALE_MS * 2 ** denials)
  return { blind: true, denials: denials + 1, askAgainAt: now + wait }
}

/** How old the service's own record may get. */
export function staleAfter(watched: Watched): number {
  if (!isShifting(watched)) return STALE_MS
  const { status, lifecycleStage } = watched.deployment ?? {}
  // the end is near, and it is read with that
  if (status === 'IN_PROGRESS' && lifecycleStage === 'CLEAN_UP') return FAR_STALE_MS
  return Math.min(FAR_STALE_MS, Math.max(SHIFT_STALE_MS, waitsOf(configured(watched)) / SHIFT_READS))
}

/** It is watched by the service deployment first, which alone tells stages, alarms and hooks. */
export const isShifting = (watched: Watched): boolean => !watched.blind && isShift(configured(watched))

/** The deployment's own goes before what the service has now. */
const configured = ({ deployment, service }: Watched) => ({
  deploymentConfiguration: deployment?.deploymentConfiguration ?? service?.deploymentConfiguration,
})

/** Whether the service's own record is not enough. */
export function isOutOfTheWay(rollout: Rollout, watched: Watched, now: number): boolean {
  const { blind, deployment, describedAt, service } = watched
  if (blind) return false
  if (service === undefined) return true
  const isNew = describedAt === undefined && isAnswered(rollout)
  if (isNew && service === rollout.answer) return isShifting(watched) && now - watched.readAt > FRESH_MS
  if (isShifting(watched)) return true
  if (deployment === undefined && !isNew) return true
  if (now - (describedAt ?? rollout.startedAt) >= (isPlain(service) ? FAR_STALE_MS : STALE_MS)) return true
  const { taskDefinition, rolloutState, failedTasks = 0 } = primary({ service }) ?? {}
  const leads = taskDefinition === rollout.revision.arn && rolloutState === 'IN_PROGRESS' && failedTasks === 0
  return !leads || service.status !== 'ACTIVE' || !/^(PENDING|IN_PROGRESS)$/.test(deployment?.status ?? 'PENDING')
}

/** Rolling, without a hook that could hold it. */
function isPlain({ deploymentConfiguration }: Service): boolean {
  const { strategy = 'ROLLING', lifecycleHooks = [] } = deploymentConfiguration ?? {}
  return strategy === 'ROLLING' && lifecycleHooks.length === 0
}

export const isEnded = (deployment: { readonly status?: string | undefined } | undefined): boolean =>
  /^(SUCCESSFUL|STOPPED|ROLLBACK_SUCCESSFUL|ROLLBACK_FAILED)$/.test(deployment?.status ?? '')

/** Less what the service's own record does not tell. */
export function printOf(deployment: ServiceDeployment): string {
  return JSON.stringify(deployment, (key, value) => (UNTOLD.has(key) ? undefined : value))
}

const UNTOLD = new Set([
  'updatedAt',
  'lifecycleStage',
  'requestedProductionTrafficWeight',
  'requestedTestTrafficWeight',
])
