/** Application Auto Scaling: kept and told again. Nothing here scales a service. */
import type { Operation } from '../../room.ts'
import { deleteScalingPolicy } from './delete-scaling-policy.ts'
import { deleteScheduledAction } from './delete-scheduled-action.ts'
import { deregisterScalableTarget } from './deregister-scalable-target.ts'
import { describeScalableTargets } from './describe-scalable-targets.ts'
import { describeScalingPolicies } from './describe-scaling-policies.ts'
import { describeScheduledActions } from './describe-scheduled-actions.ts'
import { putScalingPolicy } from './put-scaling-policy.ts'
import { putScheduledAction } from './put-scheduled-action.ts'
import { registerScalableTarget } from './register-scalable-target.ts'
import { listTagsForResource, tagResource, untagResource } from './tags.ts'

export const applicationAutoscaling: Readonly<Record<string, Operation>> = {
  DeleteScalingPolicy: deleteScalingPolicy,
  DeleteScheduledAction: deleteScheduledAction,
  DeregisterScalableTarget: deregisterScalableTarget,
  DescribeScalableTargets: describeScalableTargets,
  DescribeScalingPolicies: describeScalingPolicies,
  DescribeScheduledActions: describeScheduledActions,
  ListTagsForResource: listTagsForResource,
  PutScalingPolicy: putScalingPolicy,
  PutScheduledAction: putScheduledAction,
  RegisterScalableTarget: registerScalableTarget,
  TagResource: tagResource,
  UntagResource: untagResource,
}
