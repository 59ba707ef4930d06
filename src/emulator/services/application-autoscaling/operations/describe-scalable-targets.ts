import { page } from '../../../page.ts'
import type { Room } from '../../../room.ts'
import { chosen, type Place } from '../find.ts'

interface Input extends Place {
  ResourceIds?: string[]
  MaxResults?: number
  NextToken?: string
}

export function describeScalableTargets({ world }: Room, input: Input) {
  const { ServiceNamespace, ScalableDimension, ResourceIds } = input
  const by = {
    ...(ServiceNamespace !== undefined && { ServiceNamespace }),
    ...(ScalableDimension !== undefined && { ScalableDimension }),
  }
  const found = chosen(world.scalableTargets, by).filter(
    ({ ResourceId = '' }) => ResourceIds === undefined || ResourceIds.length === 0 || ResourceIds.includes(ResourceId),
  )
  const { items, nextToken } = page(
    found,
    { maxResults: input.MaxResults, nextToken: input.NextToken },
    { standard: 50, most: 50 },
  )
  return { ScalableTargets: items.map(({ tags, pull, cooldown, ...shown }) => shown), NextToken: nextToken }
}
