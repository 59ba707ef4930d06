/** EventBridge: rules, by a schedule or by ECS's own events. */
import type { Api } from '../api.ts'
import { validation } from '../validation.ts'
import { eventsNeeds } from './needs.ts'
import { deleteRule } from './operations/delete-rule.ts'
import { describeRule } from './operations/describe-rule.ts'
import { disableRule, enableRule } from './operations/enable-rule.ts'
import { listRuleNamesByTarget } from './operations/list-rule-names-by-target.ts'
import { listRules } from './operations/list-rules.ts'
import { listTargetsByRule } from './operations/list-targets-by-rule.ts'
import { putRule } from './operations/put-rule.ts'
import { putTargets } from './operations/put-targets.ts'
import { removeTargets } from './operations/remove-targets.ts'
import { listTagsForResource, tagResource, untagResource } from './operations/tags.ts'
import { testEventPattern } from './operations/test-event-pattern.ts'

const OPERATIONS: Api['operations'] = {
  DeleteRule: deleteRule,
  DescribeRule: describeRule,
  DisableRule: disableRule,
  EnableRule: enableRule,
  ListRuleNamesByTarget: listRuleNamesByTarget,
  ListRules: listRules,
  ListTagsForResource: listTagsForResource,
  ListTargetsByRule: listTargetsByRule,
  PutRule: putRule,
  PutTargets: putTargets,
  RemoveTargets: removeTargets,
  TagResource: tagResource,
  TestEventPattern: testEventPattern,
  UntagResource: untagResource,
}

export const events: Api = {
  name: 'events',
  protocol: { kind: 'json', target: 'AWSEvents' },
  operations: OPERATIONS,
  needs: eventsNeeds,
  // Buses, archives and whatever else there is stay behind.
  isOurs: operation => Object.hasOwn(OPERATIONS, operation),
  pages: { size: 'Limit', token: 'NextToken' },
  refuse: validation('ValidationException'),
}
