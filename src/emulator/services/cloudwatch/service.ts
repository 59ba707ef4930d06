import type { Api } from '../api.ts'
import { validation } from '../validation.ts'
import { cloudwatchNeeds } from './needs.ts'
import { deleteAlarms } from './operations/delete-alarms.ts'
import { describeAlarms } from './operations/describe-alarms.ts'
import { getMetricData } from './operations/get-metric-data.ts'
import { getMetricStatistics } from './operations/get-metric-statistics.ts'
import { putMetricAlarm } from './operations/put-metric-alarm.ts'
import { putMetricData } from './operations/put-metric-data.ts'
import { setAlarmState } from './operations/set-alarm-state.ts'
import { listTagsForResource, tagResource, untagResource } from './operations/tags.ts'

const OPERATIONS: Api['operations'] = {
  DeleteAlarms: deleteAlarms,
  DescribeAlarms: describeAlarms,
  GetMetricData: getMetricData,
  GetMetricStatistics: getMetricStatistics,
  ListTagsForResource: listTagsForResource,
  PutMetricAlarm: putMetricAlarm,
  PutMetricData: putMetricData,
  SetAlarmState: setAlarmState,
  TagResource: tagResource,
  UntagResource: untagResource,
}

export const cloudwatch: Api = {
  name: 'cloudwatch',
  protocol: { kind: 'json', target: 'GraniteServiceVersion20100801' },
  operations: OPERATIONS,
  needs: cloudwatchNeeds,
  isOurs: () => false,
  refuse: validation('ValidationError'),
}
