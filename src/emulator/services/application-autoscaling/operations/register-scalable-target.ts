import { arn, hex } from '../../../identity.ts'
import type { Room } from '../../../room.ts'
import { seconds } from '../../../room.ts'
import { checkLimits, checkPlace, invalidField, keyOf, type Place } from '../find.ts'

interface Input extends Place {
  MinCapacity?: number
  MaxCapacity?: number
  RoleARN?: string
  SuspendedState?: Record<string, boolean>
  Tags?: Record<string, string>
}

export function registerScalableTarget({ world, now }: Room, input: Input) {
  const place = checkPlace(input)
  const known = world.scalableTargets[keyOf(place)]
  const MinCapacity = input.MinCapacity ?? known?.MinCapacity
  const MaxCapacity = input.MaxCapacity ?? known?.MaxCapacity
  if (MinCapacity === undefined || MaxCapacity === undefined)
    throw invalidField('MinCapacity and MaxCapacity must be given when a scalable target is registered.')
  checkLimits({ MinCapacity, MaxCapacity })
  const { ResourceId = '' } = place
  const service = arn(world, 'ecs', ResourceId)
  if (place.ServiceNamespace === 'ecs' && world.services[service]?.status !== 'ACTIVE')
    throw invalidField(`ECS service doesn't exist: ${ResourceId}`)
  const target = {
    ...place,
    MinCapacity,
    MaxCapacity,
    RoleARN: known?.RoleARN ?? input.RoleARN ?? linkedRole(world.account),
    CreationTime: known?.CreationTime ?? seconds(now),
    SuspendedState: {
      DynamicScalingInSuspended: false,
      DynamicScalingOutSuspended: false,
      ScheduledScalingSuspended: false,
      ...known?.SuspendedState,
      ...input.SuspendedState,
    },
    ScalableTargetARN:
      known?.ScalableTargetARN ?? arn(world, 'application-autoscaling', `scalable-target/${hex(world, 34)}`),
    tags: known?.tags ?? input.Tags ?? {},
    cooldown: known?.cooldown ?? { outUntil: 0, found: 0, inUntil: 0 },
  }
  world.scalableTargets[keyOf(place)] = target
  return { ScalableTargetARN: target.ScalableTargetARN }
}

const linkedRole = (account: string): string =>
  `arn:aws:iam::${account}:role/aws-service-role/ecs.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_ECSService`
