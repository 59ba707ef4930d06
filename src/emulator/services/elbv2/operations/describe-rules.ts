import type { Room } from '../../../room.ts'
import { inForce, type Rule } from '../../../routing.ts'
import { showActions } from '../forward.ts'

/** With the weights that ECS gives them now. */
export function describeRules({ world }: Room, input: { ListenerArn?: string; RuleArns?: string[] }) {
  const found = Object.values(world.listeners)
    .filter(({ arn }) => input.ListenerArn === undefined || arn === input.ListenerArn)
    .flatMap(({ rules }) => inForce(rules, world.traffic))
    .filter(({ arn }) => input.RuleArns?.includes(arn ?? '') ?? true)
  return { Rules: found.map(showRule) }
}

export const showRule = ({ arn, priority, conditions, actions }: Rule) => ({
  ...(arn !== undefined && { RuleArn: arn }),
  Priority: String(priority),
  IsDefault: priority === 'default',
  Conditions: conditions.map(({ field, values }) => ({ Field: field, Values: values })),
  Actions: showActions({ actions }),
})
