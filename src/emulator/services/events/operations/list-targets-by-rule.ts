import { page } from '../../../page.ts'
import type { Room } from '../../../room.ts'
import { findRule } from '../find.ts'

interface Input {
  Rule: string
  EventBusName?: string
  Limit?: number
  NextToken?: string
}

export function listTargetsByRule({ world }: Room, input: Input) {
  const { targets } = findRule(world, input.Rule, input)
  const asked = { maxResults: input.Limit, nextToken: input.NextToken }
  const { items, nextToken } = page(targets, asked, { standard: 100, most: 100 })
  return { Targets: items, NextToken: nextToken }
}
