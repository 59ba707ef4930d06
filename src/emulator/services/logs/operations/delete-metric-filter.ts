import { Refusal, required } from '../../../refusal.ts'
import type { Room } from '../../../room.ts'
import { findGroup } from '../find-group.ts'

export function deleteMetricFilter({ world }: Room, input: { logGroupName?: string; filterName?: string }) {
  const { metricFilters } = findGroup(world, input)
  const name = required(input.filterName, 'filterName')
  if (metricFilters[name] === undefined)
    throw new Refusal('ResourceNotFoundException', 'The specified metric filter does not exist.')
  delete metricFilters[name]
  return {}
}
