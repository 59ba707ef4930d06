import type { Service } from '@aws-sdk/client-ecs'
import { describe, expect, test } from '@jest/globals'
import { change, isEnding, isReturning, news, waitingFor } from '../../src/rollout/progress.ts'
import type { Snapshot } from '../../src/rollout/snapshot.ts'
import {
  complete,
  deployment,
  fallbackSnapshot,
  moving,
  NEW,
  OLD,
  onOld,
  rollout,
  serviceDeployment,
  snapshot,
} from './scene.ts'

const seen = (service: Service, more: Partial<Snapshot> = {}) =>
  snapshot(0, { service, tasks: undefined, deployment: serviceDeployment({ status: 'IN_PROGRESS' }), ...more })
const counted = (running: number, pending: number, old: number) =>
  seen({
    ...complete,
    deployments: [
      deployment(NEW, { runningCount: running, pendingCount: pending }),
      ...(old > 0 ? [deployment(OLD, { status: 'ACTIVE', runningCount: old })] : []),
    ],
  })
/** One task is wanted now, and so many old ones run. */
const scaled = (old: number, maximumPercent: number): Service => ({
  ...complete,
  desiredCount: 1,
  runningCount: old,
  deployments: [
    deployment(NEW, { rolloutState: 'IN_PROGRESS', runningCount: 0 }),
    deployment(OLD, { status: 'ACTIVE', runningCount: old }),
  ],
  deploymentConfiguration: { minimumHealthyPercent: 100, maximumPercent },
})
const event = (id: string, message: string) => ({ id, message: `(service app) ${message}` })
const said = (...events: ReturnType<typeof event>[]) => seen({ ...complete, events })
const inStatus = (status: string, statusReason?: string) =>
  seen(complete, {
    deployment: serviceDeployment({
      status: status as 'PENDING',
      ...(statusReason === undefined ? {} : { statusReason }),
    }),
  })

const failing = (failureCount: number, threshold = 3) =>
  seen(complete, {
    deployment: serviceDeployment({ status: 'IN_PROGRESS', deploymentCircuitBreaker: { failureCount, threshold } }),
  })

