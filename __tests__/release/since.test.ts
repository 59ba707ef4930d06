/** What became of a service since its verdict, by its records and the tasks it lost. */
import type { Service, ServiceEvent } from '@aws-sdk/client-ecs'
import { describe, expect, test } from '@jest/globals'
import type { Result } from '../../src/release/result.ts'
import { isBefore, lossesSince, mayHaveLost, verdictSince } from '../../src/release/since.ts'
import type { LostTask } from '../../src/rollout/cause.ts'

const at = (seconds: number) => new Date(1_700_000_000_000 + seconds * 1000)
const event = (seconds: number, message: string): ServiceEvent => ({
  id: String(seconds),
  createdAt: at(seconds),
  message,
})
const STARTED = (seconds: number) => event(seconds, '(service api) has started 1 tasks: (task abc).')

const service = (
  more: Partial<Service> & { running?: number; id?: string; family?: string; state?: string } = {},
): Service => {
  const { running = 2, id = 'ecs-svc/1', family = 'api:3', state = 'COMPLETED', ...rest } = more
  return {
    serviceName: 'api',
    status: 'ACTIVE',
    createdAt: at(0),
    taskDefinition: family,
    desiredCount: 2,
    runningCount: running,
    deployments: [
      {
        id,
        status: 'PRIMARY',
        taskDefinition: family,
        runningCount: running,
        createdAt: at(id === 'ecs-svc/1' ? 10 : 200),
        rolloutState: state as 'COMPLETED',
      },
    ],
    events: [event(100, '(service api) has reached a steady state.')],
    ...rest,
  }
}
const result = (more: Partial<Result> = {}, then = service()) =>
  ({
    standing: { service: then, place: { name: 'api' } },
    verdict: { outcome: 'deployed', reason: '' },
    revision: { arn: 'api:3' },
    ending: { last: { service: then } },
    ...more,
  }) as unknown as Result

/** 900 s after the verdict. */
const NOW = Number(at(1000))

/** A minute ago, where nothing else is said. */
const lost = (many: number, stopCode: string, stoppedReason = '', endedAt = NOW - 60_000): LostTask[] =>
  Array.from({ length: many }, (_, id) => ({
    id: String(id),
    stopCode,
    stoppedReason,
    endedAt,
    containers: [{ name: 'api', exitCode: stopCode === CRASH ? 1 : undefined, reason: undefined, health: undefined }],
    culprit: 'api',
    log: [],
  }))
const CRASH = 'EssentialContainerExited'
const NETWORK = 'Timeout waiting for network interface provisioning to complete.'

const done = (many: number): LostTask[] =>
  lost(many, CRASH).map(each => ({
    ...each,
    containers: [{ name: 'api', exitCode: 0, reason: undefined, health: undefined }],
  }))

