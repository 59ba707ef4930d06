/** Reads once more what runs of services of which the report would tell what was seen before, or too early. */
import type { Service } from '@aws-sdk/client-ecs'
import type { Edges } from '../edge/edges.ts'
import { kindOf } from '../failure/aws.ts'
import { readServices } from '../rollout/services.ts'
import { primary } from '../rollout/snapshot.ts'
import type { Place } from '../rollout/standing.ts'
import type { Result } from './result.ts'

/** The report does not wait longer for it. */
export const LOOKING_MS = 20_000

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

/** What cannot be read is not among them: a person hears that it is not known. `closed`: where no later read would tell more. */
export async function read(
  aws: Edges['aws'],
  results: readonly Pick<Result, 'standing'>[],
  closed = new Set<Place>(),
): Promise<Map<Place, Service | undefined>> {
  const found = new Map<Place, Service | undefined>()
  const places = results.map(({ standing }) => standing.place)
  if (places.length === 0) return found
  const denied = await aws
    .within(LOOKING_MS, () => readServices(aws, places, (place, service) => found.set(place, service)))
    .catch(error => (kindOf(error) === 'dead-credentials' ? new Map(places.map(place => [place, error])) : undefined))
  for (const place of denied?.keys() ?? []) closed.add(place)
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
