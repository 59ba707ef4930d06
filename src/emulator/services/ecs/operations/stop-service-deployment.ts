import type { StopServiceDeploymentRequest } from '@aws-sdk/client-ecs'
import { record } from '../../../journal.ts'
import { invalid, Refusal, required } from '../../../refusal.ts'
import type { Room } from '../../../room.ts'
import { findMovement } from '../find.ts'

const STOPPING = ['ROLLBACK_REQUESTED', 'ROLLBACK_IN_PROGRESS']

export function stopServiceDeployment({ world, now }: Room, input: StopServiceDeploymentRequest) {
  const arn = required(input.serviceDeploymentArn, 'serviceDeploymentArn')
  const { stopType = 'ROLLBACK' } = input
  if (stopType !== 'ROLLBACK') throw invalid(`Invalid stopType ${stopType}: only ROLLBACK is supported.`)
  const found = findMovement(world, arn)
  if (found === undefined)
    throw new Refusal('ServiceDeploymentNotFoundException', 'The service deployment does not exist.')
  const { service, movement } = found
  if (STOPPING.includes(movement.status ?? '')) return { serviceDeploymentArn: arn }
  if (movement.status !== 'PENDING' && movement.status !== 'IN_PROGRESS')
    throw new Refusal(
      'ConflictException',
      `The service deployment cannot be stopped: its status is ${movement.status}.`,
    )
  if (movement.shift?.stage === 'CLEAN_UP')
    throw new Refusal(
      'ConflictException',
      'The service deployment cannot be stopped: the source revision is cleaned up.',
    )
  movement.status = 'ROLLBACK_REQUESTED'
  movement.updatedAt = now
  record(world, now, 'service-deployment', { service: service.name, arn, status: movement.status })
  return { serviceDeploymentArn: arn }
}
