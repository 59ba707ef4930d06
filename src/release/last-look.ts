/** Reads once more what runs of services of which the report would tell what was seen before, or too early. */
import type { Service } from '@aws-sdk/client-ecs'
import type { Edges } from '../edge/edges.ts'
import { readServices } from '../rollout/services.ts'
import type { Place } from '../rollout/standing.ts'
import type { Result } from './result.ts'

/** The report does not wait longer for it. */
const LOOKING_MS = 20_000

/** What cannot be read, or still contradicts how it ended, is not known. */
export async function lookLast({ aws }: Pick<Edges, 'aws'>, results: readonly Result[]): Promise<Result[]> {
  const places = results.filter(isStale).map(({ standing }) => standing.place)
  if (places.length === 0) return [...results]
  const found = new Map<Place, Service | undefined>()
  await aws
    .within(LOOKING_MS, () => readServices(aws, places, (place, service) => found.set(place, service)))
    // whatever keeps it from being read, a person hears that it is not known
    .catch(() => {})
  return results.map(result => {
    if (!isStale(result)) return result
    const service = found.get(result.standing.place)
    return { ...result, again: service && !contradicts(result, service) ? service : 'not known' }
  })
}

/** What was seen last is from before somebody else's turn, or older than how it ended. */
const isStale = (result: Result): boolean =>
  result.looked === false || (result.ending?.last !== undefined && contradicts(result, result.ending.last.service))

/** ECS left our revision, and its record of the service does not say so yet. */
function contradicts({ verdict, revision, ending }: Result, { taskDefinition }: Service): boolean {
  if (revision === undefined || taskDefinition !== revision.arn) return false
  if (verdict?.outcome === 'rolled-back') return true
  return verdict?.outcome === 'superseded' && ending?.last?.newer?.taskDefinition !== revision.arn
}
