import type { ListTagsForResourceRequest } from '@aws-sdk/client-ecs'
import type { Room } from '../../../room.ts'
import { tagged } from '../tags.ts'

export const listTagsForResource = ({ world }: Room, { resourceArn }: ListTagsForResourceRequest) => ({
  tags: tagged(world, resourceArn).tags,
})
