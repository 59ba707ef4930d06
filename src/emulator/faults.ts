/** What goes wrong on the wire, as a test asks for it through the control door. */
import type { World } from './world.ts'

export const FAULTS = [
  'throttle',
  '500',
  '503-html',
  'reset',
  'reset-after-apply',
  'hang',
  'hang-after-apply',
  'slow',
  'access-denied',
  'expired-token',
  'empty-200',
  'truncated',
  'stale',
  'duplicate',
  'error',
  'merge',
  'answer',
] as const

export interface Fault {
  /** `UpdateService`, `ecs:UpdateService` or `*`. */
  readonly operation: string
  readonly kind: (typeof FAULTS)[number]
  /** How many calls it hits; null for all of them. Default 1. */
  readonly times?: number | null
  /** Calls of the operation that pass before the first hit. Default 0. */
  readonly afterCalls?: number
  /** slow: how long, in real milliseconds. */
  readonly delayMs?: number
  /** error: what is answered. */
  readonly code?: string
  readonly message?: string
  readonly status?: number
  /** merge: fields laid over the answer. answer: all of it, and nothing is carried out or passed on. */
  readonly fields?: Readonly<Record<string, unknown>>
}

interface Armed {
  readonly fault: Fault
  seen: number
  hits: number
}

export interface Faults {
  arm(faults: readonly Fault[]): void
  clear(): void
  list(): (Fault & { readonly hits: number })[]
  /** The fault that hits this call, if one does. */
  strike(service: string, operation: string): Fault | undefined
  /** A write is about to happen: remember the world as stale reads will see it. */
  remember(world: World): void
  /** The world before the last write. */
  past(): World | undefined
}

export function createFaults(): Faults {
  let armed: Armed[] = []
  let past: World | undefined
  const isSpent = ({ fault, hits }: Armed): boolean => fault.times !== null && hits >= (fault.times ?? 1)
  return {
    arm(faults) {
      armed.push(...faults.map(fault => ({ fault, seen: 0, hits: 0 })))
    },
    clear() {
      armed = []
      past = undefined
    },
    list: () => armed.map(({ fault, hits }) => ({ ...fault, hits })),
    strike(service, operation) {
      let struck: Fault | undefined
      for (const one of armed) {
        const { fault } = one
        if (fault.operation !== '*' && fault.operation !== operation && fault.operation !== `${service}:${operation}`)
          continue
        if (one.seen++ < (fault.afterCalls ?? 0) || isSpent(one) || struck !== undefined) continue
        if (fault.kind === 'stale' && (past === undefined || !isRead(operation))) continue
        one.hits++
        struck = fault
      }
      return struck
    },
    remember(world) {
      const wanted = armed.some(one => one.fault.kind === 'stale' && !isSpent(one))
      if (wanted) past = structuredClone({ ...world, journal: [] })
    },
    past: () => past,
  }
}

/** The writes that stale reads have not seen yet. */
export const movesServices = (operation: string): boolean => /^(Create|Update|Delete|Stop)/.test(operation)

const isRead = (operation: string): boolean => /^(Describe|List|Get|BatchGet|Filter)/.test(operation)
