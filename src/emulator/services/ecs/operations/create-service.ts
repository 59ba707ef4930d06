import { isDeepStrictEqual } from 'node:util'
import type { CreateServiceRequest } from '@aws-sdk/client-ecs'
import { record } from '../../../journal.ts'
import { invalid, required } from '../../../refusal.ts'
import type { Room } from '../../../room.ts'
import { begin } from '../../../scheduler/deployment.ts'
import { checkLength } from '../bounds.ts'
import { capacityOf, networkOf } from '../capacity.ts'
import { checkKind } from '../check-kind.ts'
import { checkConfiguration, checkConnect, checkCount, checkSetting } from '../check-service.ts'
import { checkStrategy } from '../check-strategy.ts'
import { described } from '../described.ts'
import { findActiveDefinition, findCluster, serviceArn } from '../find.ts'
import { isRebalanced } from '../rebalancing.ts'
import { showService } from '../show-service.ts'
import type { Service, Setting } from '../state/service.ts'
import { checkTags } from '../tags.ts'
import { userArn } from '../user.ts'

/** Characters of its token. */
const LONGEST_TOKEN = 36

export function createService(room: Room, input: CreateServiceRequest) {
  const { world, now } = room
  checkLength(input.clientToken, LONGEST_TOKEN, 'clientToken')
  const cluster = findCluster(world, input.cluster)
  const name = required(input.serviceName, 'serviceName')
  if (!/^[A-Za-z0-9_-]{1,255}$/.test(name)) throw invalid('Invalid service name.')
  const arn = serviceArn(world, cluster.name, name)
  const known = world.services[arn]
  if (known?.status === 'ACTIVE' && isSameAgain(known, input)) return { service: showService(world, known, ['TAGS']) }
  if (known?.status === 'ACTIVE') throw invalid('Creation of service was not idempotent.')
  if (known?.status === 'DRAINING') throw invalid('Unable to Start a service that is still Draining.')
  checkKind(input)
  const definition = findActiveDefinition(world, required(input.taskDefinition, 'taskDefinition'))
  const asked = described('service', input) as Described
  const { deploymentConfiguration: configuration, loadBalancers, serviceRegistries } = asked
  checkConfiguration(configuration)
  const { desiredCount = 0 } = input
  checkCount(desiredCount)
  checkTags(input.tags ?? [])
  const setting: Setting = {
    taskDefinition: definition.arn,
    ...capacityOf(cluster, input),
    platformVersion: asked.platformVersion,
    networkConfiguration: networkOf(input.networkConfiguration),
    loadBalancers,
    serviceConnectConfiguration: input.serviceConnectConfiguration,
    serviceRegistries,
    volumeConfigurations: input.volumeConfigurations ?? [],
  }
  checkSetting(world, setting, definition, { ...input, deed: 'created', maximumPercent: configuration.maximumPercent })
  checkStrategy(configuration, setting)
  const service: Service = {
    arn,
    name,
    cluster: cluster.name,
    status: 'ACTIVE',
    desiredCount,
    createdAt: now,
    createdBy: userArn(room),
    ...(input.clientToken && { creation: JSON.stringify(input) }),
    role: input.role,
    deploymentConfiguration: configuration,
    healthCheckGracePeriodSeconds: asked.healthCheckGracePeriodSeconds,
    setting,
    extras: {
      ...extras(asked),
      ...(input.availabilityZoneRebalancing === undefined &&
        !isRebalanced(asked) && { availabilityZoneRebalancing: 'DISABLED' }),
    },
    deployments: [],
    // Those of a service of this name that has ended can still be asked for.
    tasks: known?.tasks ?? [],
    revisions: [],
    history: [],
    completed: [],
    events: [],
    steady: false,
    owed: 0,
    tags: input.tags ?? [],
  }
  checkConnect(world, service)
  world.services[arn] = service
  record(world, now, 'service', { service: name, status: 'ACTIVE', desired: service.desiredCount })
  begin(world, service, now)
  return { service: showService(world, service, ['TAGS']) }
}

/** With another request of the same token AWS's words are not known: those of a name that is taken fit. */
const isSameAgain = ({ creation }: Service, input: CreateServiceRequest): boolean =>
  creation !== undefined && isDeepStrictEqual(JSON.parse(creation), JSON.parse(JSON.stringify(input)))

type Always =
  | 'deploymentConfiguration'
  | 'healthCheckGracePeriodSeconds'
  | 'loadBalancers'
  | 'platformVersion'
  | 'serviceRegistries'
type Described = CreateServiceRequest & { readonly [K in Always]: NonNullable<CreateServiceRequest[K]> }

const EXTRAS = [
  'enableECSManagedTags',
  'enableExecuteCommand',
  'propagateTags',
  'availabilityZoneRebalancing',
  'placementConstraints',
  'placementStrategy',
  'schedulingStrategy',
  'deploymentController',
  'resourceManagementType',
]

/** Settings that the service shows again, and that decide nothing here. */
export const extras = (input: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(input).filter(([key, value]) => EXTRAS.includes(key) && value !== undefined))
