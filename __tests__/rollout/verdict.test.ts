import type { Service, ServiceDeployment, Task } from '@aws-sdk/client-ecs'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { type Memory, NOTHING_SEEN, remember, unseen } from '../../src/rollout/memory.ts'
import { missing, type Snapshot } from '../../src/rollout/snapshot.ts'
import { decide, isGood, OUTCOMES } from '../../src/rollout/verdict.ts'
import { runs } from '../hostile.ts'
import {
  complete,
  decideAll,
  deployment,
  fallbackSnapshot,
  moving,
  NEW,
  OLD,
  OLD_DIGEST,
  onOld,
  rollout,
  serviceDeployment,
  snapshot,
  THIRD,
  task,
} from './scene.ts'

const NEWER = { arn: 'arn:aws:ecs:eu-west-1:123456789012:service-deployment/prod/app/zzz', taskDefinition: THIRD.arn }
const TRIPPED = 'Service deployment rolled back because the circuit breaker threshold was exceeded.'
const withTasks = [task(NEW, {}, 'a1'), task(NEW, {}, 'a2')]

const seen = (status: string | undefined, more: Partial<Snapshot> = {}, said: ServiceDeployment = {}) =>
  snapshot(60, {
    deployment: serviceDeployment({ ...said, ...(status === undefined ? {} : { status: status as 'SUCCESSFUL' }) }),
    ...more,
  })
const scaledTo0: Service = {
  ...complete,
  desiredCount: 0,
  runningCount: 0,
  deployments: [deployment(NEW, { runningCount: 0 })],
}
const mixed: Service = {
  ...moving,
  deployments: [deployment(NEW, { rolloutState: 'FAILED', runningCount: 1 }), deployment(OLD, { status: 'ACTIVE' })],
}
const onlyOld: Service = {
  ...moving,
  deployments: [deployment(NEW, { rolloutState: 'FAILED', runningCount: 0 }), deployment(OLD, { status: 'ACTIVE' })],
}
const nothingRuns: Service = {
  ...moving,
  runningCount: 0,
  deployments: [deployment(NEW, { rolloutState: 'FAILED', runningCount: 0 })],
}

test('nothing seen, nothing known', () => {
  expect(decideAll(rollout, [])).toBeUndefined()
})

