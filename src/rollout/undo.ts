/** Asks ECS to take a rollout back, or to go on with one that waits. */
import type { Aws } from '../edge/aws.ts'
import { nameOf } from '../failure/aws.ts'

/** Works without a circuit breaker too. False where there was nothing under way any more. */
export async function stopDeployment({ ecs }: Pick<Aws, 'ecs'>, serviceDeploymentArn: string): Promise<boolean> {
  try {
    await ecs.stopServiceDeployment({ serviceDeploymentArn, stopType: 'ROLLBACK' })
    return true
  } catch (error) {
    if (nameOf(error) === 'ConflictException') return false
    throw error
  }
}
