import type { Container, Task as SdkTask } from '@aws-sdk/client-ecs'
import { spread } from '../../identity.ts'
import { maybeSeconds, seconds, type Wire } from '../../room.ts'
import { containerHealth } from '../../scheduler/health.ts'
import type { World } from '../../world.ts'
import type { Task, TaskContainer } from './state/task.ts'

export function showTask(world: World, task: Task, include: readonly string[] = []): Wire<SdkTask> {
  const recipe = world.definitions[task.definition]?.recipe
  return {
    taskArn: task.arn,
    clusterArn: world.clusters[task.cluster]?.arn,
    taskDefinitionArn: task.definition,
    group: task.group,
    lastStatus: task.status,
    desiredStatus: task.desired,
    healthStatus: containerHealth(task),
    launchType: task.setting.launchType ?? 'FARGATE',
    ...(task.capacityProvider && { capacityProviderName: task.capacityProvider }),
    platformVersion: '1.4.0',
    platformFamily: 'Linux',
    availabilityZone: `${world.region}${spread(task.id) % 2 === 0 ? 'a' : 'b'}`,
    connectivity: 'CONNECTED',
    cpu: recipe?.cpu,
    memory: recipe?.memory,
    startedBy: task.startedBy,
    version: task.version,
    createdAt: seconds(task.createdAt),
    pullStartedAt: maybeSeconds(task.pullStartedAt),
    pullStoppedAt: maybeSeconds(task.pullStoppedAt),
    startedAt: maybeSeconds(task.startedAt),
    stoppingAt: maybeSeconds(task.stoppingAt),
    executionStoppedAt: maybeSeconds(task.executionStoppedAt),
    stoppedAt: maybeSeconds(task.stoppedAt),
    stopCode: task.stopCode,
    stoppedReason: task.stoppedReason,
    attachments: [attachment(task)],
    attributes: [],
    containers: task.containers.map(container => showContainer(world, task, container)),
    overrides: (task.overrides ?? { containerOverrides: [] }) as Wire<SdkTask>['overrides'],
    enableExecuteCommand: false,
    tags: include.includes('TAGS') ? task.tags : [],
  }
}

function attachment({ eni, address, status, setting }: Task) {
  const subnet = setting.networkConfiguration?.awsvpcConfiguration?.subnets?.[0]
  const gone = status === 'DEPROVISIONING' || status === 'STOPPED'
  return {
    id: eni,
    type: 'ElasticNetworkInterface',
    status: status === 'PROVISIONING' ? 'PRECREATED' : gone ? 'DELETED' : 'ATTACHED',
    details: [
      ...(subnet ? [{ name: 'subnetId', value: subnet }] : []),
      { name: 'networkInterfaceId', value: `eni-${eni.replaceAll('-', '').slice(0, 17)}` },
      ...(address ? [{ name: 'privateIPv4Address', value: address }] : []),
    ],
  }
}

function showContainer(world: World, task: Task, container: TaskContainer): Wire<Container> {
  const recipe = world.definitions[task.definition]?.recipe.containerDefinitions ?? []
  const definition = recipe.find(({ name }) => name === container.name)
  return {
    containerArn: `arn:aws:ecs:${world.region}:${world.account}:container/${task.cluster}/${task.id}/${container.id}`,
    taskArn: task.arn,
    name: container.name,
    image: container.image,
    ...(container.digest && { imageDigest: container.digest }),
    runtimeId: `${task.id}-${spread(container.id) % 10_000_000_000}`,
    lastStatus: container.status,
    healthStatus: container.health,
    ...(container.exitCode !== undefined && { exitCode: container.exitCode }),
    ...(container.reason !== undefined && { reason: container.reason }),
    networkBindings: [],
    networkInterfaces: task.address ? [{ attachmentId: task.eni, privateIpv4Address: task.address }] : [],
    cpu: String(definition?.cpu ?? 0),
    ...(definition?.memory !== undefined && { memory: String(definition.memory) }),
  }
}
