/** Looks back at services that were deployed, or stood already: the release as a whole may not stand any more. */
import type { Service } from '@aws-sdk/client-ecs'
import type { Edges } from '../edge/edges.ts'
import { sentence } from '../failure/words.ts'
import { explain } from '../rollout/explain.ts'
import { HOLD_MS } from '../rollout/losses.ts'
import type { Place } from '../rollout/standing.ts'
import { isGood } from '../rollout/verdict.ts'
import { lookLast, read } from './last-look.ts'
import { isLive, type Result } from './result.ts'
import { rolloutSince, seeSince } from './see-since.ts'
import {
  crowdOf,
  isAbsent,
  isBefore,
  judged,
  type Losses,
  lossesSince,
  type Seen,
  verdictSince,
  verdictUnseen,
} from './since.ts'

/** How old what was seen of a service may be, to be told as what is there. */
const FRESH_MS = 5_000
/** That a service is not there must hold in two reads so far apart; one that runs too few tasks may get new ones in a minute. */
const AGAIN_MS = [5_000, 15_000, 20_000, 20_000]
/** The verdict does not wait longer for its explanation. */
export const EXPLANATION_MS = 30_000

export interface Since {
  /** As they are known now. */
  readonly results: readonly Result[]
  /** Those of them that do not stand any more as they were told. */
  readonly moved: readonly Result[]
  /** What those that stand have lost; `unseen`: they could not be looked at again, or only as they were before. */
  readonly losses: ReadonlyMap<Result, Losses | 'unseen'>
}

type Looking = Pick<Edges, 'aws' | 'clock' | 'deadline' | 'runner' | 'signal'>

export async function lookBack(edges: Looking, results: readonly Result[], logs: boolean): Promise<Since> {
  const { clock, runner } = edges
  const { old, found, seen } = await lookAt(edges, results.filter(isLive))
  const all = new Map<Result, Losses | 'unseen'>()
  const moved: Result[] = []
  const end = async (result: Result): Promise<Result> => {
    const { standing, verdict } = result
    runner.say(`${standing.place.name}  ${verdict?.outcome}: ${verdict?.reason}`)
    const told = await explained(edges, result, logs)
    moved.push(told)
    return told
  }
  const now = await Promise.all(
    results.map(async (result): Promise<Result> => {
      const { place } = result.standing
      if (!old.has(result)) return result
      const service = found.get(place)
      const told = seen.get(result)
      if (told === undefined) {
        const verdict = verdictUnseen(result, clock.now())
        const unseen = { ...result, again: 'not known', stale: found.has(place) } as const
        if (verdict !== undefined) return end({ ...unseen, verdict })
        if (result.unmoved !== 'outside') all.set(unseen, 'unseen')
        return unseen
      }
      const verdict = verdictSince(result, told)
      if (verdict !== undefined) return end({ ...result, verdict, again: service ?? 'not known' })
      const stands = {
        ...result,
        ...(service ? { again: service, seenAt: told.at } : { again: 'not known' as const }),
        stale: false,
      }
      const losses = lossesSince(result, told)
      if (losses !== undefined) all.set(stands, losses)
      return stands
    }),
  )
  return { results: now, moved, losses: all }
}

/** At those that were not seen a moment ago. What was read of others before one had to be waited for is read anew. */
async function lookAt(edges: Looking, results: readonly Result[]): Promise<Sight> {
  const closed = new Set<Place>()
  const until = edges.clock.now() + HOLD_MS
  const found = new Map<Place, Service | undefined>()
  const ahead = new Map<Result, number>()
  for (;;) {
    const old = results.filter(each => edges.clock.now() - (each.ending?.last?.at ?? 0) > FRESH_MS)
    for (const [place, service] of await read(edges.aws, old, closed)) found.set(place, service)
    const doubtful = await readAgain(edges, old, found, closed)
    const current = old.filter(each => isCurrent(each, found))
    const { seen, waited } = await seeSince(edges, current, { found, closed, doubtful, ahead, until })
    if (!waited) return { old: new Set(old), found, seen }
  }
}

interface Sight {
  readonly old: ReadonlySet<Result>
  readonly found: ReadonlyMap<Place, Service | undefined>
  /** Without those of which nothing is known but from before. */
  readonly seen: ReadonlyMap<Result, Seen>
}

function isCurrent(result: Result, found: Sight['found']): boolean {
  const service = found.get(result.standing.place)
  if (service === undefined || isAbsent(service)) return found.has(result.standing.place)
  return !isBefore(service, judged(result))
}

/**
 * What is not there, runs too little or is told from before is read again; what stayed so through one such wait is waited for no more.
 * @returns what nobody could read often enough.
 */
