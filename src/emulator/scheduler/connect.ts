/** Service Connect: what a service offers in its namespace, and which names a starting task gets to know. */
import type { ConnectName } from '../fate.ts'
import type { Service } from '../services/ecs/state/service.ts'
import type { Task } from '../services/ecs/state/task.ts'
import type { World } from '../world.ts'
import type { Scene } from './scene.ts'

export interface Offer {
  readonly namespace: string
  readonly endpoint: string
  readonly containerPort: number
  readonly protocol: 'http' | 'http2' | 'grpc' | 'tcp'
  readonly perRequestTimeoutSeconds?: number
  readonly names: readonly ConnectName[]
}

/** A namespace is known by its name: of an ARN only the last part counts. */
const short = (namespace: string): string => namespace.slice(namespace.lastIndexOf('/') + 1)

export function namespaceOf(world: World, service: Service): string | undefined {
  const configuration = service.setting.serviceConnectConfiguration
  if (!configuration?.enabled) return undefined
  const namespace = configuration.namespace ?? world.clusters[service.cluster]?.namespace
  return namespace === undefined ? undefined : short(namespace)
}

export function offers(world: World, service: Service): Offer[] {
  const namespace = namespaceOf(world, service)
  if (namespace === undefined) return []
  const containers = world.definitions[service.setting.taskDefinition]?.recipe.containerDefinitions ?? []
  const mappings = containers.flatMap(({ portMappings }) => portMappings ?? [])
  return (service.setting.serviceConnectConfiguration?.services ?? []).flatMap(entry => {
    const mapping = mappings.find(({ name }) => name === entry.portName)
    if (mapping?.containerPort === undefined) return []
    const endpoint = entry.discoveryName ?? entry.portName ?? ''
    const timeout = entry.timeout?.perRequestTimeoutSeconds
    return {
      namespace,
      endpoint,
      containerPort: mapping.containerPort,
      protocol: mapping.appProtocol ?? 'tcp',
      ...(timeout !== undefined && { perRequestTimeoutSeconds: timeout }),
      names: (entry.clientAliases ?? []).map(alias => ({
        dnsName: alias.dnsName ?? `${endpoint}.${namespace}`,
        port: alias.port ?? mapping.containerPort ?? 0,
        endpoint,
        namespace,
      })),
    }
  })
}

/** Names exist from a service's creation; a task never learns those that come after its own start. */
export function namesFor(world: World, service: Service | undefined): ConnectName[] {
  const namespace = service && namespaceOf(world, service)
  if (namespace === undefined) return []
  return Object.values(world.services)
    .filter(({ status }) => status !== 'INACTIVE')
    .flatMap(other => offers(world, other))
    .filter(offer => offer.namespace === namespace)
    .flatMap(({ names }) => names)
}

export function connectTask({ world, orders }: Scene, service: Service, task: Task): void {
  for (const { namespace, endpoint, containerPort, protocol, perRequestTimeoutSeconds } of offers(world, service)) {
    if (task.connected.some(one => one.endpoint === endpoint && one.namespace === namespace)) continue
    task.connected.push({ namespace, endpoint })
    orders.push({
      kind: 'connect',
      taskId: task.id,
      namespace,
      endpoint,
      port: containerPort,
      protocol,
      ...(perRequestTimeoutSeconds !== undefined && { perRequestTimeoutSeconds }),
    })
  }
}
