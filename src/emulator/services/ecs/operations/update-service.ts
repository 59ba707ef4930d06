import { isDeepStrictEqual } from 'node:util'
import type { DeploymentConfiguration, UpdateServiceRequest } from '@aws-sdk/client-ecs'
import { record } from '../../../journal.ts'
import { invalid, required } from '../../../refusal.ts'
import type { Room } from '../../../room.ts'
import { begin, scaleTo } from '../../../scheduler/deployment.ts'
import type { World } from '../../../world.ts'
import { type Capacity, checkedStrategy, networkOf } from '../capacity.ts'
import { checkKind } from '../check-kind.ts'
import { checkAsked, checkConfiguration, checkConnect, checkCount, checkSetting } from '../check-service.ts'
import { checkMigration, checkStrategy } from '../check-strategy.ts'
import { describedMember } from '../described.ts'
import { findActiveDefinition, findActiveService, findCluster } from '../find.ts'
import { showService } from '../show-service.ts'
import type { Service, Setting } from '../state/service.ts'
import type { Cluster } from '../state.ts'
import { extras } from './create-service.ts'

export function updateService({ world, now }: Room, input: UpdateServiceRequest) {
  const service = findActiveService(world, input.cluster, required(input.service, 'service'))
  checkKind(input)
  checkCount(input.desiredCount)
  const configuration = input.deploymentConfiguration
    ? describedMember('service', 'deploymentConfiguration', kept(service, input.deploymentConfiguration))
    : service.deploymentConfiguration
  checkConfiguration(configuration)
  const setting = changed(world, service, input)
  checkCapacity(service.setting, setting, input)
  checkStrategy(configuration, setting)
  checkMigration(service, configuration)
  const anew = input.forceNewDeployment === true || !isDeepStrictEqual(plain(setting), plain(service.setting))
  // Seen in 2022 (terraform-provider-aws issue 26337): what UpdateService is told of places on Fargate is taken.
  const { enableExecuteCommand, loadBalancers } = input
  const { availabilityZoneRebalancing }: Partial<UpdateServiceRequest> = { ...service.extras, ...extras(input) }
  const { maximumPercent } = configuration
  const given = { enableExecuteCommand, loadBalancers, availabilityZoneRebalancing, maximumPercent }
  const asked = { ...given, deed: 'updated' } as const
  const known = world.definitions[setting.taskDefinition]
  if (!anew && known !== undefined) checkAsked(setting, known, asked)
  if (anew) {
    const definition = findActiveDefinition(world, setting.taskDefinition)
    checkSetting(world, setting, definition, asked)
    checkConnect(world, { ...service, setting })
  }
  service.deploymentConfiguration = configuration
  service.healthCheckGracePeriodSeconds = input.healthCheckGracePeriodSeconds ?? service.healthCheckGracePeriodSeconds
  Object.assign(service.extras, extras(input))
  const before = service.desiredCount
  scale(world, service, input.desiredCount, now)
  if (anew) {
    service.setting = setting
    begin(world, service, now, before)
  }
  return { service: showService(world, service) }
}

/**
 * Seen in 2023 (aws/copilot-cli pull request 4565) and in 2026: what is left out of a configuration stays, and so does what is left
 * out of its breaker. Early success does, also when another strategy is asked for, which is refused then (kayac/ecspresso pull request
 * 1082, 2026-09). Steps of another strategy do not; whether they do on AWS is not known.
 */
function kept({ deploymentConfiguration: before }: Service, given: DeploymentConfiguration): DeploymentConfiguration {
  const isSame = (given.strategy ?? before.strategy) === before.strategy
  const { linearConfiguration: _linear, canaryConfiguration: _canary, ...shared } = before
  return {
    ...(isSame ? before : shared),
    ...given,
    ...(given.deploymentCircuitBreaker && {
      deploymentCircuitBreaker: { ...before.deploymentCircuitBreaker, ...given.deploymentCircuitBreaker },
    }),
  }
}

function scale(world: World, service: Service, desiredCount: number | undefined, now: number): void {
  if (desiredCount === undefined || desiredCount === service.desiredCount) return
  scaleTo(service, desiredCount)
  record(world, now, 'service', { service: service.name, status: service.status, desired: desiredCount })
}

/** What is absent stays; an empty list clears. */
function changed(world: World, { setting, cluster: name }: Service, input: UpdateServiceRequest): Setting {
  const cluster = findCluster(world, name)
  return {
    taskDefinition: input.taskDefinition
      ? findActiveDefinition(world, input.taskDefinition).arn
      : setting.taskDefinition,
    platformVersion: input.platformVersion ?? setting.platformVersion,
    networkConfiguration: networkOf(input.networkConfiguration) ?? setting.networkConfiguration,
    loadBalancers: input.loadBalancers ?? setting.loadBalancers,
    serviceConnectConfiguration: input.serviceConnectConfiguration ?? setting.serviceConnectConfiguration,
    serviceRegistries: input.serviceRegistries ?? setting.serviceRegistries,
    volumeConfigurations: input.volumeConfigurations ?? setting.volumeConfigurations,
    ...recapacitated(cluster, setting, input),
  }
}

/** An empty list goes back to the launch type; to one that the service never had, Fargate. */
function recapacitated(cluster: Cluster, setting: Setting, input: UpdateServiceRequest): Capacity {
  const { capacityProviderStrategy: strategy } = input
  if (strategy === undefined)
    return { launchType: setting.launchType, capacityProviderStrategy: setting.capacityProviderStrategy }
  return strategy.length === 0
    ? { launchType: setting.launchType ?? 'FARGATE' }
    : { launchType: undefined, capacityProviderStrategy: checkedStrategy(cluster, strategy) }
}

/** Words as people have met them: pipecd pull request 6385, kayac/ecspresso pull request 481. */
function checkCapacity(
  before: Setting,
  after: Setting,
  { capacityProviderStrategy, forceNewDeployment }: UpdateServiceRequest,
) {
  if (capacityProviderStrategy === undefined || forceNewDeployment === true) return
  const [was, is] = [before, after].map(({ launchType, capacityProviderStrategy: strategy }) => ({
    launchType,
    strategy,
  }))
  if (isDeepStrictEqual(was, is)) return
  throw invalid(
    'When switching from launch type to capacity provider strategy on an existing service, or making a change to a capacity provider strategy on a service that is already using one, you must force a new deployment.',
  )
}

const plain = (setting: Setting): unknown => JSON.parse(JSON.stringify(setting))
