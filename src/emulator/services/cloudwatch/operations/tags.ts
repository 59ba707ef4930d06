/** Tags sit on alarms. */
import { Refusal } from '../../../refusal.ts'
import type { Room } from '../../../room.ts'
import type { World } from '../../../world.ts'
import type { MetricAlarm } from '../state.ts'

interface Tagged {
  ResourceARN?: string
}

export const listTagsForResource = ({ world }: Room, { ResourceARN }: Tagged) => ({
  Tags: Object.entries(find(world, ResourceARN).tags).map(([Key, Value]) => ({ Key, Value })),
})

export function tagResource({ world }: Room, input: Tagged & { Tags?: { Key: string; Value: string }[] }) {
  const { ResourceARN, Tags = [] } = input
  const alarm = find(world, ResourceARN)
  alarm.tags = { ...alarm.tags, ...Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value])) }
  return {}
}

export function untagResource({ world }: Room, { ResourceARN, TagKeys = [] }: Tagged & { TagKeys?: string[] }) {
  const alarm = find(world, ResourceARN)
  alarm.tags = Object.fromEntries(Object.entries(alarm.tags).filter(([key]) => !TagKeys.includes(key)))
  return {}
}

function find(world: World, given = ''): MetricAlarm {
  const found = world.metricAlarms[given.split(':alarm:')[1] ?? '']
  if (found === undefined) throw new Refusal('ResourceNotFoundException', `The resource ${given} does not exist.`, 404)
  return found
}
