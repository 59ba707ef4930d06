/** Starts a rollout. */
import type { UpdateServiceCommandInput } from '@aws-sdk/client-ecs'
import type { Aws } from '../edge/aws.ts'
import type { Clock } from '../edge/clock.ts'
import { LAG_MS, type Limits, once, patiently } from '../edge/once.ts'
import { isDoubtful } from '../edge/retry.ts'
import { verbatim } from '../edge/verbatim.ts'
import { kindOf } from '../failure/aws.ts'
import { Failure, failureOf } from '../failure/failure.ts'
import { nameOfRevision, type Revision } from '../revision/document.ts'
import type { Rollout } from './snapshot.ts'
import { type Past, type Standing, underWay } from './standing.ts'
import type { Change } from './strategy.ts'
import { pastOf } from './survey.ts'
import { tailsOf } from './tail.ts'
import { type Order, orderOf, UNKNOWN_ORDER } from './whose.ts'

export interface Starting extends Limits {
  readonly aws: Aws
}

/** Whether the failure leaves open that ECS was told. */
export const isInDoubt = (error: unknown): boolean => error instanceof Failure && error.code === 'EVK-340'

export interface Moving {
  readonly revision: Revision
  /** How many tasks it is to have from now on; undefined: as many as it has. */
  readonly count?: number | undefined
  /** Whether new tasks take the place of those that run the same revision already. */
  readonly anew?: boolean | undefined
  /** The strategy that the manifest wants and the service has not. */
  readonly change: Change['order']
}

/** Moves a service to a revision. Nothing else is sent, but for the two exceptions that Moving names. */
export async function start(starting: Starting, standing: Standing, moving: Moving): Promise<Rollout> {
  const { aws, clock } = starting
  const { place } = standing
  const { revision, count, anew, change } = moving
  const startedAt = clock.now()
  const counted = count === undefined ? {} : { desiredCount: count }
  // the same revision with another count is no new deployment: the one that is there goes on, whoever began it
  const isThere = revision.arn === standing.liveRevision.arn
  const stays = isThere && !anew
  const input: UpdateServiceCommandInput = {
    cluster: place.cluster,
    service: place.service,
    // of new tasks as well: whatever it runs by then stays
    ...(isThere ? {} : { taskDefinition: revision.arn }),
    ...counted,
    ...(anew ? { forceNewDeployment: true } : {}),
    ...change,
  }
  const bounds = { earlier: stays ? new Set<string>() : earlierOf(standing), since: stays ? 0 : newestOf(standing) }
  let answer: Rollout['answer']
  const tell = async () => {
    const { service } = await aws.ecs.updateService(verbatim(input))
    if (service === undefined) throw new Error('the answer to UpdateService names no service')
    answer = service
    return orderOf(service, revision.arn, bounds)
  }
  const find = () => findOrder(aws, standing, moving, bounds)
  // of new tasks of the same revision each order begins a deployment: before a second one, reads that may lag are waited for
  const order = await once(starting, tell, anew ? () => patiently(starting, find) : find).catch(async error => {
    const failure = failureOf(error, `move service ${place.service} to ${revision.name}`)
    const doubt = (why: string) => inDoubt(standing, moving, why)
    if (isDoubtful(error)) return await askOn(starting, find, doubt, doubt('ECS has not shown it since'))
    if (kindOf(error) === 'unlisted') return await askOn(starting, find, doubt, failure)
    throw failure
  })
  const rollout = { ...rolloutOf(standing, revision, startedAt), order, answer }
  if (!stays) return rollout
  return { ...rollout, earlier: bounds.earlier, unvouched: underWay(standing) === undefined, counted: true }
}

/** The revision of a deployment that somebody began after the service was looked at, and that the order takes the place of. */
export function displacedBy({ answer, order }: Rollout, { service }: Standing): string | undefined {
  const known = (service.deployments ?? []).map(({ id }) => id)
  const other = answer?.deployments?.find(
    ({ id, status }) => status === 'ACTIVE' && id !== order.deployment && !known.includes(id),
  )
  return other && nameOfRevision(other.taskDefinition ?? '')
}

/** Every answer was lost, or AWS said no in words of its own, and reads may lag. `unseen` is thrown where none of them shows it. */
async function askOn(
  limits: Limits,
  find: () => Promise<Order | undefined>,
  doubt: (why: string) => Failure,
  unseen: Failure,
): Promise<Order> {
  const until = limits.clock.now() + LAG_MS
  const found = await patiently(limits, find)
  if (found !== undefined) return found
  throw limits.clock.now() >= until ? unseen : doubt('the time was up before that could be told')
}

