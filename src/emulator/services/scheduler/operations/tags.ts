/** Tags sit on schedule groups. */
import type { Room } from '../../../room.ts'
import type { World } from '../../../world.ts'
import { missing } from '../find.ts'
import type { ScheduleGroup } from '../state.ts'

interface Tagged {
  ResourceArn: string
}

export const listTagsForResource = ({ world }: Room, { ResourceArn }: Tagged) => ({
  Tags: find(world, ResourceArn).tags,
})

export function tagResource({ world }: Room, { ResourceArn, Tags }: Tagged & { Tags: ScheduleGroup['tags'] }) {
  const group = find(world, ResourceArn)
  group.tags = [...group.tags.filter(({ Key }) => !Tags.some(tag => tag.Key === Key)), ...Tags]
  return {}
}

export function untagResource({ world }: Room, { ResourceArn, TagKeys }: Tagged & { TagKeys: string[] }) {
  const group = find(world, ResourceArn)
  group.tags = group.tags.filter(({ Key }) => !TagKeys.includes(Key))
  return {}
}

function find(world: World, given: string): ScheduleGroup {
  const found = Object.values(world.scheduleGroups).find(({ arn }) => arn === given)
  if (found === undefined) throw missing(`The schedule group ${given} does not exist.`)
  return found
}
