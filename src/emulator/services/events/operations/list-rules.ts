import { page } from '../../../page.ts'
import type { Room } from '../../../room.ts'
import { busOf } from '../find.ts'
import { showRule } from '../show-rule.ts'

interface Input {
  EventBusName?: string
  NamePrefix?: string
  Limit?: number
  NextToken?: string
}

export function listRules({ world }: Room, input: Input) {
  const { NamePrefix = '', Limit: maxResults, NextToken } = input
  const found = Object.values(world.rules)
    .filter(({ bus, name }) => bus === busOf(input) && name.startsWith(NamePrefix))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  const { items, nextToken } = page(found, { maxResults, nextToken: NextToken }, { standard: 100, most: 100 })
  return { Rules: items.map(showRule), NextToken: nextToken }
}
