import { nextTime, readExpression } from '../../schedule/expression.ts'
import type { Schedule } from './state.ts'

/** Within its dates; a rate is due for the first time at its start, which is at once without a start date. */
export function dueAfter(
  { given, createdAt }: Pick<Schedule, 'given' | 'createdAt'>,
  after: number,
): number | undefined {
  const { ScheduleExpression, ScheduleExpressionTimezone: zone = 'UTC', StartDate, EndDate, State } = given
  const expression = readExpression(ScheduleExpression)
  if (expression === undefined || State === 'DISABLED') return undefined
  // Of a single time both dates are ignored.
  if (expression.kind === 'at') return nextTime(expression, after, { zone, start: createdAt })
  const start = StartDate === undefined ? createdAt : StartDate * 1000
  const due = nextTime(expression, Math.max(after, start - 1), { zone, start })
  return due !== undefined && EndDate !== undefined && due > EndDate * 1000 ? undefined : due
}
