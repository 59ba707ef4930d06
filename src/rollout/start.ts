/** Starts a rollout. */
import type { UpdateServiceCommandInput } from '@aws-sdk/client-ecs'
import type { Aws } from '../edge/aws.ts'
import type { Clock } from '../edge/clock.ts'
import { LAG_MS, type Limits, once, patiently } from '../edge/once.ts'
import { isDoubtful } from '../edge/retry.ts'
import { verbatim } from '../edge/verbatim.ts'
import { kindOf } from '../failure/aws.ts'
import { type Failure, failureOf } from '../failure/failure.ts'
import { nameOfRevision, type Revision, revisionOf } from '../revision/document.ts'
import { findRevision } from '../revision/find.ts'
import { begunSince, findOrder, inDoubt, type Ordered } from './find-order.ts'
import type { Rollout } from './snapshot.ts'
import { type Past, type Standing, underWay } from './standing.ts'
import type { Change } from './strategy.ts'
import { tailsOf } from './tail.ts'
import { type Bounds, type Order, orderOf, UNKNOWN_ORDER } from './whose.ts'

export interface Starting extends Limits {
  readonly aws: Aws
}

export interface Moving extends Ordered {
  /** The strategy that the manifest wants and the service has not. */
  readonly change: Change['order']
}

/** Moves a service to a revision. Nothing else is sent, but for what Moving names. */
export async function start(starting: Starting, standing: Standing, moving: Moving): Promise<Rollout> {
  const { aws, clock } = starting
  const { place } = standing
  const { revision, count, anew, whatever, change } = moving
  const startedAt = clock.now()
  const counted = count === undefined ? {} : { desiredCount: count }
  // the same revision with another count is no new deployment: the one that is there goes on, whoever began it
  const isThere = revision.arn === standing.liveRevision.arn
  const stays = isThere && !anew
  const isNamed = !isThere || (anew && !whatever)
  const input: UpdateServiceCommandInput = {
    cluster: place.cluster,
    service: place.service,
    ...(isNamed ? { taskDefinition: revision.arn } : {}),
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
  const find = () => findOrder(starting, standing, moving, bounds)
  // of new tasks of the same revision each order begins a deployment: before a second one, reads that may lag are waited for
  const order = await once(starting, tell, anew ? () => patiently(starting, find) : find).catch(async error => {
    const failure = failureOf(error, `move service ${place.service} to ${revision.name}`)
    const doubt = (why: string) => inDoubt(standing, moving, why)
    if (isDoubtful(error)) return await askOn(starting, find, doubt, doubt('ECS has not shown it since'))
    if (kindOf(error) === 'unlisted') return await askOn(starting, find, doubt, failure)
    throw failure
  })
  const rollout = { ...rolloutOf(standing, revision, startedAt), order, answer }
  if (whatever) return await renewed(aws, rollout, place, bounds)
  if (!stays) return rollout
  return { ...rollout, earlier: bounds.earlier, unvouched: underWay(standing) === undefined, counted: true }
}

/** Somebody moved it between the look and the order: the new tasks are of what they moved it to. */
async function renewed(aws: Aws, rollout: Rollout, place: Standing['place'], bounds: Bounds): Promise<Rollout> {
  const { answer, revision } = rollout
  const arn = answer?.taskDefinition ?? revision.arn
  if (answer === undefined || arn === revision.arn) return rollout
  const found = await findRevision(aws, arn).then(
    recorded => revisionOf(recorded, place),
    () => unread(revision, arn),
  )
  return { ...rollout, revision: found, order: orderOf(answer, arn, bounds) }
}

/** Another revision of a service, of which nothing but its ARN was read. */
const unread = (known: Revision, arn: string): Revision => ({
  ...known,
  arn,
  name: nameOfRevision(arn),
  version: undefined,
})

/** The revision of a deployment that somebody began after the service was looked at, and that the order takes the place of. */
export function displacedBy({ answer, order }: Rollout, standing: Standing): string | undefined {
  const other = begunSince(standing, answer).find(({ id, status }) => status === 'ACTIVE' && id !== order.deployment)
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

/** What this run did not order: a rollout of this very revision that is under way, or tasks that are to become what they should be. */
export function adopt(clock: Clock, standing: Standing): Rollout {
  const { liveRevision, service } = standing
  const before = service.deployments?.find(({ taskDefinition }) => taskDefinition !== liveRevision.arn)?.taskDefinition
  const previous = before ? unread(liveRevision, before) : liveRevision
  const order = orderOf(service, liveRevision.arn, { earlier: new Set(), since: 0 })
  const unvouched = underWay(standing) === undefined
  const rollout = rolloutOf(standing, liveRevision, clock.now())
  return { ...rollout, earlier: new Set(), order, previous, adopted: true, unvouched }
}

function rolloutOf(standing: Standing, revision: Revision, startedAt: number): Rollout {
  const { place, service, liveRevision, runs, past = [] } = standing
  return {
    name: place.name,
    cluster: place.cluster,
    service: place.service,
    revision,
    previous: runs === undefined ? liveRevision : revisionOf(runs, place),
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
