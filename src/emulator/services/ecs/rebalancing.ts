import type { CreateServiceRequest } from '@aws-sdk/client-ecs'

const ZONE = 'attribute:ecs.availability-zone'

type Asked = Pick<CreateServiceRequest, 'deploymentConfiguration' | 'placementStrategy' | 'placementConstraints'>

/**
 * Whether the tasks of a new service are balanced between availability zones without being asked for it.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-rebalancing.html
 */
export const isRebalanced = ({ deploymentConfiguration, placementStrategy, placementConstraints }: Asked): boolean =>
  (deploymentConfiguration?.maximumPercent ?? 0) > 100 &&
  (placementStrategy?.[0]?.field ?? ZONE) === ZONE &&
  !placementConstraints?.some(({ expression = '' }) => expression.includes(ZONE))
