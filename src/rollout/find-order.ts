/** An order whose answer was lost, as ECS has it: whether it was carried out, and which deployment it began. */
import type { Deployment, Service } from '@aws-sdk/client-ecs'
import type { Aws } from '../edge/aws.ts'
import { type Limits, patiently } from '../edge/once.ts'
import { Failure } from '../failure/failure.ts'
import { nameOfRevision, type Revision } from '../revision/document.ts'
import { revisionsOf } from '../revision/successes.ts'
import type { Standing } from './standing.ts'
import { pastOf } from './survey.ts'
import { type Bounds, type Order, orderOf } from './whose.ts'

export interface Ordered {
  readonly revision: Revision
  /** How many tasks it asked for; undefined: as many as there were. */
  readonly count?: number | undefined
  /** Whether it asked for new tasks also where those that there are run the revision. */
  readonly anew?: boolean | undefined
  /** Whether whatever the service stands on by then was meant, and no revision named: a restart. */
  readonly whatever?: boolean | undefined
}

/** Undefined where it was not carried out, as far as one look shows; a deployment of ours may already be replaced by another's. */
export async function findOrder(
  starting: Limits & { readonly aws: Aws },
  standing: Standing,
  ordered: Ordered,
  bounds: Bounds,
): Promise<Order | undefined> {
  const { place } = standing
  const { revision } = ordered
  const { services: [service] = [] } = await starting.aws.ecs
    .describeServices({ cluster: place.cluster, services: [place.service] })
    .catch(error => {
      const said = error instanceof Error ? error.message : error
      throw inDoubt(standing, ordered, `it cannot be asked again: ${said}`, error)
    })
  if (isCarriedOut(standing, service, ordered)) return orderOf(service, revision.arn, bounds)
  const theirs = begunSince(standing, service).find(({ taskDefinition }) => taskDefinition !== revision.arn)
  if (theirs === undefined) return undefined
  // nobody can tell which deployment began them
  if (ordered.whatever)
    throw inDoubt(standing, ordered, `somebody moved it to ${nameOfRevision(theirs.taskDefinition ?? '')} meanwhile`)
  return (await isFollowed(starting, standing, ordered)) ? orderOf(service, revision.arn, bounds) : undefined
}

/** Deployments that were not there before. */
export function begunSince(
  { service: { deployments: before = [] } }: Standing,
  service: Service | undefined,
): Deployment[] {
  const known = new Set(before.map(({ id }) => id))
  return (service?.deployments ?? []).filter(({ id }) => !known.has(id))
}

function isCarriedOut(standing: Standing, service: Service | undefined, { revision, count, anew }: Ordered): boolean {
  const { service: before } = standing
  const fresh = begunSince(standing, service).some(({ taskDefinition }) => taskDefinition === revision.arn)
  const stood = before.taskDefinition === revision.arn
  const moved = fresh || (service?.taskDefinition === revision.arn && !stood)
  // a service that stands on the revision already differs by its count alone
  const counted = service?.desiredCount === count && before.desiredCount !== count
  return anew ? fresh : count === undefined ? moved : counted && (moved || stood)
}

/** Somebody's took the place of ours, so that only the list of service deployments has it, which may lag. */
async function isFollowed(
  starting: Limits & { readonly aws: Aws },
  standing: Standing,
  ordered: Ordered,
): Promise<boolean> {
  const { aws } = starting
  const { place, past: before } = standing
  // where the list could not be had before, it tells nothing
  if (before === undefined) return false
  const known = new Set(before.map(({ arn }) => arn))
  const found = await patiently(starting, async () => {
    const past = await pastOf(aws, place)
    if (past === undefined) throw inDoubt(standing, ordered, 'what became of it since cannot be listed')
    const targets = past.filter(({ arn }) => !known.has(arn)).map(({ target }) => target)
    const revisions = await revisionsOf(aws, targets).catch(error => {
      throw inDoubt(standing, ordered, 'what somebody deployed since cannot be read', error)
    })
    return [...revisions.values()].find(({ taskDefinition }) => taskDefinition === ordered.revision.arn)
  })
  return found !== undefined
}

/** Whether the failure leaves open that ECS was told. */
export const isInDoubt = (error: unknown): boolean => error instanceof Failure && error.code === 'EVK-340'

export const inDoubt = (
  { place: { service } }: Standing,
  { revision }: Ordered,
  why: string,
  cause?: unknown,
): Failure =>
  new Failure({
    code: 'EVK-340',
    title: `${service} may or may not have been moved`,
    message: `ECS was told to move ${service} to ${revision.name}, its answer was lost, and ${why}.`,
    advice: `Look in ECS which revision ${service} stands on, and run again.`,
    cause,
  })
