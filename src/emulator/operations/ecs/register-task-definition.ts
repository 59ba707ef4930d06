import type { ContainerDefinition, RegisterTaskDefinitionRequest } from '@aws-sdk/client-ecs'
import { record } from '../../journal.ts'
import type { Room } from '../../room.ts'
import type { Definition, Recipe } from '../../world.ts'
import { checkDefinition, units } from './check-definition.ts'
import { definitionArn } from './find.ts'
import { showDefinition } from './show-definition.ts'
import { userArn } from './user.ts'

const KEYS = [
  'family',
  'taskRoleArn',
  'executionRoleArn',
  'networkMode',
  'pidMode',
  'ipcMode',
  'proxyConfiguration',
  'inferenceAccelerators',
  'ephemeralStorage',
  'runtimePlatform',
  'requiresCompatibilities',
  'enableFaultInjection',
] as const

export function registerTaskDefinition(room: Room, input: RegisterTaskDefinitionRequest) {
  const { world, now, host } = room
  const { family, containers } = checkDefinition(input, host)
  const revision = (world.families[family] ?? 0) + 1
  const arn = definitionArn(world, `${family}:${revision}`)
  const fargate = input.requiresCompatibilities?.includes('FARGATE')
  const recipe: Recipe = {
    taskDefinitionArn: arn,
    revision,
    containerDefinitions: containers.map(withDefaults),
    volumes: input.volumes ?? [],
    placementConstraints: input.placementConstraints ?? [],
    compatibilities: input.networkMode === 'awsvpc' ? ['EC2', 'FARGATE'] : ['EC2'],
    requiresAttributes: [],
    ...Object.fromEntries(KEYS.flatMap(key => (input[key] === undefined ? [] : [[key, input[key]]]))),
    ...(input.cpu !== undefined && { cpu: fargate ? String(units(input.cpu, 'vcpu')) : input.cpu }),
    ...(input.memory !== undefined && { memory: fargate ? String(units(input.memory, 'gb')) : input.memory }),
  }
  const definition: Definition = {
    arn,
    family,
    revision,
    status: 'ACTIVE',
    recipe,
    registeredAt: now,
    registeredBy: userArn(room),
    tags: input.tags ?? [],
  }
  world.families[family] = revision
  world.definitions[arn] = definition
  record(world, now, 'definition', { definition: `${family}:${revision}`, status: 'ACTIVE' })
  return { taskDefinition: showDefinition(definition), tags: definition.tags }
}

/** What ECS writes into a container definition that leaves it out. */
function withDefaults(container: ContainerDefinition): ContainerDefinition {
  return {
    ...container,
    cpu: container.cpu ?? 0,
    essential: container.essential ?? true,
    environment: container.environment ?? [],
    mountPoints: container.mountPoints ?? [],
    volumesFrom: container.volumesFrom ?? [],
    systemControls: container.systemControls ?? [],
    portMappings: (container.portMappings ?? []).map(mapping => ({
      ...mapping,
      hostPort: mapping.hostPort ?? mapping.containerPort,
      protocol: mapping.protocol ?? 'tcp',
    })),
    ...(container.healthCheck && {
      healthCheck: { interval: 30, timeout: 5, retries: 3, ...container.healthCheck },
    }),
  }
}
