import type { ListTaskDefinitionsRequest } from '@aws-sdk/client-ecs'
import { page } from '../../../page.ts'
import type { Room } from '../../../room.ts'

export function listTaskDefinitions({ world }: Room, input: ListTaskDefinitionsRequest) {
  const { familyPrefix, status = 'ACTIVE', sort = 'ASC' } = input
  const found = Object.values(world.definitions)
    .filter(one => one.status === status && (familyPrefix === undefined || one.family === familyPrefix))
    .sort((a, b) => (a.family < b.family ? -1 : a.family > b.family ? 1 : a.revision - b.revision))
  if (sort === 'DESC') found.reverse()
  const { items, nextToken } = page(found, input, { standard: 100, most: 100 })
  return { taskDefinitionArns: items.map(({ arn }) => arn), nextToken }
}
