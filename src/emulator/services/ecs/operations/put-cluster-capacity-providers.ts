import type { PutClusterCapacityProvidersRequest } from '@aws-sdk/client-ecs'
import { required } from '../../../refusal.ts'
import type { Room } from '../../../room.ts'
import { checkedStrategy, checkProviders } from '../capacity.ts'
import { findCluster } from '../find.ts'
import { showCluster } from '../show-cluster.ts'

export function putClusterCapacityProviders({ world }: Room, input: PutClusterCapacityProvidersRequest) {
  const cluster = findCluster(world, required(input.cluster, 'cluster'))
  const providers = input.capacityProviders ?? []
  checkProviders(providers)
  const strategy = checkedStrategy({ capacityProviders: providers }, input.defaultCapacityProviderStrategy ?? [])
  cluster.capacityProviders = providers
  cluster.defaultCapacityProviderStrategy = strategy
  return { cluster: showCluster(world, cluster, ['TAGS', 'SETTINGS', 'CONFIGURATIONS']) }
}
