import type { CapacityProviderStrategyItem, PutClusterCapacityProvidersRequest } from '@aws-sdk/client-ecs'
import { invalid, required } from '../../../refusal.ts'
import type { Room } from '../../../room.ts'
import { findCluster } from '../find.ts'
import { showCluster } from '../show-cluster.ts'

export function putClusterCapacityProviders({ world }: Room, input: PutClusterCapacityProvidersRequest) {
  const cluster = findCluster(world, required(input.cluster, 'cluster'))
  const providers = input.capacityProviders ?? []
  const unknown = providers.find(name => name !== 'FARGATE' && name !== 'FARGATE_SPOT')
  if (unknown !== undefined) throw invalid(`The specified capacity provider '${unknown}' was not found.`)
  const strategy = strategyOf(input.defaultCapacityProviderStrategy)
  if (strategy.some(({ capacityProvider = '' }) => !providers.includes(capacityProvider)))
    throw invalid('The default capacity provider strategy may only name capacity providers of the cluster.')
  cluster.capacityProviders = providers
  cluster.defaultCapacityProviderStrategy = strategy
  return { cluster: showCluster(world, cluster, ['TAGS', 'SETTINGS', 'CONFIGURATIONS']) }
}

/** With the numbers that ECS writes where none was given. */
export const strategyOf = (items: readonly CapacityProviderStrategyItem[] = []): CapacityProviderStrategyItem[] =>
  items.map(({ capacityProvider, weight = 0, base = 0 }) => ({ capacityProvider, weight, base }))
