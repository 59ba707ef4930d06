/** Reads once more what runs of services of which the report would tell what was seen before, or too early. */
import type { Service } from '@aws-sdk/client-ecs'
import type { Edges } from '../edge/edges.ts'
import { readServices } from '../rollout/services.ts'
import { idOf, primary } from '../rollout/snapshot.ts'
import type { Place } from '../rollout/standing.ts'
import type { Result } from './result.ts'

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
async function read(aws: Edges['aws'], results: readonly Result[]): Promise<ReadonlyMap<Place, Service | undefined>> {
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
function contradicts({ verdict, revision, ending }: Result, service: Service): boolean {
  if (revision === undefined || (verdict?.outcome !== 'rolled-back' && verdict?.outcome !== 'superseded')) return false
  const standsOnOurs = service.taskDefinition === revision.arn
  if (verdict.outcome === 'superseded') return standsOnOurs && ending?.last?.newer?.taskDefinition !== revision.arn
  const first = primary({ service })
  const isMidway = first?.rolloutState === 'IN_PROGRESS' && (first.runningCount ?? 0) < (service.desiredCount ?? 0)
  return standsOnOurs || isMidway
}

/** How old what was seen of a service may be, to be told as what is there. */
const FRESH_MS = 5_000

/** Those that were deployed, and that somebody has moved since: the release as a whole does not stand. */
export async function displaced(
  { aws, clock, runner }: Pick<Edges, 'aws' | 'clock' | 'runner'>,
  results: readonly Result[],
): Promise<Result[]> {
  const old = results.filter(
    ({ verdict, ending }) => verdict?.outcome === 'deployed' && clock.now() - (ending?.last?.at ?? 0) > FRESH_MS,
  )
  const found = await read(aws, old)
  return old.flatMap(result => {
    const { place } = result.standing
    const service = found.get(place)
    const [mine, leads] = [result.ending?.last && primary(result.ending.last), service && primary({ service })]
    if (service === undefined || leads === undefined || mine === undefined) return []
    // a stale record leads with what was there before
    const isLater = Number(leads.createdAt ?? 0) > Number(mine.createdAt ?? 0)
    if (isLater && leads.taskDefinition !== result.revision?.arn) {
      const reason = `it was deployed, and then another deployment took over: ${idOf(leads.id)} wants ${idOf(leads.taskDefinition)}`
      runner.say(`${place.name}  superseded: ${reason}`)
      return [{ ...result, verdict: { outcome: 'superseded' as const, reason }, again: service }]
    }
    const { runningCount = 0, desiredCount = 0 } = service
    if (leads.id === mine.id && runningCount < desiredCount)
      runner.warn(
        `${place.name} has lost tasks since it was deployed`,
        `${runningCount} of ${desiredCount} run now; its events in ECS say why.`,
      )
    return []
  })
}
