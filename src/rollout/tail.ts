/** The last stretch of a rollout: from the moment the last old tasks begin to leave until ECS calls it complete. Pure. */
import type { Service, ServiceEvent } from '@aws-sdk/client-ecs'
import { newEvents, ours, type Rollout, type Snapshot } from './snapshot.ts'

const LEAVING = /has begun draining connections on \d+ tasks|has stopped \d+ running tasks/
const STARTED = /has started \d+ tasks/
/** What ECS says when a deployment is over. */
export const COMPLETED = /deployment completed\.$/

/**
 * How long those before took, ms, newest first, by the hundred events that ECS keeps of a service; 0 where none was seen to
 * leave before the end.
 */
export function tailsOf({ events = [] }: Pick<Service, 'events'>): readonly number[] {
  const tails: number[] = []
  for (const [nth, { message = '', createdAt }] of events.entries()) {
    if (!COMPLETED.test(message)) continue
    const before = events.slice(nth + 1)
    const last = before.find(each => isOneOf(each, [LEAVING, STARTED, COMPLETED]))
    if (last === undefined || isOneOf(last, [COMPLETED])) continue
    tails.push(isOneOf(last, [LEAVING]) ? Math.max(0, Number(createdAt) - Number(last.createdAt)) : 0)
  }
  return typical(tails.filter(Number.isFinite).slice(0, 5))
}

/** Less the one of many that is least like the others: what left then may have been another image. */
function typical(tails: readonly number[]): readonly number[] {
  if (tails.length < 4) return tails
  const sorted = tails.toSorted((a, b) => a - b)
  const middle = sorted[Math.floor(sorted.length / 2)] ?? 0
  const far = (each: number) => Math.abs(each - middle)
  const odd = tails.reduce((most, each) => (far(each) > far(most) ? each : most))
  return tails.toSpliced(tails.indexOf(odd), 1)
}

/**
 * When the newest of the old tasks was told to go, by AWS's clock, epoch ms; undefined while ours are not all there, or none was told
 * since the last of ours was started.
 */
export function leavingAt(rollout: Rollout, now: Snapshot): number | undefined {
  const { desiredCount = 0 } = now.service
  const { runningCount = 0, pendingCount = 0 } = ours(rollout, now) ?? {}
  if (desiredCount < 1 || runningCount < desiredCount || pendingCount > 0) return undefined
  const newest = newEvents(rollout, now).find(each => isOneOf(each, [LEAVING, STARTED]))
  return newest && isOneOf(newest, [LEAVING]) ? Number(newest.createdAt ?? now.at) : undefined
}

const isOneOf = ({ message = '' }: ServiceEvent, kinds: readonly RegExp[]): boolean =>
  kinds.some(kind => kind.test(message))
