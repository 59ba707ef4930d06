import type { PutImageTagMutabilityRequest } from '@aws-sdk/client-ecr'
import type { Room } from '../../room.ts'
import { findRepository } from './image.ts'

export function putImageTagMutability({ world }: Room, input: PutImageTagMutabilityRequest) {
  const repository = findRepository(world, input.repositoryName)
  repository.mutability = input.imageTagMutability?.startsWith('IMMUTABLE') ? 'IMMUTABLE' : 'MUTABLE'
  return { registryId: world.account, repositoryName: repository.name, imageTagMutability: repository.mutability }
}
