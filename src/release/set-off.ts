/** Starts the services of a wave, one after the other; those that are started may be watched meanwhile. */
import type { Edges } from '../edge/edges.ts'
import { Feed } from '../rollout/feed.ts'
import type { Rollout } from '../rollout/snapshot.ts'
import type { Verdict } from '../rollout/verdict.ts'
import type { Journal } from './journal.ts'
import { moves, type Planned, startSeconds } from './plan.ts'
import { take } from './take.ts'

export interface Departure {
  readonly feed: Feed
  /** Resolves when it is time to watch: all are started, or that takes long. */
  readonly ready: Promise<void>
  readonly all: Promise<ReadonlyMap<Planned, Rollout | Verdict>>
}

/** How long those that are started wait for the others before they are watched. */
const TOGETHER_MS = 10_000

export function setOff(edges: Edges, wave: readonly Planned[], journal: Journal): Departure {
  const seconds = startSeconds(wave)
  if (seconds >= TOGETHER_MS / 1000)
    edges.runner.say(
      `${wave.filter(moves).length} services are to be moved: by ECS's limits it takes about ${seconds} s to start them all`,
    )
  const feed = new Feed()
  let watchNow = () => {}
  const ready = new Promise<void>(resolve => {
    watchNow = resolve
  })
  const startAll = async () => {
    const began = edges.clock.now()
    const taken = new Map<Planned, Rollout | Verdict>()
    try {
      for (const planned of unmovedFirst(wave)) {
        const result = calledAs(planned, await take(edges, planned, journal))
        taken.set(planned, result)
        if (isRollout(result)) feed.add(result)
        if (edges.clock.now() - began >= TOGETHER_MS) watchNow()
      }
    } finally {
      feed.end()
      watchNow()
    }
    return taken
  }
  return { feed, ready, all: startAll() }
}

/** A release tag may be younger than the revision that it is put on. */
const calledAs = ({ goal }: Planned, taken: Rollout | Verdict): Rollout | Verdict =>
  isRollout(taken) && goal.kind === 'image' ? { ...taken, called: goal.provenance.version } : taken

/** What costs no write may fail without a limit being used up. */
const unmovedFirst = (wave: readonly Planned[]): Planned[] => [
  ...wave.filter(each => !moves(each)),
  ...wave.filter(moves),
]

export const isRollout = (value: Rollout | Verdict): value is Rollout => 'revision' in value
