/** Tasks that failed by themselves, and what of it counts against their deployment. */

import { complain } from '../journal.ts'
import { restartDelay } from '../pace.ts'
import type { Task } from '../services/ecs/state/task.ts'
import { isWatched } from './health.ts'
import { deploymentOf, type Scene, serviceOf } from './scene.ts'
import { endTask, moveTo } from './stop.ts'

/** It could not even be started. */
export function fail(scene: Scene, task: Task, reason: string): void {
  if (task.desired === 'STOPPED') return
  task.desired = 'STOPPED'
  task.stopCode = 'TaskFailedToStart'
  task.stoppedReason = reason
  task.stoppingAt = scene.now
  if (task.held) moveTo(scene, task, 'STOPPING')
  else moveTo(scene, task, 'DEPROVISIONING', scene.now + scene.pace.deprovisioning)
  task.stopSent = true
  blame(scene, task, 'start')
}

/** An essential container has ended. */
export function collapse(scene: Scene, task: Task, reason: string): void {
  if (task.desired === 'STOPPED') return
  const early = task.status !== 'RUNNING'
  endTask(scene, task, { code: 'EssentialContainerExited', reason })
  blame(scene, task, early ? 'early exit' : 'exit')
}

type Fault = 'start' | 'early exit' | 'exit' | 'illness'

/**
 * Stage 1 of the breaker counts tasks that fail before RUNNING; once one task of the deployment has been RUNNING, stage 2
 * counts failed health checks. A watched task that ends before it was ever healthy has failed its checks, too.
 */
export function blame(scene: Scene, task: Task, kind: Fault): void {
  const service = serviceOf(scene, task)
  const deployment = deploymentOf(service, task)
  if (service === undefined || deployment === undefined || task.counted) return
  task.counted = true
  // A replacement of the running version that was never healthy is not tried again: the deployment may be its cure.
  if (deployment.kept !== undefined && !task.proven) deployment.kept--
  const neverStarted = kind === 'start' || kind === 'early exit'
  const neverPassed = kind !== 'start' && isWatched(task) && !task.proven
  const counts = deployment.everRan ? kind === 'illness' || neverPassed : neverStarted
  if (counts && deployment.rolloutState === 'IN_PROGRESS') deployment.failures++
  if (!neverStarted) return
  deployment.stumbles++
  const rounds = Math.ceil(deployment.stumbles / Math.max(1, service.desiredCount))
  const delay = restartDelay(scene.pace, rounds)
  deployment.startNotBefore = Math.max(deployment.startNotBefore, scene.now + delay)
  if (delay > 0)
    complain(
      scene.world,
      service,
      scene.now,
      'is unable to consistently start tasks successfully. For more information, see the Troubleshooting section.',
      'SERVICE_TASK_START_IMPAIRED',
    )
}
