import type { Cluster as SdkCluster } from '@aws-sdk/client-ecs'
import type { Wire } from '../../room.ts'
import { isPending, isRunning } from '../../scheduler/count.ts'
import type { World } from '../../world.ts'
import type { Cluster } from './state.ts'

export function showCluster(world: World, cluster: Cluster, include: readonly string[] = []): Wire<SdkCluster> {
  const tasks = Object.values(world.tasks).filter(task => task.cluster === cluster.name)
  const services = Object.values(world.services).filter(s => s.cluster === cluster.name && s.status !== 'INACTIVE')
  return {
    clusterArn: cluster.arn,
    clusterName: cluster.name,
    status: cluster.status,
    registeredContainerInstancesCount: 0,
    runningTasksCount: tasks.filter(isRunning).length,
    pendingTasksCount: tasks.filter(isPending).length,
    activeServicesCount: services.length,
    statistics: [],
    tags: include.includes('TAGS') ? cluster.tags : [],
    settings: include.includes('SETTINGS') ? (cluster.settings as Wire<SdkCluster>['settings']) : [],
    ...(include.includes('CONFIGURATIONS') && cluster.configuration && { configuration: cluster.configuration }),
    capacityProviders: cluster.capacityProviders,
    defaultCapacityProviderStrategy: cluster.defaultCapacityProviderStrategy,
    ...(cluster.namespace !== undefined && { serviceConnectDefaults: { namespace: namespaceArn(world, cluster) } }),
  }
}

const namespaceArn = (world: World, { namespace = '' }: Cluster): string =>
  namespace.startsWith('arn:')
    ? namespace
    : `arn:aws:servicediscovery:${world.region}:${world.account}:namespace/${namespace}`