describe('a verdict since', () => {
  test.each<[string, Service | undefined, LostTask[] | undefined, boolean, string | undefined]>([
    ['all as it was', service(), [], true, undefined],
    ['deleted', undefined, [], true, 'failed-mixed: it was deployed, and then somebody deleted it'],
    ['deleted, says one look', service({ status: 'DRAINING' }), [], false, 'unknown'],
    ['another took over', service({ id: 'ecs-svc/2', family: 'other:1' }), [], true, 'superseded'],
    [
      'deleted and made again, without an event',
      service({ createdAt: at(150), id: 'ecs-svc/2', family: 'other:1', events: [], running: 0 }),
      [],
      true,
      'superseded',
    ],
    ['a stale record of before', service({ running: 0, events: [event(90, 'old')] }), [], true, undefined],
    ['scaled to 0', service({ desiredCount: 0, running: 0 }), [], true, 'no-tasks'],
    [
      'no task is left',
      service({ running: 0 }),
      [],
      true,
      'failed-mixed: it was deployed, and then lost all of its tasks',
    ],
    ['no task is left, says one look', service({ running: 0 }), [], false, 'unknown'],
    ['one of two by Spot', service({ running: 1 }), lost(1, 'SpotInterruption'), true, undefined],
    ['Spot again and again', service({ events: [STARTED(150)] }), lost(20, 'SpotInterruption'), true, undefined],
    [
      'stopped by hand again and again',
      service({ events: [STARTED(150)] }),
      lost(20, 'UserInitiated'),
      true,
      undefined,
    ],
    ['a crash that was made good', service({ events: [STARTED(150)] }), lost(1, CRASH), true, undefined],
    ['a crash that was not', service({ running: 1 }), lost(1, CRASH), true, 'failed-mixed'],
    ['a crash that was not, says one look', service({ running: 1 }), lost(1, CRASH), false, undefined],
    ['crashes again and again', service({ events: [STARTED(150)] }), lost(6, CRASH), true, 'failed-mixed'],
    [
      'checks that fail again and again',
      service({ events: [STARTED(150)] }),
      lost(6, 'ServiceSchedulerInitiated', 'Task failed ELB health checks in (target-group x)'),
      true,
      'failed-mixed',
    ],
    ['crashes that are over', service({ events: [STARTED(150)] }), lost(6, CRASH, '', NOW - 600_000), true, undefined],
    [
      'crashes that are over, and one runs too few',
      service({ running: 1 }),
      lost(6, CRASH, '', NOW - 600_000),
      true,
      'failed-mixed',
    ],
    [
      'one of two by Spot, and a crash of the one in its place',
      service({ running: 1 }),
      [...lost(1, 'SpotInterruption'), ...lost(1, CRASH)],
      true,
      'failed-mixed',
    ],
    [
      'no network for those in the place of what Spot took',
      service({ events: [STARTED(150)] }),
      [...lost(2, 'SpotInterruption'), ...lost(10, 'TaskFailedToStart', NETWORK)],
      true,
      undefined,
    ],
    [
      'the same, and half of them run',
      service({ running: 1 }),
      lost(10, 'TaskFailedToStart', NETWORK),
      true,
      undefined,
    ],
    [
      'the same, and none runs',
      service({ running: 0 }),
      lost(10, 'TaskFailedToStart', NETWORK),
      true,
      'then lost all of its tasks',
    ],
    [
      'their machines are gone',
      service({ running: 1 }),
      lost(1, '', 'Host EC2 (instance i-0123) terminated.'),
      true,
      undefined,
    ],
    [
      'their image is gone',
      service({ running: 1 }),
      lost(10, 'TaskFailedToStart', 'CannotPullContainerError: not found'),
      true,
      'failed-mixed',
    ],
    ['what it lost is not known', service({ running: 1 }), undefined, true, undefined],
    [
      'workers that end with 0, of which half are there',
      service({ running: 1, events: [STARTED(150)] }),
      done(9),
      true,
      undefined,
    ],
    [
      'the same, and a crash is why',
      service({ running: 1, events: [STARTED(150)] }),
      [...done(9), ...lost(1, CRASH)],
      true,
      'failed-mixed: it was deployed, and 1 of its tasks has ended since: 1 of 2 tasks run',
    ],
    ['workers that end with 0, of which none is there', service({ running: 0 }), done(2), true, 'lost all'],
    [
      'crashes that are over, and one of late',
      service({ events: [STARTED(150)] }),
      [...lost(7, CRASH, '', NOW - 1_200_000), ...lost(1, CRASH)],
      true,
      undefined,
    ],
    [
      'crashes one by one, without a pause',
      service({ events: [STARTED(150)] }),
      [1, 2, 3, 4, 5, 6].flatMap(nth => lost(1, CRASH, '', NOW - nth * 240_000)),
      true,
      'failed-mixed: it was deployed, and its tasks end again and again: 6 have since',
    ],
    [
      'crashes one by one, with a pause among them',
      service({ events: [STARTED(150)] }),
      [1, 2, 3, 5, 6, 7].flatMap(nth => lost(1, CRASH, '', NOW - nth * 240_000)),
      true,
      undefined,
    ],
  ])('%s', (_, now, tasks, sure, wanted) => {
    const verdict = verdictSince(result(), { service: now, lost: tasks, sure, at: NOW })
    if (wanted === undefined) expect(verdict).toBeUndefined()
    else expect(`${verdict?.outcome}: ${verdict?.reason}`).toContain(wanted)
  })

  test('nine of ten have ended', () => {
    const crowd = (running: number) => service({ desiredCount: 10, running })
    const seen = { service: crowd(1), lost: lost(9, CRASH), sure: true, at: NOW }
    expect(verdictSince(result({}, crowd(10)), seen)).toEqual({
      outcome: 'failed-mixed',
      reason: 'it was deployed, and 9 of its tasks have ended since: 1 of 10 tasks run',
      since: 'ended',
    })
  })

  test('three of four are the platform’s, and one is not', () => {
    const crowd = (running: number) => service({ desiredCount: 4, running })
    const seen = (own: number) => ({
      service: crowd(0 + 1),
      lost: [...lost(3 - own, 'SpotInterruption'), ...lost(own, CRASH)],
      sure: true,
      at: NOW,
    })
    expect(verdictSince(result({}, crowd(4)), seen(1))).toBeUndefined()
    expect(verdictSince(result({}, crowd(4)), seen(2))?.outcome).toBe('failed-mixed')
  })

  test('of one that a rollback does not move, and that stands where it leads: it counts', () => {
    const there = result({ unmoved: 'there', verdict: { outcome: 'unchanged', reason: '' } })
    const seen = { service: service({ running: 0 }), lost: lost(2, CRASH), sure: true, at: NOW }
    const reason = 'it stood on this release, and then lost all of its tasks'
    expect(verdictSince(there, seen)).toEqual({ outcome: 'failed-mixed', reason, since: 'ended' })
    const scaled = { ...seen, service: service({ running: 0, desiredCount: 0 }), lost: [] }
    expect(verdictSince(there, scaled)).toBeUndefined()
    const outside = { ...there, unmoved: 'outside' } as const
    expect([verdictSince(outside, seen), lossesSince(outside, seen)]).toEqual([undefined, undefined])
  })
})

