import type { DescribeServicesRequest } from '@aws-sdk/client-ecs'
import { invalid } from '../../../refusal.ts'
import type { Room } from '../../../room.ts'
import { checkMany } from '../bounds.ts'
import { checkCluster, findCluster, serviceArn } from '../find.ts'
import { showService } from '../show-service.ts'

const MOST = 10

export function describeServices({ world }: Room, { cluster, services = [], include = [] }: DescribeServicesRequest) {
  const place = findCluster(world, cluster)
  if (services.length === 0) throw invalid('Services cannot be empty.')
  checkMany(services, MOST, 'services')
  checkCluster(world, place.name, services)
  const arns = services.map(name => serviceArn(world, place.name, name))
  return {
    services: arns.flatMap(arn => {
      const service = world.services[arn]
      return service === undefined ? [] : [showService(world, service, include)]
    }),
    failures: arns.filter(arn => world.services[arn] === undefined).map(arn => ({ arn, reason: 'MISSING' })),
  }
}
