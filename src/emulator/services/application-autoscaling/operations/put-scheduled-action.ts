import { uuid } from '../../../identity.ts'
import { type Room, seconds } from '../../../room.ts'
import { checkLimits, checkPlace, findTarget, invalidField, keyOf, type Place } from '../find.ts'
import { nextOf } from '../scheduled.ts'

interface Input extends Place {
  ScheduledActionName?: string
  Schedule?: string
  Timezone?: string
  StartTime?: number
  EndTime?: number
  ScalableTargetAction?: { MinCapacity?: number; MaxCapacity?: number }
}

export function putScheduledAction({ world, now }: Room, input: Input) {
  const place = checkPlace(input)
  findTarget(world, place)
  const { ScheduledActionName, Schedule, Timezone, StartTime, EndTime, ScalableTargetAction } = input
  if (!ScheduledActionName) throw invalidField('ScheduledActionName must not be null.')
  const known = world.scheduledActions[keyOf(place, ScheduledActionName)]
  if (known === undefined && !Schedule) throw invalidField('Schedule must be given for a new scheduled action.')
  if (ScalableTargetAction !== undefined) checkAction(ScalableTargetAction)
  const { ServiceNamespace, ResourceId } = place
  const action = {
    ...place,
    ScheduledActionName,
    ScheduledActionARN:
      known?.ScheduledActionARN ??
      `arn:aws:autoscaling:${world.region}:${world.account}:scheduledAction:${uuid(world)}:resource/${ServiceNamespace}/${ResourceId}:scheduledActionName/${ScheduledActionName}`,
    Schedule: Schedule ?? known?.Schedule ?? '',
    Timezone: Timezone ?? known?.Timezone,
    StartTime: StartTime ?? known?.StartTime,
    EndTime: EndTime ?? known?.EndTime,
    ScalableTargetAction: ScalableTargetAction ?? known?.ScalableTargetAction,
    CreationTime: known?.CreationTime ?? seconds(now),
  }
  world.scheduledActions[keyOf(place, ScheduledActionName)] = { ...action, next: nextOf(action, now) }
  return {}
}

function checkAction(action: NonNullable<Input['ScalableTargetAction']>): void {
  if (action.MinCapacity === undefined && action.MaxCapacity === undefined)
    throw invalidField('At least one of minimum capacity and maximum capacity should be provided')
  checkLimits(action)
}
