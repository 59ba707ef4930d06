/** How late a verdict is, and how often is asked for it, on rollouts whose end is known. */
import type { ServiceDeploymentCircuitBreaker } from '@aws-sdk/client-ecs'
import { describe, expect, test } from '@jest/globals'
import { endOf, nextWait, paced, pacingFrom, pollDelay } from '../../src/rollout/pace.ts'
import type { Rollout, Snapshot } from '../../src/rollout/snapshot.ts'
import * as scene from './scene.ts'

const AT_THE_BRINK = { status: 'MONITORING', failureCount: 2, threshold: 3 } as const

/** Both run, and ECS works on it. */
const underWay = scene.snapshot(0, {
  service: scene.moving,
  deployment: scene.serviceDeployment({ status: 'IN_PROGRESS' }),
})

/** When it is asked, ms after the start, until `end`, if every look shows the same. */
function looks(rollout: Rollout, end: number, shown: (at: number) => Snapshot = at => ({ ...underWay, at })): number[] {
  const times: number[] = []
  let pacing = pacingFrom(0)
  for (let at = 0; at < end; ) {
    const now = shown(at)
    pacing = paced(rollout, pacing, now)
    at += pollDelay(rollout, pacing, at, now).ms
    times.push(at)
  }
  return times
}

const within = (times: readonly number[], from: number, until: number) =>
  times.filter(at => at >= from && at < until).length

const breaker = (deploymentCircuitBreaker: ServiceDeploymentCircuitBreaker) =>
  scene.snapshot(0, {
    service: scene.moving,
    deployment: scene.serviceDeployment({ status: 'IN_PROGRESS', deploymentCircuitBreaker }),
  })
const done = scene.snapshot(0, { deployment: scene.serviceDeployment({ status: 'IN_PROGRESS' }) })
const returning = scene.snapshot(0, {
  service: scene.moving,
  deployment: scene.serviceDeployment({ status: 'ROLLBACK_IN_PROGRESS' }),
})

describe('what never ends is asked for at most six times a minute, once its end was looked for', () => {
  test.each<[string, Partial<Rollout>, (at: number) => Snapshot]>([
    ['with a past', { usual: [240_000, 250_000] }, () => underWay],
    ['without', {}, () => underWay],
    ['whose old tasks go at once', { usual: [240_000, 250_000], tails: [1_000, 1_000] }, () => underWay],
    ['that seems to be done', {}, () => done],
    ['that seems to be done every other minute', {}, at => (at % 120_000 < 60_000 ? done : underWay)],
    ['that goes back', {}, () => returning],
    ['one task before the breaker', {}, () => breaker({ status: 'MONITORING', failureCount: 2, threshold: 3 })],
    ['one that fails again and again', {}, at => (at % 60_000 < 30_000 ? breaker(AT_THE_BRINK) : underWay)],
    ['whose breaker is off', {}, () => breaker({ status: 'DISABLED', failureCount: 2, threshold: 3 })],
  ])('%s', (_, more, shown) => {
    const times = looks({ ...scene.rollout, ...more }, 3_600_000, at => ({ ...shown(at), at }))
    expect(within(times, 1_200_000, 1_800_000)).toBeLessThanOrEqual(60)
  })

  test('a breaker that is off ends nothing', () => {
    const off = looks(scene.rollout, 60_000, at => ({ ...breaker({ ...AT_THE_BRINK, status: 'DISABLED' }), at }))
    const on = looks(scene.rollout, 60_000, at => ({ ...breaker(AT_THE_BRINK), at }))
    expect([off.length, on.length]).toEqual([6, 12])
  })
})

test('without the service-deployments API what fails shows for moments alone: six looks a minute, from the first on', () => {
  const blind = looks(scene.rollout, 600_000, at => scene.fallbackSnapshot(at / 1000, scene.moving))
  expect(Math.max(...blind.map((at, nth) => at - (blind[nth - 1] ?? 0)))).toBeLessThanOrEqual(10_000)
  expect(within(blind, 60_000, 600_000)).toBeLessThanOrEqual(54)
})

test('a wait is far where nothing is due for a while', () => {
  const wait = (ms: number, far = ms > 5_000) => ({ ms, far })
  expect(nextWait([wait(30_000), wait(20_000)], 60_000)).toEqual(wait(20_000))
  expect(nextWait([wait(30_000), wait(5_000)], 60_000)).toEqual(wait(5_000))
  expect(nextWait([wait(30_000)], 1_000)).toEqual(wait(1_000, true))
})

test('nothing is expected without a past', () => {
  expect(endOf([])).toBeUndefined()
})
