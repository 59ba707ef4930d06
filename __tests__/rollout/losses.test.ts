/** When tasks that die say that a rollout is hopeless, and whose fault it is. */
import type { Deployment } from '@aws-sdk/client-ecs'
import { expect, test } from '@jest/globals'
import { isOwnFault, type LostTask } from '../../src/rollout/cause.ts'
import { hopeless, ownLosses } from '../../src/rollout/losses.ts'
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
])('%s', (_, now, died, expected) => {
  expect(hopeless(rollout, snapshot(60, now), exits(died)) !== undefined).toBe(expected)
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
