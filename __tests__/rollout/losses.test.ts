/** When tasks that die say that a rollout is hopeless, and whose fault it is. */
import type { Deployment } from '@aws-sdk/client-ecs'
import { describe, expect, test } from '@jest/globals'
import { isOwnFault, isOwnFaultSince, type LostTask } from '../../src/rollout/cause.ts'
import { hasGained, hopeless, mortalityOf, ownLosses, signOf, unproven } from '../../src/rollout/losses.ts'
import type { Snapshot } from '../../src/rollout/snapshot.ts'
import { complete, deployment, NEW, rollout, serviceDeployment, snapshot } from './scene.ts'

const lost = (stopCode: string, stoppedReason = 'Essential container in task exited'): LostTask => ({
  id: stopCode,
  stopCode,
  stoppedReason,
  containers: [{ name: 'app', exitCode: 3, reason: undefined, health: undefined }],
  culprit: 'app',
  log: [],
})
const exits = (count: number) => Array.from({ length: count }, () => lost('EssentialContainerExited'))
const breaker = (more: object) =>
  serviceDeployment({ status: 'IN_PROGRESS', deploymentCircuitBreaker: { status: 'MONITORING', ...more } })
const ofOurs = (more: Deployment) => ({ ...complete, deployments: [deployment(NEW, more)] })
const off = (more: Deployment) => ({
  ...ofOurs(more),
  deploymentConfiguration: { deploymentCircuitBreaker: { enable: false, rollback: false } },
})

test.each<[string, Partial<Snapshot>, number, boolean]>([
  ['twice as many died as trip a breaker, and none is counted', { deployment: breaker({ failureCount: 0 }) }, 6, true],
  ['one fewer', { deployment: breaker({ failureCount: 0 }) }, 5, false],
  ['half of them are counted', { deployment: breaker({ failureCount: 3 }) }, 6, false],
  ['fewer are', { deployment: breaker({ failureCount: 2 }) }, 6, true],
  ['a higher threshold', { deployment: breaker({ failureCount: 0, threshold: 5 }) }, 9, false],
  ['as many as that asks for', { deployment: breaker({ failureCount: 0, threshold: 5 }) }, 10, true],
  ['the breaker has tripped', { deployment: breaker({ status: 'TRIGGERED', failureCount: 0 }) }, 60, false],
  ['ours is FAILED', { deployment: undefined, service: ofOurs({ rolloutState: 'FAILED' }) }, 60, false],
  ['the service counts them', { deployment: undefined, service: ofOurs({ failedTasks: 3 }) }, 6, false],
  ['nobody tells of a breaker', { deployment: undefined, service: ofOurs({}) }, 6, true],
  [
    'the breaker is off, whatever is counted',
    { deployment: breaker({ status: 'DISABLED', failureCount: 6 }) },
    6,
    true,
  ],
  ['the breaker is off, one fewer', { deployment: breaker({ status: 'DISABLED', failureCount: 5 }) }, 5, false],
  ['the service has none, whatever it counts', { deployment: undefined, service: off({ failedTasks: 6 }) }, 6, true],
])('%s', (_, now, died, expected) => {
  expect(hopeless(rollout, snapshot(60, now), exits(died)) !== undefined).toBe(expected)
})

test.each([
  ['two', 2, 6],
  ['six', 6, 12],
  ['three hundred', 300, 400],
])('of %s tasks %i are wanted: %i have to die', (_, desiredCount, least) => {
  const now = snapshot(60, { deployment: breaker({ failureCount: 0 }), service: { ...complete, desiredCount } })
  expect(hopeless(rollout, now, exits(least - 1))).toBeUndefined()
  expect(hopeless(rollout, now, exits(least))).toBeDefined()
})

test('the words say who counts', () => {
  const words = (more: object) => hopeless(rollout, snapshot(60, { deployment: breaker(more) }), exits(6))
  expect(words({ failureCount: 1 })).toMatch(/, and ECS counts 1 of them$/)
  expect(words({ status: 'DISABLED', failureCount: 6 })).toMatch(/no circuit breaker that counts them$/)
})

describe('what died before anything was gained proves nothing:', () => {
  const look = (runningCount: number, failureCount: number) =>
    snapshot(0, { deployment: breaker({ failureCount }), service: ofOurs({ runningCount }) })
  test.each([
    ['more run than ever', 2, look(1, 0), look(3, 0), true],
    ['as many as before', 2, look(1, 1), look(2, 1), false],
    ['ECS counts anew', 2, look(1, 2), look(1, 0), true],
    ['ECS counts on', 2, look(1, 2), look(1, 3), false],
    ['the first look, at nothing', 0, undefined, look(0, 0), false],
  ])('%s', (_, peak, last, now, expected) => {
    expect(hasGained(rollout, peak, last, now)).toBe(expected)
  })
})

test.each([
  ['EssentialContainerExited', undefined, true],
  ['TaskFailedToStart', undefined, true],
  ['ServiceSchedulerInitiated', 'Task failed ELB health checks in (target-group x)', true],
  ['ServiceSchedulerInitiated', 'Task failed container health checks', true],
  ['ServiceSchedulerInitiated', 'Scaling activity initiated by (deployment ecs-svc/1)', false],
  ['SpotInterruption', undefined, false],
  ['TerminationNotice', undefined, false],
  ['InfrastructureHealth', undefined, false],
  ['UserInitiated', 'somebody', false],
])('%s, %s: the release did it: %s', (stopCode, stoppedReason, own) => {
  const task = lost(stopCode, stoppedReason)
  expect(isOwnFault(task)).toBe(own)
  expect(ownLosses([task])).toEqual(own ? [task] : [])
})

