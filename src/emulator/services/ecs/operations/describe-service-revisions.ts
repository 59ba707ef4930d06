import type { DescribeServiceRevisionsRequest, ServiceRevision } from '@aws-sdk/client-ecs'
import { invalid } from '../../../refusal.ts'
import { type Room, seconds, type Wire } from '../../../room.ts'
import { revisionOf } from '../../../scheduler/scene.ts'
import type { World } from '../../../world.ts'
import { isFargate } from '../capacity.ts'
import { serviceOfPart } from '../find.ts'
import { familyOf } from '../platform.ts'
import type { Revision, Service, Setting } from '../state/service.ts'

const MOST = 20

export function describeServiceRevisions({ world }: Room, input: DescribeServiceRevisionsRequest) {
  const arns = input.serviceRevisionArns ?? []
  if (arns.length === 0) throw invalid('serviceRevisionArns cannot be empty.')
  if (arns.length > MOST) throw invalid(`Too many service revisions: at most ${MOST} can be described at once.`)
  const found = arns.map(arn => {
    const service = serviceOfPart(world, arn)
    return { arn, service, revision: service && revisionOf(service, arn) }
  })
  return {
    serviceRevisions: found.flatMap(({ service, revision }) =>
      service && revision ? [show(world, service, revision)] : [],
    ),
    failures: found.filter(({ revision }) => revision === undefined).map(({ arn }) => ({ arn, reason: 'MISSING' })),
  }
}

function show(
  world: World,
  service: Service,
  { arn, createdAt, setting, targetGroups, digests }: Revision,
): Wire<ServiceRevision> {
  const recipe = world.definitions[setting.taskDefinition]?.recipe ?? {}
  const containers = recipe.containerDefinitions ?? []
  const shown = {
    serviceRevisionArn: arn,
    serviceArn: service.arn,
    clusterArn: world.clusters[service.cluster]?.arn,
    taskDefinition: setting.taskDefinition,
    launchType: setting.launchType,
    ...(isFargate(setting) && { platformVersion: setting.platformVersion, platformFamily: familyOf(recipe) }),
    loadBalancers: setting.loadBalancers,
    resolvedConfiguration: { loadBalancers: resolved(setting, targetGroups) },
    serviceRegistries: setting.serviceRegistries,
    networkConfiguration: setting.networkConfiguration,
    serviceConnectConfiguration: setting.serviceConnectConfiguration,
    volumeConfigurations: setting.volumeConfigurations,
    capacityProviderStrategy: setting.capacityProviderStrategy,
    containerImages: containers.map(({ name = '', image }) => ({
      containerName: name,
      image,
      ...(digests[name] && { imageDigest: digests[name] }),
    })),
    guardDutyEnabled: false,
    createdAt: seconds(createdAt),
  }
  return shown as Wire<ServiceRevision>
}

/** Which of its two target groups a revision has, and who leads production traffic there. */
const resolved = ({ loadBalancers }: Setting, targetGroups: readonly string[]) =>
  loadBalancers.map(({ advancedConfiguration }, i) => ({
    targetGroupArn: targetGroups[i],
    ...(advancedConfiguration && { productionListenerRule: advancedConfiguration.productionListenerRule }),
  }))
