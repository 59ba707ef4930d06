/** EventBridge Scheduler: schedules that are due, and invocations that are tried again. */
import { uuid } from '../identity.ts'
import { record } from '../journal.ts'
import { isCluster } from '../services/events/target.ts'
import { dueAfter } from '../services/scheduler/due.ts'
import { keyOf } from '../services/scheduler/find.ts'
import type { Invocation, Schedule } from '../services/scheduler/state.ts'
import { type Outcome, runTarget } from './run-target.ts'
import type { Scene } from './scene.ts'

export function followSchedules(scene: Scene): void {
  const { world, now } = scene
  for (const schedule of Object.values(world.schedules)) {
    if (schedule.due !== undefined && schedule.due <= now) {
      schedule.pending.push({ scheduledFor: schedule.due, attempts: 0, next: now })
      schedule.due = dueAfter(schedule, now)
      schedule.isOver = schedule.due === undefined
    }
    if (schedule.pending.length === 0) continue
    schedule.pending = schedule.pending.filter(one => one.next > now || isTriedAgain(scene, schedule, one))
    if (schedule.isOver && schedule.pending.length === 0 && schedule.given.ActionAfterCompletion === 'DELETE')
      delete world.schedules[keyOf(schedule.group, schedule.name)]
  }
}

/** https://docs.aws.amazon.com/scheduler/latest/APIReference/API_RetryPolicy.html; how long it waits is not known. */
const RETRY = 60_000
const MOST_ATTEMPTS = 185
const MOST_AGE = 86_400

/** A request that ECS refuses is not tried again: it would be refused again. */
function isTriedAgain(scene: Scene, schedule: Schedule, invocation: Invocation): boolean {
  const { world, now } = scene
  const { MaximumRetryAttempts: most = MOST_ATTEMPTS, MaximumEventAgeInSeconds: age = MOST_AGE } =
    schedule.given.Target.RetryPolicy ?? {}
  invocation.attempts++
  const { message, isLacking } = invoke(scene, schedule, invocation)
  record(world, now, 'invocation', { schedule: keyOf(schedule.group, schedule.name), outcome: message })
  invocation.next = now + RETRY
  return isLacking === true && invocation.attempts <= most && invocation.next - invocation.scheduledFor <= age * 1000
}

function invoke(scene: Scene, schedule: Schedule, invocation: Invocation): Outcome {
  const { Arn: clusterArn, EcsParameters: parameters, Input = '' } = schedule.given.Target
  if (!isCluster(clusterArn) || parameters === undefined) return { message: 'not delivered' }
  const input = filled(scene, Input, { schedule, invocation })
  return runTarget(scene, { clusterArn, parameters, input, startedBy: `chronos-schedule/${schedule.name}` })
}

interface Context {
  readonly schedule: Schedule
  readonly invocation: Invocation
}

/** https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html */
function filled({ world }: Scene, input: string, { schedule, invocation }: Context): string {
  if (!input.includes('<aws.scheduler.')) return input
  return input
    .replaceAll('<aws.scheduler.schedule-arn>', schedule.arn)
    .replaceAll(
      '<aws.scheduler.scheduled-time>',
      new Date(invocation.scheduledFor).toISOString().replace(/\.\d+Z$/, 'Z'),
    )
    .replaceAll('<aws.scheduler.execution-id>', uuid(world))
    .replaceAll('<aws.scheduler.attempt-number>', String(invocation.attempts))
}
