import type { Room } from '../../../room.ts'
import { findRule, type Named } from '../find.ts'
import { dueAfter } from './put-rule.ts'

type Input = Named & { Name: string }

const change =
  (state: string) =>
  ({ world, now }: Room, input: Input): object => {
    const rule = findRule(world, input.Name, input)
    rule.state = state
    rule.due = dueAfter(rule, now)
    return {}
  }

export const enableRule = change('ENABLED')
export const disableRule = change('DISABLED')
