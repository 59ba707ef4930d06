/** Tasks of the new revision that died so far, whether or not ECS counts them. Pure. */
import { causeOf, isOwnFault, type LostTask } from './cause.ts'
import { eventsSince, ours, type Rollout, type Snapshot } from './snapshot.ts'

/** Whether it is worth a look at the stopped tasks: fewer run, ECS counted one, or more were started than are wanted. */
export function mayHaveLost(rollout: Rollout, before: Snapshot | undefined, now: Snapshot): boolean {
  if (before === undefined) return false
  const count = (snapshot: Snapshot) => ours(rollout, snapshot)?.runningCount ?? 0
  const counted = ({ deployment }: Snapshot) => deployment?.deploymentCircuitBreaker?.failureCount ?? 0
  const wanted = now.service.desiredCount ?? 0
  const restarted = startedBy(rollout, now) > Math.max(startedBy(rollout, before), wanted)
  return count(now) < count(before) || counted(now) > counted(before) || restarted
}

/** By the service's events, which say nothing of the revision. */
const startedBy = (rollout: Rollout, snapshot: Snapshot): number =>
  eventsSince(rollout, snapshot)
    .map(event => Number(/has started (\d+) tasks/.exec(event)?.[1] ?? 0))
    .reduce((sum, each) => sum + each, 0)

/** Those that ended by what the release itself does. */
export const ownLosses = (lost: readonly LostTask[]): LostTask[] => lost.filter(isOwnFault)

/** One sentence with true numbers; undefined where nothing new died. */
export function signOf(known: ReadonlySet<string>, lost: readonly LostTask[]): string | undefined {
  const own = ownLosses(lost)
  return own.some(({ id }) => !known.has(id)) ? causeOf(own, []).sentence : undefined
}

/**
 * Tasks that die after they ran are counted by nobody: without a check ECS starts them again for ever. Undefined while the breaker
 * counts or has tripped, or too few died to say so.
 */
export function hopeless(rollout: Rollout, now: Snapshot, lost: readonly LostTask[]): string | undefined {
  const { failedTasks, rolloutState } = ours(rollout, now) ?? {}
  const breaker = now.deployment?.deploymentCircuitBreaker
  if (breaker?.status === 'TRIGGERED' || rolloutState === 'FAILED') return undefined
  const counted = breaker?.failureCount ?? failedTasks ?? 0
  const least = Math.max(3, breaker?.threshold ?? thresholdFor(now.service.desiredCount ?? 0))
  const own = ownLosses(lost)
  if (own.length < 2 * least || counted * 2 >= own.length) return undefined
  return `${causeOf(own, []).sentence}, and ECS counts ${counted} of them`
}

/** ECS's own, where it is not told: docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html */
const thresholdFor = (desired: number) => Math.min(200, Math.max(3, Math.ceil(desired / 2)))
