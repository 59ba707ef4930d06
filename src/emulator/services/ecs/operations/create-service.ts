import type { CreateServiceRequest } from '@aws-sdk/client-ecs'
import { record } from '../../../journal.ts'
import { invalid, Refusal, required } from '../../../refusal.ts'
import type { Room } from '../../../room.ts'
import { begin } from '../../../scheduler/deployment.ts'
import { capacityOf, networkOf } from '../capacity.ts'
import { checkConfiguration, checkConnect, checkCount, checkSetting } from '../check-service.ts'
import { checkStrategy } from '../check-strategy.ts'
import { findActiveDefinition, findCluster, serviceArn } from '../find.ts'
import { showService } from '../show-service.ts'
import type { Service, Setting } from '../state/service.ts'
import { checkTags } from '../tags.ts'
import { userArn } from '../user.ts'

export function createService(room: Room, input: CreateServiceRequest) {
  const { world, now } = room
  const cluster = findCluster(world, input.cluster)
  const name = required(input.serviceName, 'serviceName')
  if (!/^[A-Za-z0-9_-]{1,255}$/.test(name)) throw invalid('Invalid service name.')
  const arn = serviceArn(world, cluster.name, name)
  const known = world.services[arn]
  if (known?.status === 'ACTIVE' && input.clientToken && known.clientToken === input.clientToken)
    return { service: showService(world, known, ['TAGS']) }
  if (known?.status === 'ACTIVE') throw invalid('Creation of service was not idempotent.')
  if (known?.status === 'DRAINING') throw invalid('Unable to Start a service that is still Draining.')
  if (input.schedulingStrategy === 'DAEMON' || (input.deploymentController?.type ?? 'ECS') !== 'ECS')
    throw new Refusal(
      'UnsupportedFeatureException',
      'The local ECS only runs REPLICA services under the ECS controller.',
    )
  const definition = findActiveDefinition(world, required(input.taskDefinition, 'taskDefinition'))
  const configuration = withDefaults(input.deploymentConfiguration)
  checkConfiguration(configuration)
  checkCount(input.desiredCount)
  checkTags(input.tags ?? [])
  const setting: Setting = {
    taskDefinition: definition.arn,
    ...capacityOf(cluster, input),
    platformVersion: input.platformVersion ?? 'LATEST',
    networkConfiguration: networkOf(input.networkConfiguration),
    loadBalancers: input.loadBalancers ?? [],
    serviceConnectConfiguration: input.serviceConnectConfiguration,
    serviceRegistries: input.serviceRegistries ?? [],
    volumeConfigurations: input.volumeConfigurations ?? [],
  }
  checkSetting(world, setting, definition)
  checkStrategy(configuration, setting)
  const service: Service = {
    arn,
    name,
    cluster: cluster.name,
    status: 'ACTIVE',
    desiredCount: input.desiredCount ?? 0,
    createdAt: now,
    createdBy: userArn(room),
    clientToken: input.clientToken,
    deploymentConfiguration: configuration,
    healthCheckGracePeriodSeconds: input.healthCheckGracePeriodSeconds ?? 0,
    setting,
    extras: extras(input),
    deployments: [],
    revisions: [],
    history: [],
    completed: [],
    events: [],
    steady: false,
    owed: 0,
    tags: input.tags ?? [],
  }
  checkConnect(world, service)
  world.services[arn] = service
  record(world, now, 'service', { service: name, status: 'ACTIVE', desired: service.desiredCount })
  begin(world, service, now)
  return { service: showService(world, service, ['TAGS']) }
}

export function withDefaults(
  given: CreateServiceRequest['deploymentConfiguration'],
): Service['deploymentConfiguration'] {
  return {
    strategy: 'ROLLING',
    maximumPercent: 200,
    minimumHealthyPercent: 100,
    bakeTimeInMinutes: 0,
    deploymentCircuitBreaker: { enable: false, rollback: false },
    ...given,
  }
}

const EXTRAS = [
  'enableECSManagedTags',
  'enableExecuteCommand',
  'propagateTags',
  'availabilityZoneRebalancing',
  'placementConstraints',
  'placementStrategy',
] as const

/** Settings that the service shows again, and that decide nothing here. */
export function extras(input: Partial<Record<(typeof EXTRAS)[number], unknown>>): Record<string, unknown> {
  return Object.fromEntries(EXTRAS.flatMap(key => (input[key] === undefined ? [] : [[key, input[key]]])))
}
