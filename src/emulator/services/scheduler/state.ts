import { book } from '../../book.ts'
import type { EcsParameters } from '../events/state.ts'

export interface SchedulesState {
  /** By group and name. */
  schedules: Record<string, Schedule>
  /** Besides `default`, which is always there. */
  scheduleGroups: Record<string, ScheduleGroup>
}

export const emptySchedules = (): SchedulesState => ({ schedules: book(), scheduleGroups: book() })

export interface ScheduleGroup {
  readonly name: string
  readonly arn: string
  readonly createdAt: number
  tags: { Key: string; Value: string }[]
}

/** As CreateSchedule and UpdateSchedule take it. */
export interface ScheduleInput {
  readonly Name: string
  readonly GroupName?: string
  readonly ScheduleExpression: string
  readonly ScheduleExpressionTimezone?: string
  /** Seconds. */
  readonly StartDate?: number
  readonly EndDate?: number
  readonly Description?: string
  readonly State?: string
  readonly KmsKeyArn?: string
  readonly Target: ScheduleTarget
  readonly FlexibleTimeWindow: { readonly Mode: string; readonly MaximumWindowInMinutes?: number }
  readonly ClientToken?: string
  readonly ActionAfterCompletion?: string
}

/** Whatever it is, it is kept and told again. */
export interface ScheduleTarget {
  readonly Arn: string
  readonly RoleArn: string
  readonly Input?: string
  readonly EcsParameters?: EcsParameters
  readonly RetryPolicy?: { readonly MaximumRetryAttempts?: number; readonly MaximumEventAgeInSeconds?: number }
}

export interface Schedule {
  readonly name: string
  readonly group: string
  readonly arn: string
  readonly createdAt: number
  changedAt: number
  given: ScheduleInput
  /** When it comes next. */
  due?: number | undefined
  /** It was due for the last time. */
  isOver?: boolean
  /** Invocations that are tried again. */
  pending: Invocation[]
}

export interface Invocation {
  readonly scheduledFor: number
  attempts: number
  next: number
}
