/** Watches the rollouts of a wave until each has its verdict; says what changes, and what it still waits for. */
import type { Clock } from '../edge/clock.ts'
import type { Runner } from '../edge/runner.ts'
import { kindOf } from '../failure/aws.ts'
import { failureOf } from '../failure/failure.ts'
import { ageOf, leastAhead } from './age.ts'
import type { Feed } from './feed.ts'
import { pauseOf } from './lifecycle.ts'
import { hasGained, mayHaveLost, runningOf, unproven } from './losses.ts'
import { remember, unseen } from './memory.ts'
import { type Look, Observer } from './observe.ts'
import { nextWait, paced, pollDelay, untilProven } from './pace.ts'
import { isEnding, isReturning, news, waitingFor } from './progress.ts'
import { given, isDue, spoken, Told, waiting } from './sign.ts'
import { isAnswered, type Rollout, type Snapshot } from './snapshot.ts'
import type { Reading } from './tasks.ts'
import { readLosses, tellLosses } from './tell-losses.ts'
import { type Say, type Track, trackOf } from './track.ts'
import { decide, paused, type Verdict } from './verdict.ts'
import { isEnded } from './watched.ts'

export interface Watching {
  readonly aws: Reading
  readonly clock: Clock
  readonly runner: Pick<Runner, 'say' | 'warn'>
  /** Epoch ms at which the run gives up. */
  readonly deadline: number
  /** Fires when the workflow is cancelled. */
  readonly signal: AbortSignal
}

export interface Ending {
  readonly verdict: Verdict
  /** The last thing that was seen; undefined when contact was lost before anything was. */
  readonly last: Snapshot | undefined
  /** ARN of our service deployment, where it became known. */
  readonly deployment: string | undefined
  /** Id of the service's own record of it, as the order's answer told it. */
  readonly ordered?: string | undefined
}

/** How long one that begins meanwhile waits for its first look. */
const GATHERING_MS = 10_000
/** Without an answer for so long contact counts as lost. */
const LOST_MS = 60_000

export async function watch(
  watching: Watching,
  feed: Feed,
  { onPause }: { readonly onPause: 'wait' | 'end' },
): Promise<Map<Rollout, Ending>> {
  const { aws, clock, runner, deadline, signal } = watching
  const observer = new Observer(aws, clock)
  const tracks: Track[] = []
  const say = speaker(runner, feed.begun)
  const tell = seldom(clock, line => runner.say(line))
  const open = () => tracks.filter(({ verdict }) => verdict === undefined)
  let contactAt = clock.now()
  let far = feed.begun.every(isAnswered)
  for (;;) {
    for (const rollout of feed.begun.slice(tracks.length)) tracks.push(trackOf(rollout, clock.now()))
    if (open().length === 0) {
      if (feed.over) break
      await feed.more()
      contactAt = clock.now()
      continue
    }
    const last = signal.aborted
    const rollouts = open().map(({ rollout }) => rollout)
    const snapshots = await look(observer, rollouts, { far, last }, tell)
    if (snapshots.size > 0) contactAt = clock.now()
    for (const track of open()) {
      const seen = snapshots.get(track.rollout)
      if (seen instanceof Error) track.verdict = untold(seen)
      else if (seen) await take(watching, observer, track, seen, say)
      else track.memory = unseen(track.memory)
      if (onPause === 'end') track.verdict ??= paused(track.rollout, track.last)
    }
    const known = open().filter(({ rollout }) => last || observer.deploymentOf(rollout) !== undefined)
    if (signal.aborted) endAll(known, () => CANCELLED)
    const left = deadline - clock.now()
    const lost = clock.now() - contactAt > LOST_MS
    if (left <= 0)
      endAll(open(), track => (lost ? lostContact : (paused(track.rollout, track.last) ?? timedOut(track))))
    if (open().length === 0) continue
    const now = clock.now()
    showLife(open(), now, say)
    const wait = nextWait(
      open().map(({ rollout, pacing, last, unproven }) =>
        unproven ? untilProven(unproven.leftMs) : pollDelay(rollout, pacing, now - rollout.startedAt, last),
      ),
      feed.over ? left : Math.min(left, GATHERING_MS),
    )
    far = wait.far
    await clock.sleep(wait.ms, signal)
  }
  return new Map(
    tracks.map(({ rollout, last, verdict }) => [
      rollout,
      {
        verdict: verdict as Verdict,
        last,
        deployment: observer.deploymentOf(rollout),
        ordered: rollout.order.deployment,
      },
    ]),
  )
}

function speaker(runner: Watching['runner'], rollouts: readonly Rollout[]): Say {
  return (track, line, at, names = track.rollout.name) => {
    const width = Math.max(...rollouts.map(({ name }) => name.length))
    runner.say(`${names.padEnd(width)}  ${line}`)
    track.sign = spoken(track.sign, at)
  }
}

/** Says the same again ever more seldom. */
function seldom(clock: Clock, say: (line: string) => void): (line: string) => void {
  const told = new Told()
  return line => {
    if (told.isNews(line, clock.now())) say(line)
  }
}

