/** Tags of repositories, by ARN. */
import type { Tag } from '@aws-sdk/client-ecr'
import type { Room } from '../../../room.ts'
import type { World } from '../../../world.ts'
import { repositoryAt } from '../image.ts'
import type { Repository } from '../state.ts'

interface Tagged {
  resourceArn?: string
}

export const listTagsForResource = ({ world }: Room, input: Tagged) => ({ tags: find(world, input).tags ?? [] })

export function tagResource({ world }: Room, input: Tagged & { tags?: Tag[] }) {
  const repository = find(world, input)
  const { tags = [] } = input
  repository.tags = [...(repository.tags ?? []).filter(({ Key }) => !tags.some(tag => tag.Key === Key)), ...tags]
  return {}
}

export function untagResource({ world }: Room, input: Tagged & { tagKeys?: string[] }) {
  const repository = find(world, input)
  repository.tags = repository.tags?.filter(({ Key = '' }) => !input.tagKeys?.includes(Key))
  return {}
}

const find = (world: World, { resourceArn = '' }: Tagged): Repository => repositoryAt(world, resourceArn)
