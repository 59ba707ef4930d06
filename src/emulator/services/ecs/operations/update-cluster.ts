import type { UpdateClusterRequest } from '@aws-sdk/client-ecs'
import { required } from '../../../refusal.ts'
import type { Room } from '../../../room.ts'
import { checkClusterSettings } from '../bounds.ts'
import { findCluster } from '../find.ts'
import { showCluster } from '../show-cluster.ts'
import type { Cluster } from '../state.ts'

export function updateCluster({ world }: Room, input: UpdateClusterRequest) {
  const cluster = findCluster(world, required(input.cluster, 'cluster'))
  checkClusterSettings(input.settings)
  if (input.settings !== undefined) cluster.settings = merged(cluster.settings, input.settings as Cluster['settings'])
  if (input.configuration !== undefined) cluster.configuration = input.configuration
  if (input.serviceConnectDefaults !== undefined)
    cluster.namespace = input.serviceConnectDefaults.namespace || undefined
  return { cluster: showCluster(world, cluster, ['TAGS', 'SETTINGS', 'CONFIGURATIONS']) }
}

const merged = (old: Cluster['settings'], more: Cluster['settings']): Cluster['settings'] => [
  ...old.filter(({ name }) => !more.some(one => one.name === name)),
  ...more,
]
