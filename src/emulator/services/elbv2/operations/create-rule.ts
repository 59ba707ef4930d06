import { hex } from '../../../identity.ts'
import { Refusal } from '../../../refusal.ts'
import type { Room } from '../../../room.ts'
import type { Rule } from '../../../routing.ts'
import { type GivenAction, sharesOf } from '../forward.ts'
import { showRule } from './describe-rules.ts'

interface Input {
  ListenerArn?: string
  Priority?: string
  Conditions?: {
    Field?: string
    Values?: string[]
    PathPatternConfig?: { Values?: string[] }
    HttpHeaderConfig?: { HttpHeaderName?: string; Values?: string[] }
  }[]
  Actions?: GivenAction[]
}

/** Forwarding by path or header; the rest of a load balancer's rules is read from behind. */
export function createRule({ world }: Room, input: Input) {
  const listener = world.listeners[input.ListenerArn ?? '']
  if (listener === undefined) throw new Refusal('ListenerNotFound', 'One or more listeners not found')
  const priority = Number(input.Priority)
  if (listener.rules.some(rule => rule.priority === priority))
    throw new Refusal('PriorityInUse', 'The specified priority is in use.')
  const groups = sharesOf(world, input.Actions)
  if (groups.length === 0) throw new Refusal('TargetGroupNotFound', 'One or more target groups not found')
  const rule: Rule = {
    arn: `${listener.arn.replace(':listener/', ':listener-rule/')}/${hex(world, 16)}`,
    priority,
    conditions: (input.Conditions ?? []).map(({ Field = '', Values, PathPatternConfig, HttpHeaderConfig }) => ({
      field: Field,
      values: Values ?? PathPatternConfig?.Values ?? HttpHeaderConfig?.Values ?? [],
      ...(HttpHeaderConfig?.HttpHeaderName && { header: HttpHeaderConfig.HttpHeaderName }),
    })),
    actions: [{ type: 'forward', groups }],
  }
  listener.rules = [rule, ...listener.rules]
  return { Rules: [showRule(rule)] }
}
