/**
 * Patience with AWS. The SDK's own is too short for a deploy (three attempts, 92 ms of waiting on a 500, no time limit on
 * a hung connection); this one waits with full jitter, and only for what waiting can cure.
 */
import { kindOf, nameOf } from '../failure/aws.ts'

export interface Patience {
  readonly attempts: number
  /** All waiting of one call together, ms. */
  readonly budgetMs: number
}

export const PATIENCE: Patience = { attempts: 10, budgetMs: 120_000 }

/** Whether the same call may succeed when it is made again: all but what AWS itself said no to. */
export function isTransient(error: unknown): boolean {
  return kindOf(error) === 'throttled' || isDoubtful(error)
}

/** AWS refused a read in a code that says nothing that we know: there is nothing to lose in asking again a few times. */
export const isStrange = (error: unknown): boolean =>
  kindOf(error) === 'unlisted' && !/NotFound|Invalid|Unsupported|Limit|NotSupported|Validation/.test(nameOf(error))

/** How often such a read is asked for. */
export const STRANGE_ATTEMPTS = 4

/** Whether the call may have been carried out all the same, and only its answer is missing. */
export function isDoubtful(error: unknown): boolean {
  const kind = kindOf(error)
  return kind === 'transient' || kind === 'unknown'
}

/** The wait before attempt `n` (1 is the first repetition): anything up to a bound that doubles, in ms. */
export function backoff(n: number, random: () => number): number {
  return Math.round(random() * Math.min(20_000, 500 * 2 ** (n - 1)))
}
