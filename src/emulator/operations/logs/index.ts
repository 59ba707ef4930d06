import type { Operation } from '../../room.ts'
import { createLogGroup } from './create-log-group.ts'
import { describeLogGroups } from './describe-log-groups.ts'
import { describeLogStreams } from './describe-log-streams.ts'
import { filterLogEvents } from './filter-log-events.ts'
import { getLogEvents } from './get-log-events.ts'
import { putRetentionPolicy } from './put-retention-policy.ts'

export const logs: Readonly<Record<string, Operation>> = {
  CreateLogGroup: createLogGroup,
  DescribeLogGroups: describeLogGroups,
  DescribeLogStreams: describeLogStreams,
  FilterLogEvents: filterLogEvents,
  GetLogEvents: getLogEvents,
  PutRetentionPolicy: putRetentionPolicy,
}
