import type { Operation } from '../../room.ts'
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

export const elbv2: Readonly<Record<string, Operation>> = {
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