test.each<[string, string, boolean, boolean]>([
  ['', 'Host EC2 (instance i-0123) terminated.', false, false],
  ['', 'Host EC2 (instance i-0123) stopped.', false, false],
  ['TerminationNotice', 'Host EC2 (instance i-0123) terminated.', false, false],
  ['TaskFailedToStart', 'Capacity is unavailable at this time. Please try again later.', true, false],
  ['TaskFailedToStart', 'Fargate Spot capacity is unavailable', true, false],
  ['TaskFailedToStart', 'Timeout waiting for network interface provisioning to complete.', true, false],
  [
    'TaskFailedToStart',
    'TaskFailedToStart: Timeout waiting for EphemeralStorage provisioning to complete.',
    true,
    false,
  ],
  [
    'TaskFailedToStart',
    "Unexpected EC2 error while attempting to Create Network Interface in subnet 'subnet-1'",
    true,
    false,
  ],
  ['TaskFailedToStart', 'InternalError: x', true, false],
  ['TaskFailedToStart', 'ContainerRuntimeTimeoutError: Could not transition to running', true, false],
  ['TaskFailedToStart', 'CannotPullContainerError: pull image manifest has been retried: not found', true, true],
  ['TaskFailedToStart', 'ResourceInitializationError: unable to pull secrets or registry auth', true, true],
  ['TaskFailedToStart', 'Something nobody has seen yet', true, true],
  ['EssentialContainerExited', 'Essential container in task exited', true, true],
  ['ServiceSchedulerInitiated', 'Task failed ELB health checks in (target-group arn:x)', true, true],
  ['UserInitiated', 'Task stopped by user', false, false],
])(
  '%s, %s: the release’s while it rolls out %s, and once it ran well %s',
  (stopCode, stoppedReason, rolling, since) => {
    const task = { stopCode, stoppedReason, containers: [] }
    expect([isOwnFault(task), isOwnFaultSince(task)]).toEqual([rolling, since])
  },
)

test('what ends without a word of why says something by its exit code alone', () => {
  const task = (exitCode: number | undefined) => ({
    stopCode: '',
    stoppedReason: '',
    containers: [{ name: 'app', exitCode, reason: undefined, health: undefined }],
  })
  expect([isOwnFaultSince(task(undefined)), isOwnFaultSince(task(1))]).toEqual([false, true])
})

describe('workers that end with 0 and are started again', () => {
  const ended = (seconds: number, exitCode = 0): LostTask => ({
    ...lost('EssentialContainerExited'),
    ranMs: seconds * 1000,
    containers: [{ name: 'app', exitCode, reason: undefined, health: undefined }],
  })
  const many = (task: LostTask) => Array.from({ length: 12 }, () => task)
  test.each<[string, LostTask, boolean, boolean]>([
    ['as long as ECS waits to call them healthy, or longer', ended(40), false, false],
    // where ECS completes it all the same, by a check, they were done
    ['sooner: the service never becomes steady', ended(39), true, false],
    ['with another code', ended(300, 1), true, true],
  ])('%s', (_, task, counts, outlived) => {
    const all = many(task)
    const now = snapshot(60, { deployment: breaker({ failureCount: 0 }) })
    expect(hopeless(rollout, now, all) !== undefined).toBe(counts)
    expect(mortalityOf(all).count > 0).toBe(outlived)
    expect(signOf(new Set(), all) !== undefined).toBe(counts)
    // what failed in ECS's eyes is explained by all of them
    expect(ownLosses(all)).toHaveLength(12)
  })
})

test.each<[string, ReturnType<typeof mortalityOf>, number, number, string | undefined]>([
  ['they have not run as long', died(110, 90), 2, 100, 'the 110 s after which 2 of them ended'],
  ['they have', died(110, 90), 2, 125, undefined],
  ['fewer ended than are wanted', died(110), 2, 1, undefined],
  ['those had run so long that nobody waits', died(3672, 3670), 2, 1, undefined],
  ['some had, and as many as are wanted had not', died(3672, 30, 20), 2, 1, 'the 30 s after which 2 of them ended'],
  ['one of one ended', died(45), 1, 59, 'the 45 s after which 1 of them ended'],
  ['one of one ended, and the next has run longer', died(45), 1, 60, undefined],
  [
    'what ended never was well',
    mortalityOf([lost('TaskFailedToStart'), lost('ServiceSchedulerInitiated')]),
    2,
    1,
    undefined,
  ],
])('tasks that are well, of a release whose tasks have ended by themselves: %s', (_, mortality, wanted, age, than) => {
  expect(unproven(mortality, wanted, age * 1000)?.than).toBe(than)
})

function died(...seconds: number[]): ReturnType<typeof mortalityOf> {
  return mortalityOf(seconds.map(each => ({ ...lost('EssentialContainerExited'), ranMs: each * 1000 })))
}
