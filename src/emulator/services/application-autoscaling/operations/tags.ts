/** Tags sit on scalable targets. */
import { Refusal } from '../../../refusal.ts'
import type { Room } from '../../../room.ts'
import type { World } from '../../../world.ts'
import type { ScalableTarget } from '../state.ts'

interface Tagged {
  ResourceARN?: string
}

export const listTagsForResource = ({ world }: Room, { ResourceARN }: Tagged) => ({
  Tags: find(world, ResourceARN).tags,
})

export function tagResource({ world }: Room, { ResourceARN, Tags = {} }: Tagged & { Tags?: Record<string, string> }) {
  const target = find(world, ResourceARN)
  target.tags = { ...target.tags, ...Tags }
  return {}
}

export function untagResource({ world }: Room, { ResourceARN, TagKeys = [] }: Tagged & { TagKeys?: string[] }) {
  const target = find(world, ResourceARN)
  target.tags = Object.fromEntries(Object.entries(target.tags).filter(([key]) => !TagKeys.includes(key)))
  return {}
}

function find(world: World, given: string | undefined): ScalableTarget {
  const found = Object.values(world.scalableTargets).find(({ ScalableTargetARN }) => ScalableTargetARN === given)
  if (found === undefined) throw new Refusal('ResourceNotFoundException', `The resource ${given} does not exist.`)
  return found
}
