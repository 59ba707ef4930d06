/**
 * The six fields of AWS's cron: minutes, hours, day of the month, month, day of the week, year.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
 */

/** A day of the calendar, wherever. */
export interface Day {
  readonly year: number
  /** From 1. */
  readonly month: number
  readonly day: number
}

export interface Cron {
  readonly minutes: readonly number[]
  readonly hours: readonly number[]
  isOn(day: Day): boolean
}

type Test = (day: Day) => boolean

interface Field {
  readonly least: number
  readonly most: number
  /** From the least value on. */
  readonly names?: readonly string[]
}

const MINUTES: Field = { least: 0, most: 59 }
const HOURS: Field = { least: 0, most: 23 }
const DAYS: Field = { least: 1, most: 31 }
const MONTHS: Field = { least: 1, most: 12, names: 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ') }
/** Sunday is 1. */
const WEEKDAYS: Field = { least: 1, most: 7, names: 'SUN MON TUE WED THU FRI SAT'.split(' ') }
const YEARS: Field = { least: 1970, most: 2199 }

/** Undefined where it is not one. */
export function readCron(text: string): Cron | undefined {
  const fields = text.trim().split(/\s+/)
  const [minute = '', hour = '', dayOfMonth = '', month = '', dayOfWeek = '', year = ''] = fields
  // One of the two days has to be open.
  if (fields.length !== 6 || (dayOfMonth === '?') === (dayOfWeek === '?')) return undefined
  const [minutes, hours] = [values(minute, MINUTES), values(hour, HOURS)]
  const [months, years] = [values(month, MONTHS), values(year, YEARS)]
  const day = dayOfMonth === '?' ? ofWeek(dayOfWeek) : ofMonth(dayOfMonth)
  if (!minutes || !hours || !months || !years || !day) return undefined
  return { minutes, hours, isOn: date => years.includes(date.year) && months.includes(date.month) && day(date) }
}

function values(text: string, field: Field): number[] | undefined {
  const found = new Set<number>()
  for (const part of text.split(',')) {
    const range = rangeOf(part, field)
    if (range === undefined) return undefined
    for (let value = range.from; value <= range.to; value += range.step) found.add(value)
  }
  return [...found].sort((a, b) => a - b)
}

function rangeOf(part: string, field: Field): { from: number; to: number; step: number } | undefined {
  const [, range = '', step] = /^([^/]+)(?:\/(\d+))?$/.exec(part) ?? []
  const every = step === undefined ? 1 : Number(step)
  if (every < 1) return undefined
  if (range === '*') return { from: field.least, to: field.most, step: every }
  const [first = '', last] = range.split('-')
  const from = numberOf(first, field)
  const to = last === undefined ? (step === undefined ? from : field.most) : numberOf(last, field)
  return from === undefined || to === undefined || to < from ? undefined : { from, to, step: every }
}

function numberOf(text: string, { least, most, names = [] }: Field): number | undefined {
  const name = names.indexOf(text.toUpperCase())
  const value = name >= 0 ? least + name : /^\d+$/.test(text) ? Number(text) : Number.NaN
  return value >= least && value <= most ? value : undefined
}

function ofMonth(text: string): Test | undefined {
  if (text === 'L') return date => date.day === lengthOf(date)
  const nearest = /^(\d+)W$/.exec(text)
  if (nearest) {
    const wanted = numberOf(nearest[1] ?? '', DAYS)
    return wanted === undefined ? undefined : date => date.day === workday(date, wanted)
  }
  const days = values(text, DAYS)
  return days && (date => days.includes(date.day))
}

function ofWeek(text: string): Test | undefined {
  const last = /^(\w+)L$/.exec(text)
  if (text === 'L') return date => weekdayOf(date) === WEEKDAYS.most
  if (last) {
    const wanted = numberOf(last[1] ?? '', WEEKDAYS)
    return wanted === undefined ? undefined : date => weekdayOf(date) === wanted && date.day > lengthOf(date) - 7
  }
  const nth = /^(\w+)#([1-5])$/.exec(text)
  if (nth) {
    const wanted = numberOf(nth[1] ?? '', WEEKDAYS)
    return wanted === undefined
      ? undefined
      : date => weekdayOf(date) === wanted && Math.ceil(date.day / 7) === Number(nth[2])
  }
  const days = values(text, WEEKDAYS)
  return days && (date => days.includes(weekdayOf(date)))
}

const weekdayOf = ({ year, month, day }: Day): number => new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 1

const lengthOf = ({ year, month }: Day): number => new Date(Date.UTC(year, month, 0)).getUTCDate()

/** The day from Monday to Friday that is nearest to `wanted`, in the same month. */
function workday(date: Day, wanted: number): number {
  const last = lengthOf(date)
  const day = Math.min(wanted, last)
  const weekday = weekdayOf({ ...date, day })
  if (weekday === 7) return day > 1 ? day - 1 : day + 2
  if (weekday === 1) return day < last ? day + 1 : day - 2
  return day
}