describe('by the service deployment, one look:', () => {
  test.each([
    ['SUCCESSFUL and complete', seen('SUCCESSFUL'), 'deployed', 'every task runs app:2 and is healthy'],
    ['SUCCESSFUL, and the tasks are not read yet', seen('SUCCESSFUL', { tasks: undefined }), undefined, ''],
    ['SUCCESSFUL, and an older task still drains', seen('SUCCESSFUL', { service: moving }), undefined, ''],
    [
      'SUCCESSFUL, and a task turned unhealthy',
      seen('SUCCESSFUL', { tasks: [task(NEW), task(NEW, { healthStatus: 'UNHEALTHY' })] }),
      undefined,
      '',
    ],
    [
      'SUCCESSFUL, and a newer deployment leads by now',
      seen('SUCCESSFUL', { service: onOld, newer: NEWER }),
      'superseded',
      'another deployment took over: zzz wants app:3',
    ],
    [
      'SUCCESSFUL with nothing to run',
      seen('SUCCESSFUL', { service: scaledTo0, tasks: [] }),
      'no-tasks',
      'scaled to 0',
    ],
    ['PENDING', seen('PENDING', { service: moving, tasks: undefined }), undefined, ''],
    ['IN_PROGRESS', seen('IN_PROGRESS', { service: moving, tasks: undefined }), undefined, ''],
    ['IN_PROGRESS though everything looks complete', seen('IN_PROGRESS'), undefined, ''],
    ['STOP_REQUESTED', seen('STOP_REQUESTED', { service: mixed }), undefined, ''],
    ['ROLLBACK_REQUESTED', seen('ROLLBACK_REQUESTED', { service: mixed }), undefined, ''],
    ['ROLLBACK_IN_PROGRESS', seen('ROLLBACK_IN_PROGRESS', { service: mixed }), undefined, ''],
    [
      'ROLLBACK_IN_PROGRESS, and the old revision stands already',
      seen('ROLLBACK_IN_PROGRESS', { service: onOld }),
      undefined,
      '',
    ],
    [
      'ROLLBACK_SUCCESSFUL, in the words of ECS',
      seen('ROLLBACK_SUCCESSFUL', { service: onOld }, { statusReason: TRIPPED }),
      'rolled-back',
      'Service deployment rolled back because the circuit breaker threshold was exceeded',
    ],
    [
      'ROLLBACK_SUCCESSFUL without a word',
      seen('ROLLBACK_SUCCESSFUL', { service: onOld }),
      'rolled-back',
      'ECS rolled',
    ],
    [
      'ROLLBACK_SUCCESSFUL with an empty word',
      seen('ROLLBACK_SUCCESSFUL', {}, { statusReason: ' ' }),
      'rolled-back',
      'ECS rolled',
    ],
    [
      'ROLLBACK_FAILED',
      seen(
        'ROLLBACK_FAILED',
        { service: mixed },
        { statusReason: 'No rollback candidate was found to run the rollback.' },
      ),
      'failed-mixed',
      'No rollback candidate',
    ],
    [
      'ROLLBACK_FAILED without a word',
      seen('ROLLBACK_FAILED', { service: mixed }),
      'failed-mixed',
      'the rollback failed as well',
    ],
    [
      'STOPPED, and new tasks remain',
      seen('STOPPED', { service: mixed }),
      'failed-mixed',
      '1 task of the new revision remains',
    ],
    [
      'STOPPED, and only the old ones run',
      seen('STOPPED', { service: onlyOld }),
      'failed-on-old',
      'stopped without a rollback',
    ],
    ['STOPPED, and a new task is on its way', seen('STOPPED', { service: moving }), undefined, ''],
    [
      'STOPPED, and nothing runs',
      seen('STOPPED', { service: nothingRuns }),
      'failed-mixed',
      'what ran before is gone and nothing runs now',
    ],
    [
      'STOPPED because another one came',
      seen('STOPPED', { service: moving, newer: NEWER }),
      'superseded',
      'another deployment took over: zzz wants app:3',
    ],
    [
      'STOPPED by a person, and then another one came',
      seen('STOPPED', { service: moving, newer: NEWER }, { statusReason: 'Stopped by user.' }),
      'superseded',
      'another deployment took over: zzz wants app:3; ours had been stopped before: Stopped by user',
    ],
    [
      'STOPPED because the other one came',
      seen('STOPPED', { service: moving, newer: NEWER }, { statusReason: 'Replaced by a newer service deployment.' }),
      'superseded',
      'another deployment took over: zzz wants app:3',
    ],
    [
      'STOPPED by somebody, and then another one came',
      seen(
        'STOPPED',
        { service: moving, newer: { ...NEWER, createdAt: 300_000 } },
        { statusReason: 'Service deployment stopped by user.', stoppedAt: new Date(100_000) },
      ),
      'superseded',
      'wants app:3; ours had been stopped before at 1970-01-01T00:01:40Z: Service deployment stopped by user',
    ],
    [
      'STOPPED by its breaker, and then another one came',
      seen('STOPPED', { newer: NEWER }, { statusReason: 'Service deployment stopped tasks failed to start.' }),
      'superseded',
      'ours had been stopped before: Service deployment stopped tasks failed to start',
    ],
    [
      'STOPPED without a word, long before another one came',
      seen('STOPPED', { newer: { ...NEWER, createdAt: 300_000 } }, { stoppedAt: new Date(100_000) }),
      'superseded',
      'ours had been stopped before at 1970-01-01T00:01:40Z: ECS does not say why',
    ],
    ['a status that is new to us', seen('SOMETHING_NEW', { service: moving }), undefined, ''],
    ['no status at all', seen(undefined, { service: moving }), undefined, ''],
    [
      'created and not visible yet',
      snapshot(60, { deployment: undefined, service: onOld, tasks: undefined }),
      undefined,
      '',
    ],
    ['not visible, and everything looks complete', snapshot(60, { deployment: undefined }), undefined, ''],
    [
      'not visible, and another one came',
      snapshot(60, { deployment: undefined, service: onOld, newer: NEWER }),
      'superseded',
      'zzz wants app:3',
    ],
    [
      'STOPPED for another, which the list does not have yet',
      seen(
        'STOPPED',
        { service: onlyOld },
        { statusReason: 'Service deployment was replaced by a newer service deployment.' },
      ),
      'superseded',
      'replaced by a newer service deployment',
    ],
    [
      'a service that seems to be deleted: the read may be stale',
      seen('SUCCESSFUL', { service: { ...complete, status: 'DRAINING' } }),
      undefined,
      '',
    ],
  ])('%s', (_, now, outcome, reason) => {
    const verdict = decideAll(rollout, [now])
    expect(verdict?.outcome).toBe(outcome)
    expect(verdict?.reason ?? '').toContain(reason)
    // what replaced it is no reason of its own
    expect(verdict?.reason ?? '').not.toContain('before: Replaced')
    expect(verdict?.fallback).toBeUndefined()
  })
})

describe('a service that is deleted, in two looks:', () => {
  const look = (seconds: number, status: string) =>
    snapshot(seconds, { deployment: undefined, service: { ...complete, status } })
  test.each([
    ['DRAINING', [look(0, 'DRAINING'), look(5, 'DRAINING')], 'the service is DRAINING: somebody deleted it'],
    ['then INACTIVE', [look(0, 'DRAINING'), look(5, 'INACTIVE')], 'the service is INACTIVE: somebody deleted it'],
    ['gone', [look(0, 'MISSING'), look(7, 'MISSING')], 'the service is no longer there: somebody deleted it'],
    ['too close', [look(0, 'INACTIVE'), look(4, 'INACTIVE')], undefined],
    ['not in a row', [look(0, 'MISSING'), look(5, 'ACTIVE'), look(10, 'MISSING')], undefined],
  ])('%s', (_, looks, reason) => {
    const verdict = decideAll(rollout, looks)
    expect(verdict).toEqual(reason && { outcome: 'failed-mixed', reason })
  })
})

