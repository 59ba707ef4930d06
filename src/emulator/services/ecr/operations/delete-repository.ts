import type { DeleteRepositoryRequest } from '@aws-sdk/client-ecr'
import { Refusal } from '../../../refusal.ts'
import type { Room } from '../../../room.ts'
import { findRepository } from '../image.ts'
import { showRepository } from '../show-repository.ts'

export function deleteRepository(room: Room, input: DeleteRepositoryRequest) {
  const { world } = room
  const repository = findRepository(world, input)
  if (!input.force && Object.keys(repository.images).length > 0)
    throw new Refusal(
      'RepositoryNotEmptyException',
      `The repository with name '${repository.name}' in registry with id '${world.account}' cannot be deleted because it still contains images`,
    )
  delete world.repositories[repository.name]
  return { repository: showRepository(room, repository) }
}
