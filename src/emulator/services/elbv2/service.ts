import type { Api } from '../api.ts'
import { validation } from '../validation.ts'
import { createListener } from './operations/create-listener.ts'
import { createLoadBalancer } from './operations/create-load-balancer.ts'
import { createRule } from './operations/create-rule.ts'
import { createTargetGroup } from './operations/create-target-group.ts'
import { describeListeners } from './operations/describe-listeners.ts'
import { describeLoadBalancers } from './operations/describe-load-balancers.ts'
import { describeRules } from './operations/describe-rules.ts'
import { describeTargetGroupAttributes } from './operations/describe-target-group-attributes.ts'
import { describeTargetGroups } from './operations/describe-target-groups.ts'
import { describeTargetHealth } from './operations/describe-target-health.ts'
import { modifyTargetGroupAttributes } from './operations/modify-target-group-attributes.ts'

const OPERATIONS: Api['operations'] = {
  CreateListener: createListener,
  CreateLoadBalancer: createLoadBalancer,
  CreateRule: createRule,
  CreateTargetGroup: createTargetGroup,
  DescribeListeners: describeListeners,
  DescribeLoadBalancers: describeLoadBalancers,
  DescribeRules: describeRules,
  DescribeTargetGroupAttributes: describeTargetGroupAttributes,
  DescribeTargetGroups: describeTargetGroups,
  DescribeTargetHealth: describeTargetHealth,
  ModifyTargetGroupAttributes: modifyTargetGroupAttributes,
}

export const elbv2: Api = {
  name: 'elasticloadbalancing',
  protocol: {
    kind: 'query',
    version: '2015-12-01',
    namespace: 'http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/',
  },
  operations: OPERATIONS,
  isOurs: operation => operation === 'DescribeTargetHealth',
  refuse: validation('ValidationError'),
}
