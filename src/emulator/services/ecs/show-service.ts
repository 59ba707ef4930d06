import type { Deployment as SdkDeployment, Service as SdkService } from '@aws-sdk/client-ecs'
import { roleArn } from '../../identity.ts'
import { seconds, type Wire } from '../../room.ts'
import { offers } from '../../scheduler/connect.ts'
import { countTasks, tally, tasksOf } from '../../scheduler/count.ts'
import { revisionOf } from '../../scheduler/scene.ts'
import type { World } from '../../world.ts'
import { isFargate } from './capacity.ts'
import { familyOf, versionOf } from './platform.ts'
import type { Deployment, Service, Setting } from './state/service.ts'
import type { Task } from './state/task.ts'
import type { Recipe } from './state.ts'

export function showService(world: World, service: Service, include: readonly string[] = []): Wire<SdkService> {
  const tasks = tasksOf(world, service)
  const { running, pending } = tally(tasks)
  const shown = {
    serviceArn: service.arn,
    serviceName: service.name,
    clusterArn: world.clusters[service.cluster]?.arn,
    status: service.status,
    desiredCount: service.desiredCount,
    runningCount: running,
    pendingCount: pending,
    deploymentConfiguration: service.deploymentConfiguration,
    ...showSetting(world, service.setting),
    deployments: service.deployments.map(deployment => showDeployment(world, service, deployment, tasks)),
    events: service.events.map(({ id, at, message }) => ({ id, createdAt: seconds(at), message })),
    createdAt: seconds(service.createdAt),
    createdBy: service.createdBy,
    healthCheckGracePeriodSeconds: service.healthCheckGracePeriodSeconds,
    currentServiceDeployment: service.history[0]?.arn,
    currentServiceRevisions: service.deployments.map(({ revisionArn }) => {
      const counts = countTasks(world, service, revisionArn)
      return {
        arn: revisionArn,
        requestedTaskCount: counts.requested,
        runningTaskCount: counts.running,
        pendingTaskCount: counts.pending,
      }
    }),
    ...service.extras,
    roleArn: roleOf(world, service),
    ...(include.includes('TAGS') && { tags: service.tags }),
  }
  return shown as Wire<SdkService>
}

/**
 * The one that was given, or ECS's own: seen 2022-10-31 and 2026-04-25 with load balancers and service registries. Whether a
 * service without them has it is not known.
 */
function roleOf(world: World, { role, setting }: Service): string | undefined {
  if (role !== undefined) return roleArn(world, role)
  const isNeeded = setting.loadBalancers.length > 0 || setting.serviceRegistries.length > 0
  return isNeeded ? roleArn(world, 'aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS') : undefined
}

function showSetting(world: World, setting: Setting) {
  return {
    taskDefinition: setting.taskDefinition,
    launchType: setting.launchType,
    ...(isFargate(setting) && {
      platformVersion: setting.platformVersion,
      platformFamily: familyOf(recipeOf(world, setting)),
    }),
    networkConfiguration: setting.networkConfiguration,
    loadBalancers: setting.loadBalancers,
    serviceRegistries: setting.serviceRegistries,
    capacityProviderStrategy: setting.capacityProviderStrategy,
  }
}

const recipeOf = (world: World, { taskDefinition }: Setting): Recipe => world.definitions[taskDefinition]?.recipe ?? {}

function showDeployment(
  world: World,
  service: Service,
  deployment: Deployment,
  tasks: readonly Task[],
): Wire<SdkDeployment> {
  const setting = revisionOf(service, deployment.revisionArn)?.setting ?? service.setting
  const { running, pending, wanted } = tally(tasks.filter(({ deploymentId }) => deploymentId === deployment.id))
  const shown = {
    id: deployment.id,
    status: deployment.status,
    taskDefinition: setting.taskDefinition,
    desiredCount: deployment.status === 'PRIMARY' ? service.desiredCount : wanted,
    pendingCount: pending,
    runningCount: running,
    failedTasks: deployment.failures,
    createdAt: seconds(deployment.createdAt),
    updatedAt: seconds(deployment.updatedAt),
    launchType: setting.launchType,
    ...(setting.capacityProviderStrategy && { capacityProviderStrategy: setting.capacityProviderStrategy }),
    ...(isFargate(setting) && {
      platformVersion: versionOf(setting.platformVersion, recipeOf(world, setting)),
      platformFamily: familyOf(recipeOf(world, setting)),
    }),
    networkConfiguration: setting.networkConfiguration,
    rolloutState: deployment.rolloutState,
    rolloutStateReason: deployment.rolloutStateReason,
    ...(setting.serviceConnectConfiguration && {
      serviceConnectConfiguration: setting.serviceConnectConfiguration,
      serviceConnectResources: offers(world, service).map(({ endpoint, namespace }) => ({
        discoveryName: endpoint,
        discoveryArn: `arn:aws:servicediscovery:${world.region}:${world.account}:service/${namespace}/${endpoint}`,
      })),
    }),
    ...(setting.volumeConfigurations.length > 0 && { volumeConfigurations: setting.volumeConfigurations }),
  }
  return shown as Wire<SdkDeployment>
}
