import type { DeleteTaskDefinitionsRequest } from '@aws-sdk/client-ecs'
import { isElsewhere, lastPart } from '../../../identity.ts'
import type { Room } from '../../../room.ts'
import { checkMany } from '../bounds.ts'
import { definitionArn } from '../find.ts'
import { showDefinition } from '../show-definition.ts'

const REASONS = {
  invalid: 'The specified task definition identifier is invalid. Specify a valid name or ARN and try again.',
  missing: 'The specified task definition does not exist. Specify a valid account, family, revision and try again.',
  active: 'The specified task definition is still in ACTIVE status. Please deregister the target and try again.',
}

const MOST = 10

/** Gone at once, unless something still uses it. */
export function deleteTaskDefinitions({ world }: Room, { taskDefinitions = [] }: DeleteTaskDefinitionsRequest) {
  checkMany(taskDefinitions, MOST, 'taskDefinitions')
  const gone: unknown[] = []
  const failures: object[] = []
  for (const name of taskDefinitions) {
    const arn = isElsewhere(world, 'ecs', name) ? name : definitionArn(world, lastPart(name))
    const definition = world.definitions[arn]
    if (!lastPart(name).includes(':')) failures.push({ arn: name, reason: REASONS.invalid })
    else if (definition === undefined) failures.push({ arn: name, reason: REASONS.missing })
    else if (definition.status === 'ACTIVE') failures.push({ arn, reason: REASONS.active })
    else {
      gone.push({ ...showDefinition(definition), status: 'DELETE_IN_PROGRESS' })
      if (!isUsed(world, arn)) delete world.definitions[arn]
    }
  }
  return { taskDefinitions: gone, failures }
}

function isUsed(world: Room['world'], arn: string): boolean {
  return (
    Object.values(world.tasks).some(({ definition }) => definition === arn) ||
    Object.values(world.services).some(
      ({ status, revisions }) =>
        status !== 'INACTIVE' && revisions.some(({ setting }) => setting.taskDefinition === arn),
    )
  )
}
