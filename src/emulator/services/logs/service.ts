import type { Api } from '../api.ts'
import { validation } from '../validation.ts'
import { logsNeeds } from './needs.ts'
import { createLogGroup } from './operations/create-log-group.ts'
import { createLogStream } from './operations/create-log-stream.ts'
import { deleteLogGroup } from './operations/delete-log-group.ts'
import { deleteMetricFilter } from './operations/delete-metric-filter.ts'
import { deleteRetentionPolicy } from './operations/delete-retention-policy.ts'
import { describeLogGroups } from './operations/describe-log-groups.ts'
import { describeLogStreams } from './operations/describe-log-streams.ts'
import { describeMetricFilters } from './operations/describe-metric-filters.ts'
import { filterLogEvents } from './operations/filter-log-events.ts'
import { getLogEvents } from './operations/get-log-events.ts'
import { putLogEvents } from './operations/put-log-events.ts'
import { putMetricFilter } from './operations/put-metric-filter.ts'
import { putRetentionPolicy } from './operations/put-retention-policy.ts'
import { listTagsForResource, tagResource, untagResource } from './operations/tags.ts'

const OPERATIONS: Api['operations'] = {
  CreateLogGroup: createLogGroup,
  CreateLogStream: createLogStream,
  DeleteLogGroup: deleteLogGroup,
  DeleteMetricFilter: deleteMetricFilter,
  DeleteRetentionPolicy: deleteRetentionPolicy,
  DescribeLogGroups: describeLogGroups,
  DescribeLogStreams: describeLogStreams,
  DescribeMetricFilters: describeMetricFilters,
  FilterLogEvents: filterLogEvents,
  GetLogEvents: getLogEvents,
  ListTagsForResource: listTagsForResource,
  PutLogEvents: putLogEvents,
  PutMetricFilter: putMetricFilter,
  PutRetentionPolicy: putRetentionPolicy,
  TagResource: tagResource,
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
