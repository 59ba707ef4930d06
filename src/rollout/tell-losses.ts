/** Tells of tasks that die, and ends what they say is hopeless. */
import { lostTasks } from './explain.ts'
import { hopeless, signOf } from './losses.ts'
import { isReturning } from './progress.ts'
import type { Snapshot } from './snapshot.ts'
import type { Reading } from './tasks.ts'
import type { Say, Track } from './track.ts'
import { stopAsBreaker } from './undo.ts'

/** What the tasks that died so far did: worth knowing long before ECS gives up, and it may never. `find`: our service deployment. */
export async function tellLosses(
  aws: Reading,
  track: Track,
  now: Snapshot,
  { say, find }: { readonly say: Say; find(): Promise<string | undefined> },
): Promise<void> {
  const { rollout } = track
  const lost = await lostTasks(aws, rollout)
  const sign = signOf(track.lost, lost)
  if (lost.length > 0) track.lost = new Set(lost.map(({ id }) => id))
  const ends = track.verdict !== undefined || track.askedBack !== undefined || isReturning(now)
  const since = lost.filter(({ id }) => !track.spent.has(id))
  const why = ends ? undefined : hopeless(rollout, now, since)
  const line = why === undefined ? sign : await endHopeless(aws, await find(), track, now, why)
  if (line !== undefined) say(track, line, now.at)
}

/** Where the breaker may roll back ECS is asked to, else the run ends here. */
async function endHopeless(aws: Reading, arn: string | undefined, track: Track, now: Snapshot, why: string) {
  // what somebody else ordered is not ours to stop
  const asked = track.rollout.adopted === undefined ? await stopAsBreaker(aws, arn, now.service) : undefined
  if (asked !== undefined) {
    track.askedBack = why
    return asked ? `${why}: ECS was asked to roll back, as its breaker would` : undefined
  }
  const ends = now.service.deploymentConfiguration?.alarms?.enable === true ? 'only an alarm' : 'nothing'
  track.verdict = { outcome: 'failed-mixed', reason: `${why}; the rollout goes on in ECS, and ${ends} there ends it` }
  return undefined
}
