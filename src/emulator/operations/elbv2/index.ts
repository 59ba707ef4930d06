import type { Operation } from '../../room.ts'
import { createListener } from './create-listener.ts'
import { createLoadBalancer } from './create-load-balancer.ts'
import { createRule } from './create-rule.ts'
import { createTargetGroup } from './create-target-group.ts'
import { describeListeners } from './describe-listeners.ts'
import { describeLoadBalancers } from './describe-load-balancers.ts'
import { describeRules } from './describe-rules.ts'
import { describeTargetGroupAttributes } from './describe-target-group-attributes.ts'
import { describeTargetGroups } from './describe-target-groups.ts'
import { describeTargetHealth } from './describe-target-health.ts'
import { modifyTargetGroupAttributes } from './modify-target-group-attributes.ts'

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