describe('news since the last look', () => {
  test.each([
    ['the first look', undefined, counted(0, 1, 2), ['running 0  pending 1  old 2  (1.0.0 → 1.1.0)']],
    ['nothing is new', counted(1, 1, 2), counted(1, 1, 2), []],
    ['nothing of ours is shown', undefined, seen(onOld), ['running 0  old 2  (1.0.0 → 1.1.0)']],
    ['without older ones', counted(0, 1, 0), counted(1, 0, 0), ['running 0 → 1  (1.0.0 → 1.1.0)']],
    ['one more runs', counted(0, 1, 2), counted(1, 0, 2), ['running 0 → 1  old 2  (1.0.0 → 1.1.0)']],
    ['one is lost', counted(2, 0, 2), counted(1, 1, 2), ['running 2 → 1  pending 1  old 2  (1.0.0 → 1.1.0)']],
    ['an old one is gone', counted(2, 0, 2), counted(2, 0, 1), ['running 2  old 2 → 1  (1.0.0 → 1.1.0)']],
    ['the last old one is gone', counted(2, 0, 1), counted(2, 0, 0), ['running 2  old 1 → 0  (1.0.0 → 1.1.0)']],
    [
      'only what is pending changes',
      counted(1, 0, 1),
      counted(1, 1, 1),
      ['running 1  pending 1  old 1  (1.0.0 → 1.1.0)'],
    ],
    [
      'an event',
      said(),
      said(event('e1', '(task a) failed container health checks.')),
      ['(task a) failed container health checks.'],
    ],
    ['an event that was told', said(event('e1', 'x y')), said(event('e1', 'x y')), []],
    ['two events, oldest first', said(), said(event('e2', 'later'), event('e1', 'earlier')), ['earlier', 'later']],
    ['a status', inStatus('IN_PROGRESS'), inStatus('STOP_REQUESTED'), ['service deployment STOP_REQUESTED']],
    [
      'a status with a reason',
      inStatus('IN_PROGRESS'),
      inStatus('ROLLBACK_IN_PROGRESS', 'threshold'),
      ['service deployment ROLLBACK_IN_PROGRESS: threshold'],
    ],
    ['a status that was told', inStatus('STOPPED'), inStatus('STOPPED'), []],
    ['a status that says little', inStatus('PENDING'), inStatus('IN_PROGRESS'), []],
    ['a failed task', failing(0), failing(1), ['1 failed task in a row; the breaker trips at 3']],
    ['another failed task', failing(1), failing(2), ['2 failed tasks in a row; the breaker trips at 3']],
    ['no more failed tasks', failing(2), failing(2), []],
    ['failed tasks that count no longer', failing(2), failing(0), []],
    ['a failed task without a breaker', failing(0, 0), failing(1, 0), ['1 failed task in a row']],
    ['the other API', fallbackSnapshot(0, complete), fallbackSnapshot(1, complete), []],
    [
      'the other API from now on',
      seen(complete),
      fallbackSnapshot(1, complete),
      [expect.stringContaining('does not answer here')],
    ],
    ['the first API again', fallbackSnapshot(0, complete), seen(complete), [expect.stringContaining('answers now')]],
  ])('%s', (_, before, now, lines) => {
    expect(news(rollout, before, now)).toEqual(lines)
  })

  test.each([
    'has started 1 tasks: (task a).',
    'has started 1 tasks: (task a). Amazon ECS replaced 1 tasks due to an unhealthy status.',
    'has stopped 2 running tasks: (task a) (task b).',
    'registered 1 targets in (target-group arn)',
    'deregistered 1 targets in (target-group arn)',
    'has begun draining connections on 1 tasks.',
    'has reached a steady state.',
    '(deployment ecs-svc/1) deployment completed.',
  ])('the counts tell already: %s', message => {
    expect(news(rollout, said(), said(event('e1', message)))).toEqual([])
  })

  test.each([
    '(task a) (port 5000) is unhealthy in (target-group arn) due to (reason Health checks failed with these codes: [503]).',
    '(deployment ecs-svc/2) deployment failed: tasks failed to start.',
    'rolling back to deployment ecs-svc/1.',
    'was unable to place a task. Reason: Capacity is unavailable at this time.',
    'is unable to consistently start tasks successfully. For more information, see the Troubleshooting section.',
    'operations are being throttled. Will try again later.',
  ])('is told: %s', message => {
    expect(news(rollout, said(), said(event('e1', message)))).toEqual([message])
  })

  test('events from before the start are not', () => {
    const now = said(event('e2', 'new'), event('e1', 'old'))
    expect(news({ ...rollout, lastEvent: 'e1' }, undefined, now).slice(1)).toEqual(['new'])
  })
})

test.each([
  ['two versions', { version: '1.0.0', name: 'app:1' }, { version: '1.1.0', name: 'app:2' }, '1.0.0 → 1.1.0'],
  ['the same version', { version: '1.0.0', name: 'app:1' }, { version: '1.0.0', name: 'app:2' }, 'app:1 → app:2'],
  [
    'the first with a version',
    { version: undefined, name: 'app:1' },
    { version: '1.0.0', name: 'app:2' },
    'app:1 → 1.0.0',
  ],
  ['back to one without', { version: '1.0.0', name: 'app:2' }, { version: undefined, name: 'app:1' }, 'app:2 → app:1'],
  ['new tasks of one', { version: '1.0.0', name: 'app:1' }, { version: '1.0.0', name: 'app:1' }, '1.0.0'],
  ['new tasks of none', { version: undefined, name: 'app:1' }, { version: undefined, name: 'app:1' }, 'app:1'],
  ['none', { version: undefined, name: 'app:1' }, { version: undefined, name: 'app:2' }, 'app:1 → app:2'],
])('a change between %s', (_, from, to, line) => {
  expect(change(from, to)).toBe(line)
})