describe('a rollback that failed, of a service where nothing ran before', () => {
  test.each([
    ['nothing runs', nothingRuns, 'failed-on-old'],
    ['a new task runs', mixed, 'failed-mixed'],
    ['a new task is on its way', moving, undefined],
  ])('%s', (_, service, outcome) => {
    expect(decideAll({ ...rollout, ranBefore: false }, [seen('ROLLBACK_FAILED', { service })])?.outcome).toBe(outcome)
  })
})

describe('a tripped breaker that leads nowhere', () => {
  const tripped = (seconds: number, service: Service = mixed, status = 'IN_PROGRESS') =>
    snapshot(seconds, {
      service,
      tasks: undefined,
      deployment: serviceDeployment({
        status: status as 'IN_PROGRESS',
        deploymentCircuitBreaker: { status: 'TRIGGERED' },
      }),
    })
  const returns: Service = {
    ...mixed,
    deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } },
  }
  const healthy = (seconds: number) =>
    snapshot(seconds, { service: moving, tasks: undefined, deployment: serviceDeployment({ status: 'IN_PROGRESS' }) })
  const failed = deployment(NEW, {
    rolloutState: 'FAILED',
    rolloutStateReason: 'ECS deployment circuit breaker: tasks failed to start.',
    runningCount: 0,
  })
  const returning: Service = {
    ...mixed,
    deployments: [
      deployment(OLD, {
        rolloutState: 'IN_PROGRESS',
        rolloutStateReason: 'ECS deployment circuit breaker: rolling back to deploymentId ecs-svc/1.',
      }),
      { ...failed, status: 'ACTIVE' },
    ],
  }

  test.each([
    ['seen once, it may still lead back', [tripped(0)], undefined],
    ['29 s are not yet a stall', [tripped(0), tripped(29)], undefined],
    ['30 s are', [tripped(0), tripped(15), tripped(30)], 'failed-mixed'],
    ['a healthy look before does not count', [healthy(0), tripped(20), tripped(40)], undefined],
    ['a healthy look between starts the time anew', [tripped(0), healthy(20), tripped(25), tripped(40)], undefined],
    ['only the newest healthy look counts', [healthy(0), tripped(5), healthy(20), tripped(25), tripped(40)], undefined],
    ['and after it 30 s are a stall again', [tripped(0), healthy(20), tripped(25), tripped(55)], 'failed-mixed'],
    ['with the old tasks only, it failed on them', [tripped(0, onlyOld), tripped(30, onlyOld)], 'failed-on-old'],
    ['and nothing runs, that is an outage', [tripped(0, nothingRuns), tripped(30, nothingRuns)], 'failed-mixed'],
    ['where it may roll back, 30 s are none', [tripped(0, returns), tripped(119, returns)], undefined],
    ['there two minutes are', [tripped(0, returns), tripped(120, returns)], 'failed-mixed'],
    ['while ECS leads back, it is no stall', [tripped(0, returning), tripped(60, returning)], undefined],
    [
      'while ECS rolls back, it is no stall',
      [tripped(0, mixed, 'ROLLBACK_IN_PROGRESS'), tripped(60, mixed, 'ROLLBACK_IN_PROGRESS')],
      undefined,
    ],
    [
      'while somebody stops it, it is no stall',
      [tripped(0, mixed, 'STOP_REQUESTED'), tripped(60, mixed, 'STOP_REQUESTED')],
      undefined,
    ],
  ] as const)('%s', (_, seen, outcome) => {
    expect(decideAll(rollout, seen)?.outcome).toBe(outcome)
  })

  test('says what ECS said', () => {
    const service = { ...onlyOld, deployments: [failed, deployment(OLD, { status: 'ACTIVE' })] }
    const verdict = decideAll(rollout, [tripped(0, service), tripped(31, service)])
    expect(verdict).toEqual({
      outcome: 'failed-on-old',
      reason: 'ECS deployment circuit breaker: tasks failed to start',
    })
  })

  test.each([
    [true, 'failed-mixed', 'what ran before is gone and nothing runs now'],
    [false, 'failed-on-old', 'nothing ran before and nothing runs now'],
  ])('says so when nothing is left to serve; something ran before: %s', (ranBefore, outcome, words) => {
    const verdict = decideAll({ ...rollout, ranBefore }, [tripped(0, nothingRuns), tripped(31, nothingRuns)])
    const reason = `the breaker tripped, and ECS has nothing to roll back to; ${words}`
    expect(verdict).toEqual({ outcome, reason })
  })

  test('says how many are left to serve', () => {
    const service = { ...onlyOld, desiredCount: 9 }
    const verdict = decideAll(rollout, [tripped(0, service), tripped(31, service)])
    expect(verdict?.outcome).toBe('failed-on-old')
    expect(verdict?.reason).toMatch(/; \d of 9 tasks still run, as before$/)
  })
})

