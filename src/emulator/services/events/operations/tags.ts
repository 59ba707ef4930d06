/** Tags sit on rules. */
import { Refusal } from '../../../refusal.ts'
import type { Room } from '../../../room.ts'
import type { World } from '../../../world.ts'
import type { EventRule } from '../state.ts'

interface Tagged {
  ResourceARN: string
}

export const listTagsForResource = ({ world }: Room, { ResourceARN }: Tagged) => ({
  Tags: find(world, ResourceARN).tags,
})

export function tagResource({ world }: Room, { ResourceARN, Tags }: Tagged & { Tags: EventRule['tags'] }) {
  const rule = find(world, ResourceARN)
  rule.tags = [...rule.tags.filter(({ Key }) => !Tags.some(tag => tag.Key === Key)), ...Tags]
  return {}
}

export function untagResource({ world }: Room, { ResourceARN, TagKeys }: Tagged & { TagKeys: string[] }) {
  const rule = find(world, ResourceARN)
  rule.tags = rule.tags.filter(({ Key }) => !TagKeys.includes(Key))
  return {}
}

function find(world: World, given: string): EventRule {
  const found = Object.values(world.rules).find(({ arn }) => arn === given)
  if (found === undefined) throw new Refusal('ResourceNotFoundException', `Rule ${given} does not exist.`)
  return found
}
