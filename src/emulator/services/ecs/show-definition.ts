import type { TaskDefinition } from '@aws-sdk/client-ecs'
import { maybeSeconds, seconds, type Wire } from '../../room.ts'
import type { Definition } from './state.ts'

export function showDefinition(definition: Definition): Wire<TaskDefinition> {
  return {
    ...(definition.recipe as Wire<TaskDefinition>),
    status: definition.status,
    registeredAt: seconds(definition.registeredAt),
    registeredBy: definition.registeredBy,
    ...(definition.deregisteredAt !== undefined && { deregisteredAt: maybeSeconds(definition.deregisteredAt) }),
  }
}
