import { page } from '../../../page.ts'
import type { Room } from '../../../room.ts'
import { busOf } from '../find.ts'

interface Input {
  TargetArn: string
  EventBusName?: string
  Limit?: number
  NextToken?: string
}

export function listRuleNamesByTarget({ world }: Room, input: Input) {
  const found = Object.values(world.rules)
    .filter(({ bus, targets }) => bus === busOf(input) && targets.some(({ Arn }) => Arn === input.TargetArn))
    .map(({ name }) => name)
    .sort()
  const asked = { maxResults: input.Limit, nextToken: input.NextToken }
  const { items, nextToken } = page(found, asked, { standard: 100, most: 100 })
  return { RuleNames: items, NextToken: nextToken }
}
