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
const FRESH_MS = 5_000
/** That a service is not there must hold in two reads this far apart. */
const TWICE_MS = 5_000

export interface Since {
  /** Those that do not stand any more as they were told, with what became of them. */
  readonly moved: readonly Result[]
  /** Those with fewer tasks than they had. */
  readonly thinned: readonly { readonly place: Place; readonly running: number; readonly had: number }[]
}

/** What somebody did, since their verdict, to those that were deployed or stood already: the release as a whole may not stand. */
export async function lookBack(
  { aws, clock, runner, signal }: Pick<Edges, 'aws' | 'clock' | 'runner' | 'signal'>,
  results: readonly Result[],
): Promise<Since> {
  const old = results.filter(result => isLive(result) && clock.now() - (result.ending?.last?.at ?? 0) > FRESH_MS)
  const found = await read(aws, old)
  const absent = old.filter(({ standing: { place } }) => found.has(place) && isAbsent(found.get(place)))
  if (absent.length > 0) {
    await clock.sleep(TWICE_MS, signal)
    const again = await read(aws, absent)
    for (const { standing } of absent) found.delete(standing.place)
    for (const [place, service] of again) found.set(place, service)
  }
  const known = old.filter(({ standing: { place } }) => found.has(place))
  const moved = known.flatMap(result => {
    const { place } = result.standing
    const service = found.get(place)
    const verdict = verdictSince(result, service)
    if (verdict === undefined) return []
    runner.say(`${place.name}  ${verdict.outcome}: ${verdict.reason}`)
    return [{ ...result, verdict, again: service ?? ('not known' as const) }]
  })
  return { moved, thinned: known.flatMap(result => lossesOf(result, found.get(result.standing.place))) }
}

const isAbsent = (service: Service | undefined): boolean => service === undefined || isGone({ service })

/** As its verdict saw it. */
const seen = ({ ending, standing }: Result): Service => ending?.last?.service ?? standing.service

/** A stale record: the newest event that was seen before is not in it. */
function isBefore({ events = [] }: Service, then: Service): boolean {
  const newest = then.events?.[0]?.id
  return newest !== undefined && !events.some(({ id }) => id === newest)
}

function verdictSince(result: Result, now: Service | undefined): Verdict | undefined {
  const first = result.verdict?.outcome === 'deployed' ? 'it was deployed' : 'it stood on this release'
  if (now === undefined || isGone({ service: now }))
    return { outcome: 'failed-mixed', reason: `${first}, and then somebody deleted it` }
  const then = seen(result)
  const [mine, leads] = [primary({ service: then }), primary({ service: now })]
  if (mine === undefined || leads === undefined || isBefore(now, then)) return undefined
  const isLater = Number(leads.createdAt ?? 0) > Number(mine.createdAt ?? 0)
  if (isLater && leads.taskDefinition !== result.revision?.arn) {
    const wants = `${idOf(leads.id)} wants ${idOf(leads.taskDefinition)}`
    return { outcome: 'superseded', reason: `${first}, and then another deployment took over: ${wants}` }
  }
  if ((then.desiredCount ?? 0) > 0 && now.desiredCount === 0)
    return { outcome: 'no-tasks', reason: `${first}, and then somebody scaled it to 0` }
  return undefined
}

/** Not where more tasks are wanted than before, nor where the verdict took fewer than are wanted. */
function lossesOf(result: Result, now: Service | undefined): Since['thinned'] {
  const [mine, leads] = [primary({ service: seen(result) }), now && primary({ service: now })]
  if (now === undefined || leads === undefined || leads.id !== mine?.id || isBefore(now, seen(result))) return []
  const [had, running] = [Math.min(mine?.runningCount ?? 0, now.desiredCount ?? 0), leads.runningCount ?? 0]
  return running < had ? [{ place: result.standing.place, running, had }] : []
}