describe('by DescribeServices alone:', () => {
  const done = (seconds: number) => fallbackSnapshot(seconds, complete, withTasks)
  const busy = (seconds: number) => fallbackSnapshot(seconds, moving)
  const short = (seconds: number) =>
    fallbackSnapshot(
      seconds,
      { ...complete, runningCount: 1, deployments: [deployment(NEW, { runningCount: 1 })] },
      withTasks,
    )
  const sick = (seconds: number) =>
    fallbackSnapshot(seconds, complete, [task(NEW), task(NEW, { healthStatus: 'UNHEALTHY' }, 'a2')])
  const failedTasks = (seconds: number, failedTasks: number) =>
    fallbackSnapshot(seconds, { ...complete, deployments: [deployment(NEW, { failedTasks })] }, withTasks)
  const onThird: Service = {
    ...complete,
    taskDefinition: THIRD.arn,
    deployments: [deployment(THIRD, { rolloutState: 'IN_PROGRESS' }), deployment(NEW, { status: 'ACTIVE' })],
  }
  const third = (seconds: number) => fallbackSnapshot(seconds, onThird)
  const stale = (seconds: number) => fallbackSnapshot(seconds, onOld)
  const failing: Service = {
    ...moving,
    deployments: [
      deployment(NEW, {
        rolloutState: 'FAILED',
        rolloutStateReason: 'ECS deployment circuit breaker: tasks failed to start.',
        runningCount: 0,
      }),
      deployment(OLD, { status: 'ACTIVE' }),
    ],
  }
  const back = (state: 'IN_PROGRESS' | 'COMPLETED' | 'FAILED', mine = 0): Service => ({
    ...onOld,
    deployments: [
      deployment(OLD, {
        rolloutState: state,
        rolloutStateReason: 'ECS deployment circuit breaker: rolling back to deploymentId ecs-svc/1.',
      }),
      deployment(NEW, {
        status: 'ACTIVE',
        rolloutState: 'FAILED',
        rolloutStateReason: 'tasks failed to start',
        runningCount: mine,
      }),
    ],
  })
  const backAlone: Service = { ...onOld, deployments: [deployment(OLD)] }
  const at = fallbackSnapshot

  test.each([
    ['complete, seen once', [done(0)], undefined],
    ['complete, seen twice within 5 s', [done(0), done(4.999)], undefined],
    ['complete, seen twice 5 s apart', [done(0), done(5)], 'deployed'],
    ['complete, and not 5 s ago', [busy(0), done(6)], undefined],
    ['complete 5 s ago and not now', [done(0), busy(5)], undefined],
    ['complete, then its tasks could not be read, and complete again', [done(0), at(6, complete), done(12)], undefined],
    ['complete, and in progress in between', [done(0), busy(5), done(10)], undefined],
    ['complete, in progress, and twice 5 s apart again', [done(0), busy(5), done(10), done(15)], 'deployed'],
    ['complete, and a task short in between', [done(0), short(5), done(10)], undefined],
    ['complete, and an unhealthy task in between', [done(0), sick(5), done(10)], undefined],
    ['complete, and a stale look in between', [done(0), stale(5), done(10)], undefined],
    ['complete, and another primary in between', [done(0), third(5), done(10)], undefined],
    ['complete, and a look that failed in between', [done(0), undefined, done(5)], undefined],
    ['complete, a look that failed, and twice 5 s apart', [done(0), undefined, done(5), done(10)], 'deployed'],
    ['complete, and tasks that failed meanwhile', [done(0), failedTasks(5, 1), done(10)], undefined],
    ['complete, and a look by the other API before', [snapshot(0, { deployment: undefined }), done(5)], undefined],
    ['another primary, and a look that failed in between', [busy(0), third(6), undefined, third(11)], undefined],
    ['complete, with the tasks not read', [at(0, complete), at(5, complete)], undefined],
    [
      'complete by count and not by rolloutState',
      [0, 5].map(s =>
        at(s, { ...complete, deployments: [deployment(NEW, { rolloutState: 'IN_PROGRESS' })] }, withTasks),
      ),
      undefined,
    ],
    ['a stale look before the update is seen', [stale(0), stale(5), busy(10)], undefined],
    ['only stale looks, however long', [stale(0), stale(30), stale(55)], undefined],
    ['a single stale look in between', [busy(0), stale(6), busy(12)], undefined],
    ['a stale look at the start, and another one later', [stale(0), busy(6), stale(8)], undefined],
    ['one look at another primary', [busy(0), third(6)], undefined],
    ['another primary, twice within 5 s', [busy(0), third(6), third(10)], undefined],
    ['another primary, and ours again in between', [busy(0), third(6), busy(8), third(12)], undefined],
    ['one other primary, then another', [busy(0), stale(6), third(11)], undefined],
    ['another primary, twice 5 s apart', [busy(0), third(6), third(11)], 'superseded'],
    ['the old revision taken up by somebody, twice 5 s apart', [busy(0), stale(6), stale(11)], 'superseded'],
    ['failed, and leading back', [busy(0), at(6, failing), at(12, back('IN_PROGRESS'))], undefined],
    ['led back, and a task of ours still runs', [at(6, failing), at(12, back('COMPLETED', 1))], undefined],
    ['led back', [at(6, failing), at(12, back('COMPLETED'))], 'rolled-back'],
    ['led back, and nothing of ours is shown any more', [at(6, failing), at(12, backAlone)], 'rolled-back'],
    [
      'led back, and FAILED was never seen',
      [
        at(6, { ...back('IN_PROGRESS'), deployments: back('IN_PROGRESS').deployments?.slice(0, 1) ?? [] }),
        at(12, backAlone),
      ],
      'rolled-back',
    ],
    [
      'failed, and somebody deploys what was not there before',
      [at(6, failing), at(12, onThird), at(17, onThird)],
      'superseded',
    ],
    ['failed, and one look at such a one', [at(6, failing), at(12, onThird)], undefined],
    ['led back, and that failed as well', [at(6, failing), at(12, back('FAILED'))], 'failed-mixed'],
    ['failed, and nothing leads back yet', [at(0, failing), at(29, failing)], undefined],
    ['failed, and nothing leads back', [at(0, failing), at(30, failing)], 'failed-on-old'],
    ['failed for good with new tasks left', [at(0, mixed), at(30, mixed)], 'failed-mixed'],
    ['complete with nothing to run', [at(0, scaledTo0, [])], 'no-tasks'],
    ['in progress', [busy(0), busy(6), busy(600)], undefined],
    [
      'no deployment is shown',
      [at(0, { ...complete, deployments: [] }), at(60, { ...complete, deployments: [] })],
      undefined,
    ],
  ] as const)('%s', (_, seen, outcome) => {
    const verdict = decideAll(rollout, seen)
    expect(verdict?.outcome).toBe(outcome)
    expect(verdict?.fallback).toBe(outcome === undefined ? undefined : true)
  })

  describe('the same revision by another order', () => {
    const order = { deployment: 'ecs-svc/2', createdAt: 1e12, named: undefined, since: 0 }
    const by = (id: string, seconds: number, ms: number) =>
      at(seconds, { ...complete, deployments: [deployment(NEW, { id, createdAt: new Date(1e12 + ms) })] }, withTasks)
    test.each([
      ['ours', [by('ecs-svc/2', 0, 0), by('ecs-svc/2', 5, 0)], 'deployed'],
      [
        'that of an earlier order, as a stale read shows it',
        [by('ecs-svc/1', 0, -5e5), by('ecs-svc/1', 5, -5e5)],
        undefined,
      ],
      [
        'an earlier order in between',
        [by('ecs-svc/2', 0, 0), by('ecs-svc/1', 5, -5e5), by('ecs-svc/2', 10, 0)],
        undefined,
      ],
      ['that of a later one', [by('ecs-svc/9', 0, 5e3), by('ecs-svc/9', 5, 5e3)], 'superseded'],
    ])('is complete: %s', (_, seen, outcome) => {
      expect(decideAll({ ...rollout, order }, seen)?.outcome).toBe(outcome)
    })
  })

  test.each([
    ['later than ours: superseded, though ours was never seen to lead', 1500, 'superseded'],
    ['with it', 0, undefined],
    ['before it: a stale read may show what we replaced', -1500, undefined],
    ['long before it', -600_000, undefined],
  ])('another primary came %s', (_, ms, outcome) => {
    const order = { deployment: 'ecs-svc/2', createdAt: 1e12, named: undefined, since: 0 }
    const service = { ...onThird, deployments: [deployment(THIRD, { createdAt: new Date(1e12 + ms) })] }
    expect(decideAll({ ...rollout, order }, [at(60, service), at(66, service)])?.outcome).toBe(outcome)
  })

  test('what is older than our order supersedes nobody, though ours was seen to lead', () => {
    const order = { deployment: 'ecs-svc/2', createdAt: 1e12, named: undefined, since: 0 }
    const stale: Service = { ...onOld, deployments: [deployment(OLD, { createdAt: new Date(1e12 - 60_000) })] }
    const looks = [busy(0), at(6, stale), at(30, stale), at(54, stale)]
    expect(decideAll({ ...rollout, order }, looks)).toBeUndefined()
  })

  test('a look that failed ends the row of good ones', () => {
    const first = remember(rollout, NOTHING_SEEN, done(0))
    const later = (memory: Memory) => decide(rollout, remember(rollout, memory, done(6)), done(6))?.outcome
    expect(later(first)).toBe('deployed')
    expect(later(unseen(first))).toBeUndefined()
  })

  describe('the old revision leads after ours failed:', () => {
    const T = 1e12
    const order = { deployment: 'ecs-svc/2', createdAt: T, named: undefined, since: 0 }
    const failedFirst = at(6, failing)
    const on = (id: string, ms: number, of = OLD, more: Service = {}): Service => ({
      ...onOld,
      taskDefinition: of.arn,
      deployments: [deployment(of, { id, createdAt: new Date(T + ms) })],
      ...more,
    })
    const event = (message: string, ms: number) => ({ events: [{ id: 'e', message, createdAt: new Date(T + ms) }] })
    const rolled = event('(service app) rolling back to deployment ecs-svc/1.', 60_000)
    const noRollback = { deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: false } } }
    const twice = (service: Service) => [failedFirst, at(12, service), at(18, service)]
    test.each([
      ['ECS names it', twice(on('ecs-svc/1', -5e5, OLD, rolled)), 'rolled-back', 'tasks failed to start'],
      [
        'under an id of its own, with the event',
        twice(on('ecs-svc/3', 60_500, OLD, rolled)),
        'rolled-back',
        'tasks failed',
      ],
      [
        'somebody deployed it after ECS’s rollback',
        twice(on('ecs-svc/4', 90_000, OLD, rolled)),
        'superseded',
        'ours had failed before: ECS deployment circuit breaker',
      ],
      [
        'somebody deployed a third after ECS’s rollback',
        twice(on('ecs-svc/4', 90_000, THIRD, rolled)),
        'superseded',
        '4 wants app:3; ours had failed before',
      ],
      [
        'somebody, where ECS never rolls back',
        twice(on('ecs-svc/4', 90_000, OLD, noRollback)),
        'superseded',
        'ours had failed before',
      ],
      [
        'somebody deployed a third, and ECS says nothing',
        twice(on('ecs-svc/4', 90_000, THIRD)),
        'superseded',
        'ours had failed before',
      ],
      [
        'ECS says nothing',
        twice(on('ecs-svc/4', 90_000)),
        'rolled-back',
        '4 leads with app:1, and ECS does not say whether it rolled back or somebody deployed it',
      ],
      [
        'another than that which was seen to lead back',
        [at(6, back('IN_PROGRESS')), at(12, on('ecs-svc/5', 90_000)), at(18, on('ecs-svc/5', 90_000))],
        'superseded',
        '5 wants app:1',
      ],
      [
        'it was there before, as stale reads show it',
        [busy(0), at(6, on('ecs-svc/1', -5e5)), at(12, on('ecs-svc/1', -5e5))],
        undefined,
        '',
      ],
      [
        'it was there before, for a minute',
        [busy(0), at(6, on('ecs-svc/1', -5e5)), at(66, on('ecs-svc/1', -5e5))],
        'superseded',
        '1 wants app:1',
      ],
      [
        'the failure of another deployment says nothing of ours',
        [
          busy(0),
          ...[6, 12].map(s =>
            at(
              s,
              on(
                'ecs-svc/4',
                9e4,
                OLD,
                event('(service app) (deployment ecs-svc/3) deployment failed: tasks failed to start.', 6e4),
              ),
            ),
          ),
        ],
        'superseded',
        '4 wants app:1',
      ],
    ] as const)('%s', (_, seen, outcome, reason) => {
      const verdict = decideAll({ ...rollout, order }, seen)
      expect([verdict?.outcome, verdict?.reason ?? '']).toEqual([outcome, expect.stringContaining(reason)])
    })

    test('a rollback that was over before ours began is none of ours', () => {
      const over = {
        ...back('IN_PROGRESS'),
        deployments: [
          deployment(OLD, {
            rolloutState: 'IN_PROGRESS',
            rolloutStateReason: 'ECS deployment circuit breaker: rolling back to deploymentId ecs-svc/1.',
            updatedAt: new Date(T - 1000),
          }),
        ],
      }
      const seen = [at(0, over), busy(6), ...[12, 18].map(s => at(s, on('ecs-svc/4', 9e4)))]
      expect(decideAll({ ...rollout, order }, seen)?.outcome).toBe('superseded')
    })
  })

  test('a rollback tells why ours failed, not that the old one leads', () => {
    expect(decideAll(rollout, [at(6, failing), at(12, back('COMPLETED'))])?.reason).toBe('tasks failed to start')
  })

  test('one that took over after ours had failed tells both', () => {
    expect(decideAll(rollout, [at(6, failing), at(12, onThird), at(17, onThird)])?.reason).toBe(
      'another deployment took over: 3 wants app:3; ours had failed before: ECS deployment circuit breaker: tasks failed to start',
    )
  })

  test('a rollback to another revision than ran before is known by what ECS says of it', () => {
    const led: Service = {
      ...onThird,
      deployments: [
        deployment(THIRD, {
          rolloutStateReason: 'ECS deployment circuit breaker: rolling back to deploymentId ecs-svc/3.',
        }),
      ],
    }
    expect(decideAll(rollout, [at(6, failing), at(12, led), at(18, led)])?.outcome).toBe('rolled-back')
    const told: Service = {
      ...onThird,
      deployments: [deployment(THIRD)],
      events: [{ id: 'e', message: '(service app) rolling back to deployment ecs-svc/3.' }],
    }
    expect(decideAll(rollout, [at(6, failing), at(12, told), at(18, told)])?.outcome).toBe('rolled-back')
  })

  test('a superseded one names what took over', () => {
    expect(decideAll(rollout, [busy(0), third(6), third(11)])?.reason).toBe(
      'another deployment took over: 3 wants app:3',
    )
  })

  test('a service that is being deleted fails without the mark of the fallback', () => {
    const gone = { ...complete, status: 'DRAINING' }
    expect(decideAll(rollout, [at(0, gone, withTasks), at(5, gone, withTasks)])).toEqual({
      outcome: 'failed-mixed',
      reason: 'the service is DRAINING: somebody deleted it',
    })
  })
})