/** The order as ECS has it although its answer was lost; a deployment of ours may already be replaced by another's. */
async function findOrder(
  aws: Aws,
  standing: Standing,
  moving: Moving,
  bounds: Parameters<typeof orderOf>[2],
): Promise<Order | undefined> {
  const { place, service: before } = standing
  const { revision, count, anew } = moving
  const { services: [service] = [] } = await aws.ecs
    .describeServices({ cluster: place.cluster, services: [place.service] })
    .catch(error => {
      const said = error instanceof Error ? error.message : error
      throw inDoubt(standing, moving, `it cannot be asked again: ${said}`, error)
    })
  const known = earlierOf(standing)
  // somebody moved it on meanwhile: of two that are new one is ours, which ECS shows no more among the deployments
  const byOthers =
    !anew && standing.past !== undefined && ![before.taskDefinition, revision.arn].includes(service?.taskDefinition)
  const past = byOthers ? await pastOf(aws, place) : []
  if (past === undefined) throw inDoubt(standing, moving, 'what became of it since cannot be listed')
  if (past.filter(({ arn }) => !known.has(arn)).length > 1) return orderOf(service, revision.arn, bounds)
  const fresh = service?.deployments?.some(
    ({ id = '', taskDefinition }) => taskDefinition === revision.arn && !known.has(id),
  )
  const stood = before.taskDefinition === revision.arn
  const moved = fresh || (service?.taskDefinition === revision.arn && !stood)
  const counted = service?.desiredCount === count && before.desiredCount !== count
  // a service that stands on the revision already differs by its count alone
  const carriedOut = anew ? fresh : count === undefined ? moved : counted && (moved || stood)
  return carriedOut ? orderOf(service, revision.arn, bounds) : undefined
}

const inDoubt = ({ place: { service } }: Standing, { revision }: Moving, why: string, cause?: unknown): Failure =>
  new Failure({
    code: 'EVK-340',
    title: `${service} may or may not have been moved`,
    message: `ECS was told to move ${service} to ${revision.name}, its answer was lost, and ${why}.`,
    advice: `Look in ECS which revision ${service} stands on, and run again.`,
    cause,
  })

/** What this run did not order: a rollout of this very revision that is under way, or tasks that are to become what they should be. */
export function adopt(clock: Clock, standing: Standing): Rollout {
  const { liveRevision, service } = standing
  const before = service.deployments?.find(({ taskDefinition }) => taskDefinition !== liveRevision.arn)?.taskDefinition
  const previous = before
    ? { ...liveRevision, arn: before, name: nameOfRevision(before), version: undefined }
    : liveRevision
  const order = orderOf(service, liveRevision.arn, { earlier: new Set(), since: 0 })
  const unvouched = underWay(standing) === undefined
  const rollout = rolloutOf(standing, liveRevision, clock.now())
  return { ...rollout, earlier: new Set(), order, previous, adopted: true, unvouched }
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
    tails: tailsOf(service),
    startedAt,
    lastEvent: service.events?.[0]?.id,
    knownUntil: newestOf(standing),
  }
}

/** No machine's clock is asked: what is ordered now comes after all that ECS told of the service. */
function newestOf({ service: { deployments = [], events = [] }, past = [] }: Standing): number {
  const times = [
    ...deployments.flatMap(({ createdAt, updatedAt }) => [createdAt, updatedAt]),
    ...events.map(({ createdAt }) => createdAt),
    ...past.flatMap(({ createdAt, finishedAt }) => [createdAt, finishedAt]),
  ]
  return times.reduce<number>((newest, time) => Math.max(newest, Number(time ?? 0)), 0)
}

const earlierOf = ({ service: { deployments = [] }, past = [] }: Standing) =>
  new Set([...past.map(({ arn }) => arn), ...deployments.flatMap(({ id }) => id ?? [])])

const durations = (past: readonly Past[]): number[] =>
  past
    .flatMap(({ status, createdAt, finishedAt }) =>
      status === 'SUCCESSFUL' && finishedAt !== undefined && finishedAt > createdAt ? [finishedAt - createdAt] : [],
    )
    .slice(0, 5)
