import type { RegisterTaskDefinitionRequest } from '@aws-sdk/client-ecs'
import { record } from '../../../journal.ts'
import type { Room } from '../../../room.ts'
import { checkDefinition } from '../check-definition.ts'
import { described } from '../described.ts'
import { definitionArn } from '../find.ts'
import { requiredAttributes } from '../required-attributes.ts'
import { showDefinition } from '../show-definition.ts'
import { units } from '../size.ts'
import type { Definition, Recipe } from '../state.ts'
import { checkTags } from '../tags.ts'
import { userArn } from '../user.ts'

export function registerTaskDefinition(room: Room, input: RegisterTaskDefinitionRequest) {
  const { world, now, host } = room
  const { family, fargate } = checkDefinition(input, host)
  const { tags = [], ...given } = input
  checkTags(tags)
  const revision = (world.families[family] ?? 0) + 1
  const arn = definitionArn(world, `${family}:${revision}`)
  const asked = input.requiresCompatibilities?.includes('FARGATE')
  const recipe: Recipe = {
    // AWS is ahead of every SDK: what nobody here knows is kept and told again
    ...described('taskDefinition', given),
    ...rolesOf(given, world.account),
    taskDefinitionArn: arn,
    revision,
    // Seen 2026-04 to 2026-06; what a definition that Fargate cannot run is compatible with besides is not known.
    compatibilities: fargate ? ['EC2', 'FARGATE', 'MANAGED_INSTANCES'] : ['EC2'],
    requiresAttributes: requiredAttributes({ ...given, host }),
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

/** A role by its name is one of the caller's account (amazon-ecs-render-task-definition issue 19). */
function rolesOf(given: RegisterTaskDefinitionRequest, account: string): Partial<RegisterTaskDefinitionRequest> {
  const named = (['taskRoleArn', 'executionRoleArn'] as const).filter(
    key => given[key] && !given[key].startsWith('arn:'),
  )
  return Object.fromEntries(named.map(key => [key, `arn:aws:iam::${account}:role/${given[key]}`]))
}
