/** The clock at the control door: read, and moved on without keeping others waiting. */
import { setImmediate } from 'node:timers/promises'
import type { ControlRoom } from './control.ts'
import { amount, wrong } from './control-input.ts'

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

export async function moveClock(room: ControlRoom, { skewMs, ...moves }: Record<string, unknown>) {
  if (skewMs !== undefined) {
    if (skewMs !== null && !(typeof skewMs === 'number' && Math.abs(skewMs) < MOST_ADVANCE))
      throw wrong('skewMs must be a number, or null for signatures that are not checked.')
    room.skewMs = skewMs ?? undefined
  }
  const { advanceMs, untilMs, perRequestMs } = moves
  if (Object.keys(moves).length === 0) return clock(room)
  if (room.clock !== 'virtual') throw wrong('Only a virtual clock can be moved.', 409)
  if (perRequestMs !== undefined) room.perRequest = span(perRequestMs, 'perRequestMs')
  if (advanceMs !== undefined) await advance(room, room.engine.now() + span(advanceMs, 'advanceMs'))
  if (untilMs !== undefined) {
    span(amount(untilMs, 'untilMs') - Math.min(amount(untilMs, 'untilMs'), room.engine.now()), 'the time until untilMs')
    await advance(room, amount(untilMs, 'untilMs'))
  }
  return clock(room)
}

/** As far as goes between two answers to others. */
const STRIDE = 3600 * 1000

async function advance({ engine }: ControlRoom, instant: number): Promise<void> {
  while (engine.now() < instant) {
    engine.advanceTo(Math.min(engine.now() + STRIDE, instant))
    await setImmediate()
  }
}

function span(value: unknown, name: string): number {
  const ms = amount(value, name)
  if (ms > MOST_ADVANCE) throw wrong(`${name} must be ten years at most.`)
  return ms
}
