/** Tags sit on clusters, services, tasks and task definitions. */
import type { Tag } from '@aws-sdk/client-ecs'
import { lastPart } from '../../identity.ts'
import { invalid, required } from '../../refusal.ts'
import type { World } from '../../world.ts'

const MOST = 50

export function tagged(world: World, arn: string | undefined): { tags: Tag[] } {
  const given = required(arn, 'resourceArn')
  const found =
    world.services[given] ??
    world.definitions[given] ??
    [world.clusters[lastPart(given)], world.tasks[lastPart(given)]].find(one => one?.arn === given)
  if (found === undefined) throw invalid(`The specified resource was not found: ${given}`)
  return found
}

const isReserved = ({ key = '' }: Tag): boolean => /^aws:/i.test(key)

export function checkTags(tags: readonly Tag[]): void {
  if (tags.length > MOST) throw invalid(`Too many tags: at most ${MOST}.`)
  const keys = tags.map(({ key }) => key)
  const twice = keys.find((key, index) => keys.indexOf(key) !== index)
  // words ours; that a key is there once is said by the API reference, Tag
  if (twice !== undefined) throw invalid(`Duplicate tag keys found: ${twice}. Each tag key must be unique.`)
  if (tags.some(isReserved)) throw invalid('aws: prefixed tag key names are not allowed for external use.')
}

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-using-tags.html#managed-tags */
export const managedTags = (cluster: string, service?: string): Tag[] => [
  { key: 'aws:ecs:clusterName', value: cluster },
  ...(service === undefined ? [] : [{ key: 'aws:ecs:serviceName', value: service }]),
]

export function merge(old: readonly Tag[], more: readonly Tag[]): Tag[] {
  const merged = [...old.filter(({ key }) => !more.some(tag => tag.key === key)), ...more]
  checkTags(merged.filter(tag => more.includes(tag) || !isReserved(tag)))
  return merged
}
