/** A new desired count, and the activity that tells of it. */
import { arn, uuid } from '../../identity.ts'
import { record, tell } from '../../journal.ts'
import { isWanted, tasksOf } from '../../scheduler/count.ts'
import { scaleTo } from '../../scheduler/deployment.ts'
import { movementOf, primaryOf } from '../../scheduler/scene.ts'
import type { World } from '../../world.ts'
import type { Service } from '../ecs/state/service.ts'
import type { Place } from './find.ts'
import type { ScalableTarget, ScalingActivity } from './state.ts'

/** Undefined of what is no service, or one that is gone. */
export function serviceOf(world: World, { ServiceNamespace, ResourceId = '' }: Place): Service | undefined {
  const service = ServiceNamespace === 'ecs' ? world.services[arn(world, 'ecs', ResourceId)] : undefined
  return service?.status === 'ACTIVE' ? service : undefined
}

/** While one runs Application Auto Scaling makes no service smaller (Amazon ECS Developer Guide, "service auto scaling"). */
export const isDeploying = (service: Service): boolean =>
  movementOf(service) !== undefined || primaryOf(service)?.rolloutState === 'IN_PROGRESS'

export function setCapacity(
  world: World,
  { target, service, capacity, cause }: { target: ScalableTarget; service: Service; capacity: number; cause: string },
  now: number,
): void {
  for (const other of world.scalingActivities)
    if (other.ResourceId === target.ResourceId && other.StatusCode === 'InProgress')
      Object.assign(other, {
        StatusCode: 'Overridden',
        StatusMessage: `Successfully set desired count to ${other.capacity}. Found it was later changed to ${capacity}.`,
        endedAt: now,
      })
  scaleTo(service, capacity)
  record(world, now, 'service', { service: service.name, status: service.status, desired: capacity })
  keep(world, {
    ...placeOf(target),
    ActivityId: uuid(world),
    Description: `Setting desired count to ${capacity}.`,
    Cause: cause,
    startedAt: now,
    StatusCode: 'InProgress',
    StatusMessage: `Successfully set desired count to ${capacity}. Waiting for change to be fulfilled by ecs.`,
    capacity,
  })
  record(world, now, 'scaling', { service: service.name, desired: capacity, cause })
}

const KEPT = 1000

export function keep({ scalingActivities: all }: World, activity: ScalingActivity): void {
  all.unshift(activity)
  if (all.length > KEPT) all.length = KEPT
}

export const placeOf = ({ ServiceNamespace = '', ResourceId = '', ScalableDimension = '' }: Place) => ({
  ServiceNamespace,
  ResourceId,
  ScalableDimension,
})

/** Those whose tasks are there, or gone, are told of in the service's events. */
export function fulfil(world: World, now: number): void {
  for (const activity of world.scalingActivities) {
    if (activity.StatusCode !== 'InProgress' || activity.capacity === undefined) continue
    const service = serviceOf(world, activity)
    if (service === undefined) {
      Object.assign(activity, { StatusCode: 'Failed', StatusMessage: 'The service is gone.', endedAt: now })
      continue
    }
    const wanted = tasksOf(world, service).filter(isWanted)
    const running = wanted.filter(({ status }) => status === 'RUNNING').length
    const isThere = running >= activity.capacity && (isDeploying(service) || wanted.length <= activity.capacity)
    if (service.desiredCount !== activity.capacity) {
      activity.StatusCode = 'Overridden'
      activity.StatusMessage = `Successfully set desired count to ${activity.capacity}. Found it was later changed to ${service.desiredCount}.`
      activity.endedAt = now
    } else if (isThere) {
      activity.StatusCode = 'Successful'
      activity.StatusMessage = `Successfully set desired count to ${activity.capacity}. Change successfully fulfilled by ecs.`
      activity.endedAt = now
      tell(world, service, now, `Message: ${activity.StatusMessage} Cause: ${activity.Cause}`)
    }
  }
}
