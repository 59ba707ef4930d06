import type { ListClustersRequest } from '@aws-sdk/client-ecs'
import { page } from '../../../page.ts'
import type { Room } from '../../../room.ts'

export function listClusters({ world }: Room, input: ListClustersRequest) {
  const active = Object.values(world.clusters).filter(({ status }) => status === 'ACTIVE')
  const { items, nextToken } = page(active, input, { standard: 100, most: 100 })
  return { clusterArns: items.map(({ arn }) => arn), nextToken }
}
