/** One rollout under watch: what was seen of it, what was said, and how it ended. */
import { type Mortality, NONE_DIED, type Unproven } from './losses.ts'
import { type Memory, NOTHING_SEEN } from './memory.ts'
import { type Pacing, pacingFrom } from './pace.ts'
import { type Sign, silentSince, Told } from './sign.ts'
import type { Rollout, Snapshot } from './snapshot.ts'
import type { Verdict } from './verdict.ts'

/** Nothing in it grows with time. */
export interface Track {
  readonly rollout: Rollout
  memory: Memory
  last: Snapshot | undefined
  /** Stopped tasks that were told of, of those that ECS still shows. */
  lost: ReadonlySet<string>
  /** Those of them that died before the rollout last gained anything. */
  spent: ReadonlySet<string>
  mortality: Mortality
  /** How far AWS's clock is ahead of this machine's at least, ms. */
  ahead: number
  /** ECS is done with it and all is well, and its tasks are not known to stay so. */
  unproven: (Unproven & { readonly verdict: Verdict }) | undefined
  /** The most tasks of ours that ran at once. */
  peak: number
  /** Why ECS was asked to roll back, where it was. */
  askedBack: string | undefined
  pacing: Pacing
  sign: Sign
  readonly told: Told
  verdict: Verdict | undefined
}

export const trackOf = (rollout: Rollout, now: number): Track => ({
  rollout,
  memory: NOTHING_SEEN,
  last: undefined,
  lost: new Set(),
  spent: new Set(),
  mortality: NONE_DIED,
  ahead: -Infinity,
  unproven: undefined,
  peak: 0,
  askedBack: undefined,
  pacing: pacingFrom(rollout.startedAt),
  sign: silentSince(now),
  told: new Told(),
  verdict: undefined,
})

/** `names`: of all that the line is about. */
export type Say = (track: Track, line: string, at: number, names?: string) => void
