/** Reads once more what runs of services of which the report would tell what was seen before, or too early. */
import type { Service } from '@aws-sdk/client-ecs'
import type { Edges } from '../edge/edges.ts'
import { readServices } from '../rollout/services.ts'
import { idOf, isGone, primary } from '../rollout/snapshot.ts'
import type { Place } from '../rollout/standing.ts'
import type { Verdict } from '../rollout/verdict.ts'
import { isLive, type Result } from './result.ts'

/** The report does not wait longer for it. */
const LOOKING_MS = 20_000

/** What cannot be read, or still contradicts how it ended, is not known. */
export async function lookLast({ aws }: Pick<Edges, 'aws'>, results: readonly Result[]): Promise<Result[]> {
  if (!results.some(isStale)) return [...results]
  const found = await read(aws, results.filter(isStale))
  return results.map(result => {
    if (!isStale(result)) return result
    const service = found.get(result.standing.place)
    return { ...result, again: service && !contradicts(result, service) ? service : 'not known' }
  })
}

/** What cannot be read is not among them: a person hears that it is not known. */
async function read(aws: Edges['aws'], results: readonly Result[]): Promise<Map<Place, Service | undefined>> {
  const found = new Map<Place, Service | undefined>()
  const places = results.map(({ standing }) => standing.place)
  if (places.length === 0) return found
  await aws
    .within(LOOKING_MS, () => readServices(aws, places, (place, service) => found.set(place, service)))
    .catch(() => {})
  return found
}

/** What was seen last is from before somebody else's turn, or older than how it ended. */
const isStale = (result: Result): boolean =>
  result.looked === false || (result.ending?.last !== undefined && contradicts(result, result.ending.last.service))

/** ECS left our revision, and its record of the service does not say so yet, or is from the midst of it. */
function contradicts({ standing, verdict, revision, ending }: Result, service: Service): boolean {
  if (revision === undefined || (verdict?.outcome !== 'rolled-back' && verdict?.outcome !== 'superseded')) return false
  const leads = primary({ service })
  // new tasks of the same revision are taken back to it: then another deployment of it leads
  const isAnew = standing.liveRevision.arn === revision.arn && ending?.ordered !== undefined
  const standsOnOurs = service.taskDefinition === revision.arn && !(isAnew && leads?.id !== ending.ordered)
  if (verdict.outcome === 'superseded') return standsOnOurs && ending?.last?.newer?.taskDefinition !== revision.arn
  const isMidway = leads?.rolloutState === 'IN_PROGRESS' && (leads.runningCount ?? 0) < (service.desiredCount ?? 0)
  return standsOnOurs || isMidway
}

/** How old what was seen of a service may be, to be told as what is there. */
export const FRESH_MS = 5_000
/** That a service is not there must hold in two reads so far apart; one that runs no task may get new ones in a minute. */
const AGAIN_MS = [5_000, 15_000, 20_000, 20_000]

export interface Since {
  /** As they are known now. */
  readonly results: readonly Result[]
  /** Those of them that do not stand any more as they were told. */
  readonly moved: readonly Result[]
  /** Those that have lost tasks. */
  readonly thinned: readonly Loss[]
}

interface Loss {
  readonly place: Place
  /** How many run, of how many that it had and that are still wanted. */
  readonly running: number
  readonly had: number
  /** How many were started since, in place of others that ended by themselves. */
  readonly replaced: number
}

/** What became, since their verdict, of those that were deployed or stood already: the release as a whole may not stand. */
export async function lookBack(
  edges: Pick<Edges, 'aws' | 'clock' | 'runner' | 'signal'>,
  results: readonly Result[],
): Promise<Since> {
  const { clock, runner, signal } = edges
  const isOld = (result: Result) => isLive(result) && clock.now() - (result.ending?.last?.at ?? 0) > FRESH_MS
  const old = results.filter(isOld)
  const found = await read(edges.aws, old)
  const thinned = old.flatMap(result => lossesOf(result, found.get(result.standing.place)))
  await readAgain(edges, old, found)
  const moved: Result[] = []
  const now = results.map((result): Result => {
    const { place } = result.standing
    if (!isOld(result)) return result
    if (!found.has(place)) return { ...result, again: 'not known' }
    const service = found.get(place)
    const verdict = verdictSince(result, service, signal.aborted)
    if (verdict === undefined)
      return service && !isBefore(service, seen(result)) ? { ...result, again: service } : result
    runner.say(`${place.name}  ${verdict.outcome}: ${verdict.reason}`)
    moved.push({ ...result, verdict, again: service ?? 'not known' })
    return moved.at(-1) as Result
  })
  return { results: now, moved, thinned }
}

/** What is not there, or runs nothing, is read again. */
async function readAgain(
  { aws, clock, signal }: Pick<Edges, 'aws' | 'clock' | 'signal'>,
  results: readonly Result[],
  found: Map<Place, Service | undefined>,
): Promise<void> {
  const placesOf = (some: readonly Result[]) => some.map(({ standing }) => standing.place)
  let doubtful = results.filter(
    each => found.has(each.standing.place) && (isAbsent(found.get(each.standing.place)) || isBare(each, found)),
  )
  for (const ms of AGAIN_MS) {
    if (doubtful.length === 0 || signal.aborted) break
    await clock.sleep(ms, signal)
    const again = await read(aws, doubtful)
    for (const place of placesOf(doubtful)) found.delete(place)
    for (const [place, service] of again) found.set(place, service)
    doubtful = doubtful.filter(each => isBare(each, found))
  }
}

