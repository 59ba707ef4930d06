import { type Room, seconds } from '../../../room.ts'
import { findSchedule } from '../find.ts'

/** https://docs.aws.amazon.com/scheduler/latest/APIReference/API_RetryPolicy.html */
const RETRIES = { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 }

export function getSchedule({ world }: Room, input: { Name: string; GroupName?: string }) {
  const { arn, group, given, createdAt, changedAt } = findSchedule(world, input)
  const { ClientToken, ...shown } = given
  return {
    ScheduleExpressionTimezone: 'UTC',
    State: 'ENABLED',
    ActionAfterCompletion: 'NONE',
    ...shown,
    Target: { ...given.Target, RetryPolicy: { ...RETRIES, ...given.Target.RetryPolicy } },
    Arn: arn,
    GroupName: group,
    CreationDate: seconds(createdAt),
    LastModificationDate: seconds(changedAt),
  }
}
