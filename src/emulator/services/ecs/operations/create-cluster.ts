import type { CreateClusterRequest } from '@aws-sdk/client-ecs'
import { arn } from '../../../identity.ts'
import { invalid } from '../../../refusal.ts'
import type { Room } from '../../../room.ts'
import { checkClusterSettings } from '../bounds.ts'
import { checkedStrategy, checkProviders } from '../capacity.ts'
import { showCluster } from '../show-cluster.ts'
import type { Cluster } from '../state.ts'
import { checkTags } from '../tags.ts'

const SHOWN = ['TAGS', 'SETTINGS', 'CONFIGURATIONS']

export function createCluster({ world }: Room, input: CreateClusterRequest) {
  const name = input.clusterName ?? 'default'
  if (!/^[A-Za-z0-9_-]{1,255}$/.test(name)) throw invalid('Identifier contains invalid characters')
  checkTags(input.tags ?? [])
  checkClusterSettings(input.settings)
  const known = world.clusters[name]
  if (known?.status === 'ACTIVE') return { cluster: showCluster(world, known, SHOWN) }
  const capacityProviders = input.capacityProviders ?? []
  checkProviders(capacityProviders)
  const cluster: Cluster = {
    arn: arn(world, 'ecs', `cluster/${name}`),
    name,
    status: 'ACTIVE',
    settings: (input.settings ?? [{ name: 'containerInsights', value: 'disabled' }]) as Cluster['settings'],
    capacityProviders,
    defaultCapacityProviderStrategy: checkedStrategy(
      { capacityProviders },
      input.defaultCapacityProviderStrategy ?? [],
    ),
    configuration: input.configuration,
    namespace: input.serviceConnectDefaults?.namespace,
    tags: input.tags ?? [],
  }
  world.clusters[name] = cluster
  return { cluster: showCluster(world, cluster, SHOWN) }
}
