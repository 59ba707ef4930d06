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
  readonly fresh: number
  readonly freshHealthy: number
  readonly old: number
  readonly oldHealthy: number
  /** Told to stop, and not yet ended. */
  readonly leaving: number
}

export interface Balance {
  readonly start: number
  /** Healthy tasks of older deployments to stop; those that are not healthy all go. */
  readonly stopOld: number
  /** Tasks of the primary above the desired count. */
  readonly stopFresh: number
  /** Nothing can be started and nothing can be stopped. */
  readonly stuck: boolean
}

export function balance(census: Census): Balance {
  const { desired, fresh, freshHealthy, old, oldHealthy, leaving } = census
  const { floor, ceiling } = census.bounds
  const missing = Math.max(0, desired - fresh)
  const stopFresh = Math.max(0, fresh - desired)
  const room = Math.max(0, ceiling - (fresh + old + leaving))
  // The old ones that are not healthy are stopped in any case; they make room, too.
  const coming = leaving + (old - oldHealthy)
  const spare = Math.max(0, freshHealthy - stopFresh + oldHealthy - floor)
  const replaced = Math.max(0, oldHealthy - Math.max(0, desired - freshHealthy))
  const needed = Math.max(0, missing - room - coming)
  const stopOld = Math.min(oldHealthy, Math.max(Math.min(replaced, spare), Math.min(needed, spare)))
  const start = Math.min(missing, room)
  const moving = leaving + (old - oldHealthy) + (fresh - freshHealthy)
  return { start, stopOld, stopFresh, stuck: missing > 0 && start === 0 && stopOld === 0 && moving === 0 }
}
