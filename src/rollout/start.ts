/** Starts a rollout. */
import type { UpdateServiceCommandInput } from '@aws-sdk/client-ecs'
import type { Aws } from '../edge/aws.ts'
import type { Clock } from '../edge/clock.ts'
import { type Limits, once } from '../edge/once.ts'
import { verbatim } from '../edge/verbatim.ts'
import { Failure, failureOf } from '../failure/failure.ts'
import { nameOfRevision, type Revision } from '../revision/document.ts'
import type { Rollout } from './snapshot.ts'
import type { Past, Standing } from './standing.ts'
import type { Change } from './strategy.ts'
import { type Order, orderOf, UNKNOWN_ORDER } from './whose.ts'

export interface Starting extends Limits {
  readonly aws: Aws
}

/** Whether the failure leaves open that ECS was told. */
export const isInDoubt = (error: unknown): boolean => error instanceof Failure && error.code === 'EVK-340'

export interface Moving {
  readonly revision: Revision
  /** The first tasks of a service that has never run any. */
  readonly raiseTo: number | undefined
  /** The strategy that the manifest wants and the service has not. */
  readonly change: Change['order']
}

/** Moves a service to a revision. Nothing else is sent, but for the two exceptions that Moving names. */
export async function start(starting: Starting, standing: Standing, moving: Moving): Promise<Rollout> {
  const { aws, clock } = starting
  const { place } = standing
  const { revision, raiseTo, change } = moving
  const startedAt = clock.now()
  const raise = raiseTo === undefined ? {} : { desiredCount: raiseTo }
  const input: UpdateServiceCommandInput = {
    cluster: place.cluster,
    service: place.service,
    taskDefinition: revision.arn,
    ...raise,
    ...change,
  }
  const earlier = earlierOf(standing)
  let answer: Rollout['answer']
  const tell = async () => {
    answer = (await aws.ecs.updateService(verbatim(input))).service
    return orderOf(answer, revision.arn, earlier)
  }
  const order = await once(starting, tell, () => findOrder(aws, standing, moving)).catch(error => {
    throw failureOf(error, `move service ${place.service} to ${revision.name}`)
  })
  return { ...rolloutOf(standing, revision, startedAt), order, answer }
}

/** The order as ECS has it although its answer was lost; a deployment of ours may already be replaced by another's. */
async function findOrder(aws: Aws, standing: Standing, { revision, raiseTo }: Moving): Promise<Order | undefined> {
  const { place, service: before } = standing
  const { services: [service] = [] } = await aws.ecs
    .describeServices({ cluster: place.cluster, services: [place.service] })
    .catch(error => {
      throw new Failure({
        code: 'EVK-340',
        title: `${place.service} may or may not have been moved`,
        message: `ECS was told to move ${place.service} to ${revision.name}, its answer was lost, and it cannot be asked again: ${error instanceof Error ? error.message : error}.`,
        advice: `Look in ECS which revision ${place.service} stands on, and run again.`,
        cause: error,
      })
    })
  const known = new Set(before.deployments?.map(({ id }) => id))
  const fresh = service?.deployments?.some(
    ({ id, taskDefinition }) => taskDefinition === revision.arn && !known.has(id),
  )
  const moved = service?.taskDefinition === revision.arn && before.taskDefinition !== revision.arn
  // a service that stands on the revision already differs by its count alone
  const raised = raiseTo !== undefined && (service?.desiredCount ?? 0) > (before.desiredCount ?? 0)
  const carriedOut = raiseTo === undefined || before.taskDefinition !== revision.arn ? moved || fresh : raised
  return carriedOut ? orderOf(service, revision.arn, earlierOf(standing)) : undefined
}

/** A rollout of this very revision that is already under way, started by a run that was lost. */
export function adopt(clock: Clock, standing: Standing): Rollout {
  const { liveRevision, service } = standing
  const before = service.deployments?.find(({ taskDefinition }) => taskDefinition !== liveRevision.arn)?.taskDefinition
  const previous = before
    ? { ...liveRevision, arn: before, name: nameOfRevision(before), version: undefined }
    : liveRevision
  const order = orderOf(service, liveRevision.arn, new Set())
  return { ...rolloutOf(standing, liveRevision, clock.now()), earlier: new Set(), order, previous }
}

function rolloutOf(standing: Standing, revision: Revision, startedAt: number): Rollout {
  const { place, service, liveRevision, past = [] } = standing
  return {
    name: place.name,
    cluster: place.cluster,
    service: place.service,
    revision,
    previous: liveRevision,
    ranBefore: (service.runningCount ?? 0) > 0,
    order: UNKNOWN_ORDER,
    earlier: earlierOf(standing),
    usual: durations(past),
    startedAt,
    lastEvent: service.events?.[0]?.id,
  }
}

const earlierOf = ({ past = [] }: Standing) => new Set(past.map(({ arn }) => arn))

const durations = (past: readonly Past[]): number[] =>
  past
    .flatMap(({ status, createdAt, finishedAt }) =>
      status === 'SUCCESSFUL' && finishedAt !== undefined && finishedAt > createdAt ? [finishedAt - createdAt] : [],
    )
    .slice(0, 5)
