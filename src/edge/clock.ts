/** Time, as a parameter: the rooms ask this and nothing else what time it is. */
import { setTimeout as wait } from 'node:timers/promises'

export interface Clock {
  /** Epoch milliseconds. */
  now(): number
  /** Resolves after `ms`, or at once when `signal` fires; it never rejects, because stopping is normal. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

export const systemClock: Clock = {
  now: () => Date.now(),
  async sleep(ms, signal) {
    await wait(ms, undefined, signal ? { signal } : {}).catch(error => {
      if (!signal?.aborted) throw error
    })
  },
}
