import { page } from '../../../page.ts'
import type { Room } from '../../../room.ts'
import type { World } from '../../../world.ts'
import { chosen, type Place } from '../find.ts'
import type { ScalingPolicy } from '../state.ts'
import { alarmsOf } from '../tracking-alarms.ts'

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
  return { ScalingPolicies: items.map(policy => shown(world, policy)), NextToken: nextToken }
}

const shown = (world: World, { id, ...policy }: ScalingPolicy) => ({
  ...policy,
  Alarms: alarmsOf(world, { id, ...policy }),
})
