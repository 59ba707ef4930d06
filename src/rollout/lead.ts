/** Who leads in place of ours, as far as DescribeServices alone tells. Pure. */
import { isReturning } from './progress.ts'
import { eventsSince, newEvents, primary, type Rollout, rollsBack, type Snapshot } from './snapshot.ts'
import { cameAfter } from './whose.ts'

/** ECS rolled back to it, somebody deployed it, or ours failed and ECS does not say which of the two. */
export type Lead = 'ecs' | 'somebody' | 'unclear'

interface Past {
  /** Whether ours was FAILED. */
  readonly failed: boolean
  /** The deployment that ECS was seen to roll back to. */
  readonly returnedTo: string | undefined
}

/** A rollback that is a deployment of its own begins with its event, ms. */
const WITH_ITS_EVENT_MS = 5_000

export function leadOf(rollout: Rollout, { failed, returnedTo }: Past, now: Snapshot): Lead {
  const { id = '', taskDefinition, createdAt } = primary(now) ?? {}
  if (leadsBack(rollout, now) || returnedTo === id) return 'ecs'
  const event = rollbackEvent(rollout, now)
  if (event?.to === id) return 'ecs'
  // what ECS went back to is another one
  if (returnedTo !== undefined) return 'somebody'
  if (event?.at !== undefined && createdAt !== undefined)
    return Number(createdAt) <= event.at + WITH_ITS_EVENT_MS ? 'ecs' : 'somebody'
  const hasFailed = event !== undefined || failed || failureEvent(rollout, now)
  if (!hasFailed || (event === undefined && neverRollsBack(now))) return 'somebody'
  // of a rollout that another run began it is not known what ran before
  const isBefore = taskDefinition === rollout.previous.arn || rollout.previous.arn === rollout.revision.arn
  return isBefore ? 'unclear' : 'somebody'
}

/** ECS says of the one that leads that it is a rollback; a stale read may say so of one that was over before ours began. */
export function leadsBack({ order }: Rollout, now: Snapshot): boolean {
  const { updatedAt } = primary(now) ?? {}
  const isOver = order.createdAt !== undefined && updatedAt !== undefined && Number(updatedAt) < order.createdAt
  return isReturning(now) && !isOver
}

/** It was there before ours, so that a stale read may show it; false where that is not known. */
export function isEarlier({ order }: Rollout, now: Snapshot): boolean {
  const leading = primary(now)
  return order.createdAt !== undefined && leading?.createdAt !== undefined && !cameAfter(order, leading)
}

/** The newest since the start. A rollback that was over between two reads has left it. */
function rollbackEvent(
  rollout: Rollout,
  now: Snapshot,
): { readonly to: string; readonly at: number | undefined } | undefined {
  for (const { message = '', createdAt } of newEvents(rollout, now)) {
    const found = ROLLBACK.exec(message)
    if (found) return { to: found[1] ?? '', at: createdAt === undefined ? undefined : Number(createdAt) }
  }
  return undefined
}

const ROLLBACK = /rolling back to deployment(?:Id)? (ecs-svc\/\d+)?/

/** Of ours, where its id is known. */
const failureEvent = (rollout: Rollout, now: Snapshot): boolean =>
  eventsSince(rollout, now).some(
    event => event.includes('deployment failed: ') && event.includes(rollout.order.deployment ?? ''),
  )

/** False where nothing is known of a breaker. */
const neverRollsBack = (now: Snapshot): boolean =>
  now.service.deploymentConfiguration?.deploymentCircuitBreaker !== undefined && !rollsBack(now)
