/** A deployment has failed: back to the last one that completed, or a stall. */
import { announce, record } from '../journal.ts'
import type { Completed, Deployment, Service } from '../services/ecs/state/service.ts'
import type { ServiceDeployment } from '../services/ecs/state/service-deployment.ts'
import { close } from './deployment.ts'
import { dropHooks, failedHook } from './hooks.ts'
import { movementOf, primaryOf, revisionOf, type Scene } from './scene.ts'
import { NOTHING, serveFrom } from './traffic.ts'

export type Cause = 'breaker' | 'alarm' | 'user' | 'stage' | 'hook'

const STATE_REASON: Record<Cause, string> = {
  breaker: 'ECS deployment circuit breaker: tasks failed to start.',
  alarm: 'ECS deployment alarms: one or more alarms went into ALARM state.',
  user: 'ECS deployment was stopped by user.',
  stage: 'ECS deployment timed out.',
  hook: 'ECS deployment lifecycle hook failed.',
}

const EVENT: Record<Cause, string> = {
  breaker: 'tasks failed to start.',
  alarm: 'alarm detected.',
  user: 'stopped by user.',
  stage: 'lifecycle stage timed out.',
  hook: 'lifecycle hook failed.',
}

const WHY: Record<Exclude<Cause, 'hook'>, string> = {
  breaker: 'because the circuit breaker threshold was exceeded.',
  alarm: 'because one or more CloudWatch alarms were triggered.',
  user: 'by user.',
  stage: 'because a lifecycle stage timed out.',
}

function why(cause: Cause, movement: ServiceDeployment): string {
  if (cause !== 'hook') return WHY[cause]
  const hook = failedHook(movement)
  if (hook?.status === 'TIMED_OUT')
    return `because ${hook.stage} ${hook.type === 'PAUSE' ? 'pause hook' : 'lifecycle hook(s)'} timed out.`
  const returned = hook?.target === undefined ? '' : ` Lifecycle hook target ${hook.target} returned FAILED status.`
  return `because ${hook?.stage} lifecycle hook(s) failed.${returned}`
}

export const NO_CANDIDATE = 'No rollback candidate was found to run the rollback.'

export function failDeployment(scene: Scene, service: Service, cause: Cause, wantsRollback: boolean): void {
  const { world, now } = scene
  const deployment = primaryOf(service)
  const movement = movementOf(service)
  if (deployment === undefined) return
  deployment.rolloutState = 'FAILED'
  deployment.rolloutStateReason = STATE_REASON[cause]
  deployment.updatedAt = now
  const { id, rolloutState: state, rolloutStateReason: reason } = deployment
  record(world, now, 'deployment', { service: service.name, deployment: id, state, reason })
  announce(world, service, now, `(deployment ${deployment.id}) deployment failed: ${EVENT[cause]}`)
  if (movement?.rollback !== undefined) {
    close(world, service, movement, now, 'ROLLBACK_FAILED')
    return
  }
  if (movement !== undefined && cause === 'breaker') movement.breaker.status = 'TRIGGERED'
  if (movement !== undefined && cause === 'breaker' && wantsRollback && world.rollbackDelay > 0) {
    movement.rollbackDue = now + (world.rollbackDelay * 1000) / scene.pace.speed
    return
  }
  if (!wantsRollback) {
    if (movement === undefined) return
    movement.stoppedAt = now
    close(world, service, movement, now, 'STOPPED', `Service deployment stopped ${why(cause, movement)}`)
    return
  }
  rollBack(scene, service, cause)
}

/** To the last deployment that completed; without one the service stalls. */
export function rollBack(scene: Scene, service: Service, cause: Cause): void {
  const failed = primaryOf(service)
  const movement = movementOf(service)
  if (failed === undefined) return
  if (movement !== undefined) movement.rollbackDue = undefined
  const candidate = service.completed.find(({ deploymentId }) => deploymentId !== failed.id)
  const revision = candidate && revisionOf(service, candidate.revisionArn)
  if (candidate === undefined || revision === undefined) {
    if (movement !== undefined) close(scene.world, service, movement, scene.now, 'ROLLBACK_FAILED', NO_CANDIDATE)
    return
  }
  service.setting = structuredClone(revision.setting)
  turnBack(scene, service, { candidate, failed, movement, cause })
}

interface Turn {
  readonly candidate: Completed
  readonly failed: Deployment
  readonly movement: ServiceDeployment | undefined
  readonly cause: Cause
}

/** The old deployment becomes the primary again, under its old id. */
function turnBack({ world, now }: Scene, service: Service, { candidate, failed, movement, cause }: Turn): void {
  const { deploymentId, revisionArn, createdAt } = candidate
  service.completed = service.completed.filter(one => one !== candidate)
  const target: Deployment = {
    id: deploymentId,
    status: 'PRIMARY',
    revisionArn,
    createdAt,
    updatedAt: now,
    rolloutState: 'IN_PROGRESS',
    rolloutStateReason:
      cause === 'breaker'
        ? `ECS deployment circuit breaker: rolling back to deploymentId ${deploymentId}.`
        : `ECS deployment ${deploymentId} in progress.`,
    failures: 0,
    stumbles: 0,
    everRan: false,
    startNotBefore: 0,
    serviceDeploymentArn: movement?.arn,
  }
  const { rolloutState: state, rolloutStateReason: reason } = target
  record(world, now, 'deployment', { service: service.name, deployment: deploymentId, state, reason })
  failed.status = 'ACTIVE'
  service.deployments = [target, ...service.deployments.filter(({ id }) => id !== deploymentId)]
  service.steady = false
  if (movement !== undefined) {
    movement.breaker.failures = failed.failures
    movement.status = 'ROLLBACK_IN_PROGRESS'
    movement.statusReason = `Service deployment rolled back ${why(cause, movement)}`
    movement.updatedAt = now
    dropHooks(movement)
    movement.rollback = { reason: movement.statusReason, startedAt: now, revisionArn }
    if (movement.shift !== undefined) movement.shift = { ...movement.shift, ...NOTHING, stage: 'CLEAN_UP', since: now }
    serveFrom(world, service)
    record(world, now, 'service-deployment', { service: service.name, arn: movement.arn, status: movement.status })
  }
  announce(world, service, now, `rolling back to deployment ${deploymentId}.`)
}
