import { isDeepStrictEqual } from 'node:util'
import { uuid } from '../../../identity.ts'
import { type Room, seconds } from '../../../room.ts'
import type { World } from '../../../world.ts'
import { checkPlace, chosen, findTarget, invalidField, keyOf, type Place } from '../find.ts'
import type { StepConfiguration, TrackingConfiguration } from '../state.ts'
import { alarmsOf, metricOf, putAlarms } from '../tracking-alarms.ts'

interface Input extends Place {
  PolicyName?: string
  PolicyType?: string
  StepScalingPolicyConfiguration?: StepConfiguration
  TargetTrackingScalingPolicyConfiguration?: TrackingConfiguration
  PredictiveScalingPolicyConfiguration?: unknown
}

export function putScalingPolicy({ world, now }: Room, input: Input) {
  const place = checkPlace(input)
  findTarget(world, place)
  const { PolicyName, PolicyType = 'StepScaling' } = input
  if (!PolicyName) throw invalidField('PolicyName must not be null.')
  const known = world.scalingPolicies[keyOf(place, PolicyName)]
  const { ServiceNamespace, ResourceId } = place
  const id = known?.id ?? uuid(world)
  checkConfiguration(input, PolicyType)
  checkAlone(world, place, input)
  const policy = {
    ...place,
    id,
    PolicyName,
    PolicyType,
    PolicyARN: `arn:aws:autoscaling:${world.region}:${world.account}:scalingPolicy:${id}:resource/${ServiceNamespace}/${ResourceId}:policyName/${PolicyName}`,
    CreationTime: known?.CreationTime ?? seconds(now),
    StepScalingPolicyConfiguration: input.StepScalingPolicyConfiguration,
    TargetTrackingScalingPolicyConfiguration: input.TargetTrackingScalingPolicyConfiguration,
    PredictiveScalingPolicyConfiguration: input.PredictiveScalingPolicyConfiguration,
  }
  world.scalingPolicies[keyOf(place, PolicyName)] = policy
  putAlarms(world, policy, now)
  return { PolicyARN: policy.PolicyARN, Alarms: alarmsOf(world, policy) }
}

/** Before anything is kept. */
function checkConfiguration(input: Input, type: string): void {
  const { StepScalingPolicyConfiguration: step, TargetTrackingScalingPolicyConfiguration: tracking } = input
  if (type === 'TargetTrackingScaling') {
    if (tracking === undefined)
      throw invalidField('TargetTrackingScalingPolicyConfiguration must be given for a TargetTrackingScaling policy.')
    if (!(tracking.TargetValue > 0)) throw invalidField('TargetValue must be greater than 0.')
    metricOf(input.ResourceId ?? '', tracking)
  }
  if (type === 'StepScaling') checkSteps(step)
}

/** Words: terraform-provider-aws issue 41179. */
function checkAlone(world: World, place: Place, input: Input): void {
  const followed = (tracking: TrackingConfiguration) => [
    tracking.PredefinedMetricSpecification,
    tracking.CustomizedMetricSpecification,
  ]
  const mine = input.TargetTrackingScalingPolicyConfiguration
  const isTaken = chosen(world.scalingPolicies, place).some(
    ({ PolicyName, TargetTrackingScalingPolicyConfiguration: other }) =>
      PolicyName !== input.PolicyName && mine && other && isDeepStrictEqual(followed(mine), followed(other)),
  )
  if (isTaken) throw invalidField('Only one TargetTrackingScaling policy for a given metric specification is allowed.')
}

/** Words ours: an adjustment for every difference, and only one. */
function checkSteps(step: StepConfiguration | undefined): void {
  if (step?.AdjustmentType === undefined || !step.StepAdjustments?.length)
    throw invalidField('A StepScaling policy needs AdjustmentType and StepAdjustments.')
  const bounds = step.StepAdjustments.map(({ MetricIntervalLowerBound: low, MetricIntervalUpperBound: high }) => ({
    low: low ?? Number.NEGATIVE_INFINITY,
    high: high ?? Number.POSITIVE_INFINITY,
  })).sort((a, b) => a.low - b.low)
  if (bounds.some(({ low, high }) => low >= high))
    throw invalidField('The lower bound of a step adjustment must be less than its upper bound.')
  if (bounds.some(({ low }, index) => index > 0 && low !== bounds[index - 1]?.high))
    throw invalidField('Step adjustment intervals must neither overlap nor leave a gap.')
}
