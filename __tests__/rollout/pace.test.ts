/** How late a verdict is, and how often is asked for it, on rollouts whose end is known. */
import { describe, expect, test } from '@jest/globals'
import { endOf, nextWait, pollDelay } from '../../src/rollout/pace.ts'
import type { Rollout } from '../../src/rollout/snapshot.ts'
import { near, quantile, seeded } from '../random.ts'
import * as scene from './scene.ts'

/** Both run, and ECS works on it. */
const underWay = scene.snapshot(0, {
  service: scene.moving,
  deployment: scene.serviceDeployment({ status: 'IN_PROGRESS' }),
})

/** When it is asked, ms after the start, until `end`. */
function looks(rollout: Rollout, end: number, snapshot = underWay): number[] {
  const times = [0]
  for (let at = 0; at < end; times.push(at)) at += pollDelay(rollout, at, snapshot, at)
  return times
}

describe('200 rollouts of 1 to 30 minutes, each with five before it', () => {
  const random = seeded(20261125)
  const late = Array.from({ length: 200 }, () => {
    const duration = near(60_000 * 30 ** random(), 0.05 + 0.05 * random(), random)
    const usual = Array.from({ length: 5 }, duration)
    const end = duration()
    return (looks({ ...scene.rollout, usual }, end).at(-1) ?? 0) - end
  })

  test('19 of 20 verdicts come within 5 s', () => {
    expect(quantile(late, 0.95)).toBeLessThanOrEqual(5_000)
    expect(quantile(late, 1)).toBeLessThanOrEqual(30_000)
  })
})

test.each([
  ['with a past', [240_000, 250_000]],
  ['without', []],
])('what never ends is asked for six times a minute, %s', (_, usual) => {
  const times = looks({ ...scene.rollout, usual }, 3_600_000)
  expect(times.filter(at => at >= 1_800_000 && at < 2_400_000).length).toBeLessThanOrEqual(60)
})

test('what seems to be about to end and does not is asked for six times a minute after two', () => {
  const done = scene.snapshot(0, { deployment: scene.serviceDeployment({ status: 'IN_PROGRESS' }) })
  const times = looks(scene.rollout, 3_600_000, done)
  expect(times.filter(at => at >= 180_000 && at < 780_000).length).toBeLessThanOrEqual(60)
})

test('a wait is far where nothing is due for a while', () => {
  expect(nextWait([30_000, 20_000], 60_000)).toEqual({ ms: 20_000, far: true })
  expect(nextWait([30_000, 5_000], 60_000)).toEqual({ ms: 5_000, far: false })
  expect(nextWait([30_000], 1_000)).toEqual({ ms: 1_000, far: false })
})

test('nothing is expected without a past', () => {
  expect(endOf([])).toBeUndefined()
})
