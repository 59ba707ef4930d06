/** The pace of calls in an account that is throttled: slower for everyone who asks for the same, and never in step. */
import type { Clock } from './clock.ts'

const FIRST_GAP_MS = 100
const LONGEST_GAP_MS = 5_000

export interface Pace {
  /** Resolves when it is this call's turn, at the latest at `until` (epoch ms). */
  turn(until: number, signal: AbortSignal): Promise<void>
  throttled(): void
  served(): void
}

export function paced(clock: Clock, random: () => number): Pace {
  let gap = 0
  let next = 0
  return {
    async turn(until, signal) {
      if (gap === 0) return
      const now = clock.now()
      const mine = Math.max(now, next)
      next = mine + gap * (0.5 + random())
      const wait = Math.round(Math.min(mine, until) - now)
      if (wait > 0) await clock.sleep(wait, signal)
    },
    throttled() {
      gap = Math.min(LONGEST_GAP_MS, Math.max(FIRST_GAP_MS, gap * 2))
    },
    served() {
      gap = gap * 0.8 < FIRST_GAP_MS ? 0 : gap * 0.8
    },
  }
}