/** What one look at one rollout says, and whether that is the end. */
async function take(watching: Watching, observer: Observer, track: Track, now: Snapshot, say: Say): Promise<void> {
  const { rollout, last } = track
  for (const line of news(rollout, last, now)) if (track.told.isNews(line, now.at)) say(track, line, now.at)
  track.memory = remember(rollout, track.memory, now)
  if (hasGained(rollout, track.peak, last, now)) track.spent = track.lost
  track.peak = Math.max(track.peak, runningOf(rollout, now))
  track.pacing = paced(rollout, track.pacing, now)
  track.last = now
  track.ahead = Math.max(track.ahead, leastAhead(now))
  // what ECS has decided goes before what its tasks look like
  const verdict = decide(rollout, track.memory, now)
  const lost = mayHaveLost(rollout, last, now) ? await readLosses(watching.aws, track) : undefined
  const still =
    verdict && isGreen(verdict)
      ? unproven(track.mortality, now.service.desiredCount ?? 0, ageOf(rollout, now, track.ahead))
      : undefined
  track.unproven = verdict && still && { ...still, verdict }
  if (verdict !== undefined && still === undefined) track.verdict ??= told(verdict, track)
  if (lost) await tellLosses(watching.aws, track, now, lost, { say, find: () => observer.find(rollout) })
}

const isGreen = ({ outcome }: Verdict): boolean => outcome === 'deployed' || outcome === 'unchanged'

/** ECS says "by user" of what this run asked for, and nothing of tasks that it does not count. */
function told(verdict: Verdict, { askedBack, mortality: { count, longestMs, soon } }: Track): Verdict {
  const { outcome, reason } = verdict
  if (askedBack !== undefined && ['rolled-back', 'failed-on-old', 'failed-mixed'].includes(outcome))
    return { ...verdict, reason: `${reason}, as this run asked: ${askedBack}` }
  const ended = `; ${count} of its tasks ${count === 1 ? 'has' : 'have'} ended by ${count === 1 ? 'itself' : 'themselves'} before`
  const late =
    soon.count < count ? `, after as long as ${Math.round(longestMs / 60_000)} min, which nobody waits for` : ''
  return isGreen(verdict) && count > 0 ? { ...verdict, reason: `${reason}${ended}${late}` } : verdict
}

/** One line for all that wait for the same, when it is the turn of one of them. */
function showLife(tracks: readonly Track[], now: number, say: Say): void {
  const alike = new Map<string, Track[]>()
  for (const track of tracks) {
    const { rollout, last } = track
    const words = last ? (provenBy(track) ?? waitingFor(rollout, last)) : 'waiting for ECS to answer'
    track.sign = waiting(track.sign, words, now)
    alike.set(words, [...(alike.get(words) ?? []), track])
  }
  for (const [words, all] of alike) {
    const [first, ...others] = all
    if (first === undefined || !all.some(({ sign }) => isDue(sign, now))) continue
    const since = Math.min(...all.map(({ sign }) => sign.since))
    const also = others.length > 2 ? [`${others.length} more`] : others.map(({ rollout }) => rollout.name)
    say(first, `${words} (for ${Math.round((now - since) / 1000)} s)`, now, [first.rollout.name, ...also].join(', '))
    for (const track of all) track.sign = given(track.sign, now)
  }
}

function endAll(tracks: readonly Track[], verdictOf: (track: Track) => Verdict): void {
  for (const track of tracks) track.verdict = verdictOf(track)
}

const CANCELLED: Verdict = { outcome: 'cancelled', reason: 'the workflow was cancelled' }

/** No snapshots while AWS is out of reach for a moment; only a denial and dead credentials end a watch. */
async function look(
  observer: Observer,
  rollouts: readonly Rollout[],
  how: Look,
  tell: (line: string) => void,
): Promise<Map<Rollout, Snapshot | Error>> {
  try {
    return await observer.look(rollouts, how)
  } catch (error) {
    const known = error instanceof Error ? error : new Error(String(error))
    const kind = kindOf(known)
    if (kind === 'denied' || kind === 'dead-credentials') return new Map(rollouts.map(rollout => [rollout, known]))
    tell(`AWS is out of reach for a moment (${known.message}); watching on`)
    return new Map()
  }
}

function untold(error: Error): Verdict {
  const { message, advice } = failureOf(error, 'watch the rollout')
  return { outcome: 'unknown', reason: `${message}. The rollout goes on in ECS; look there how it ends. ${advice}` }
}

const lostContact: Verdict = {
  outcome: 'unknown',
  reason: 'contact with AWS was lost. The rollout goes on in ECS; look there how it ends.',
}

function goesOn(last: Snapshot | undefined): string {
  if (isEnded(last?.deployment)) return `ECS has called the deployment ${last?.deployment?.status}`
  if (last && isEnding(last)) return 'Somebody asked ECS to stop it'
  return last && isReturning(last) ? 'ECS goes on with the rollback' : 'The rollout goes on in ECS'
}

const provenBy = ({ unproven }: Track): string | undefined =>
  unproven && `watching whether its tasks run longer than ${unproven.than}`

function timedOut({ rollout, last, unproven }: Track): Verdict {
  if (unproven !== undefined) {
    const { verdict, than } = unproven
    const early = `the time is up before its tasks have run longer than ${than} by themselves`
    return {
      ...verdict,
      outcome: 'unknown',
      reason: `${verdict.reason}, and ${early}; look in ECS whether they stay`,
    }
  }
  const wait = last ? waitingFor(rollout, last) : 'ECS did not answer'
  const pause = last && pauseOf(rollout, last)
  return { outcome: 'timed-out', reason: `the time is up, still ${pause?.words ?? wait}. ${goesOn(last)}.` }
}
