/** Asks ECS to take a rollout back. */
import type { Aws } from '../edge/aws.ts'
import { nameOf } from '../failure/aws.ts'
import type { Rollout } from './snapshot.ts'

/** Works without a circuit breaker too. False where there was nothing under way any more. */
export async function undo(aws: Aws, { cluster, service, earlier }: Rollout): Promise<boolean> {
  const { serviceDeployments = [] } = await aws.ecs.listServiceDeployments({
    cluster,
    service,
    status: ['PENDING', 'IN_PROGRESS'],
  })
  const mine = serviceDeployments.find(({ serviceDeploymentArn = '' }) => !earlier.has(serviceDeploymentArn))
  if (!mine?.serviceDeploymentArn) return false
  try {
    await aws.ecs.stopServiceDeployment({ serviceDeploymentArn: mine.serviceDeploymentArn, stopType: 'ROLLBACK' })
    return true
  } catch (error) {
    if (nameOf(error) === 'ConflictException') return false
    throw error
  }
}
