import type { DeregisterTaskDefinitionRequest } from '@aws-sdk/client-ecs'
import { lastPart } from '../../../identity.ts'
import { record } from '../../../journal.ts'
import { client, required } from '../../../refusal.ts'
import type { Room } from '../../../room.ts'
import { findDefinition } from '../find.ts'
import { showDefinition } from '../show-definition.ts'

export function deregisterTaskDefinition({ world, now }: Room, input: DeregisterTaskDefinitionRequest) {
  const given = required(input.taskDefinition, 'taskDefinition')
  const [, revision] = lastPart(given).split(':')
  if (revision === undefined) throw client('Revision is missing.')
  if (!/^\d+$/.test(revision)) throw client(`Invalid revision number. Number: ${revision}`)
  const definition = findDefinition(world, given, 'The specified task definition does not exist.')
  if (definition.status === 'INACTIVE') throw client('The specified task definition is inactive.')
  definition.status = 'INACTIVE'
  definition.deregisteredAt = now
  record(world, now, 'definition', { definition: `${definition.family}:${definition.revision}`, status: 'INACTIVE' })
  return { taskDefinition: showDefinition(definition) }
}
