/** `at(…)`, `rate(…)` and `cron(…)` of scheduled actions: when they fall due next. */

export interface Schedule {
  readonly expression: string
  readonly timezone: string
  /** A rate counts from here. */
  readonly since: number
}

const UNITS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 }
const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC']
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT']
const DAY = 86_400_000
/** A day that is looked for longer does not come: the 31st of February. */
const FARTHEST_DAYS = 8 * 366

/** @throws RangeError of an expression or a time zone that is none, or that is not served. */
export function nextTime({ expression, timezone, since }: Schedule, after: number): number | undefined {
  const [, kind, inner = ''] = /^(at|rate|cron)\((.*)\)$/.exec(expression.trim()) ?? []
  switch (kind) {
    case 'at':
      return nextAt(inner, timezone, after)
    case 'rate':
      return nextRate(inner, since, after)
    case 'cron':
      return nextCron(inner, timezone, after)
    default:
      throw new RangeError(`Schedule ${expression} is none of at(…), rate(…) and cron(…).`)
  }
}

function nextAt(text: string, timezone: string, after: number): number | undefined {
  const [, ...parts] = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)$/.exec(text) ?? []
  if (parts.length === 0) throw new RangeError(`at(${text}) is no time of the form yyyy-mm-ddThh:mm:ss.`)
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = parts.map(Number)
  const time = instantOf(Date.UTC(year, month - 1, day, hour, minute, second), timezone)
  return time !== undefined && time > after ? time : undefined
}

function nextRate(text: string, since: number, after: number): number {
  const [, many, unit = ''] = /^([1-9]\d*) (minute|hour|day)s?$/.exec(text) ?? []
  if (many === undefined) throw new RangeError(`rate(${text}) is no number of minutes, hours or days.`)
  const span = Number(many) * (UNITS[unit] ?? 0)
  return since + (Math.floor(Math.max(0, after - since) / span) + 1) * span
}

function nextCron(text: string, timezone: string, after: number): number | undefined {
  const fields = text.trim().split(/\s+/)
  if (fields.length !== 6) throw new RangeError(`cron(${text}) needs six fields.`)
  const [minutes = '', hours = '', days = '', months = '', weekdays = '', years = ''] = fields
  const isMinute = field(minutes, 0, 59)
  const isHour = field(hours, 0, 23)
  const isMonth = field(months, 1, 12, MONTHS, 1)
  const isYear = field(years, 1970, 2199)
  const isWeekday = field(weekdays.replace(/^L$/, '7'), 1, 7, DAYS, 1)
  const isDay = days === 'L' ? undefined : field(days, 1, 31)
  const start = Math.floor(localOf(after, timezone) / DAY) * DAY
  for (let local = start; local < start + FARTHEST_DAYS * DAY; local += DAY) {
    const date = new Date(local)
    const isLast = new Date(local + DAY).getUTCDate() === 1
    if (!isYear(date.getUTCFullYear()) || !isMonth(date.getUTCMonth() + 1)) continue
    if (!isWeekday(date.getUTCDay() + 1) || !(isDay?.(date.getUTCDate()) ?? isLast)) continue
    for (let minute = 0; minute < 1440; minute++) {
      if (!isHour(Math.floor(minute / 60)) || !isMinute(minute % 60)) continue
      const time = instantOf(local + minute * 60_000, timezone)
      if (time !== undefined && time > after) return time
    }
  }
  return undefined
}

/** `*`, `?`, numbers, names, ranges, steps and lists of these. */
function field(text: string, least: number, most: number, names: readonly string[] = [], first = 0) {
  const number = (part: string): number => {
    const named = names.indexOf(part.toUpperCase())
    const value = named >= 0 ? named + first : /^\d+$/.test(part) ? Number(part) : Number.NaN
    if (!(value >= least && value <= most)) throw new RangeError(`A schedule has ${text} where ${least} to ${most} go.`)
    return value
  }
  const ranges = text.split(',').map(part => {
    const [range = '', step] = part.split('/')
    if (range === '*' || range === '?') return { from: least, to: most, step: step === undefined ? 1 : number(step) }
    const [from = '', to] = range.split('-')
    const end = to === undefined ? (step === undefined ? number(from) : most) : number(to)
    return { from: number(from), to: end, step: step === undefined ? 1 : Math.max(1, Number(step) || 1) }
  })
  return (value: number): boolean =>
    ranges.some(({ from, to, step }) =>
      from <= to ? value >= from && value <= to && (value - from) % step === 0 : value >= from || value <= to,
    )
}

/** What a clock on the wall shows, as if it were UTC. */
function localOf(instant: number, timezone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: timezone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(instant)
  const of = (name: string): number => Number(parts.find(({ type }) => type === name)?.value)
  return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'))
}

/** Undefined of a time that the change to summer time leaves out. */
function instantOf(local: number, timezone: string): number | undefined {
  for (const guess of [local - DAY, local + DAY]) {
    const instant = local - (localOf(guess, timezone) - guess)
    if (localOf(instant, timezone) === local) return instant
  }
  return undefined
}
