/** When a schedule is due: `cron(…)`, `rate(…)` and `at(…)` as EventBridge and EventBridge Scheduler have them. */
import { type Cron, readCron } from './cron.ts'
import { instantOf, wallAt } from './zone.ts'

export type Expression =
  | { readonly kind: 'cron'; readonly cron: Cron }
  | { readonly kind: 'rate'; readonly every: number }
  | { readonly kind: 'at'; readonly wall: number }

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const UNITS: Readonly<Record<string, number>> = { minute: MINUTE, hour: 60 * MINUTE, day: DAY }

/** Undefined where AWS would refuse it. */
export function readExpression(text: string): Expression | undefined {
  const [, kind, inner = ''] = /^(cron|rate|at)\((.*)\)$/.exec(text) ?? []
  if (kind === 'cron') {
    const cron = readCron(inner)
    return cron && { kind, cron }
  }
  if (kind === 'rate') {
    const [, count = '', unit = '', plural] = /^([1-9]\d{0,8}) (minute|hour|day)(s?)$/.exec(inner.trim()) ?? []
    // 1 has a singular, everything else a plural.
    if ((Number(count) === 1) === (plural === 's')) return undefined
    return count === '' ? undefined : { kind, every: Number(count) * (UNITS[unit] ?? 0) }
  }
  const wall = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(inner) ? Date.parse(`${inner}Z`) : Number.NaN
  return kind === 'at' && !Number.isNaN(wall) ? { kind, wall } : undefined
}

interface Course {
  readonly zone: string
  /** From when a rate is counted; it is due then for the first time. */
  readonly start: number
}

/** The first time after an instant, or never. */
export function nextTime(expression: Expression, after: number, { zone, start }: Course): number | undefined {
  switch (expression.kind) {
    case 'at': {
      const due = instantOf(expression.wall, zone)
      return due !== undefined && due > after ? due : undefined
    }
    case 'rate':
      return after < start ? start : start + (Math.floor((after - start) / expression.every) + 1) * expression.every
    case 'cron':
      return nextOf(expression.cron, after, zone)
    default:
      return expression satisfies never
  }
}

/** The calendar repeats itself by then, leap days and days of the week. */
const FARTHEST = 28 * 366

function nextOf({ minutes, hours, isOn }: Cron, after: number, zone: string): number | undefined {
  const today = Math.floor(wallAt(after, zone) / DAY) * DAY
  for (let day = 0; day < FARTHEST; day++) {
    const midnight = today + day * DAY
    const date = new Date(midnight)
    if (!isOn({ year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() })) continue
    for (const hour of hours)
      for (const minute of minutes) {
        const due = instantOf(midnight + (hour * 60 + minute) * MINUTE, zone)
        if (due !== undefined && due > after) return due
      }
  }
  return undefined
}
