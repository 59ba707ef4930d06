import { page } from '../../../page.ts'
import type { Room } from '../../../room.ts'
import { chosen, type Place } from '../find.ts'

interface Input extends Place {
  ScheduledActionNames?: string[]
  MaxResults?: number
  NextToken?: string
}

export function describeScheduledActions({ world }: Room, input: Input) {
  const { ScheduledActionNames: names } = input
  const found = chosen(world.scheduledActions, input).filter(
    ({ ScheduledActionName }) => names === undefined || names.length === 0 || names.includes(ScheduledActionName),
  )
  const { items, nextToken } = page(
    found,
    { maxResults: input.MaxResults, nextToken: input.NextToken },
    { standard: 50, most: 50 },
  )
  return { ScheduledActions: items.map(({ next, ...shown }) => shown), NextToken: nextToken }
}
