import { required } from '../../../refusal.ts'
import type { Room } from '../../../room.ts'
import { findGroup } from '../find-group.ts'

interface Input {
  logGroupName?: string
  filterName?: string
  filterPattern?: string
  metricTransformations?: unknown[]
}

export function putMetricFilter({ world, now }: Room, input: Input) {
  const group = findGroup(world, input)
  const filterName = required(input.filterName, 'filterName')
  group.metricFilters[filterName] = {
    filterName,
    filterPattern: input.filterPattern ?? '',
    metricTransformations: required(input.metricTransformations, 'metricTransformations'),
    creationTime: group.metricFilters[filterName]?.creationTime ?? now,
    logGroupName: group.name,
  }
  return {}
}
