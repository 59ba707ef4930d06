import type { Task } from '@aws-sdk/client-ecs'
import { describe, expect, test } from '@jest/globals'
import { causeOf, type LostTask, lostTask } from '../../src/rollout/cause.ts'
import { NEW } from './scene.ts'

const container = (exitCode: number | undefined, reason?: string) => ({
  name: 'app',
  exitCode,
  reason,
  health: undefined,
})
const lost = (stopCode: string, stoppedReason: string, ...containers: LostTask['containers'][number][]): LostTask => ({
  id: 'a1',
  stopCode,
  stoppedReason,
  containers,
  culprit: 'app',
  log: [],
})

const exits = (code: number) => lost('EssentialContainerExited', 'Essential container in task exited', container(code))
const unhealthy = lost('ServiceSchedulerInitiated', 'Task failed container health checks', container(137))
const elb = lost(
  'ServiceSchedulerInitiated',
  'Task failed ELB health checks in (target-group arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/app/1)',
  container(143),
)
const unpulled = lost(
  'TaskFailedToStart',
  'CannotPullContainerError: pull image manifest has been retried 5 time(s): not found',
  container(undefined, 'CannotPullContainerError: not found'),
)
const memory = lost(
  'EssentialContainerExited',
  'Essential container in task exited',
  container(137, 'OutOfMemoryError: Container killed due to memory usage'),
)
const secrets = lost(
  'TaskFailedToStart',
  'ResourceInitializationError: unable to pull secrets or registry auth: access denied',
  container(undefined),
)
const noCommand = lost(
  'TaskFailedToStart',
  'CannotStartContainerError: exec: "serve": executable file not found in $PATH',
  container(undefined),
)
const strange = lost('TaskFailedToStart', 'Something nobody has seen yet')
const noRoom = '(service app) was unable to place a task. Reason: Capacity is unavailable at this time.'

describe('the cause in one sentence', () => {
  test.each([
    ['one task exits', [exits(1)], [], 'exits', 'cannot stay up: 1 task started and exited with exit code 1'],
    [
      'tasks exit alike',
      [exits(3), exits(3)],
      [],
      'exits',
      'cannot stay up: 2 tasks started and exited with exit code 3',
    ],
    [
      'tasks exit with several codes',
      [exits(1), exits(139)],
      [],
      'exits',
      'cannot stay up: 2 tasks started and exited with exit code 1, 139',
    ],
    ['a task exits with 0', [exits(0)], [], 'exits', 'cannot stay up: 1 task started and exited with exit code 0'],
    [
      'an exit without a code',
      [lost('EssentialContainerExited', 'x', container(undefined))],
      [],
      'exits',
      'cannot stay up: 1 task started and exited with exit code unknown',
    ],
    [
      'its own health check fails',
      [unhealthy, unhealthy],
      [],
      'never-healthy',
      'never became healthy: 2 tasks started and failed their container health check',
    ],
    [
      'the load balancer’s fails',
      [elb],
      [],
      'never-healthy',
      'never became healthy: 1 task started and failed the load balancer’s health checks',
    ],
    ['memory', [memory], [], 'out-of-memory', 'ran out of memory: 1 task killed'],
    [
      'no image',
      [unpulled],
      [],
      'image-not-pulled',
      'cannot start: the image could not be pulled (CannotPullContainerError: not found)',
    ],
    [
      'no secret',
      [secrets],
      [],
      'resources-missing',
      'cannot start: ResourceInitializationError: unable to pull secrets or registry auth: access denied',
    ],
    [
      'no such command',
      [noCommand],
      [],
      'not-started',
      'cannot start: CannotStartContainerError: exec: "serve": executable file not found in $PATH',
    ],
    ['no room', [], ['(service app) x', noRoom], 'not-placed', `found no place to run: ${noRoom}`],
    ['no room, told again', [], [noRoom, `${noRoom} 2`], 'not-placed', `found no place to run: ${noRoom} 2`],
    ['something strange', [strange], [], 'unclear', '1 task stopped: Something nobody has seen yet'],
    ['nothing at all', [], [], 'unclear', 'left no stopped task to tell why'],
    [
      'the most frequent wins',
      [exits(1), unhealthy, unhealthy],
      [],
      'never-healthy',
      'never became healthy: 2 tasks started and failed their container health check',
    ],
    [
      'at a tie the newest wins',
      [exits(1), unhealthy],
      [],
      'exits',
      'cannot stay up: 1 task started and exited with exit code 1',
    ],
    [
      'its reason is that of its own kind',
      [exits(1), unpulled, unpulled],
      [],
      'image-not-pulled',
      'cannot start: the image could not be pulled (CannotPullContainerError: not found)',
    ],
    [
      'its exit codes are those of its own kind',
      [unhealthy, exits(2), exits(2)],
      [],
      'exits',
      'cannot stay up: 2 tasks started and exited with exit code 2',
    ],
    [
      'a lost task says more than an event',
      [exits(1)],
      [noRoom],
      'exits',
      'cannot stay up: 1 task started and exited with exit code 1',
    ],
  ] as const)('%s', (_, tasks, events, kind, sentence) => {
    const cause = causeOf(tasks, events)
    expect(cause).toEqual({ kind, sentence, hint: expect.stringMatching(/\S/) })
  })
})

describe('what is kept of a task', () => {
  test.each<[string, Task, Partial<LostTask>]>([
    [
      'all it tells',
      {
        taskArn: 'arn:aws:ecs:eu-west-1:123456789012:task/prod/0123abc',
        stopCode: 'EssentialContainerExited',
        stoppedReason: 'Essential container in task exited',
        containers: [{ name: 'app', exitCode: 1, reason: 'r', healthStatus: 'UNHEALTHY' }],
      },
      {
        id: '0123abc',
        stopCode: 'EssentialContainerExited',
        stoppedReason: 'Essential container in task exited',
        containers: [{ name: 'app', exitCode: 1, reason: 'r', health: 'UNHEALTHY' }],
      },
    ],
    ['a task that tells nothing', {}, { id: '', stopCode: '', stoppedReason: '', containers: [] }],
    [
      'a nameless container',
      { containers: [{}] },
      { containers: [{ name: '', exitCode: undefined, reason: undefined, health: undefined }] },
    ],
  ])('%s', (_, task, expected) => {
    expect(lostTask(NEW, task, ['line'])).toMatchObject({ ...expected, log: ['line'] })
  })
})
