import type { DescribeClustersRequest } from '@aws-sdk/client-ecs'
import { arn, isElsewhere, lastPart } from '../../../identity.ts'
import type { Room } from '../../../room.ts'
import { checkMany } from '../bounds.ts'
import { showCluster } from '../show-cluster.ts'

const MOST = 100

export function describeClusters({ world }: Room, { clusters = ['default'], include = [] }: DescribeClustersRequest) {
  checkMany(clusters, MOST, 'clusters')
  const found = clusters.map(given => ({
    arn: isElsewhere(world, 'ecs', given) ? given : arn(world, 'ecs', `cluster/${lastPart(given)}`),
    cluster: isElsewhere(world, 'ecs', given) ? undefined : world.clusters[lastPart(given)],
  }))
  return {
    clusters: found.flatMap(({ cluster }) => (cluster === undefined ? [] : [showCluster(world, cluster, include)])),
    failures: found.filter(({ cluster }) => cluster === undefined).map(({ arn }) => ({ arn, reason: 'MISSING' })),
  }
}
