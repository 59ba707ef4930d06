import type { DescribeClustersRequest } from '@aws-sdk/client-ecs'
import { arn, lastPart } from '../../identity.ts'
import type { Room } from '../../room.ts'
import { showCluster } from './show-cluster.ts'

export function describeClusters({ world }: Room, { clusters = ['default'], include = [] }: DescribeClustersRequest) {
  const names = clusters.map(lastPart)
  return {
    clusters: names.flatMap(name => {
      const cluster = world.clusters[name]
      return cluster === undefined ? [] : [showCluster(world, cluster, include)]
    }),
    failures: names
      .filter(name => world.clusters[name] === undefined)
      .map(name => ({ arn: arn(world, 'ecs', `cluster/${name}`), reason: 'MISSING' })),
  }
}
