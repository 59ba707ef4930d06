/** Tags of log groups: by ARN, and by name with the three older operations that AWS still serves. */
import type { Room } from '../../../room.ts'
import { findGroup } from '../find-group.ts'
import type { LogGroup } from '../state.ts'

interface Tagged {
  resourceArn?: string
}

const named = (world: Room['world'], { resourceArn }: Tagged) =>
  findGroup(world, { ...(resourceArn !== undefined && { logGroupIdentifier: resourceArn }) })

type Tags = Readonly<Record<string, string>>

function addTags(group: LogGroup, tags: Tags | undefined) {
  group.tags = { ...group.tags, ...tags }
  return {}
}

function removeTags(group: LogGroup, keys: readonly string[] | undefined) {
  group.tags = Object.fromEntries(Object.entries(group.tags).filter(([key]) => !keys?.includes(key)))
  return {}
}

export const listTagsForResource = ({ world }: Room, input: Tagged) => ({ tags: named(world, input).tags })

export const tagResource = ({ world }: Room, input: Tagged & { tags?: Tags }) =>
  addTags(named(world, input), input.tags)

export const untagResource = ({ world }: Room, input: Tagged & { tagKeys?: string[] }) =>
  removeTags(named(world, input), input.tagKeys)

interface ByName {
  logGroupName?: string
}

export const listTagsLogGroup = ({ world }: Room, input: ByName) => ({ tags: findGroup(world, input).tags })

export const tagLogGroup = ({ world }: Room, input: ByName & { tags?: Tags }) =>
  addTags(findGroup(world, input), input.tags)

export const untagLogGroup = ({ world }: Room, input: ByName & { tags?: string[] }) =>
  removeTags(findGroup(world, input), input.tags)
