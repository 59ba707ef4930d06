/** Watches the rollouts of a wave until each has its verdict; says what changes, and what it still waits for. */
import type { Aws } from '../edge/aws.ts'
import type { Clock } from '../edge/clock.ts'
import { isTransient } from '../edge/retry.ts'
import { LONGEST_SILENCE_MS, type Runner } from '../edge/runner.ts'
import { failureOf } from '../failure/failure.ts'
import { firstSigns } from './explain.ts'
import { Observer } from './observe.ts'
import { hasLostMore, news, pollDelay, waitingFor } from './progress.ts'
import type { Rollout, Snapshot } from './snapshot.ts'
import { decide, type Verdict } from './verdict.ts'

export interface Watching {
  readonly aws: Aws
  readonly clock: Clock
  readonly runner: Runner
  /** Epoch ms at which the run gives up. */
  readonly deadline: number
  /** Fires when the workflow is cancelled. */
  readonly signal: AbortSignal
}

export interface Ending {
  readonly verdict: Verdict
  /** The last thing that was seen; undefined when contact was lost before anything was. */
  readonly last: Snapshot | undefined
}

export async function watch(watching: Watching, rollouts: readonly Rollout[]): Promise<Map<Rollout, Ending>> {
  const { aws, clock, runner, deadline, signal } = watching
  const observer = new Observer(aws, clock)
  const seen = new Map<Rollout, Snapshot[]>(rollouts.map(rollout => [rollout, []]))
  const endings = new Map<Rollout, Ending>()
  const open = () => rollouts.filter(rollout => !endings.has(rollout))
  const end = (rollout: Rollout, verdict: Verdict) => endings.set(rollout, { verdict, last: seen.get(rollout)?.at(-1) })
  const width = Math.max(...rollouts.map(({ name }) => name.length))
  const say = (rollout: Rollout, line: string) => runner.say(`${rollout.name.padEnd(width)}  ${line}`)
  const began = clock.now()
  let spokenAt = began
  let contactAt = began

  while (open().length > 0) {
    const snapshots = await look(observer, open(), runner)
    if (snapshots instanceof Error) {
      const { message, advice } = failureOf(snapshots, 'watch the rollout')
      const reason = `${message}. The rollout goes on in ECS; look there how it ends. ${advice}`
      for (const rollout of open()) end(rollout, { outcome: 'unknown', reason })
      break
    }
    if (snapshots.size > 0) contactAt = clock.now()
    for (const [rollout, snapshot] of snapshots) {
      const history = seen.get(rollout) ?? []
      const lines = news(rollout, history.at(-1), snapshot)
      if (hasLostMore(history.at(-1), snapshot)) lines.push((await firstSigns(aws, rollout)) ?? '')
      history.push(snapshot)
      for (const line of lines.filter(Boolean)) say(rollout, line)
      if (lines.length > 0) spokenAt = clock.now()
      const verdict = decide(rollout, history)
      if (verdict) end(rollout, verdict)
    }
    if (open().length === 0) break
    if (signal.aborted) {
      for (const rollout of open()) end(rollout, { outcome: 'cancelled', reason: 'the workflow was cancelled' })
      break
    }
    const left = deadline - clock.now()
    if (left <= 0) {
      const lost = clock.now() - contactAt > 60_000
      for (const rollout of open()) end(rollout, lost ? lostContact : timedOut(rollout, seen.get(rollout)?.at(-1)))
      break
    }
    const pause = Math.min(left, pollDelay(clock.now() - began))
    if (clock.now() + pause - spokenAt > LONGEST_SILENCE_MS) {
      for (const rollout of open()) {
        const last = seen.get(rollout)?.at(-1)
        const wait = last ? waitingFor(rollout, last) : 'waiting for ECS to answer'
        say(rollout, `${wait} (${Math.round((clock.now() - began) / 1000)} s)`)
      }
      spokenAt = clock.now()
    }
    await clock.sleep(pause, signal)
  }
  return endings
}

/** No snapshots while AWS is out of reach for a moment; an error when it refuses to tell. */
async function look(
  observer: Observer,
  rollouts: readonly Rollout[],
  runner: Runner,
): Promise<Map<Rollout, Snapshot> | Error> {
  try {
    return await observer.look(rollouts)
  } catch (error) {
    if (!isTransient(error)) return error instanceof Error ? error : new Error(String(error))
    runner.say(`AWS is out of reach for a moment (${error instanceof Error ? error.message : error}); watching on`)
    return new Map()
  }
}

const lostContact: Verdict = {
  outcome: 'unknown',
  reason: 'contact with AWS was lost. The rollout goes on in ECS; look there how it ends.',
}

function timedOut(rollout: Rollout, last: Snapshot | undefined): Verdict {
  const wait = last ? waitingFor(rollout, last) : 'ECS did not answer'
  return { outcome: 'timed-out', reason: `the time is up, still ${wait}. The rollout goes on in ECS.` }
}
