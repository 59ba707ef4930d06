/** Scalable targets and what hangs on them, by the three names that identify them. */
import { Refusal } from '../../refusal.ts'
import type { World } from '../../world.ts'
import type { ScalableTarget } from './state.ts'

export interface Place {
  ServiceNamespace?: string
  ResourceId?: string
  ScalableDimension?: string
}

export const invalidField = (message: string): Refusal => new Refusal('ValidationException', message)

export const keyOf = ({ ServiceNamespace, ResourceId, ScalableDimension }: Place, name = ''): string =>
  [ServiceNamespace, ResourceId, ScalableDimension, name].join(' ')

export function findTarget(world: World, place: Place): ScalableTarget {
  const found = world.scalableTargets[keyOf(place)]
  if (found === undefined)
    throw new Refusal(
      'ObjectNotFoundException',
      `No scalable target found for service namespace: ${place.ServiceNamespace}, resource ID: ${place.ResourceId}, ` +
        `scalable dimension: ${place.ScalableDimension}`,
    )
  return found
}

export function checkPlace(place: Place): Place {
  const { ServiceNamespace, ResourceId, ScalableDimension } = place
  if (!ServiceNamespace || !ResourceId || !ScalableDimension)
    throw invalidField('ServiceNamespace, ResourceId and ScalableDimension must not be null.')
  if (!ScalableDimension.startsWith(`${ServiceNamespace}:`))
    throw invalidField('Unsupported service namespace, resource type or scalable dimension')
  return { ServiceNamespace, ResourceId, ScalableDimension }
}

interface Limits {
  readonly MinCapacity?: number | undefined
  readonly MaxCapacity?: number | undefined
}

export function checkLimits({ MinCapacity = 0, MaxCapacity = MinCapacity }: Limits): void {
  // words ours
  if (MinCapacity < 0 || MaxCapacity < 0) throw invalidField('Minimum and maximum capacity cannot be negative')
  if (MinCapacity > MaxCapacity) throw invalidField('Maximum capacity cannot be less than minimum capacity')
}

/** Those of one namespace, narrowed by whatever else was given. */
export function chosen<T extends Place>(all: Readonly<Record<string, T>>, by: Place): T[] {
  return Object.values(all).filter(
    one =>
      one.ServiceNamespace === by.ServiceNamespace &&
      (by.ResourceId === undefined || one.ResourceId === by.ResourceId) &&
      (by.ScalableDimension === undefined || one.ScalableDimension === by.ScalableDimension),
  )
}
