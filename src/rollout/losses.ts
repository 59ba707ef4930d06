/** Tasks of the new revision that died so far, whether or not ECS counts them. Pure. */
import { type Cause, causeOf, isDone, isOwnFault, type LostTask } from './cause.ts'
import { eventsSince, ours, type Rollout, type Snapshot } from './snapshot.ts'

/** Whether it is worth a look at the stopped tasks: fewer run, ECS counted one, or more were started than are wanted. */
export function mayHaveLost(rollout: Rollout, before: Snapshot | undefined, now: Snapshot): boolean {
  if (before === undefined) return false
  const wanted = now.service.desiredCount ?? 0
  const restarted = startedBy(rollout, now) > Math.max(startedBy(rollout, before), wanted)
  return runningOf(rollout, now) < runningOf(rollout, before) || countOf(now) > countOf(before) || restarted
}

/** By the service's events, which say nothing of the revision. */
const startedBy = (rollout: Rollout, snapshot: Snapshot): number =>
  eventsSince(rollout, snapshot)
    .map(event => Number(/has started (\d+) tasks/.exec(event)?.[1] ?? 0))
    .reduce((sum, each) => sum + each, 0)

/** Those that ended by what the release itself does. */
export const ownLosses = (lost: readonly LostTask[]): LostTask[] => lost.filter(isOwnFault)

/** ECS calls a task without a check healthy once it has run for so long: what ends sooner never makes a service steady. */
const HEALTHY_AFTER_MS = 40_000

/** Less the workers that were done: ECS starts them again and completes a deployment of them, but for commands that end at once. */
const failures = (lost: readonly LostTask[]): LostTask[] =>
  ownLosses(lost).filter(each => !isDone(each) || (each.ranMs ?? 0) < HEALTHY_AFTER_MS)

/** How tasks of a release end by themselves. */
export interface Mortality {
  /** How many did. */
  readonly count: number
  /** How long the longest of them had run, ms. */
  readonly longestMs: number
  /** The same of those that ended so soon that others can be seen to run longer. */
  readonly soon: { readonly count: number; readonly longestMs: number }
}

export const NONE_DIED: Mortality = { count: 0, longestMs: 0, soon: { count: 0, longestMs: 0 } }

/** Longer than this nobody waits for it. */
const MOST_HELD_MS = 600_000
/** From the end of a container until ECS shows it. */
const SEEN_MS = 15_000
/** As long as one is held at most, where no other ends meanwhile. */
export const HOLD_MS = MOST_HELD_MS + SEEN_MS

/** By a container that ended; one that never was well says nothing of those that are, nor does a worker that was done. */
export function mortalityOf(lost: readonly LostTask[]): Mortality {
  const ended = ownLosses(lost).filter(each => each.stopCode === 'EssentialContainerExited' && !isDone(each))
  const lives = ended.map(({ ranMs = 0 }) => ranMs)
  return { ...sumOf(lives), soon: sumOf(lives.filter(each => each <= MOST_HELD_MS)) }
}

const sumOf = (lives: readonly number[]) => ({ count: lives.length, longestMs: Math.max(0, ...lives) })

/** Tasks that are well, and are not known to stay so. */
export interface Unproven {
  /** What they have to run longer than, in words. */
  readonly than: string
  /** How long that takes yet, ms. */
  readonly leftMs: number
}

/**
 * Why all is well and nothing is proven: as many as are wanted have ended by themselves, and those that run now have not run as long.
 * Through a bake time ECS waits for nothing else, and counts none of them. Undefined: it is proven. `ageMs`: of the youngest.
 */
export function unproven({ soon }: Mortality, wanted: number, ageMs: number): Unproven | undefined {
  const { count, longestMs } = soon
  const leftMs = longestMs + SEEN_MS - ageMs
  if (count < Math.max(1, wanted) || leftMs <= 0) return undefined
  return { than: `the ${Math.round(longestMs / 1000)} s after which ${count} of them ended`, leftMs }
}

/** One sentence with true numbers, and its kind; undefined where nothing new died. */
export function signOf(known: ReadonlySet<string>, lost: readonly LostTask[]): Cause | undefined {
  const own = failures(lost)
  return own.some(({ id }) => !known.has(id)) ? causeOf(own, []) : undefined
}

/** More of ours run than ever (`peak`), or a healthy one made ECS count anew: what died until then proves nothing. */
export const hasGained = (rollout: Rollout, peak: number, last: Snapshot | undefined, now: Snapshot): boolean =>
  runningOf(rollout, now) > peak || (last !== undefined && countOf(now) < countOf(last))

export const runningOf = (rollout: Rollout, now: Snapshot): number => ours(rollout, now)?.runningCount ?? 0

const countOf = ({ deployment }: Snapshot): number => deployment?.deploymentCircuitBreaker?.failureCount ?? 0

/**
 * Tasks that die after they ran are counted by nobody: without a check ECS starts them again for ever. Undefined while a breaker that
 * can end it counts or has tripped, or too few died to say so, which is twice as many as are wanted. `lost`: those that died since
 * anything was gained.
 */
export function hopeless(rollout: Rollout, now: Snapshot, lost: readonly LostTask[]): string | undefined {
  const { failedTasks, rolloutState } = ours(rollout, now) ?? {}
  const breaker = now.deployment?.deploymentCircuitBreaker
  if (breaker?.status === 'TRIGGERED' || rolloutState === 'FAILED') return undefined
  const counted = breaker?.failureCount ?? failedTasks ?? 0
  const wanted = Math.min(MOST_COUNTED, now.service.desiredCount ?? 0)
  const least = Math.max(3, breaker?.threshold ?? 0, wanted)
  const own = failures(lost)
  if (own.length < 2 * least) return undefined
  const { sentence } = causeOf(own, [])
  if (isOff(now)) return `${sentence}, and the service has no circuit breaker that counts them`
  return counted * 2 >= own.length ? undefined : `${sentence}, and ECS counts ${counted} of them`
}

/** What it counts then trips nothing. */
const isOff = ({ deployment, service }: Snapshot): boolean =>
  deployment?.deploymentCircuitBreaker?.status === 'DISABLED' ||
  service.deploymentConfiguration?.deploymentCircuitBreaker?.enable === false

/** The highest threshold of ECS's own: docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html */
const MOST_COUNTED = 200