describe('for any story of looks', () => {
  const service = fc.constantFrom(complete, moving, onOld, mixed, onlyOld, nothingRuns, scaledTo0)
  const status = fc.constantFrom(
    ...(['PENDING', 'IN_PROGRESS', 'STOP_REQUESTED', 'STOPPED', 'ROLLBACK_REQUESTED', 'ROLLBACK_IN_PROGRESS'] as const),
    ...(['ROLLBACK_SUCCESSFUL', 'ROLLBACK_FAILED', 'SUCCESSFUL'] as const),
    undefined,
  )
  const look = fc.record({
    pause: fc.integer({ min: 1, max: 20 }),
    service,
    status,
    read: fc.boolean(),
    newer: fc.constantFrom(undefined, undefined, NEWER),
  })
  const story = (source: Snapshot['source']) =>
    fc.array(look, { minLength: 1, maxLength: 8 }).map(looks => {
      let at = 0
      return looks.map(({ pause, service, status, read, newer }) => {
        at += pause
        return snapshot(at, {
          service,
          source,
          tasks: read ? withTasks : undefined,
          ...(source === 'deployments'
            ? { deployment: undefined, newer: undefined }
            : { deployment: status && serviceDeployment({ status }), newer }),
        })
      })
    })

  test('deployed is said exactly when ECS says SUCCESSFUL and nothing is missing', () => {
    fc.assert(
      fc.property(story('service deployments'), seen => {
        const now = seen.at(-1) as Snapshot
        const holds = now.deployment?.status === 'SUCCESSFUL' && missing(rollout, now).length === 0
        expect(decideAll(rollout, seen)?.outcome === 'deployed').toBe(holds)
      }),
      { numRuns: runs(500) },
    )
  })

  test('by DescribeServices alone it is said only when it held in a row of 5 s', () => {
    fc.assert(
      fc.property(story('deployments'), seen => {
        const now = seen.at(-1) as Snapshot
        const isGood = (each: Snapshot) =>
          each.service.deployments?.[0]?.rolloutState === 'COMPLETED' && missing(rollout, each).length === 0
        const row = seen.slice(seen.findLastIndex(each => !isGood(each)) + 1)
        const holds = row.some(each => now.at - each.at >= 5000)
        expect(decideAll(rollout, seen)?.outcome === 'deployed').toBe(holds)
      }),
      { numRuns: runs(500) },
    )
  })

  test('every verdict is of the closed set and has a sentence', () => {
    fc.assert(
      fc.property(fc.oneof(story('deployments'), story('service deployments')), seen => {
        const verdict = decideAll(rollout, seen)
        if (verdict === undefined) return
        expect(OUTCOMES).toContain(verdict.outcome)
        expect(verdict.reason).not.toBe('')
      }),
    )
  })
})

