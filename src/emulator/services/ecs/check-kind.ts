/** What CreateService and UpdateService refuse by name of how a service is to be run. */
import type { DeploymentController, SchedulingStrategy } from '@aws-sdk/client-ecs'
import { leftOut } from '../../refusal.ts'

interface Kind {
  readonly schedulingStrategy?: SchedulingStrategy | undefined
  readonly deploymentController?: DeploymentController | undefined
}

export function checkKind({ schedulingStrategy, deploymentController }: Kind): void {
  if (schedulingStrategy === 'DAEMON') throw leftOut('DAEMON services')
  const controller = deploymentController?.type ?? 'ECS'
  if (controller !== 'ECS') throw leftOut(`${controller} deployment controller`)
}
