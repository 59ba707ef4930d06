import type { Api } from '../api.ts'
import { validation } from '../validation.ts'
import { cloudwatchNeeds } from './needs.ts'
import { describeAlarms } from './operations/describe-alarms.ts'

const OPERATIONS: Api['operations'] = {
  DescribeAlarms: describeAlarms,
}

export const cloudwatch: Api = {
  name: 'cloudwatch',
  protocol: { kind: 'json', target: 'GraniteServiceVersion20100801' },
  operations: OPERATIONS,
  needs: cloudwatchNeeds,
  isOurs: () => false,
  refuse: validation('ValidationError'),
}
