import type { Operation } from '../../room.ts'
import { describeAlarms } from './operations/describe-alarms.ts'

export const cloudwatch: Readonly<Record<string, Operation>> = {
  DescribeAlarms: describeAlarms,
}
