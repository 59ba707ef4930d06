/** What became of a service since its verdict, by two records of it and the tasks it lost between them. Pure. */
import type { Service } from '@aws-sdk/client-ecs'
import { causeOf, isDone, isOwnFaultSince, type LostTask } from '../rollout/cause.ts'
import { mortalityOf, type Unproven, unproven } from '../rollout/losses.ts'
import { idOf, isGone, primary } from '../rollout/snapshot.ts'
import type { Verdict } from '../rollout/verdict.ts'
import type { Result } from './result.ts'

/** What was read of it since. */
export interface Seen {
  /** Undefined: it is not there. */
  readonly service: Service | undefined
  /** The tasks of the release that ended since, otherwise than by scaling in; undefined: that could not be read. */
  readonly lost: readonly LostTask[] | undefined
  /** It was looked at again where it seemed down; else nobody knows whether that lasts. */
  readonly sure: boolean
  /** When that was read, epoch ms. */
  readonly at: number
  /** What those that run have not run longer than yet; whether they had as long for it as anybody waits, or could not be read. */
  readonly unproven?: (Unproven & { readonly isOver: boolean; readonly isBlind: boolean }) | undefined
}

/** As its verdict saw it. */
export const judged = ({ ending, standing }: Pick<Result, 'ending' | 'standing'>): Service =>
  ending?.last?.service ?? standing.service

export const isAbsent = (service: Service | undefined): boolean => service === undefined || isGone({ service })

/** A stale record: of a service made earlier, led by an earlier deployment, or without the newest event, in this order. */
export function isBefore(service: Service, other: Service): boolean {
  const ages = [
    (each: Service) => Number(each.createdAt ?? 0),
    (each: Service) => Number(primary({ service: each })?.createdAt ?? 0),
    newestOf,
  ]
  const [difference = 0] = ages.map(age => age(service) - age(other)).filter(each => each !== 0)
  return difference < 0
}

/** Epoch ms by AWS's clock. ECS keeps a hundred events of a service. */
export const newestOf = ({ events = [] }: Service): number =>
  Math.max(0, ...events.map(({ createdAt }) => Number(createdAt ?? 0)))

/** How many run, of how many that it had and that are still wanted. */
export interface Crowd {
  readonly running: number
  readonly had: number
}

/** Undefined where the revision that leads is another one, or the record is stale. */
export function crowdOf(result: Pick<Result, 'ending' | 'standing'>, now: Service | undefined): Crowd | undefined {
  const before = judged(result)
  const [mine, leads] = [primary({ service: before }), now && primary({ service: now })]
  if (now === undefined || leads?.taskDefinition !== mine?.taskDefinition || isBefore(now, before)) return undefined
  // new tasks of the same revision take the place of those that ran
  const running = (leads?.id === mine?.id ? leads?.runningCount : now.runningCount) ?? 0
  return { running, had: Math.min(mine?.runningCount ?? 0, now.desiredCount ?? 0) }
}

/** Worth a look at its stopped tasks: fewer run, or ECS started some. */
export function mayHaveLost(result: Pick<Result, 'ending' | 'standing'>, now: Service | undefined): boolean {
  const crowd = crowdOf(result, now)
  return crowd !== undefined && (crowd.running < crowd.had || hasStarted(result, now))
}

/** ECS started tasks of it since. */
function hasStarted(result: Pick<Result, 'ending' | 'standing'>, now: Service | undefined): boolean {
  const since = newestOf(judged(result))
  return (now?.events ?? []).some(
    ({ createdAt, message = '' }) => Number(createdAt ?? 0) > since && / has started \d+ tasks/.test(message),
  )
}

/** By its own fault, and not because it was done. */
const isBroken = (task: LostTask): boolean => isOwnFaultSince(task) && !isDone(task)

/** Twice as many as it has, and no fewer than of three: what a rollout counts as hopeless. */
const [TIMES, LEAST] = [2, 3]
/** What ended before a pause as long as this is over where as many run as before: minutes, so that no clock which AWS takes decides. */
const PAUSE_MS = 300_000

/** As of a rollout: as many as it had have ended by themselves since, and those that run have not run as long. */
export function unprovenSince(
  result: Pick<Result, 'ending' | 'standing'>,
  seen: Seen,
  ageMs: number,
): Unproven | undefined {
  const { running, had } = crowdOf(result, seen.service) ?? { running: 0, had: 0 }
  if (had === 0) return undefined
  return unproven(mortalityOf((seen.lost ?? []).filter(isBroken)), had, running < had ? 0 : ageMs)
}

/** They end one after another, as many times as a rollout counts as hopeless. */
export function isHopeless(result: Pick<Result, 'ending' | 'standing'>, { service, lost = [], at }: Seen): boolean {
  const { running, had } = crowdOf(result, service) ?? { running: 0, had: 0 }
  const broken = lost.filter(isBroken)
  return (running < had ? broken.length : unpaused(broken, at)) >= TIMES * Math.max(had, LEAST)
}

/** How many ended one after another, without a pause, until now. */
function unpaused(tasks: readonly LostTask[], now: number): number {
  const ends = tasks.map(({ endedAt = now }) => endedAt).sort((a, b) => b - a)
  const pause = ends.findIndex((end, nth) => (ends[nth - 1] ?? now) - end >= PAUSE_MS)
  return pause < 0 ? ends.length : pause
}

