import type { PutImageTagMutabilityRequest } from '@aws-sdk/client-ecr'
import type { Room } from '../../../room.ts'
import { findRepository } from '../image.ts'
import { mutabilityOf, showMutability } from '../show-repository.ts'

export function putImageTagMutability({ world }: Room, input: PutImageTagMutabilityRequest) {
  const repository = findRepository(world, input)
  Object.assign(repository, mutabilityOf(input))
  return { registryId: world.account, repositoryName: repository.name, ...showMutability(repository) }
}
