/** Starts a rollout. */
import type { Aws } from '../edge/aws.ts'
import type { Clock } from '../edge/clock.ts'
import { failureOf } from '../failure.ts'
import { nameOfRevision, type Revision } from '../revision/document.ts'
import type { Rollout } from './snapshot.ts'
import type { Standing } from './survey.ts'

/**
 * Moves a service to a revision. Nothing else is sent, with one exception: `raiseTo` gives the first tasks to a service that
 * has never run any.
 */
export async function start(
  aws: Aws,
  clock: Clock,
  standing: Standing,
  revision: Revision,
  raiseTo?: number,
): Promise<Rollout> {
  const { cluster, entry } = standing
  const startedAt = clock.now()
  await aws.ecs
    .updateService({
      cluster,
      service: entry.service,
      taskDefinition: revision.arn,
      ...(raiseTo === undefined ? {} : { desiredCount: raiseTo }),
    })
    .catch(error => {
      throw failureOf(error, `move service ${entry.service} to ${revision.name}`)
    })
  return rolloutOf(standing, revision, startedAt)
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
  const { cluster, entry, service, liveRevision, latest, deployments = [] } = standing
  const container = latest.definition.containerDefinitions?.find(({ name }) => name === entry.container)
  return {
    name: entry.name,
    cluster,
    service: entry.service,
    revision,
    previous: liveRevision,
    ranBefore: (service.runningCount ?? 0) > 0,
    hasHealthCheck: container?.healthCheck !== undefined,
    earlier: new Set(deployments.map(({ arn }) => arn)),
    startedAt,
    lastEvent: service.events?.[0]?.id,
  }
}