async function readAgain(
  { aws, clock, deadline, runner, signal }: Looking,
  results: readonly Result[],
  found: Map<Place, Service | undefined>,
  closed: Set<Place>,
): Promise<Set<Result>> {
  const serviceOf = ({ standing }: Result) => found.get(standing.place)
  const isSeen = ({ standing }: Result) => found.has(standing.place)
  const whyOf = (result: Result) => (isSeen(result) ? doubtOf(result, serviceOf(result)) : 'could not be looked at')
  let doubtful = results.filter(each => whyOf(each) !== undefined)
  for (const [times, ms] of AGAIN_MS.entries()) {
    // what may not be read any more keeps its doubt
    const open = doubtful.filter(each => !closed.has(each.standing.place))
    if (open.length === 0 || signal.aborted || clock.now() + ms > deadline) break
    if (times === 0)
      for (const each of open)
        runner.say(`${each.standing.place.name}  ${whyOf(each)}: looking again for up to a minute`)
    const gone = new Set(open.filter(each => isSeen(each) && isAbsent(serviceOf(each))))
    await clock.sleep(ms, signal)
    // who was cancelled meanwhile has no time to wait for more
    const again = await read(aws, open, closed)
    for (const [place, service] of again) found.set(place, service)
    doubtful = doubtful.filter(each => {
      const isAnswered = again.has(each.standing.place)
      if (!isSeen(each)) return true
      // a list that lags may leave it out of one read
      if (isAbsent(serviceOf(each))) return !(isAnswered && gone.has(each))
      const isLast = isAnswered && times === AGAIN_MS.length - 1
      return whyOf(each) !== undefined && !isLast
    })
  }
  return new Set(doubtful)
}

/** Why one look is not enough, in words. */
function doubtOf(result: Result, service: Service | undefined): string | undefined {
  if (service === undefined || isAbsent(service)) return 'is not there'
  if (isBefore(service, judged(result))) return result.stale ? undefined : 'is told as it was before'
  const crowd = result.unmoved === 'outside' ? undefined : crowdOf(result, service)
  const known = typeof result.again === 'object' ? crowdOf(result, result.again)?.running : undefined
  if (crowd === undefined || crowd.running >= Math.min(crowd.had, known ?? crowd.had)) return undefined
  return `runs ${crowd.running} of ${crowd.had} tasks`
}

/** Of tasks that ended after the verdict, why. */
async function explained(edges: Looking, result: Result, logs: boolean): Promise<Result> {
  const { aws } = edges
  const { verdict, ending, again, standing } = result
  if (verdict?.outcome !== 'failed-mixed' || typeof again !== 'object') return result
  const seen = { at: edges.clock.now(), newer: undefined, tasks: undefined, deployment: undefined, source: SOURCE }
  const last = { ...seen, ...ending?.last, service: again }
  const evidence = await aws
    .within(EXPLANATION_MS, () =>
      explain(aws, rolloutSince(edges, { ...result, standing }), last, { logs, ranWell: true }),
    )
    .catch(() => undefined)
  return evidence === undefined ? result : { ...result, evidence }
}

const SOURCE = 'deployments' as const

/** It ended badly while others of its wave went on, and what runs was seen then. */
const isOld = ({ clock }: Pick<Edges, 'clock'>, { verdict, ending, again }: Result): boolean =>
  verdict !== undefined &&
  again === undefined &&
  ending?.last !== undefined &&
  !isGood(verdict.outcome, false) &&
  clock.now() - ending.last.at > FRESH_MS

/** How all of it stands at the end: those that were deployed are looked back at, and those that failed are read once more. */
export async function conclude(edges: Looking, results: readonly Result[], logs: boolean): Promise<Since> {
  const since = await lookBack(edges, results, logs)
  const told = since.results.map(each => tellLosses(edges, each, since.losses.get(each)))
  const old = told.filter(each => isOld(edges, each))
  const again = await lookLast(
    edges,
    old.map(each => ({ ...each, looked: false })),
  )
  return { ...since, results: told.map(each => again[old.indexOf(each)] ?? each) }
}

/** What was made good is worth a line, and says nothing of how it stands. */
function tellLosses({ runner }: Pick<Edges, 'runner'>, result: Result, losses: Losses | 'unseen' | undefined): Result {
  const { verdict, standing } = result
  if (losses === undefined || verdict === undefined) return result
  const { name } = standing.place
  const began = verdict.outcome === 'deployed' ? 'it was deployed' : 'it was found on this release'
  if (losses === 'unseen') {
    runner.warn(
      `${name} could not be looked at again`,
      `What became of it since ${began} ECS did not tell: look there.`,
    )
    return {
      ...result,
      verdict: { ...verdict, reason: `${verdict.reason}; it could not be looked at again`, since: losses },
    }
  }
  const { words, isWarning } = losses
  if (!isWarning) {
    runner.say(`${name}  since ${began}: ${words}`)
    return result
  }
  runner.warn(`${name} has lost tasks since ${began}`, `${sentence(words)} Its events in ECS say more.`)
  return { ...result, verdict: { ...verdict, reason: `${verdict.reason}; since then ${words}`, since: 'thinned' } }
}
