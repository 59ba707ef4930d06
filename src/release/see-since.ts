/** Sees what services lost since their verdict; where that says nothing of those that run, for as long as they take to outlive it. */
import type { Service } from '@aws-sdk/client-ecs'
import type { Edges } from '../edge/edges.ts'
import { ageOf, leastAhead } from '../rollout/age.ts'
import { readLost } from '../rollout/explain.ts'
import { untilProven } from '../rollout/pace.ts'
import { Told } from '../rollout/sign.ts'
import type { Rollout } from '../rollout/snapshot.ts'
import type { Place } from '../rollout/standing.ts'
import { adopt } from '../rollout/start.ts'
import { tasksRunning } from '../rollout/tasks.ts'
import { LOOKING_MS, read } from './last-look.ts'
import type { Result } from './result.ts'
import {
  isAbsent,
  isBefore,
  isHopeless,
  judged,
  mayHaveLost,
  newestOf,
  type Seen,
  unprovenSince,
  verdictSince,
} from './since.ts'

type Looking = Pick<Edges, 'aws' | 'clock' | 'deadline' | 'runner' | 'signal'>

/** What the looks back so far have read: the services, where no later read tells more, and what nobody could read often enough. */
export interface Looked {
  readonly found: Map<Place, Service | undefined>
  readonly closed: Set<Place>
  readonly doubtful: ReadonlySet<Result>
  /** How far AWS's clock was seen to be ahead of this machine's at least, ms. */
  readonly ahead: Map<Result, number>
  /** How long is waited for those that run to outlive those that ended, epoch ms. */
  readonly until: number
}

/** `looked.found` is as new afterwards as what is returned; `waited`: and newer than it was. */
export async function seeSince(
  edges: Looking,
  results: readonly Result[],
  looked: Looked,
): Promise<{ readonly seen: ReadonlyMap<Result, Seen>; readonly waited: boolean }> {
  const { clock, deadline, runner, signal } = edges
  const seen = new Map<Result, Seen>()
  const absent = new Set<Result>()
  const told = new Told()
  let due = results
  for (let waited = false; ; waited = true) {
    await Promise.all(
      due.map(async each => {
        seen.set(each, await see(edges, each, looked, seen.get(each)))
      }),
    )
    const open = results.filter(each => isOpen(each, seen.get(each)) && !looked.closed.has(each.standing.place))
    const { ms } = untilProven(Math.min(...open.map(each => seen.get(each)?.unproven?.leftMs ?? 0)))
    if (clock.now() >= looked.until) for (const each of open) seen.set(each, ended(seen.get(each)))
    const isOver = clock.now() >= Math.min(looked.until, deadline - ms)
    if (open.length === 0 || signal.aborted || isOver) return { seen, waited }
    for (const each of open) {
      const { than } = seen.get(each)?.unproven ?? {}
      const line = `${each.standing.place.name}  watching whether its tasks run longer than ${than}`
      if (told.isNews(line, clock.now())) runner.say(line)
    }
    await clock.sleep(ms, signal)
    due = await readOpen(edges, open, looked, absent)
  }
}

const isOpen = (result: Result, seen: Seen | undefined): boolean =>
  seen?.unproven !== undefined && !isHopeless(result, seen)

/** Where its tasks could not be read nobody knows. */
const ended = (seen: Seen | undefined): Seen =>
  ({ ...seen, unproven: seen?.unproven && { ...seen.unproven, isOver: !seen.unproven.isBlind } }) as Seen

/** Less those whose record says nothing of now: that one is not there must hold in two reads. Without a record its tasks tell. */
async function readOpen(
  { aws }: Looking,
  open: readonly Result[],
  { found, closed }: Looked,
  absent: Set<Result>,
): Promise<Result[]> {
  const again = await read(aws, open, closed)
  return open.filter(result => {
    const { place } = result.standing
    const service = again.get(place)
    if (!again.has(place)) return !closed.has(place)
    const isFirst = isAbsent(service) && !absent.has(result)
    if (isFirst) absent.add(result)
    else if (!isAbsent(service)) absent.delete(result)
    if (isFirst || (service !== undefined && !isAbsent(service) && isBefore(service, judged(result)))) return false
    found.set(place, service)
    return true
  })
}

async function see(edges: Looking, result: Result, looked: Looked, before: Seen | undefined): Promise<Seen> {
  const { aws, clock } = edges
  const service = looked.found.get(result.standing.place)
  const lost = await lostSince(edges, result, service)
  // what could not be read now has not become untrue
  if (lost === undefined && before?.unproven !== undefined) return before
  // while it is waited for, one look says nothing of how many run
  const sure = before === undefined && !looked.doubtful.has(result)
  const seen = { service, lost, sure, at: clock.now() }
  if (unprovenSince(result, seen, 0) === undefined || (before === undefined && verdictSince(result, seen))) return seen
  const rollout = rolloutSince(edges, result)
  const tasks = await aws.within(LOOKING_MS, () => tasksRunning(aws, rollout)).catch(() => undefined)
  const at = clock.now()
  const told = { at, ...(tasks && { tasks }) }
  const now = leastAhead({ ...told, ...(service && { service }) })
  const ahead = Math.max(now, looked.ahead.get(result) ?? leastAhead(judgedAt(result, at)))
  looked.ahead.set(result, ahead)
  const still = unprovenSince(result, seen, ageOf(rollout, told, ahead))
  return { ...seen, unproven: still && { ...still, isOver: false, isBlind: tasks === undefined } }
}

/** As its verdict saw it, and when. */
const judgedAt = ({ ending }: Result, at: number) => ending?.last ?? { at }

/** The rollout as it goes on after its verdict: what ended or was told before is not of it. */
export const rolloutSince = ({ clock }: Pick<Edges, 'clock'>, result: Result): Rollout => ({
  ...(result.rollout ?? adopt(clock, result.standing)),
  unvouched: true,
  lastEvent: judged(result).events?.[0]?.id,
  knownUntil: newestOf(judged(result)) + 1,
})

async function lostSince({ aws, clock }: Looking, result: Result, service: Service | undefined): Promise<Seen['lost']> {
  if (result.unmoved === 'outside' || !mayHaveLost(result, service)) return []
  return await aws.within(LOOKING_MS, () => readLost(aws, rolloutSince({ clock }, result))).catch(() => undefined)
}
