/** Asks ECS to take a rollout back. */
import type { Service } from '@aws-sdk/client-ecs'
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

/** As the breaker would, if it counted; undefined where it may not roll back, or ECS cannot be asked. */
export async function stopAsBreaker(
  aws: Pick<Aws, 'ecs'>,
  arn: string | undefined,
  { deploymentConfiguration }: Service,
): Promise<boolean | undefined> {
  const { enable, rollback } = deploymentConfiguration?.deploymentCircuitBreaker ?? {}
  if (enable !== true || rollback !== true || arn === undefined) return undefined
  return await stopDeployment(aws, arn).catch(() => undefined)
}
