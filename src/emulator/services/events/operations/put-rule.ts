import { Refusal } from '../../../refusal.ts'
import type { Room } from '../../../room.ts'
import { nextTime, readExpression } from '../../../schedule/expression.ts'
import { busOf, DEFAULT_BUS, invalid, keyOf, type Named, ruleArn } from '../find.ts'
import { fault } from '../pattern.ts'
import type { EventRule } from '../state.ts'

interface Input extends Named {
  Name: string
  EventPattern?: string
  ScheduleExpression?: string
  State?: string
  Description?: string
  RoleArn?: string
  Tags?: EventRule['tags']
}

/** A rule that is there is given anew, but for its targets and tags. */
export function putRule({ world, now }: Room, input: Input) {
  const { Name: name, EventPattern: pattern, ScheduleExpression: schedule, State: state = 'ENABLED' } = input
  const bus = busOf(input)
  check(input, bus)
  const known = world.rules[keyOf(bus, name)]
  const rule: EventRule = {
    name,
    bus,
    arn: ruleArn(world, bus, name),
    createdAt: known?.createdAt ?? now,
    state,
    description: input.Description,
    roleArn: input.RoleArn,
    pattern,
    schedule,
    start: now,
    targets: known?.targets ?? [],
    tags: known?.tags ?? input.Tags ?? [],
  }
  rule.due = dueAfter(rule, now)
  world.rules[keyOf(bus, name)] = rule
  return { RuleArn: rule.arn }
}

function check({ EventPattern, ScheduleExpression }: Input, bus: string): void {
  if (!EventPattern && !ScheduleExpression)
    throw invalid('Parameter(s) EventPattern or ScheduleExpression must be specified.')
  if (ScheduleExpression && bus !== DEFAULT_BUS)
    throw invalid('ScheduleExpression is supported only on the default event bus.')
  const expression = ScheduleExpression ? readExpression(ScheduleExpression) : undefined
  if (ScheduleExpression && (expression === undefined || expression.kind === 'at'))
    throw invalid('Parameter ScheduleExpression is not valid.')
  const reason = EventPattern ? fault(EventPattern) : undefined
  if (reason !== undefined)
    throw new Refusal('InvalidEventPatternException', `Event pattern is not valid. Reason: ${reason}`)
}

export function dueAfter({ schedule, start, state }: EventRule, now: number): number | undefined {
  const expression = schedule ? readExpression(schedule) : undefined
  return expression && state !== 'DISABLED' ? nextTime(expression, now, { zone: 'UTC', start }) : undefined
}
