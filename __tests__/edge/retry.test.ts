import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { backoff, isDoubtful, isTransient, PATIENCE } from '../../src/edge/retry.ts'

const answered = (name: string, httpStatusCode: number, message = 'x') =>
  Object.assign(new Error(message), { name, $fault: 'client', $metadata: { httpStatusCode } })

test.each([
  ['throttled', answered('ThrottlingException', 400), true, false],
  ['refused', answered('InvalidParameterException', 400), false, false],
  ['denied', answered('AccessDeniedException', 400), false, false],
  ['credentials that are dead', answered('ExpiredTokenException', 403), false, false],
  ['an internal error', answered('ServerException', 500), true, true],
  ['a lost connection', Object.assign(new Error('x'), { code: 'ECONNRESET' }), true, true],
  ['what nobody knows', new TypeError('x is not iterable'), true, true],
])('%s', (_, error, again, doubtful) => {
  expect([isTransient(error), isDoubtful(error)]).toEqual([again, doubtful])
})

describe('the pause before a repetition', () => {
  const attempt = fc.integer({ min: 1, max: 60 })
  const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })

  test.each([
    [1, 500],
    [2, 1000],
    [5, 8000],
    [6, 16_000],
    [7, 20_000],
    [60, 20_000],
  ])('before repetition %d is at most %d ms', (n, most) => {
    expect(backoff(n, () => 1)).toBe(most)
    expect(backoff(n, () => 0)).toBe(0)
  })

  test('is a whole number of ms within its bound, and spreads over all of it', () => {
    fc.assert(
      fc.property(attempt, chance, (n, random) => {
        const pause = backoff(n, () => random)
        expect(Number.isInteger(pause)).toBe(true)
        expect(pause).toBeGreaterThanOrEqual(0)
        expect(pause).toBeLessThanOrEqual(Math.min(20_000, 500 * 2 ** (n - 1)))
        expect(pause).toBe(Math.round(random * backoff(n, () => 1)))
      }),
    )
  })

  test('all pauses of one call fit its budget even when chance is against it', () => {
    const pauses = Array.from({ length: PATIENCE.attempts - 1 }, (_, i) => backoff(i + 1, () => 1))
    expect(pauses.reduce((sum, each) => sum + each)).toBeLessThanOrEqual(PATIENCE.budgetMs)
  })
})
