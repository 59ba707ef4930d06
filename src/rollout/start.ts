/** Starts a rollout. */
import type { Aws } from '../edge/aws.ts'
import type { Clock } from '../edge/clock.ts'
import { type Limits, once } from '../edge/once.ts'
import { Failure, failureOf } from '../failure/failure.ts'
import { nameOfRevision, type Revision } from '../revision/document.ts'
import type { Rollout } from './snapshot.ts'
import type { Change } from './strategy.ts'
import type { Standing } from './survey.ts'

export interface Starting extends Limits {
  readonly aws: Aws
}

/** The code of the failure that leaves open whether ECS was told. */
export const IN_DOUBT = 'EVK-340'

/**
 * Moves a service to a revision. Nothing else is sent, with two exceptions: `raiseTo` gives the first tasks to a service that
 * has never run any, and `change` the strategy that the manifest wants and the service has not.
 */
export async function start(
  starting: Starting,
  standing: Standing,
  revision: Revision,
  { raiseTo, change }: { readonly raiseTo?: number | undefined; readonly change: Change['order'] },
): Promise<Rollout> {
  const { aws, clock } = starting
  const { cluster, entry } = standing
  const startedAt = clock.now()
  const raise = raiseTo === undefined ? {} : { desiredCount: raiseTo }
  const order = { cluster, service: entry.service, taskDefinition: revision.arn, ...raise, ...change }
  const told = () => aws.ecs.updateService(order).then(() => true)
  await once(starting, told, () => wasTold(aws, standing, revision)).catch(error => {
    throw failureOf(error, `move service ${entry.service} to ${revision.name}`)
  })
  return rolloutOf(standing, revision, startedAt)
}

/** Whether ECS has the order although its answer was lost; a deployment of ours may already be replaced by another's. */
async function wasTold(aws: Aws, { cluster, entry, service: before }: Standing, { arn, name }: Revision) {
  const { services: [service] = [] } = await aws.ecs
    .describeServices({ cluster, services: [entry.service] })
    .catch(error => {
      throw new Failure({
        code: IN_DOUBT,
        title: `${entry.service} may or may not have been moved`,
        message: `ECS was told to move ${entry.service} to ${name}, its answer was lost, and it cannot be asked again: ${error instanceof Error ? error.message : error}.`,
        advice: `Look in ECS which revision ${entry.service} stands on, and run again.`,
        cause: error,
      })
    })
  const known = new Set(before.deployments?.map(({ id }) => id))
  const fresh = service?.deployments?.some(({ id, taskDefinition }) => taskDefinition === arn && !known.has(id))
  return service?.taskDefinition === arn || fresh || undefined
}

/** A rollout of this very revision that is already under way, started by a run that was lost. */
export function adopt(clock: Clock, standing: Standing): Rollout {
  const { liveRevision, service } = standing
  const rollout = rolloutOf(standing, liveRevision, clock.now())
  const [, ...earlier] = rollout.earlier
  const before = service.deployments?.find(({ taskDefinition }) => taskDefinition !== liveRevision.arn)?.taskDefinition
  const previous = before
    ? { ...liveRevision, arn: before, name: nameOfRevision(before), version: undefined }
    : liveRevision
  return { ...rollout, earlier: new Set(earlier), previous }
}

function rolloutOf(standing: Standing, revision: Revision, startedAt: number): Rollout {
  const { cluster, entry, service, liveRevision, deployments = [] } = standing
  return {
    name: entry.name,
    cluster,
    service: entry.service,
    revision,
    previous: liveRevision,
    ranBefore: (service.runningCount ?? 0) > 0,
    earlier: new Set(deployments.map(({ arn }) => arn)),
    startedAt,
    lastEvent: service.events?.[0]?.id,
  }
}
