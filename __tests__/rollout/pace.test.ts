/** How late a verdict is, and how often is asked for it, on rollouts whose end is known. */
import type { ServiceDeployment, ServiceDeploymentCircuitBreaker } from '@aws-sdk/client-ecs'
import { describe, expect, test } from '@jest/globals'
import { endOf, nextWait, paced, pacingFrom, pollDelay } from '../../src/rollout/pace.ts'
import type { Rollout, Snapshot } from '../../src/rollout/snapshot.ts'
import * as scene from './scene.ts'

const LESS = { requestedTaskCount: 2, runningTaskCount: 1 }
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

/** A blue/green one that bakes 15 min. */
const shifting = (lifecycleStage: ServiceDeployment['lifecycleStage'], more: ServiceDeployment = {}) =>
  scene.snapshot(0, {
    service: scene.moving,
    deployment: scene.serviceDeployment({
      status: 'IN_PROGRESS',
      lifecycleStage,
      updatedAt: new Date(0),
      deploymentConfiguration: { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 15 },
      targetServiceRevision: {
        requestedTaskCount: 2,
        runningTaskCount: 2,
        requestedProductionTrafficWeight: lifecycleStage === 'POST_SCALE_UP' ? 0 : 100,
      },
      ...more,
    }),
  })
const hook = { hookId: 'ecs-pause-1', status: 'AWAITING_ACTION', expiresAt: new Date(86_400_000) } as const

const OVER = { ...hook, expiresAt: new Date(0) }

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
    ['that bakes for ever', {}, () => shifting('BAKE_TIME')],
    ['that bakes for ever, with a past', { usual: [1_000_000], tails: [6_000] }, () => shifting('BAKE_TIME')],
    ['that cleans up for ever', {}, () => shifting('CLEAN_UP')],
    ['that a hook holds', {}, () => shifting('POST_SCALE_UP', { lifecycleHookDetails: [hook] })],
    ['that a hook holds beyond its time', {}, () => shifting('POST_SCALE_UP', { lifecycleHookDetails: [OVER] })],
    ['that has lost a task while it bakes', {}, () => shifting('BAKE_TIME', { targetServiceRevision: LESS })],
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

describe('a bake time of 15 min is looked at every 30 s, and its end when it is due', () => {
  const [start, bake, end] = [100_000, 900_000, 1_012_000]
  const stageAt = (at: number) => (at < start ? 'POST_SCALE_UP' : at < start + bake ? 'BAKE_TIME' : 'CLEAN_UP')
  const beganAt = (at: number) => (at < start ? 0 : at < start + bake ? start : start + bake)

  test.each<[string, (at: number) => number, number, ServiceDeployment]>([
    ['as ECS tells its beginning', beganAt, 0, {}],
    ['where ECS changes the deployment all the time', at => at, 0, {}],
    ['where the clock of AWS is ahead', at => beganAt(at) + 600_000, 0, {}],
    ['where it is behind', at => beganAt(at) - 600_000, 0, {}],
    ['where the watch begins in it', beganAt, 400_000, {}],
    ['where ECS tells no share of the traffic', beganAt, 0, { targetServiceRevision: {} }],
  ])('%s', (_, changedAt, from, more) => {
    const times = looks(scene.rollout, end - from, at => ({
      ...shifting(stageAt(from + at), { updatedAt: new Date(changedAt(from + at)), ...more }),
      at: from + at,
    })).map(at => from + at)
    expect((times.at(-1) ?? Infinity) - end).toBeLessThanOrEqual(5_000)
    const waits = times.slice(1).map((at, nth) => at - (times[nth] ?? 0))
    expect(Math.max(...waits)).toBeLessThanOrEqual(30_000)
    expect(within(times, start, start + bake)).toBeLessThanOrEqual(37)
  })
})

test('where the service-deployments API is lost in it, DescribeServices is asked six times a minute', () => {
  const blind = looks(scene.rollout, 600_000, at =>
    at < 120_000 ? { ...shifting('BAKE_TIME'), at } : scene.fallbackSnapshot(at / 1000, scene.moving),
  ).filter(at => at > 150_000)
  expect(Math.max(...blind.slice(1).map((at, nth) => at - (blind[nth] ?? 0)))).toBeLessThanOrEqual(10_000)
})

test('a hook whose time runs out is looked at then', () => {
  const expiresAt = new Date(74_000)
  const held = shifting('POST_SCALE_UP', { lifecycleHookDetails: [{ ...hook, expiresAt }] })
  expect(looks(scene.rollout, 80_000, at => ({ ...held, at }))).toEqual([30_000, 60_000, 74_000, 84_000])
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