test.each([
  ['deployed', true, true],
  ['unchanged', true, true],
  ['no-tasks', false, true],
  ['rolled-back', false, false],
  ['failed-on-old', false, false],
  ['failed-mixed', false, false],
  ['superseded', false, false],
  ['cancelled', false, false],
  ['timed-out', false, false],
  ['paused', false, false],
  ['refused', false, false],
  ['partial', false, false],
  ['unknown', false, false],
] as const)('%s lets the step pass: %s, and where no tasks are allowed: %s', (outcome, plain, allowing) => {
  expect([isGood(outcome, false), isGood(outcome, true)]).toEqual([plain, allowing])
})

test('the closed set of outcomes', () => {
  expect([...OUTCOMES].sort()).toEqual([
    'built',
    'cancelled',
    'deployed',
    'failed-mixed',
    'failed-on-old',
    'no-tasks',
    'partial',
    'paused',
    'refused',
    'rolled-back',
    'superseded',
    'timed-out',
    'unchanged',
    'unknown',
  ])
})

test.each(['PROVISIONING', 'ARCHIVED', ''])(
  'a service status that nobody knows yet (%j) is not "somebody deleted it"',
  status => {
    const now = snapshot(30, {
      service: { ...moving, status },
      deployment: serviceDeployment({ status: 'IN_PROGRESS' }),
    })
    expect(decideAll(rollout, [now])).toBeUndefined()
    expect(decideAll(rollout, [snapshot(60, { service: { ...complete, status } })])?.outcome).toBe('deployed')
  },
)

