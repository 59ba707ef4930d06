/** How many tasks to start and which to stop, between the healthy floor and the ceiling. */
import type { DeploymentConfiguration } from '@aws-sdk/client-ecs'

export interface Bounds {
  readonly floor: number
  readonly ceiling: number
}

export function bounds(configuration: DeploymentConfiguration, desired: number): Bounds {
  const floor = Math.ceil((desired * (configuration.minimumHealthyPercent ?? 100)) / 100)
  const ceiling = Math.floor((desired * (configuration.maximumPercent ?? 200)) / 100)
  return { floor: Math.min(floor, desired), ceiling }
}

/** Tasks by what matters here; `old` are those of every deployment but the primary. */
export interface Census {
  readonly desired: number
  readonly bounds: Bounds
  /** Nothing new is to be started yet. */
  readonly held: boolean
  readonly fresh: number
  readonly freshHealthy: number
  readonly old: number
  readonly oldHealthy: number
  /** Of the old ones that are not healthy: replacements of the running version, and its share of a scale-out. */
  readonly oldStarting: number
  /** Tasks of the running version that have ended by themselves, or that a scale-out wants. */
  readonly lost: number
  /** Told to stop, and not yet ended. */
  readonly leaving: number
}

export interface Balance {
  readonly start: number
  /** Tasks of the running version. */
  readonly startOld: number
  /** Healthy tasks of older deployments to stop; those that are neither healthy nor starting all go. */
  readonly stopOld: number
  /** Old tasks still starting that are no longer needed, or in the way. */
  readonly stopStarting: number
  /** Tasks of the primary above the desired count. */
  readonly stopFresh: number
  /** Nothing can be started and nothing can be stopped. */
  readonly stuck: boolean
}

export function balance(census: Census): Balance {
  const { desired, fresh, freshHealthy, old, oldHealthy, oldStarting, leaving } = census
  const { floor, ceiling } = census.bounds
  const missing = census.held ? 0 : Math.max(0, desired - fresh)
  const stopFresh = Math.max(0, fresh - desired)
  const room = Math.max(0, ceiling - (fresh + old + leaving))
  const sick = old - oldHealthy - oldStarting
  // The old ones that are sick are stopped in any case; they make room, too.
  const coming = leaving + sick
  const spare = Math.max(0, freshHealthy - stopFresh + oldHealthy - floor)
  const needed = Math.max(0, desired - freshHealthy)
  const startOld = Math.min(census.lost, Math.max(0, needed - oldHealthy - oldStarting), room)
  const start = Math.min(missing, room - startOld)
  const replaced = Math.max(0, oldHealthy - needed)
  const crowding = Math.max(0, missing - (room - startOld) - coming)
  const stopOld = Math.min(oldHealthy, Math.max(Math.min(replaced, spare), Math.min(crowding, spare)))
  const surplus = Math.min(oldStarting, Math.max(0, oldHealthy + oldStarting - needed))
  const idle = start + startOld + stopOld + coming + (fresh - freshHealthy) === 0
  const stopStarting = missing > 0 && idle ? Math.max(surplus, Math.min(oldStarting, 1)) : surplus
  return { start, startOld, stopOld, stopStarting, stopFresh, stuck: missing > 0 && idle && stopStarting === 0 }
}
