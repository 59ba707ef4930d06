/** When schedules are due. */
import { describe, expect, test } from '@jest/globals'
import { nextTime, readExpression } from '../../src/emulator/schedule/expression.ts'
import { isZone } from '../../src/emulator/schedule/zone.ts'

function times(text: string, after: string, { zone = 'UTC', count = 3, start = after } = {}): string[] {
  const expression = readExpression(text)
  if (expression === undefined) throw new Error(text)
  const found: string[] = []
  let now: number | undefined = Date.parse(after)
  while (found.length < count) {
    now = nextTime(expression, now, { zone, start: Date.parse(start) })
    if (now === undefined) break
    found.push(new Date(now).toISOString().replace(':00.000Z', ''))
  }
  return found
}

test.each<[string, string, string[]]>([
  ['cron(0 20 * * ? *)', '2026-01-01T20:00:00Z', ['2026-01-02T20:00', '2026-01-03T20:00', '2026-01-04T20:00']],
  [
    'cron(15 10 ? * 6L 2026-2027)',
    '2026-01-01T00:00:00Z',
    ['2026-01-30T10:15', '2026-02-27T10:15', '2026-03-27T10:15'],
  ],
  [
    'cron(0/30 9-10 ? * MON-FRI *)',
    '2026-01-02T10:00:00Z',
    ['2026-01-02T10:30', '2026-01-05T09:00', '2026-01-05T09:30'],
  ],
  ['cron(0 0 L * ? *)', '2026-01-01T00:00:00Z', ['2026-01-31T00:00', '2026-02-28T00:00', '2026-03-31T00:00']],
  ['cron(0 9 ? * 2#1 *)', '2026-01-01T00:00:00Z', ['2026-01-05T09:00', '2026-02-02T09:00', '2026-03-02T09:00']],
  ['cron(0 9 1W * ? *)', '2026-02-01T10:00:00Z', ['2026-02-02T09:00', '2026-03-02T09:00', '2026-04-01T09:00']],
  ['cron(0 0 29 2 ? *)', '2026-01-01T00:00:00Z', ['2028-02-29T00:00', '2032-02-29T00:00', '2036-02-29T00:00']],
  ['cron(0 0 1 JAN,jul ? 2026)', '2026-01-01T00:00:00Z', ['2026-07-01T00:00']],
  ['rate(5 minutes)', '2026-01-01T00:00:00Z', ['2026-01-01T00:05', '2026-01-01T00:10', '2026-01-01T00:15']],
  ['rate(1 day)', '2026-01-01T00:00:00Z', ['2026-01-02T00:00', '2026-01-03T00:00', '2026-01-04T00:00']],
  ['at(2026-03-01T12:00:00)', '2026-01-01T00:00:00Z', ['2026-03-01T12:00']],
  ['at(2025-03-01T12:00:00)', '2026-01-01T00:00:00Z', []],
])('%s after %s', (text, after, expected) => {
  expect(times(text, after)).toEqual(expected)
})

test('a rate is due for the first time at its start', () => {
  expect(times('rate(2 hours)', '2026-01-01T00:00:00Z', { start: '2026-01-01T01:00:00Z', count: 2 })).toEqual([
    '2026-01-01T01:00',
    '2026-01-01T03:00',
  ])
})

describe('in a zone', () => {
  test('by the clock on the wall', () => {
    expect(times('cron(30 8 * * ? *)', '2026-01-01T00:00:00Z', { zone: 'Asia/Kolkata', count: 1 })).toEqual([
      '2026-01-01T03:00',
    ])
  })

  test('a time that the clock jumps over is left out', () => {
    expect(times('cron(30 2 * * ? *)', '2026-03-27T12:00:00Z', { zone: 'Europe/Berlin' })).toEqual([
      '2026-03-28T01:30',
      '2026-03-30T00:30',
      '2026-03-31T00:30',
    ])
  })

  test('a time that the clock shows twice comes once', () => {
    expect(times('cron(30 2 * * ? *)', '2026-10-24T12:00:00Z', { zone: 'Europe/Berlin', count: 2 })).toEqual([
      '2026-10-25T00:30',
      '2026-10-26T01:30',
    ])
  })

  test('that there is', () => {
    expect(['UTC', 'Europe/Berlin', 'Mars/Olympus'].map(isZone)).toEqual([true, true, false])
  })
})

test.each([
  'cron(0 20 * * * *)',
  'cron(0 20 ? * ? *)',
  'cron(60 20 * * ? *)',
  'cron(0 20 * * ?)',
  'cron(5-1 0 * * ? *)',
  'cron(0/0 0 * * ? *)',
  'cron(0 0 ? * 2#6 *)',
  'rate(1 minutes)',
  'rate(5 minute)',
  'rate(0 minutes)',
  'rate(5 weeks)',
  'at(2026-02-30)',
  'every day',
  '',
])('%s is none', text => {
  expect(readExpression(text)).toBeUndefined()
})
