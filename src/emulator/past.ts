/** The world as it was, for reads that lag behind. */
import type { World } from './world.ts'

interface Seen {
  readonly at: number
  readonly world: World
}

export interface Past {
  /** Keeps the world if something happened since; what a look back to `oldest` does not need is dropped. */
  observe(world: World, now: number, written: boolean, oldest?: number): void
  /** At this instant; the oldest there is, if none is old enough. */
  at(instant: number): World | undefined
  clear(): void
}

export function createPast(): Past {
  let kept: Seen[] = []
  let told = -1
  return {
    observe(world, now, written, oldest) {
      if (!written && told === world.journal.length) return
      told = world.journal.length
      kept.push({ at: now, world: asItIs(world) })
      if (oldest === undefined) return
      const first = kept.findLastIndex(({ at }) => at <= oldest)
      if (first > 0) kept = kept.slice(first)
    },
    at: instant => (kept.findLast(({ at }) => at <= instant) ?? kept[0])?.world,
    clear() {
      kept = []
      told = -1
    },
  }
}

export const asItIs = (world: World): World => structuredClone({ ...world, journal: [] })
