import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { brokenOff, overall } from '../../src/report/overall.ts'
import { isGood, OUTCOMES, type Outcome } from '../../src/rollout/verdict.ts'
import { result } from './scene.ts'

type Ended = readonly (Outcome | undefined)[]
const at = (outcome: Outcome | undefined, mayStandAtZero: boolean) => {
  const { standing, ...rest } = result(outcome)
  return { ...rest, standing: { ...standing, place: { ...standing.place, mayStandAtZero } } }
}
const of = (outcomes: Ended, mayStandAtZero = false) => overall(outcomes.map(outcome => at(outcome, mayStandAtZero)))

describe('the outcome of a run', () => {
  test.each<[Ended, Outcome]>([
    [[], 'unchanged'],
    [['deployed'], 'deployed'],
    [['unchanged', 'deployed'], 'deployed'],
    [['unchanged', 'unchanged'], 'unchanged'],
    // some stand on it, some do not
    [['deployed', 'rolled-back'], 'partial'],
    [['deployed', 'rolled-back', undefined], 'partial'],
    [['deployed', 'failed-on-old'], 'partial'],
    [['deployed', 'superseded'], 'partial'],
    [['deployed', 'timed-out'], 'partial'],
    [['deployed', 'refused'], 'partial'],
    [['deployed', 'no-tasks'], 'partial'],
    [['deployed', 'rolled-back', 'cancelled'], 'partial'],
    [['deployed', 'timed-out', 'paused'], 'partial'],
    // none was moved by this run
    [['unchanged', 'rolled-back'], 'rolled-back'],
    [['unchanged', 'refused'], 'refused'],
    [['unchanged', 'no-tasks'], 'no-tasks'],
    [['timed-out', 'rolled-back'], 'rolled-back'],
    [['cancelled', 'rolled-back'], 'rolled-back'],
    // whatever became of the others
    [['deployed', 'failed-mixed'], 'failed-mixed'],
    [['failed-on-old', 'failed-mixed'], 'failed-mixed'],
    [['unknown', 'failed-mixed'], 'failed-mixed'],
    [['deployed', 'unknown'], 'unknown'],
    [['unknown', 'rolled-back', 'deployed'], 'unknown'],
    // ended before all had their turn, and nothing broke
    [['deployed', 'cancelled', undefined], 'cancelled'],
    [['deployed', undefined], 'cancelled'],
    [['unchanged', undefined], 'cancelled'],
    [['deployed', 'paused', undefined], 'paused'],
    [['paused', 'unchanged'], 'paused'],
    [['paused', 'cancelled'], 'cancelled'],
  ])('%j → %s', (outcomes, expected) => {
    expect(of(outcomes)).toBe(expected)
  })

  test.each<[Ended, Outcome]>([
    [['deployed', 'no-tasks'], 'deployed'],
    [['unchanged', 'no-tasks'], 'unchanged'],
    [['unchanged', 'deployed', 'no-tasks'], 'deployed'],
    [['no-tasks', 'no-tasks'], 'no-tasks'],
    [['unchanged', 'no-tasks', undefined], 'cancelled'],
    [['no-tasks'], 'no-tasks'],
    [['no-tasks', 'rolled-back'], 'rolled-back'],
    [['no-tasks', 'refused'], 'refused'],
    [['deployed', 'no-tasks', 'rolled-back'], 'partial'],
    [['deployed', 'no-tasks', undefined], 'cancelled'],
  ])('with 0 tasks allowed: %j → %s', (outcomes, expected) => {
    expect(of(outcomes, true)).toBe(expected)
  })

  test.each<[string, Ended, string | undefined, Outcome]>([
    ['an earlier run brought it to this release', ['unchanged', 'rolled-back'], '1.1.0', 'partial'],
    ['it stands on another', ['unchanged', 'rolled-back'], '1.2.0', 'rolled-back'],
    ['nobody moved any', ['unchanged', 'unchanged'], '1.1.0', 'unchanged'],
    ['the second try was cancelled', ['unchanged', 'cancelled'], '1.1.0', 'cancelled'],
  ])('of a release that is tried again, %s: %j', (_, outcomes, version, expected) => {
    const results = outcomes.map(outcome => at(outcome, false))
    const tried = results.map(each => (each.verdict?.outcome === 'unchanged' ? each : { ...each, revision: undefined }))
    expect(overall(tried, version)).toBe(expected)
    const outside = tried.map(each => ({ ...each, unmoved: 'outside' as const }))
    expect(overall(outside, version)).toBe(expected === 'partial' ? 'rolled-back' : expected)
  })

  const some = fc.array(fc.constantFrom(...OUTCOMES, undefined), { maxLength: 5 })

  test('of one service is its own', () => {
    // no service is `built`: that is a whole run's
    for (const outcome of OUTCOMES.filter(each => each !== 'built')) expect(of([outcome])).toBe(outcome)
  })

  test('does not hang on the order', () => {
    fc.assert(
      fc.property(some, fc.boolean(), (outcomes, allowed) => {
        expect(of(outcomes.toReversed(), allowed)).toBe(of(outcomes, allowed))
      }),
    )
  })

  test('is good exactly where every service ended well', () => {
    fc.assert(
      fc.property(some, fc.boolean(), (outcomes, allowed) => {
        const well = outcomes.every(outcome => outcome !== undefined && isGood(outcome, allowed))
        expect(isGood(of(outcomes, allowed), allowed)).toBe(well)
      }),
    )
  })
})

test.each([
  [false, false, 'refused'],
  [true, false, 'cancelled'],
  [false, true, 'unknown'],
  [true, true, 'unknown'],
] as const)('broken off, cancelled: %s, after something was told to AWS: %s → %s', (cancelled, ordered, expected) => {
  expect(brokenOff({ cancelled, ordered, refused: true })).toBe(expected)
})
