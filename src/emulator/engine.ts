/** The world, its clock and its fate together: what moves time forward. */
import type { Fate } from './fate.ts'
import { type Pace, paceAt } from './pace.ts'
import { isQuiet, nextDue, tick } from './scheduler.ts'
import { nextScaling } from './services/application-autoscaling/next.ts'
import type { World } from './world.ts'

export const VIRTUAL_START = Date.UTC(2026, 0, 1)

export interface EngineOptions {
  readonly world: World
  readonly fate: Fate
  readonly clock: 'real' | 'virtual'
  readonly speed: number
  /** Real containers need real time to show that they cannot start. */
  readonly leastActivating: number
  /** When the fate knows its next fact, idle time can be jumped over. */
  readonly nextFact?: () => number | undefined
  /** Told after every tick. */
  readonly ticked?: (now: number) => void
}

export interface Engine {
  readonly pace: Pace
  readonly grid: number
  now(): number
  /** Virtual clock only: to this instant, ticking on the way; not so far where it is enough after a tick. */
  advanceTo(instant: number, isEnough?: () => boolean): void
  /** One tick, now. */
  step(): void
  /** Where a virtual clock stands. */
  instants(): Instants
  /** To where it stood, or to the very start. */
  restart(instants?: Instants): void
}

export interface Instants {
  readonly time: number
  /** The last tick; the next one is a whole number of ticks after it. */
  readonly ticked: number
}

export function createEngine(options: EngineOptions): Engine {
  const { world, fate, clock, speed, leastActivating, nextFact } = options
  const scaled = paceAt(speed)
  const pace = { ...scaled, activating: Math.max(scaled.activating, leastActivating) }
  const grid = Math.max(1, Math.round(1000 / speed))
  let time = VIRTUAL_START
  let ticked = VIRTUAL_START

  const tickAt = (instant: number): void => {
    const orders = tick(world, fate.facts(instant), instant, pace)
    if (orders.length > 0) fate.carryOut(orders, instant)
    options.ticked?.(instant)
  }

  const nextTick = (target: number): number => {
    const next = ticked + grid
    if (!isQuiet(world) || nextFact === undefined) return next
    const scaling = nextScaling(world, ticked, speed)
    const fact = Math.min(nextFact() ?? target, nextDue(world) ?? target, scaling ?? target, target)
    return Math.max(next, ticked + Math.ceil((fact - ticked) / grid) * grid)
  }

  return {
    pace,
    grid,
    now: () => (clock === 'virtual' ? time : Date.now()),
    advanceTo(instant, isEnough = () => false) {
      for (let next = nextTick(instant); next <= instant; next = nextTick(instant)) {
        ticked = next
        time = next
        tickAt(next)
        if (isEnough()) return
      }
      // a quiet time was jumped over: what comes after it does not begin before it
      ticked += Math.max(0, Math.floor((instant - ticked) / grid)) * grid
      time = Math.max(time, instant)
    },
    step: () => tickAt(clock === 'virtual' ? time : Date.now()),
    instants: () => ({ time, ticked }),
    restart(instants = { time: VIRTUAL_START, ticked: VIRTUAL_START }) {
      time = instants.time
      ticked = instants.ticked
    },
  }
}
