import type { DescribeRepositoriesRequest } from '@aws-sdk/client-ecr'
import { page } from '../../../page.ts'
import type { Room } from '../../../room.ts'
import { findRepository, refuseOtherRegistry } from '../image.ts'
import { showRepository } from '../show-repository.ts'

export function describeRepositories(room: Room, input: DescribeRepositoriesRequest) {
  const { world } = room
  const { registryId, repositoryNames } = input
  if (repositoryNames === undefined) refuseOtherRegistry(world, [registryId])
  const found =
    repositoryNames?.map(repositoryName => findRepository(world, { repositoryName, registryId })) ??
    Object.values(world.repositories)
  const { items, nextToken } = page(found, input, { standard: 100, most: 1000 })
  return { repositories: items.map(repository => showRepository(room, repository)), nextToken }
}
