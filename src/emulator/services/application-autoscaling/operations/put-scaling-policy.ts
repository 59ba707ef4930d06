import { uuid } from '../../../identity.ts'
import { type Room, seconds } from '../../../room.ts'
import { checkPlace, findTarget, invalidField, keyOf, type Place } from '../find.ts'

interface Input extends Place {
  PolicyName?: string
  PolicyType?: string
  StepScalingPolicyConfiguration?: unknown
  TargetTrackingScalingPolicyConfiguration?: unknown
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
  const policy = {
    ...place,
    id,
    PolicyName,
    PolicyType,
    PolicyARN: `arn:aws:autoscaling:${world.region}:${world.account}:scalingPolicy:${id}:resource/${ServiceNamespace}/${ResourceId}:policyName/${PolicyName}`,
    CreationTime: known?.CreationTime ?? seconds(now),
    Alarms: PolicyType === 'TargetTrackingScaling' ? alarms(world, ResourceId ?? '', id) : [],
    StepScalingPolicyConfiguration: input.StepScalingPolicyConfiguration,
    TargetTrackingScalingPolicyConfiguration: input.TargetTrackingScalingPolicyConfiguration,
    PredictiveScalingPolicyConfiguration: input.PredictiveScalingPolicyConfiguration,
  }
  world.scalingPolicies[keyOf(place, PolicyName)] = policy
  return { PolicyARN: policy.PolicyARN, Alarms: policy.Alarms }
}

/** Named as AWS names them; they exist only here. */
function alarms({ region, account }: Room['world'], resource: string, id: string) {
  return ['AlarmHigh', 'AlarmLow'].map(side => {
    const AlarmName = `TargetTracking-${resource}-${side}-${id}`
    return { AlarmName, AlarmARN: `arn:aws:cloudwatch:${region}:${account}:alarm:${AlarmName}` }
  })
}
