import type { DeleteClusterRequest } from '@aws-sdk/client-ecs'
import { Refusal, required } from '../../../refusal.ts'
import type { Room } from '../../../room.ts'
import { findCluster } from '../find.ts'
import { showCluster } from '../show-cluster.ts'

export function deleteCluster({ world }: Room, input: DeleteClusterRequest) {
  const cluster = findCluster(world, required(input.cluster, 'cluster'))
  const inside = <T extends { cluster: string; status: string }>(things: Record<string, T>, gone: string) =>
    Object.values(things).some(one => one.cluster === cluster.name && one.status !== gone)
  if (inside(world.services, 'INACTIVE'))
    throw new Refusal('ClusterContainsServicesException', 'The Cluster cannot be deleted while Services are active.')
  if (inside(world.tasks, 'STOPPED'))
    throw new Refusal('ClusterContainsTasksException', 'The Cluster cannot be deleted while Tasks are active.')
  cluster.status = 'INACTIVE'
  return { cluster: showCluster(world, cluster) }
}
