import type { ListServiceDeploymentsRequest, ServiceDeploymentBrief } from '@aws-sdk/client-ecs'
import { page } from '../../../page.ts'
import { required } from '../../../refusal.ts'
import { maybeSeconds, type Room, seconds, type Wire } from '../../../room.ts'
import { findService } from '../find.ts'
import type { ServiceDeployment } from '../state/service-deployment.ts'

export function listServiceDeployments({ world }: Room, input: Wire<ListServiceDeploymentsRequest>) {
  const service = findService(world, input.cluster, required(input.service, 'service'))
  const { after = 0, before = Infinity } = input.createdAt ?? {}
  const statuses = input.status ?? []
  const found = service.history.filter(
    ({ status, createdAt }) =>
      (statuses.length === 0 || (status !== undefined && statuses.includes(status))) &&
      seconds(createdAt) >= after &&
      seconds(createdAt) <= before,
  )
  const { items, nextToken } = page(found, input, { standard: 20, most: 100 })
  const brief = (movement: ServiceDeployment): Wire<ServiceDeploymentBrief> => ({
    serviceDeploymentArn: movement.arn,
    serviceArn: service.arn,
    clusterArn: world.clusters[service.cluster]?.arn,
    createdAt: seconds(movement.createdAt),
    startedAt: maybeSeconds(movement.startedAt),
    finishedAt: maybeSeconds(movement.finishedAt),
    targetServiceRevisionArn: movement.target,
    status: movement.status,
    statusReason: movement.statusReason,
  })
  return { serviceDeployments: items.map(brief), nextToken }
}
