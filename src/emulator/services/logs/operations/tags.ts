/** Tags of log groups: by ARN, and by name with the three older operations that AWS still serves. */
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

interface ByName {
  logGroupName?: string
}

export const listTagsLogGroup = ({ world }: Room, input: ByName) => ({ tags: findGroup(world, input).tags })

export function tagLogGroup({ world }: Room, input: ByName & { tags?: Record<string, string> }) {
  const group = findGroup(world, input)
  group.tags = { ...group.tags, ...input.tags }
  return {}
}

export function untagLogGroup({ world }: Room, input: ByName & { tags?: string[] }) {
  const group = findGroup(world, input)
  group.tags = Object.fromEntries(Object.entries(group.tags).filter(([key]) => !input.tags?.includes(key)))
  return {}
}
