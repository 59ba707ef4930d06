import type { ListServicesRequest } from '@aws-sdk/client-ecs'
import { page } from '../../../page.ts'
import type { Room } from '../../../room.ts'
import { findCluster } from '../find.ts'

export function listServices({ world }: Room, input: ListServicesRequest) {
  const cluster = findCluster(world, input.cluster)
  const found = Object.values(world.services).filter(
    service =>
      service.cluster === cluster.name &&
      service.status !== 'INACTIVE' &&
      // There are no others.
      input.schedulingStrategy !== 'DAEMON' &&
      (input.launchType === undefined || service.setting.launchType === input.launchType),
  )
  const { items, nextToken } = page(found, input, { standard: 10, most: 100 })
  return { serviceArns: items.map(({ arn }) => arn), nextToken }
}
