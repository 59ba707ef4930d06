import type { ListTaskDefinitionFamiliesRequest } from '@aws-sdk/client-ecs'
import { page } from '../../../page.ts'
import type { Room } from '../../../room.ts'

export function listTaskDefinitionFamilies({ world }: Room, input: ListTaskDefinitionFamiliesRequest) {
  const { familyPrefix = '', status = 'ALL' } = input
  const active = new Set(Object.values(world.definitions).flatMap(one => (one.status === 'ACTIVE' ? [one.family] : [])))
  const found = Object.keys(world.families)
    .filter(family => family.startsWith(familyPrefix))
    .filter(family => status === 'ALL' || (status === 'ACTIVE') === active.has(family))
    .sort()
  const { items, nextToken } = page(found, input, { standard: 100, most: 100 })
  return { families: items, nextToken }
}
