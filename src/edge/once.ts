/** Writes whose answer may be lost on the way: before one is made again, ask whether it was carried out. */
import { kindOf } from '../failure/aws.ts'
import type { Clock } from './clock.ts'
import { backoff, isDoubtful, PATIENCE } from './retry.ts'

export interface Limits {
  readonly clock: Clock
  /** Epoch ms after which nothing is repeated. */
  readonly deadline: number
  readonly signal: AbortSignal
}

/**
 * `find` gives what `write` would have given, or undefined where it was not carried out. An attempt whose answer was lost stays in
 * doubt: what a later one is refused for speaks for that one alone.
 */
export async function once<Value>(
  { clock, deadline, signal }: Limits,
  write: () => Promise<Value>,
  find: () => Promise<Value | undefined>,
): Promise<Value> {
  let lost: unknown
  for (let attempt = 1; ; attempt++) {
    try {
      return await write()
    } catch (error) {
      const unlisted = kindOf(error) === 'unlisted'
      const doubtful = isDoubtful(error)
      if (doubtful) lost ??= error
      if (!doubtful && !unlisted && lost === undefined) throw error
      const found = await find()
      if (found !== undefined) return found
      if (!doubtful) throw lost ?? error
      const pause = backoff(attempt, Math.random)
      if (attempt >= PATIENCE.attempts || signal.aborted || clock.now() + pause > deadline) throw error
      await clock.sleep(pause, signal)
    }
  }
}

/** How long reads may lag behind a write, and how often they are made again, ms. */
export const LAG_MS = 60_000
const ASK_MS = 5_000

/** Asks until there is an answer, or reads can lag no longer. */
export async function patiently<Found>(
  { clock, deadline, signal }: Limits,
  find: () => Promise<Found | undefined>,
): Promise<Found | undefined> {
  const until = clock.now() + LAG_MS
  for (;;) {
    const found = await find()
    const isOver = clock.now() >= until || signal.aborted || clock.now() + ASK_MS > deadline
    if (found !== undefined || isOver) return found
    await clock.sleep(ASK_MS, signal)
  }
}
