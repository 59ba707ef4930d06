import type { ContinueServiceDeploymentRequest } from '@aws-sdk/client-ecs'
import { record } from '../../../journal.ts'
import { invalid, Refusal, required } from '../../../refusal.ts'
import type { Room } from '../../../room.ts'
import { note } from '../../../scheduler/hooks.ts'
import { findMovement } from '../find.ts'

/**
 * Only marks what is wanted: the scheduler's next tick goes on, or back.
 * Words: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/troubleshooting-blue-green.html
 */
export function continueServiceDeployment({ world, now }: Room, input: ContinueServiceDeploymentRequest) {
  const arn = required(input.serviceDeploymentArn, 'serviceDeploymentArn')
  const hookId = required(input.hookId, 'hookId')
  const { action = 'CONTINUE' } = input
  if (action !== 'CONTINUE' && action !== 'ROLLBACK') throw invalid(`Invalid action ${action}.`)
  const found = findMovement(world, arn)
  if (found === undefined)
    throw new Refusal('ServiceDeploymentNotFoundException', 'The service deployment does not exist.')
  const { service, movement } = found
  const hook = movement.hooks.find(({ id }) => id === hookId)
  if (movement.finishedAt !== undefined)
    throw invalid('Continuing a service deployment is not allowed for service deployment in terminal states.')
  if (!/^ecs-[a-z]+-.+/.test(hookId))
    throw invalid('Invalid hookId: hookId must follow the format: ecs-{hookType}-{id}')
  if (hook?.status !== 'AWAITING_ACTION' || movement.status !== 'IN_PROGRESS')
    throw invalid('Provided hookId is either completed, unavailable, or not associated with the given Resource ARN')
  hook.status = action === 'CONTINUE' ? 'SUCCEEDED' : 'FAILED'
  note(world, now, service, hook)
  movement.updatedAt = now
  if (action === 'ROLLBACK') {
    movement.status = 'ROLLBACK_REQUESTED'
    record(world, now, 'service-deployment', { service: service.name, arn, status: movement.status })
  }
  return { serviceDeploymentArn: arn }
}
