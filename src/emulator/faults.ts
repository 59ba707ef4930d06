/** What goes wrong on the wire, as a test asks for it through the control door. */
import { asItIs, createPast, type Past } from './past.ts'
import { isPaged } from './short-pages.ts'
import type { World } from './world.ts'

/** Of these one at a time hits a call. */
const BREAKS = [
  'throttle',
  '500',
  '503-html',
  '408',
  'garbled',
  'garbled-4xx',
  'unknown-error',
  'half-body',
  'headers-then-silence',
  'reset',
  'reset-after-apply',
  'hang',
  'hang-after-apply',
  'slow',
  'access-denied',
  'expired-token',
  'empty-200',
  'truncated',
  'duplicate',
  'error',
  'merge',
  'answer',
] as const

/** How a read sees the world: of each kind one, beside whatever else hits the call. */
const VIEWS = ['stale', 'late', 'late-current', 'page-size', 'empty-page'] as const

export const FAULTS = [...BREAKS, ...VIEWS] as const
export type Kind = (typeof FAULTS)[number]

export interface Fault {
  /** `UpdateService`, `ecs:UpdateService` or `*`. */
  readonly operation: string
  readonly kind: Kind
  /** How many calls it hits; null for all of them. Default 1. */
  readonly times?: number | null
  /** Calls of the operation that pass before the first hit. Default 0. */
  readonly afterCalls?: number
  /** Whether the call is carried out. Default: what the kind's name says, see `isAfter`. */
  readonly when?: 'before' | 'after'
  /** slow: how long, in real milliseconds. */
  readonly delayMs?: number
  /** error, unknown-error: what is answered. answer: its status. */
  readonly code?: string
  readonly message?: string
  readonly status?: number
  /** merge: fields laid over the answer. answer: all of it, with no request id, and nothing is carried out or passed on. */
  readonly fields?: Readonly<Record<string, unknown>>
  /** stale: so old is the answer, in the emulator's time or in calls of the operation. Default: before the last write. */
  readonly behindSeconds?: number
  readonly behindCalls?: number
  /** late, late-current: what is younger is not there yet, in the emulator's time. */
  readonly seconds?: number
  /** late: only what has this in its ARN is late. */
  readonly arn?: string
  /** page-size: so many entries at most on a page. */
  readonly size?: number
}

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
