/** Tells of tasks that die, and ends what they say is hopeless. */
import type { LostTask } from './cause.ts'
import { lostTasks } from './explain.ts'
import { hopeless, mortalityOf, signOf } from './losses.ts'
import { isReturning } from './progress.ts'
import type { Snapshot } from './snapshot.ts'
import type { Reading } from './tasks.ts'
import type { Say, Track } from './track.ts'
import { stopAsBreaker } from './undo.ts'

/** The tasks that died so far. Known to the verdict of the same look: what died between the last two looks counts as well. */
export async function readLosses(aws: Reading, track: Track): Promise<readonly LostTask[]> {
  const lost = await lostTasks(aws, track.rollout)
  // ECS forgets them after an hour
  if (lost.length > 0) track.mortality = mortalityOf(lost)
  return lost
}

/** What they did: worth knowing long before ECS gives up, and it may never. `find`: our service deployment. */
export async function tellLosses(
  aws: Reading,
  track: Track,
  now: Snapshot,
  lost: readonly LostTask[],
  { say, find }: { readonly say: Say; find(): Promise<string | undefined> },
): Promise<void> {
  const { rollout } = track
  const sign = signOf(track.lost, lost)
  if (lost.length > 0) track.lost = new Set(lost.map(({ id }) => id))
  const ends = track.verdict !== undefined || track.askedBack !== undefined || isReturning(now)
  const since = lost.filter(({ id }) => !track.spent.has(id))
  const why = ends ? undefined : hopeless(rollout, now, since)
  if (why !== undefined) {
    const line = await endHopeless(aws, await find(), track, now, why)
    if (line !== undefined) say(track, line, now.at)
  } else if (sign !== undefined && track.told.isNews(sign.kind, now.at)) {
    // more of one kind is no news
    say(track, sign.sentence, now.at)
  }
}

/** Where the breaker may roll back ECS is asked to, else the run ends here. */
async function endHopeless(aws: Reading, arn: string | undefined, track: Track, now: Snapshot, why: string) {
  const { adopted, counted, unvouched } = track.rollout
  // what somebody else ordered is not ours to stop, nor is there anything to stop of what was over before
  const over = unvouched || now.deployment?.status === 'SUCCESSFUL'
  const asked = adopted || counted || over ? undefined : await stopAsBreaker(aws, arn, now.service)
  // how it ended the next look shows
  if (asked === false) return undefined
  if (asked) {
    track.askedBack = why
    return `${why}: ECS was asked to roll back, as its breaker would`
  }
  const ends = now.service.deploymentConfiguration?.alarms?.enable === true ? 'only an alarm' : 'nothing'
  track.verdict = {
    outcome: 'failed-mixed',
    reason: `${why}; ${over ? 'ECS starts them again and again' : 'the rollout goes on in ECS'}, and ${ends} there ends it`,
  }
  return undefined
}
