/** A fault on the wire, as a test asks for it through the control door. */

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
export const VIEWS = ['stale', 'late', 'late-current', 'page-size', 'empty-page'] as const

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