describe('losses since', () => {
  const EXITS = 'did not stay up: 1 task exited with exit code 1'
  test.each<[string, Service, LostTask[] | undefined, string, boolean]>([
    ['none', service(), [], '', false],
    ['Spot, made good', service(), lost(3, 'SpotInterruption'), '', false],
    [
      'Spot, not made good',
      service({ running: 1 }),
      lost(1, 'SpotInterruption', 'Your Spot Task was interrupted.'),
      '1 of 2 tasks ran when it was looked at again; 1 task stopped: Your Spot Task was interrupted.',
      true,
    ],
    [
      'no network, not made good',
      service({ running: 1 }),
      lost(3, 'TaskFailedToStart', NETWORK),
      `1 of 2 tasks ran when it was looked at again; 3 tasks stopped: ${NETWORK}`,
      true,
    ],
    ['no network, made good', service(), lost(3, 'TaskFailedToStart', NETWORK), '', false],
    ['scaled in and out: what is missing was never there', service({ running: 1 }), [], '', false],
    ['not known', service({ running: 1 }), undefined, '1 of 2 tasks ran when it was looked at again', true],
    [
      'checks, made good',
      service(),
      lost(2, 'ServiceSchedulerInitiated', 'Task failed container health checks'),
      'did not stay healthy: 2 tasks failed their container health check; others run in their place',
      false,
    ],
    ['one crash, made good', service(), lost(1, CRASH), `${EXITS}; another runs in its place`, false],
    [
      'one crash, not made good',
      service({ running: 1 }),
      lost(1, CRASH),
      `1 of 2 tasks ran when it was looked at again; ${EXITS}`,
      true,
    ],
    [
      'many crashes, made good long since',
      service(),
      lost(6, CRASH),
      'did not stay up: 6 tasks exited with exit code 1; others run in their place',
      true,
    ],
    ['workers that end with 0, and are started again', service(), done(20), '', false],
    [
      'a worker that ends with 0, and is not started again',
      service({ running: 1 }),
      done(1),
      '1 of 2 tasks ran when it was looked at again; did not stay up: 1 task exited with exit code 0',
      true,
    ],
    [
      'a worker that ends with 0, and is being started again',
      service({ running: 1, events: [STARTED(150)] }),
      done(1),
      '',
      false,
    ],
    [
      'workers that end with 0, and what Spot took',
      service({ running: 1, events: [STARTED(150)] }),
      [...done(9), ...lost(1, 'SpotInterruption', 'Your Spot Task was interrupted.')],
      '1 of 2 tasks ran when it was looked at again; 1 task stopped: Your Spot Task was interrupted.',
      true,
    ],
    [
      'workers that end with 0, and a crash',
      service({ running: 1, events: [STARTED(150)] }),
      [...done(9), ...lost(1, CRASH)],
      `1 of 2 tasks ran when it was looked at again; ${EXITS}`,
      true,
    ],
    [
      'no image any more',
      service({ running: 1 }),
      lost(1, 'TaskFailedToStart', 'CannotPullContainerError: not found'),
      '1 of 2 tasks ran when it was looked at again; cannot start new tasks: the image could not be pulled (CannotPullContainerError: not found)',
      true,
    ],
  ])('%s', (_, now, tasks, words, isWarning) => {
    const wanted = words === '' ? undefined : { words, isWarning }
    expect(lossesSince(result(), { service: now, lost: tasks })).toEqual(wanted)
  })

  test.each([undefined, NOW - 600_000])('workers that end with 0 by design are no failure, however often', endedAt => {
    const tasks = done(20).map(each => ({ ...each, endedAt }))
    expect(verdictSince(result(), { service: service(), lost: tasks, sure: true, at: NOW })).toBeUndefined()
  })
})

test.each<[string, Service, boolean]>([
  ['all as it was', service(), false],
  ['fewer run', service({ running: 1 }), true],
  ['as many run, of which some were started', service({ events: [event(100, 'x'), STARTED(120)] }), true],
  ['as many run, of which some were started before', service({ events: [STARTED(50), event(100, 'x')] }), false],
  ['another revision', service({ id: 'ecs-svc/2', family: 'other:1', events: [STARTED(150)] }), false],
])('worth a look at the stopped tasks: %s', (_, now, is) => {
  expect(mayHaveLost(result(), now)).toBe(is)
})

test.each<[string, Service, boolean]>([
  ['the same', service(), false],
  ['without the newest event', service({ events: [] }), true],
  [
    'led by an earlier deployment',
    service({ events: [event(900, 'x')], deployments: [{ status: 'PRIMARY', createdAt: at(1) }] }),
    true,
  ],
  ['led by a later one, without any event', service({ events: [], id: 'ecs-svc/2' }), false],
  ['made again, without any event', service({ events: [], createdAt: at(150) }), false],
])('a record from before: %s', (_, now, is) => {
  expect(isBefore(now, service())).toBe(is)
})
