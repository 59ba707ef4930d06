import type {
  DescribeServiceDeploymentsRequest,
  ServiceDeployment as SdkServiceDeployment,
  ServiceDeploymentLifecycleStage,
  ServiceRevisionSummary,
} from '@aws-sdk/client-ecs'
import { invalid } from '../../../refusal.ts'
import { maybeSeconds, type Room, seconds, type Wire } from '../../../room.ts'
import { threshold } from '../../../scheduler/breaker.ts'
import { countTasks } from '../../../scheduler/count.ts'
import { failuresOf } from '../../../scheduler/deployment.ts'
import type { World } from '../../../world.ts'
import { findMovement } from '../find.ts'
import type { Service } from '../state/service.ts'
import type { ServiceDeployment } from '../state/service-deployment.ts'

const MOST = 20

export function describeServiceDeployments({ world }: Room, input: DescribeServiceDeploymentsRequest) {
  const arns = input.serviceDeploymentArns ?? []
  if (arns.length === 0) throw invalid('serviceDeploymentArns cannot be empty.')
  if (arns.length > MOST) throw invalid(`Too many service deployments: at most ${MOST} can be described at once.`)
  const found = arns.map(arn => ({ arn, match: findMovement(world, arn) }))
  return {
    serviceDeployments: found.flatMap(({ match }) => (match ? [show(world, match.service, match.movement)] : [])),
    failures: found.filter(({ match }) => match === undefined).map(({ arn }) => ({ arn, reason: 'MISSING' })),
  }
}

function show(world: World, service: Service, movement: ServiceDeployment): Wire<SdkServiceDeployment> {
  const { breaker, alarms, configuration, rollback } = movement
  const over = movement.finishedAt !== undefined
  return {
    serviceDeploymentArn: movement.arn,
    serviceArn: service.arn,
    clusterArn: world.clusters[service.cluster]?.arn,
    createdAt: seconds(movement.createdAt),
    startedAt: maybeSeconds(movement.startedAt),
    finishedAt: maybeSeconds(movement.finishedAt),
    stoppedAt: maybeSeconds(movement.stoppedAt),
    updatedAt: seconds(movement.updatedAt),
    status: movement.status,
    statusReason: movement.statusReason,
    sourceServiceRevisions: movement.sources.map(arn => summary(world, service, movement, arn)),
    targetServiceRevision: summary(world, service, movement, movement.target),
    deploymentConfiguration: configuration,
    // One stage is missing in the enumeration of the API, not in its text.
    lifecycleStage: (movement.shift?.stage ?? movement.stage) as ServiceDeploymentLifecycleStage | undefined,
    lifecycleHookDetails: movement.hooks.map(({ id, type, target, status, expiresAt, timeoutAction }) => ({
      hookId: id,
      targetType: type,
      ...(target !== undefined && { targetArn: target }),
      status,
      expiresAt: seconds(expiresAt),
      timeoutAction,
    })),
    deploymentCircuitBreaker: {
      status: breaker.status,
      failureCount: over || rollback ? breaker.failures : failuresOf(service, movement),
      threshold: threshold(configuration, service.desiredCount),
    },
    alarms: {
      status: alarms.status,
      alarmNames: configuration.alarms?.alarmNames ?? [],
      triggeredAlarmNames: alarms.triggered,
    },
    ...(rollback && {
      rollback: {
        reason: rollback.reason,
        startedAt: seconds(rollback.startedAt),
        serviceRevisionArn: rollback.revisionArn,
      },
    }),
  }
}

function summary(
  world: World,
  service: Service,
  { finalCounts, shift, source, target }: ServiceDeployment,
  arn: string,
): Wire<ServiceRevisionSummary> {
  const { requested, running, pending } = finalCounts?.[arn] ?? countTasks(world, service, arn)
  const share = (percent: number) => (arn === target ? percent : arn === source ? 100 - percent : 0)
  return {
    arn,
    requestedTaskCount: requested,
    runningTaskCount: running,
    pendingTaskCount: pending,
    ...(shift && {
      requestedProductionTrafficWeight: share(shift.production),
      requestedTestTrafficWeight: share(shift.test),
    }),
  }
}
