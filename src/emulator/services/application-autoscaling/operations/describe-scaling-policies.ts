import { page } from '../../../page.ts'
import type { Room } from '../../../room.ts'
import { chosen, type Place } from '../find.ts'

interface Input extends Place {
  PolicyNames?: string[]
  MaxResults?: number
  NextToken?: string
}

export function describeScalingPolicies({ world }: Room, input: Input) {
  const { PolicyNames } = input
  const found = chosen(world.scalingPolicies, input).filter(
    ({ PolicyName }) => PolicyNames === undefined || PolicyNames.length === 0 || PolicyNames.includes(PolicyName),
  )
  const { items, nextToken } = page(
    found,
    { maxResults: input.MaxResults, nextToken: input.NextToken },
    { standard: 50, most: 50 },
  )
  return { ScalingPolicies: items.map(({ id, ...shown }) => shown), NextToken: nextToken }
}