test('a release that is younger than its revision is called what it is released as', () => {
  const called = { ...rollout, called: '1.6.0' }
  expect(news(called, undefined, counted(0, 0, 2))).toEqual(['running 0  old 2  (1.0.0 → 1.6.0)'])
  expect(change({ version: '1.5.0', name: 'app:2' }, { version: '1.5.0', name: 'app:2' }, '1.6.0')).toBe('1.6.0')
})

describe('ECS leads back', () => {
  const because = (rolloutStateReason: string) =>
    seen({ ...onOld, deployments: [deployment(OLD, { rolloutStateReason })] })

  test.each([
    ['ROLLBACK_REQUESTED', inStatus('ROLLBACK_REQUESTED'), true],
    ['ROLLBACK_IN_PROGRESS', inStatus('ROLLBACK_IN_PROGRESS'), true],
    ['ROLLBACK_SUCCESSFUL', inStatus('ROLLBACK_SUCCESSFUL'), true],
    [
      'the primary one’s reason',
      because('ECS deployment circuit breaker: rolling back to deploymentId ecs-svc/1.'),
      true,
    ],
    ['another reason', because('ECS deployment ecs-svc/1 completed.'), false],
    ['IN_PROGRESS', inStatus('IN_PROGRESS'), false],
    ['STOP_REQUESTED', inStatus('STOP_REQUESTED'), false],
    ['nothing is known', snapshot(0, { deployment: undefined, service: {} }), false],
  ])('%s', (_, now, expected) => {
    expect(isReturning(now)).toBe(expected)
  })

  test('a deployment that somebody stops is ending', () => {
    expect(isEnding(inStatus('STOP_REQUESTED'))).toBe(true)
    expect(isEnding(inStatus('IN_PROGRESS'))).toBe(false)
    expect(isEnding(snapshot(0, { deployment: undefined }))).toBe(false)
  })
})

test.each([
  ['a rollback', inStatus('ROLLBACK_IN_PROGRESS'), /^waiting for ECS to finish the rollback$/],
  ['tasks', seen(moving), /^waiting for 1 of 2 tasks to run, 2 older tasks to stop/],
  [
    'older tasks, once the new ones run',
    counted(2, 0, 1),
    /^waiting for the new tasks to become healthy, then for 1 older to drain and stop$/,
  ],
  ['older tasks, while ours are not even shown', seen(onOld), /^waiting for the service to stand on app:2, /],
  ['ECS', seen(complete), /^waiting for ECS to call it complete$/],
  [
    'nothing that ECS may do',
    seen(scaled(1, 150)),
    /^waiting for 1 of 1 tasks to run, 1 older task to stop: with 1 wanted, minimumHealthyPercent 100 and maximumPercent 150 no task may start and none may stop$/,
  ],
  ['one that may start', seen(scaled(1, 200)), /^waiting for 1 of 1 tasks to run, 1 older task to stop$/],
  ['one that may go, of more than are wanted', seen(scaled(2, 150)), /older tasks to stop$/],
  ['at most three things', seen({ ...moving, taskDefinition: OLD.arn }), /^waiting for [^,]+(, [^,]+){2}$/],
])('what is waited for: %s', (_, now, line) => {
  expect(waitingFor(rollout, now)).toMatch(line)
})

test('a function that ECS has called and that has not come to an end is named, with what follows', () => {
  const hook = {
    hookId: 'smoke',
    status: 'IN_PROGRESS' as const,
    targetArn: 'arn:aws:lambda:eu-west-1:123456789012:function:smoke-test',
    expiresAt: new Date('2026-11-25T12:00:00Z'),
    timeoutAction: 'ROLLBACK' as const,
  }
  const deployment = serviceDeployment({ lifecycleStage: 'POST_SCALE_UP', lifecycleHookDetails: [hook] })
  expect(waitingFor(rollout, snapshot(10, { deployment }))).toBe(
    'waiting for hook smoke of smoke-test at POST_SCALE_UP until 2026-11-25T12:00Z, then ROLLBACK',
  )
})
