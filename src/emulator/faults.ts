/** Which faults are armed, and which of them hit a call. */
import { type Fault, type Kind, VIEWS } from './fault.ts'
import { asItIs, createPast, type Past } from './past.ts'
import { isPaged } from './short-pages.ts'
import type { World } from './world.ts'

interface Armed {
  readonly fault: Fault
  seen: number
  hits: number
  /** stale by calls: the world at each call since it was armed, as many as are needed. */
  readonly trail: World[]
}

export interface Struck {
  /** Keeps the call from being carried out, or spoils its answer. */
  readonly broken?: Fault
  readonly views: readonly Fault[]
  /** stale: the world as the call sees it. */
  readonly past?: World
}

export interface Faults {
  arm(faults: readonly Fault[], world: World, now: number): void
  clear(): void
  list(): (Fault & { readonly hits: number })[]
  /** The faults that hit this call. */
  strike(service: string, operation: string, world: World, now: number): Struck
  /** A write is about to happen: remember the world as stale reads will see it. */
  remember(world: World): void
  /** Time or a write went by. */
  observe(world: World, now: number, written?: boolean): void
}

export function createFaults(): Faults {
  let armed: Armed[] = []
  let beforeWrite: World | undefined
  const past: Past = createPast()
  const isSpent = ({ fault, hits }: Armed): boolean => fault.times !== null && hits >= (fault.times ?? 1)
  const waiting = (): Fault[] => armed.filter(one => !isSpent(one)).map(({ fault }) => fault)

  const pastFor = ({ fault, trail }: Armed, now: number): World | undefined => {
    if (fault.behindSeconds !== undefined) return past.at(now - fault.behindSeconds * 1000)
    return fault.behindCalls === undefined ? beforeWrite : trail[0]
  }

  return {
    arm(faults, world, now) {
      const trail = (fault: Fault): World[] => (fault.behindCalls === undefined ? [] : [asItIs(world)])
      armed.push(...faults.map(fault => ({ fault, seen: 0, hits: 0, trail: trail(fault) })))
      if (faults.some(({ behindSeconds }) => behindSeconds !== undefined)) past.observe(world, now, true)
    },
    clear() {
      armed = []
      beforeWrite = undefined
      past.clear()
    },
    list: () => armed.map(({ fault, hits }) => ({ ...fault, hits })),
    strike(service, operation, world, now) {
      let broken: Fault | undefined
      const views: Fault[] = []
      let seenAs: World | undefined
      for (const one of armed) {
        const { fault, trail } = one
        if (!isMeant(fault.operation, service, operation)) continue
        if (fault.behindCalls !== undefined && !isSpent(one)) {
          trail.push(asItIs(world))
          if (trail.length > fault.behindCalls + 1) trail.shift()
        }
        if (one.seen++ < (fault.afterCalls ?? 0) || isSpent(one)) continue
        if (isView(fault)) {
          if (views.some(({ kind }) => kind === fault.kind)) continue
          if (!canShow(fault, operation)) continue
          const found = fault.kind === 'stale' ? pastFor(one, now) : undefined
          if (fault.kind === 'stale' && found === undefined) continue
          seenAs ??= found
          views.push(fault)
        } else {
          if (broken !== undefined) continue
          broken = fault
        }
        one.hits++
      }
      return { views, ...(broken && { broken }), ...(seenAs && { past: seenAs }) }
    },
    remember(world) {
      if (waiting().some(fault => fault.kind === 'stale' && !isDeep(fault))) beforeWrite = asItIs(world)
    },
    observe(world, now, written = false) {
      const depths = waiting().flatMap(({ behindSeconds }) => behindSeconds ?? [])
      if (depths.length > 0) past.observe(world, now, written, now - Math.max(...depths) * 1000)
    },
  }
}

/** Those that spoil an answer spoil what was carried out; the others come first. */
export const isAfter = ({ kind, when }: Fault): boolean =>
  when === undefined ? AFTER.includes(kind) : when === 'after' || kind.endsWith('-after-apply')
const AFTER: readonly Kind[] = [
  'reset-after-apply',
  'hang-after-apply',
  'half-body',
  'headers-then-silence',
  'truncated',
  'empty-200',
]

const isDeep = ({ behindSeconds, behindCalls }: Fault): boolean =>
  behindSeconds !== undefined || behindCalls !== undefined

const isView = ({ kind }: Fault): boolean => VIEWS.some(view => view === kind)

function canShow({ kind }: Fault, operation: string): boolean {
  if (kind === 'late-current') return /Services?$/.test(operation)
  return kind === 'page-size' || kind === 'empty-page' ? isPaged(operation) : isRead(operation)
}

const isMeant = (wanted: string, service: string, operation: string): boolean =>
  wanted === '*' || wanted === operation || wanted === `${service}:${operation}`

/** The writes that stale reads have not seen yet. */
export const movesServices = (operation: string): boolean => /^(Create|Update|Delete|Stop)/.test(operation)

const isRead = (operation: string): boolean => /^(Describe|List|Get|BatchGet|Filter)/.test(operation)