const isAbsent = (service: Service | undefined): boolean => service === undefined || isGone({ service })

/** Its tasks are gone, all of them, and are wanted. */
const isBare = (result: Result, found: ReadonlyMap<Place, Service | undefined>): boolean =>
  lossesOf(result, found.get(result.standing.place)).some(({ running }) => running === 0)

/** As its verdict saw it. */
const seen = ({ ending, standing }: Result): Service => ending?.last?.service ?? standing.service

/** A stale record: by the newest event in it, or by the deployment that leads. ECS keeps a hundred events of a service. */
function isBefore(service: Service, then: Service): boolean {
  const ledSince = (each: Service) => Number(primary({ service: each })?.createdAt ?? 0)
  return newestOf(service) < newestOf(then) || ledSince(service) < ledSince(then)
}

const newestOf = ({ events = [] }: Service): number =>
  Math.max(0, ...events.map(({ createdAt }) => Number(createdAt ?? 0)))

/** `hasty`: there was no time to see whether one that runs nothing gets new tasks. */
function verdictSince(result: Result, now: Service | undefined, hasty: boolean): Verdict | undefined {
  // one that is no part of the release is told as it is now
  if (result.unmoved === 'outside') return undefined
  const first = result.verdict?.outcome === 'deployed' ? 'it was deployed' : 'it stood on this release'
  if (now === undefined || isGone({ service: now }))
    return { outcome: 'failed-mixed', reason: `${first}, and then somebody deleted it` }
  const then = seen(result)
  const [mine, leads] = [primary({ service: then }), primary({ service: now })]
  if (mine === undefined || leads === undefined || isBefore(now, then)) return undefined
  if (leads.id !== mine.id && leads.taskDefinition !== result.revision?.arn) {
    const wants = `${idOf(leads.id)} wants ${idOf(leads.taskDefinition)}`
    return { outcome: 'superseded', reason: `${first}, and then another deployment took over: ${wants}` }
  }
  if (leads.id !== mine.id && leads.rolloutState === 'FAILED') {
    const left = `${leads.runningCount ?? 0} of ${now.desiredCount ?? 0} tasks run`
    return { outcome: 'failed-mixed', reason: `${first}, and then new tasks of it failed: ${left}` }
  }
  if ((then.desiredCount ?? 0) > 0 && now.desiredCount === 0 && result.unmoved === undefined)
    return { outcome: 'no-tasks', reason: `${first}, and then somebody scaled it to 0` }
  const [loss] = lossesOf(result, now)
  if (loss !== undefined && loss.replaced >= TIMES * Math.max(loss.had, LEAST)) {
    const ends = `its tasks have ended again and again since: ${loss.replaced} were started in place of others`
    return { outcome: 'failed-mixed', reason: `${first}, and ${ends}` }
  }
  if (hasty || loss?.running !== 0) return undefined
  return { outcome: 'failed-mixed', reason: `${first}, and then lost all of its tasks` }
}

/** Twice as many as it has, and no fewer than of three: what a rollout counts as hopeless. */
const [TIMES, LEAST] = [2, 3]

/** Not where more tasks are wanted than before, nor where the verdict took fewer than are wanted; of what this run moved alone. */
function lossesOf(result: Result, now: Service | undefined): Loss[] {
  if (result.unmoved !== undefined) return []
  const then = seen(result)
  const [mine, leads] = [primary({ service: then }), now && primary({ service: now })]
  if (now === undefined || leads?.taskDefinition !== mine?.taskDefinition || isBefore(now, then)) return []
  // new tasks of the same revision take the place of those that ran
  const isAnew = leads?.id !== mine?.id
  const wanted = now.desiredCount ?? 0
  const had = Math.min(mine?.runningCount ?? 0, wanted)
  const running = (isAnew ? now.runningCount : leads?.runningCount) ?? 0
  const grown = Math.max(0, wanted - (mine?.runningCount ?? 0))
  const ended = counted(now, then, STARTED) - counted(now, then, STOPPED) - grown
  const replaced = isAnew ? 0 : Math.max(0, ended)
  return running < had || replaced > 0 ? [{ place: result.standing.place, running, had, replaced }] : []
}

/** What ECS starts, and what it stops itself: where fewer are wanted, or one fails its checks. */
const [STARTED, STOPPED] = [/ has started (\d+) tasks/, / has stopped (\d+) running tasks/]

/** How many tasks the events that came since say so of. */
const counted = ({ events = [] }: Service, then: Service, pattern: RegExp): number =>
  events
    .filter(({ createdAt }) => Number(createdAt ?? 0) > newestOf(then))
    .reduce((sum, { message = '' }) => sum + Number(pattern.exec(message)?.[1] ?? 0), 0)
