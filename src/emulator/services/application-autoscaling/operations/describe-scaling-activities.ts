import { page } from '../../../page.ts'
import { maybeSeconds, type Room, seconds } from '../../../room.ts'
import type { Place } from '../find.ts'

interface Input extends Place {
  MaxResults?: number
  NextToken?: string
}

export function describeScalingActivities({ world }: Room, input: Input) {
  const found = world.scalingActivities.filter(
    one =>
      one.ServiceNamespace === input.ServiceNamespace &&
      (input.ResourceId === undefined || one.ResourceId === input.ResourceId) &&
      (input.ScalableDimension === undefined || one.ScalableDimension === input.ScalableDimension),
  )
  const { items, nextToken } = page(
    found,
    { maxResults: input.MaxResults, nextToken: input.NextToken },
    { standard: 50, most: 50 },
  )
  return {
    ScalingActivities: items.map(({ startedAt, endedAt, capacity: _, ...shown }) => ({
      ...shown,
      StartTime: seconds(startedAt),
      EndTime: maybeSeconds(endedAt),
    })),
    NextToken: nextToken,
  }
}
