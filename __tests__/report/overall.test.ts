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

  const release = (version: string, commit: string) => ({ version, commit })
  const tags = [
    { key: 'evenkeel:version', value: '1.1.0' },
    { key: 'evenkeel:commit', value: 'c1' },
  ]
  test.each<[string, Ended, ReturnType<typeof release>, Outcome]>([
    ['an earlier run brought it to this release', ['unchanged', 'rolled-back'], release('1.1.0', 'c1'), 'partial'],
    ['it stands on another', ['unchanged', 'rolled-back'], release('1.2.0', 'c2'), 'rolled-back'],
    ['it stands on another commit of that name', ['unchanged', 'rolled-back'], release('1.1.0', 'c2'), 'rolled-back'],
    ['nobody moved any', ['unchanged', 'unchanged'], release('1.1.0', 'c1'), 'unchanged'],
    ['the second try was cancelled', ['unchanged', 'cancelled'], release('1.1.0', 'c1'), 'cancelled'],
  ])('of a release that is tried again, %s: %j', (_, outcomes, aim, expected) => {
    const tried = outcomes.map(outcome => {
      const each = at(outcome, false)
      return outcome === 'unchanged' ? { ...each, standing: { ...each.standing, live: { tags } } } : each
    })
    expect(overall(tried, aim)).toBe(expected)
    const outside = tried.map(each => ({ ...each, unmoved: 'outside' as const }))
    expect(overall(outside, aim)).toBe(expected === 'partial' ? 'rolled-back' : expected)
  })

  test('of a release that is tried again, where its tags had no room for the commit', () => {
    const { standing, ...rest } = at('unchanged', false)
    const there = { ...rest, standing: { ...standing, live: { tags: tags.slice(0, 1) } } }
    expect(overall([there, at('rolled-back', false)], release('1.1.0', 'c1'))).toBe('partial')
  })

  test('a service that was moved at 0 tasks stands on the new release', () => {
    const moved = { ...at('no-tasks', true), rollout: {} }
    expect(overall([moved, at('rolled-back', false)])).toBe('partial')
    expect(overall([{ ...moved, rollout: { adopted: true } }, at('rolled-back', false)])).toBe('rolled-back')
    expect(overall([moved, at('deployed', false)])).toBe('deployed')
  })

  test('services that were all scaled to 0 on their way are no part of anything', () => {
    const moved = { ...at('no-tasks', false), rollout: {} }
    expect(overall([moved])).toBe('no-tasks')
    expect(overall([moved, moved])).toBe('no-tasks')
    expect(overall([moved, at('unchanged', false)])).toBe('no-tasks')
    expect(overall([moved, at('failed-on-old', false)])).toBe('partial')
  })

  test.each<[boolean | undefined, Outcome]>([
    [true, 'partial'],
    [false, 'rolled-back'],
    [undefined, 'rolled-back'],
  ])('of a rollback that is tried again, to which one has come back: %s', (returned, expected) => {
    const there = { ...at('unchanged', false), unmoved: 'there' as const, ...(returned !== undefined && { returned }) }
    expect(overall([there, at('rolled-back', false)])).toBe(expected)
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
