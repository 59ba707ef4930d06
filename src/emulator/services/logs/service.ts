import type { Api } from '../api.ts'
import { validation } from '../validation.ts'
import { logsNeeds } from './needs.ts'
import { createLogGroup } from './operations/create-log-group.ts'
import { createLogStream } from './operations/create-log-stream.ts'
import { deleteLogGroup } from './operations/delete-log-group.ts'
import { deleteLogStream } from './operations/delete-log-stream.ts'
import { deleteMetricFilter } from './operations/delete-metric-filter.ts'
import { deleteRetentionPolicy } from './operations/delete-retention-policy.ts'
import { describeLogGroups } from './operations/describe-log-groups.ts'
import { describeLogStreams } from './operations/describe-log-streams.ts'
import { describeMetricFilters } from './operations/describe-metric-filters.ts'
import { filterLogEvents } from './operations/filter-log-events.ts'
import { getLogEvents } from './operations/get-log-events.ts'
import { associateKmsKey, disassociateKmsKey } from './operations/kms-key.ts'
import { putLogEvents } from './operations/put-log-events.ts'
import { putMetricFilter } from './operations/put-metric-filter.ts'
import { putRetentionPolicy } from './operations/put-retention-policy.ts'
import {
  deleteSubscriptionFilter,
  describeSubscriptionFilters,
  putSubscriptionFilter,
} from './operations/subscription-filters.ts'
import {
  listTagsForResource,
  listTagsLogGroup,
  tagLogGroup,
  tagResource,
  untagLogGroup,
  untagResource,
} from './operations/tags.ts'

const OPERATIONS: Api['operations'] = {
  AssociateKmsKey: associateKmsKey,
  CreateLogGroup: createLogGroup,
  CreateLogStream: createLogStream,
  DeleteLogGroup: deleteLogGroup,
  DeleteLogStream: deleteLogStream,
  DeleteMetricFilter: deleteMetricFilter,
  DeleteRetentionPolicy: deleteRetentionPolicy,
  DeleteSubscriptionFilter: deleteSubscriptionFilter,
  DescribeLogGroups: describeLogGroups,
  DescribeLogStreams: describeLogStreams,
  DescribeMetricFilters: describeMetricFilters,
  DescribeSubscriptionFilters: describeSubscriptionFilters,
  DisassociateKmsKey: disassociateKmsKey,
  FilterLogEvents: filterLogEvents,
  GetLogEvents: getLogEvents,
  ListTagsForResource: listTagsForResource,
  ListTagsLogGroup: listTagsLogGroup,
  PutLogEvents: putLogEvents,
  PutMetricFilter: putMetricFilter,
  PutRetentionPolicy: putRetentionPolicy,
  PutSubscriptionFilter: putSubscriptionFilter,
  TagLogGroup: tagLogGroup,
  TagResource: tagResource,
  UntagLogGroup: untagLogGroup,
  UntagResource: untagResource,
}

export const logs: Api = {
  name: 'logs',
  protocol: { kind: 'json', target: 'Logs_20140328' },
  operations: OPERATIONS,
  needs: logsNeeds,
  isOurs: operation => Object.hasOwn(OPERATIONS, operation),
  pages: { size: 'limit', token: 'nextToken' },
  refuse: validation('InvalidParameterException'),
}
