import type { TagResourceRequest } from '@aws-sdk/client-ecs'
import type { Room } from '../../../room.ts'
import { merge, tagged } from '../tags.ts'

export function tagResource({ world }: Room, { resourceArn, tags = [] }: TagResourceRequest) {
  const resource = tagged(world, resourceArn)
  resource.tags = merge(resource.tags, tags)
  return {}
}