test('an early success says how many are healthy, and how many older still stop', () => {
  const earlySuccessCriteria = { enable: true, healthyPercent: 50, sourceServiceRevisionCleanup: 'DEFERRED' as const }
  const service = {
    ...complete,
    desiredCount: 4,
    runningCount: 3,
    deployments: [
      deployment(NEW, { runningCount: 2, pendingCount: 2 }),
      deployment(OLD, { status: 'ACTIVE', runningCount: 1 }),
    ],
    deploymentConfiguration: { earlySuccessCriteria },
  }
  const tasks = [
    task(NEW, {}, 'a1'),
    task(NEW, {}, 'a2'),
    // its essential container as well is on its way
    task(NEW, { lastStatus: 'PENDING', containers: [{ name: 'app', lastStatus: 'PENDING' }] }, 'a3'),
    task(OLD, {}, 'b1'),
  ]
  expect(decideAll(rollout, [snapshot(60, { service, tasks })])?.reason).toBe(
    "2 of 4 tasks run app:2 and are healthy, as the service's early success asks (2); 1 older still stops",
  )
  const withThird = (third: Task) => [...tasks.slice(0, 2), third, ...tasks.slice(3)]
  const unhealthy = withThird(task(NEW, { healthStatus: 'UNHEALTHY' }, 'a3'))
  expect(decideAll(rollout, [snapshot(60, { service, tasks: unhealthy })])?.reason).toBe(
    "2 of 4 tasks run app:2 and are healthy, as the service's early success asks (2); 1 is UNHEALTHY; 1 older still stops",
  )
  // an image that is not the one released is no success, however few are asked for, running or not
  for (const lastStatus of ['RUNNING', 'PENDING', 'ACTIVATING']) {
    const strange = withThird(task(NEW, { lastStatus, containers: [{ name: 'app', imageDigest: OLD_DIGEST }] }, 'a3'))
    expect(decideAll(rollout, [snapshot(60, { service, tasks: strange })])?.outcome).toBeUndefined()
  }
})

