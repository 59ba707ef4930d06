import type { ContainerDefinition, NetworkMode, RegisterTaskDefinitionRequest } from '@aws-sdk/client-ecs'
import { record } from '../../../journal.ts'
import type { Room } from '../../../room.ts'
import { checkDefinition } from '../check-definition.ts'
import { definitionArn } from '../find.ts'
import { showDefinition } from '../show-definition.ts'
import { units } from '../size.ts'
import type { Definition, Recipe } from '../state.ts'
import { checkTags } from '../tags.ts'
import { userArn } from '../user.ts'

export function registerTaskDefinition(room: Room, input: RegisterTaskDefinitionRequest) {
  const { world, now, host } = room
  const { family, containers, fargate } = checkDefinition(input, host)
  const { tags = [], ...given } = input
  checkTags(tags)
  const revision = (world.families[family] ?? 0) + 1
  const arn = definitionArn(world, `${family}:${revision}`)
  const asked = input.requiresCompatibilities?.includes('FARGATE')
  const recipe: Recipe = {
    // AWS is ahead of every SDK: what nobody here knows is kept and told again
    ...given,
    taskDefinitionArn: arn,
    revision,
    containerDefinitions: containers.map(container => withDefaults(container, input.networkMode)),
    volumes: input.volumes ?? [],
    placementConstraints: input.placementConstraints ?? [],
    compatibilities: fargate ? ['EC2', 'FARGATE'] : ['EC2'],
    requiresAttributes: [],
    ...(input.cpu !== undefined && { cpu: asked ? String(units(input.cpu, 'vcpu')) : input.cpu }),
    ...(input.memory !== undefined && { memory: asked ? String(units(input.memory, 'gb')) : input.memory }),
  }
  const definition: Definition = {
    arn,
    family,
    revision,
    status: 'ACTIVE',
    recipe,
    registeredAt: now,
    registeredBy: userArn(room),
    tags,
  }
  world.families[family] = revision
  world.definitions[arn] = definition
  record(world, now, 'definition', { definition: `${family}:${revision}`, status: 'ACTIVE' })
  return { taskDefinition: showDefinition(definition), tags: definition.tags }
}

/** What ECS writes into a container definition that leaves it out. */
function withDefaults(container: ContainerDefinition, networkMode: NetworkMode = 'bridge'): ContainerDefinition {
  const { capabilities } = container.linuxParameters ?? {}
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
      hostPort: mapping.hostPort ?? (networkMode === 'bridge' ? 0 : mapping.containerPort),
      protocol: mapping.protocol ?? 'tcp',
    })),
    ...(capabilities && {
      linuxParameters: { ...container.linuxParameters, capabilities: { add: [], drop: [], ...capabilities } },
    }),
    ...(container.healthCheck && {
      healthCheck: { interval: 30, timeout: 5, retries: 3, ...container.healthCheck },
    }),
  }
}
