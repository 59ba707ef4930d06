/** Tags of log groups, by ARN. */
import type { Room } from '../../../room.ts'
import { findGroup } from '../find-group.ts'

interface Tagged {
  resourceArn?: string
}

const named = (world: Room['world'], { resourceArn }: Tagged) =>
  findGroup(world, { ...(resourceArn !== undefined && { logGroupIdentifier: resourceArn }) })

export const listTagsForResource = ({ world }: Room, input: Tagged) => ({ tags: named(world, input).tags })

export function tagResource({ world }: Room, input: Tagged & { tags?: Record<string, string> }) {
  const group = named(world, input)
  group.tags = { ...group.tags, ...input.tags }
  return {}
}

export function untagResource({ world }: Room, input: Tagged & { tagKeys?: string[] }) {
  const group = named(world, input)
  group.tags = Object.fromEntries(Object.entries(group.tags).filter(([key]) => !input.tagKeys?.includes(key)))
  return {}
}
