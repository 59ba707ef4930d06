import { page } from '../../../page.ts'
import type { Room } from '../../../room.ts'
import { findGroup } from '../find-group.ts'

interface Input {
  logGroupName?: string
  filterNamePrefix?: string
  limit?: number
  nextToken?: string
}

export function describeMetricFilters({ world }: Room, input: Input) {
  const groups = input.logGroupName === undefined ? Object.values(world.logGroups) : [findGroup(world, input)]
  const found = groups
    .flatMap(({ metricFilters }) => Object.values(metricFilters))
    .filter(({ filterName }) => filterName.startsWith(input.filterNamePrefix ?? ''))
  const { items, nextToken } = page(
    found,
    { maxResults: input.limit, nextToken: input.nextToken },
    { standard: 50, most: 50 },
  )
  return { metricFilters: items, nextToken }
}
