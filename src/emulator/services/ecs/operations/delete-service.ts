import type { DeleteServiceRequest } from '@aws-sdk/client-ecs'
import { record } from '../../../journal.ts'
import { invalid, required } from '../../../refusal.ts'
import type { Room } from '../../../room.ts'
import { findActiveService } from '../find.ts'
import { showService } from '../show-service.ts'

export function deleteService({ world, now }: Room, input: DeleteServiceRequest) {
  const service = findActiveService(world, input.cluster, required(input.service, 'service'))
  if (service.desiredCount > 0 && !input.force)
    throw invalid('The service cannot be stopped while it is scaled above 0.')
  service.desiredCount = 0
  service.status = 'DRAINING'
  service.steady = false
  record(world, now, 'service', { service: service.name, status: 'DRAINING', desired: 0 })
  return { service: showService(world, service) }
}
