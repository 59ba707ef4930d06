/** The clock at the control door: read, and moved on without keeping others waiting. */
import { setTimeout } from 'node:timers/promises'
import type { ControlRoom } from './control.ts'
import { formed } from './control-forms.ts'
import { wrong } from './control-input.ts'

export function clock({ engine, clock, perRequest, skewMs }: ControlRoom) {
  return {
    now: engine.now(),
    iso: new Date(engine.now()).toISOString(),
    kind: clock,
    speed: engine.pace.speed,
    perRequestMs: perRequest,
    ...(skewMs !== undefined && { skewMs }),
  }
}

/** A scheduler's tick a second: more than this in one go keeps everybody waiting. */
const MOST_ADVANCE = 10 * 366 * 24 * 3600 * 1000

interface Moves {
  readonly skewMs?: unknown
  readonly advanceMs?: number
  readonly untilMs?: number
  readonly perRequestMs?: number
}

/** All of it is looked at before any of it is done. */
export async function moveClock(room: ControlRoom, body: unknown) {
  const { skewMs, ...moves } = formed<Moves>('the body of clock', body)
  const { advanceMs, untilMs, perRequestMs } = moves
  const isSkew = typeof skewMs === 'number'
  if (skewMs !== undefined && skewMs !== null && !isSkew)
    throw wrong('skewMs must be a number, or null for signatures that are not checked.')
  if (isSkew) checkSpan(Math.abs(skewMs), 'skewMs')
  const isMoved = Object.keys(moves).length > 0
  if (isMoved && room.clock !== 'virtual') throw wrong('Only a virtual clock can be moved.', 409)
  checkSpan(advanceMs, 'advanceMs')
  checkSpan(perRequestMs, 'perRequestMs')
  checkSpan(Math.max(0, (untilMs ?? 0) - room.engine.now()), 'the time until untilMs')
  if (skewMs !== undefined) room.skewMs = isSkew ? skewMs : undefined
  if (perRequestMs !== undefined) room.perRequest = perRequestMs
  if (advanceMs !== undefined) await advance(room, room.engine.now() + advanceMs)
  if (untilMs !== undefined) await advance(room, untilMs)
  return clock(room)
}

/** In real time, how long others wait, and how long they have then: a virtual hour may be much work or none. */
const STRIDE_MS = 50
const PAUSE_MS = 2

async function advance({ engine }: ControlRoom, instant: number): Promise<void> {
  let reached = engine.now()
  // set back meanwhile, it is no longer ours to move
  while (engine.now() >= reached && engine.now() < instant) {
    const end = performance.now() + STRIDE_MS
    engine.advanceTo(instant, () => performance.now() >= end)
    reached = engine.now()
    await setTimeout(PAUSE_MS)
  }
}

function checkSpan(ms: number | undefined, name: string): void {
  if (ms !== undefined && ms > MOST_ADVANCE) throw wrong(`${name} must be ten years at most.`)
}
