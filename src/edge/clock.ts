/** Time, as a parameter: the rooms ask this and nothing else what time it is. */
import { setTimeout as wait } from 'node:timers/promises'

export interface Clock {
  /** Epoch milliseconds. It never jumps: a clock that is set in mid-run moves no deadline. */
  now(): number
  /** Resolves after `ms`, or at once when `signal` fires; it never rejects, because stopping is normal. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

const BEGAN = { epoch: Date.now(), monotonic: performance.now() }

export const systemClock: Clock = {
  now: () => BEGAN.epoch + Math.round(performance.now() - BEGAN.monotonic),
  async sleep(ms, signal) {
    await wait(ms, undefined, signal ? { signal } : {}).catch(error => {
      if (!signal?.aborted) throw error
    })
  },
}