test.each([
  ['RUNNING', undefined, ''],
  ['STOPPED', 0, ''],
  ['STOPPED', 1, '; container proxy ended with exit code 1 in 2 of 2 tasks, and is not essential'],
  ['STOPPED', undefined, '; container proxy ended in 2 of 2 tasks, and is not essential'],
  ['PENDING', undefined, '; container proxy has not started in 2 of 2 tasks, and is not essential'],
])('a released container that is not essential is %s with exit code %p: told', (lastStatus, exitCode, told) => {
  const proxy = { name: 'proxy', essential: false, image: 'p', digest: undefined, checked: false, log: undefined }
  const revision = { ...NEW, containers: [...NEW.containers, proxy], released: ['app', 'proxy'] }
  const beside = { name: 'proxy', lastStatus, ...(exitCode === undefined ? {} : { exitCode }) }
  const containers = [...(task(NEW).containers ?? []), beside]
  const tasks = [task(NEW, { containers }, 'a1'), task(NEW, { containers }, 'a2')]
  expect(decideAll({ ...rollout, revision }, [snapshot(60, { tasks })])).toEqual({
    outcome: 'deployed',
    reason: `every task runs app:2 and is healthy${told}`,
  })
})

test('a service that was deleted and made again is not ours, whatever it runs', () => {
  const order = { ...rollout.order, createdAt: 10_000 }
  const made = (createdAt: number) => snapshot(60, { service: { ...complete, createdAt: new Date(createdAt) } })
  expect(decideAll({ ...rollout, order }, [made(5_000)])?.outcome).toBe('deployed')
  expect(decideAll({ ...rollout, order }, [made(20_000)])).toEqual({
    outcome: 'superseded',
    reason: 'somebody deleted the service and made it again',
  })
})

test.each([
  ['HEALTHY', undefined, ''],
  [
    'UNHEALTHY',
    'to have its container side HEALTHY, not UNHEALTHY',
    '; container side is UNHEALTHY in 2 of 2 tasks, and is not essential',
  ],
  ['UNKNOWN', 'to have its container side HEALTHY, not UNKNOWN', ''],
])('the only check is that of a container that is not essential, and it is %s', (healthStatus, waits, told) => {
  const side = { name: 'side', essential: false, image: 's', digest: undefined, checked: true, log: undefined }
  const app = NEW.containers.map(each => ({ ...each, checked: false }))
  const given = { ...rollout, revision: { ...NEW, containers: [...app, side] } }
  const beside = { name: 'side', lastStatus: 'RUNNING', healthStatus: healthStatus as 'HEALTHY' }
  const containers = [...(task(NEW).containers ?? []), beside]
  const tasks = ['a1', 'a2'].map(id => task(NEW, { containers, healthStatus: 'UNKNOWN' }, id))
  // ECS asks for essential containers alone: what it has ended waits for no other
  expect(decideAll(given, [snapshot(60, { tasks })])).toEqual({
    outcome: 'deployed',
    reason: `every task runs app:2 and is healthy${told}`,
  })
  const before = snapshot(60, { tasks })
  const service = { ...before.service, deployments: [deployment(NEW, { rolloutState: 'IN_PROGRESS' })] }
  expect(missing(given, { ...before, service, deployment: undefined })).toEqual(
    waits === undefined ? [] : ['a1', 'a2'].map(id => `task ${id} ${waits}`),
  )
})

test('what this run only watches is given new tasks of the same revision by somebody: it counts', () => {
  const order = { ...rollout.order, deployment: 'ecs-svc/2' }
  const watched = { ...rollout, order, adopted: true as const, unvouched: true, previous: NEW }
  const service = {
    ...complete,
    deployments: [deployment(NEW, { id: 'ecs-svc/9' }), deployment(NEW, { status: 'ACTIVE', runningCount: 0 })],
  }
  const looks = [60, 90, 121].map(seconds => snapshot(seconds, { service }))
  expect(decideAll(watched, looks)?.outcome).toBe('unchanged')
  const moving = { ...service, deployments: [deployment(NEW, { id: 'ecs-svc/9', rolloutState: 'IN_PROGRESS' })] }
  expect(decideAll(watched, [...looks.slice(0, 2), snapshot(121, { service: moving })])).toBeUndefined()
})
