import type { DescribeTaskDefinitionRequest } from '@aws-sdk/client-ecs'
import { required } from '../../../refusal.ts'
import type { Room } from '../../../room.ts'
import { findDefinition } from '../find.ts'
import { showDefinition } from '../show-definition.ts'

export function describeTaskDefinition({ world }: Room, input: DescribeTaskDefinitionRequest) {
  const definition = findDefinition(world, required(input.taskDefinition, 'taskDefinition'))
  return {
    taskDefinition: showDefinition(definition),
    ...(input.include?.includes('TAGS') && { tags: definition.tags }),
  }
}
