import type { Container, Task as SdkTask } from '@aws-sdk/client-ecs'
import { spread } from '../../identity.ts'
import { maybeSeconds, seconds, type Wire } from '../../room.ts'
import { containerHealth } from '../../scheduler/health.ts'
import type { World } from '../../world.ts'
import { overridden } from './overridden.ts'
import { familyOf, versionOf } from './platform.ts'
import type { Task, TaskContainer } from './state/task.ts'
import type { Recipe } from './state.ts'

export function showTask(world: World, task: Task, include: readonly string[] = []): Wire<SdkTask> {
  const recipe = recipeOf(world, task)
  const storage = { sizeInGiB: FARGATE_STORAGE, ...recipe.ephemeralStorage }
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
    platformVersion: versionOf(task.setting.platformVersion, recipe),
    platformFamily: familyOf(recipe),
    availabilityZone: `${world.region}${spread(task.id) % 2 === 0 ? 'a' : 'b'}`,
    connectivity: 'CONNECTED',
    cpu: recipe.cpu,
    memory: recipe.memory,
    ephemeralStorage: storage,
    fargateEphemeralStorage: storage,
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
    containers: task.containers.map(container => showContainer(world, task, { container, recipe })),
    overrides: showOverrides(task),
    enableExecuteCommand: task.exec,
    tags: include.includes('TAGS') ? task.tags : [],
  }
}

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-storage.html */
const FARGATE_STORAGE = 20

const recipeOf = (world: World, { definition, overrides }: Task): Recipe =>
  overridden(world.definitions[definition]?.recipe ?? {}, overrides)

/** Every container is named, with or without an override; from memory of answers of RunTask and DescribeTasks. */
function showOverrides({ overrides, containers }: Task): NonNullable<Wire<SdkTask>['overrides']> {
  const { containerOverrides = [], inferenceAcceleratorOverrides = [], ...rest } = overrides ?? {}
  return {
    ...rest,
    containerOverrides: containers.map(({ name }) => containerOverrides.find(one => one.name === name) ?? { name }),
    inferenceAcceleratorOverrides,
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

interface Within {
  readonly container: TaskContainer
  readonly recipe: Recipe
}

function showContainer(world: World, task: Task, { container, recipe }: Within): Wire<Container> {
  const definition = recipe.containerDefinitions?.find(({ name }) => name === container.name)
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
    ...(definition?.memoryReservation !== undefined && { memoryReservation: String(definition.memoryReservation) }),
    ...(task.exec && { managedAgents: [{ name: 'ExecuteCommandAgent', lastStatus: container.status }] }),
  }
}
