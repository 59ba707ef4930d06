import type { UntagResourceRequest } from '@aws-sdk/client-ecs'
import type { Room } from '../../../room.ts'
import { tagged } from '../tags.ts'

export function untagResource({ world }: Room, { resourceArn, tagKeys = [] }: UntagResourceRequest) {
  const resource = tagged(world, resourceArn)
  resource.tags = resource.tags.filter(({ key }) => !tagKeys.includes(key ?? ''))
  return {}
}