/** Undefined: it stands as it was told, or nothing can be said. */
export function verdictSince(result: Result, seen: Seen): Verdict | undefined {
  const verdict = ended(result, seen)
  return verdict && { ...verdict, since: 'ended' }
}

/** What was well so long ago may be anything by now. */
const UNSEEN_MS = 300_000

/** Of one that could not be looked at again. Undefined: it stands as it was told. */
export function verdictUnseen({ verdict, unmoved, ending, seenAt = ending?.last?.at }: Result, at: number) {
  if (unmoved === 'outside' || seenAt === undefined || at - seenAt < UNSEEN_MS) return undefined
  const first = verdict?.outcome === 'deployed' ? 'it was deployed' : 'it stood on this release'
  const reason = `${first}, was seen last ${Math.floor((at - seenAt) / 60_000)} minutes ago, and could not be looked at again`
  return { outcome: 'unknown', reason, since: 'ended' } as const
}

function ended(result: Result, seen: Seen): Verdict | undefined {
  const { service: now, lost = [], sure, unproven } = seen
  // one that is no part of the release is told as it is now
  if (result.unmoved === 'outside') return undefined
  const first = result.verdict?.outcome === 'deployed' ? 'it was deployed' : 'it stood on this release'
  const unsure = (what: string): Verdict => ({
    outcome: 'unknown',
    reason: `${first}, and ${what} when it was looked at; whether that lasts could not be seen`,
  })
  if (now === undefined || isGone({ service: now }))
    return sure
      ? { outcome: 'failed-mixed', reason: `${first}, and then somebody deleted it` }
      : unsure('was not there')
  const before = judged(result)
  const [mine, leads] = [primary({ service: before }), primary({ service: now })]
  if (mine === undefined || leads === undefined || isBefore(now, before)) return undefined
  if (leads.id !== mine.id && leads.taskDefinition !== result.revision?.arn) {
    const wants = `${idOf(leads.id)} wants ${idOf(leads.taskDefinition)}`
    return { outcome: 'superseded', reason: `${first}, and then another deployment took over: ${wants}` }
  }
  const left = `${leads.runningCount ?? 0} of ${now.desiredCount ?? 0} tasks run`
  if (leads.id !== mine.id && leads.rolloutState === 'FAILED')
    return { outcome: 'failed-mixed', reason: `${first}, and then new tasks of it failed: ${left}` }
  // of one that this run does not move that is nobody's failure
  if (result.unmoved === undefined && (before.desiredCount ?? 0) > 0 && now.desiredCount === 0)
    return { outcome: 'no-tasks', reason: `${first}, and then somebody scaled it to 0` }
  const { running, had } = crowdOf(result, now) ?? { running: 0, had: 0 }
  const broken = lost.filter(isBroken)
  if (isHopeless(result, seen))
    return {
      outcome: 'failed-mixed',
      reason: `${first}, and its tasks end again and again: ${broken.length} have since`,
    }
  if (unproven !== undefined) {
    const longer = `its tasks had not run longer than ${unproven.than} by themselves`
    return unproven.isOver ? { outcome: 'failed-mixed', reason: `${first}, and ${longer} since` } : unsure(longer)
  }
  if (running === 0 && had > 0)
    return sure
      ? { outcome: 'failed-mixed', reason: `${first}, and then lost all of its tasks` }
      : unsure(`0 of ${had} tasks ran`)
  // of those that are missing more may be the platform's
  if (sure && broken.length > 0 && running * 2 <= had && broken.length * 2 >= had - running)
    return {
      outcome: 'failed-mixed',
      reason: `${first}, and ${broken.length} of its tasks ${broken.length === 1 ? 'has' : 'have'} ended since: ${left}`,
    }
  return undefined
}

/** What a service lost although its verdict stands. */
export interface Losses {
  readonly words: string
  /** Fewer run than did, or many ended; else it was made good, and one line of the log is enough. */
  readonly isWarning: boolean
}

export function lossesSince(
  result: Result,
  { service: now, lost }: Pick<Seen, 'service' | 'lost'>,
): Losses | undefined {
  const crowd = crowdOf(result, now)
  if (crowd === undefined || result.unmoved === 'outside') return undefined
  const { running, had } = crowd
  const broken = (lost ?? []).filter(isBroken)
  const sentenceOf = (tasks: readonly LostTask[]) => (tasks.length === 0 ? [] : [causeOf(tasks, [], true).sentence])
  const comesBack = running > 0 && lost?.every(isDone) && hasStarted(result, now)
  if (running < had && !comesBack && (lost === undefined || lost.length > 0 || running === 0)) {
    const left = `${running} of ${had} tasks ran when it was looked at again`
    // whoever took them, before those that were done
    const [why = []] = [broken, lost?.filter(each => !isDone(each)) ?? [], lost ?? []].filter(each => each.length > 0)
    return { words: [left, ...sentenceOf(why)].join('; '), isWarning: true }
  }
  if (broken.length === 0) return undefined
  const others = broken.length === 1 ? 'another runs in its place' : 'others run in their place'
  const words = [...sentenceOf(broken), others].join('; ')
  return { words, isWarning: broken.length >= TIMES * Math.max(had, LEAST) }
}
