/** EventBridge: rules whose schedule is due, and those that wait for what has just happened. */

import { record } from '../journal.ts'
import { DEFAULT_BUS } from '../services/events/find.ts'
import { dueAfter } from '../services/events/operations/put-rule.ts'
import { fits } from '../services/events/pattern.ts'
import type { EventRule, Target } from '../services/events/state.ts'
import { inputFor, isCluster, logGroupOf } from '../services/events/target.ts'
import { type Event, eventOf, scheduledEvent } from './event.ts'
import { emptyLogStream } from './log.ts'
import { runTarget } from './run-target.ts'
import type { Scene } from './scene.ts'

export function followRules(scene: Scene): void {
  const { world, now } = scene
  const rules = Object.values(world.rules).filter(({ state, bus }) => state !== 'DISABLED' && bus === DEFAULT_BUS)
  tell(scene, rules)
  for (const rule of rules) {
    if (rule.due === undefined || rule.due > now) continue
    rule.due = dueAfter(rule, now)
    invoke(scene, rule, scheduledEvent(world, now, rule.arn))
  }
}

/** What this leads to is told at the next tick. */
function tell(scene: Scene, rules: readonly EventRule[]): void {
  const { world } = scene
  const waiting = rules.flatMap(rule => (rule.pattern ? [{ rule, pattern: JSON.parse(rule.pattern) as object }] : []))
  const news = waiting.length === 0 ? [] : world.journal.slice(world.told)
  world.told = world.journal.length
  for (const entry of news) {
    const event = eventOf(world, entry)
    if (event === undefined) continue
    for (const { rule, pattern } of waiting)
      if (fits(pattern as Record<string, unknown>, { ...event })) invoke(scene, rule, event)
  }
}

function invoke(scene: Scene, rule: EventRule, event: Event): void {
  for (const target of rule.targets)
    record(scene.world, scene.now, 'invocation', {
      rule: rule.name,
      target: target.Id,
      outcome: deliver(scene, { rule, target }, event),
    })
}

function deliver(scene: Scene, { rule, target }: { rule: EventRule; target: Target }, event: Event): string {
  const input = inputFor(target, event)
  if (isCluster(target.Arn) && target.EcsParameters !== undefined) {
    const { Arn: clusterArn, EcsParameters: parameters } = target
    return runTarget(scene, { clusterArn, parameters, input, startedBy: `events-rule/${rule.name}` }).message
  }
  const group = scene.world.logGroups[logGroupOf(target.Arn) ?? '']
  if (group === undefined) return 'not delivered'
  const stream = group.streams[event.id] ?? emptyLogStream(scene.now)
  stream.lines.push({ at: scene.now, message: input })
  group.streams[event.id] = stream
  return 'logged'
}
