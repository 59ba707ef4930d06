import type { ContinueServiceDeploymentRequest } from '@aws-sdk/client-ecs'
import { record } from '../../../journal.ts'
import { invalid, Refusal, required } from '../../../refusal.ts'
import type { Room } from '../../../room.ts'
import { note } from '../../../scheduler/hooks.ts'
import { findMovement } from '../find.ts'

/** Only marks what is wanted: the scheduler's next tick goes on, or back. */
export function continueServiceDeployment({ world, now }: Room, input: ContinueServiceDeploymentRequest) {
  const arn = required(input.serviceDeploymentArn, 'serviceDeploymentArn')
  const hookId = required(input.hookId, 'hookId')
  const { action = 'CONTINUE' } = input
  if (action !== 'CONTINUE' && action !== 'ROLLBACK') throw invalid(`Invalid action ${action}.`)
  const found = findMovement(world, arn)
  if (found === undefined)
    throw new Refusal('ServiceDeploymentNotFoundException', 'The service deployment was not found.')
  const { service, movement } = found
  const hook = movement.hooks.find(({ id }) => id === hookId)
  if (hook === undefined) throw invalid(`The service deployment has no lifecycle hook ${hookId}.`)
  if (movement.status !== 'IN_PROGRESS')
    throw invalid(`The service deployment cannot be continued: its status is ${movement.status}.`)
  if (hook.status !== 'AWAITING_ACTION')
    throw invalid(`The lifecycle hook ${hookId} does not await an action: its status is ${hook.status}.`)
  hook.status = action === 'CONTINUE' ? 'SUCCEEDED' : 'FAILED'
  note(world, now, service, hook)
  movement.updatedAt = now
  if (action === 'ROLLBACK') {
    movement.status = 'ROLLBACK_REQUESTED'
    record(world, now, 'service-deployment', { service: service.name, arn, status: movement.status })
  }
  return { serviceDeploymentArn: arn }
}
