/** The way down: drain, SIGTERM, and what is left is taken away. */
import { record } from '../journal.ts'
import type { Task, TaskStatus } from '../services/ecs/state/task.ts'
import { count, type Scene } from './scene.ts'

export interface Ending {
  readonly code: NonNullable<Task['stopCode']>
  readonly reason: string
}

const DEFAULT_DEREGISTRATION_DELAY = 300

export function moveTo({ world, now }: Scene, task: Task, status: TaskStatus, until?: number): void {
  task.status = status
  task.until = until
  task.version++
  record(world, now, 'task', { task: task.id, status, deployment: task.deploymentId })
}

/** ECS wants the task gone: a running one is drained first. */
export function stopTask(scene: Scene, task: Task, ending: Ending): void {
  if (task.desired === 'STOPPED') return
  markStopping(scene, task, ending)
  if (!task.held) {
    moveTo(scene, task, 'DEPROVISIONING', scene.now + scene.pace.deprovisioning)
    return
  }
  // The two minutes of Spot begin with the SIGTERM: no draining comes before it.
  const drained = task.status === 'RUNNING' && ending.code !== 'SpotInterruption'
  const wait = drained ? drainTime(scene, task) : 0
  retire(scene, task)
  if (wait > 0) moveTo(scene, task, 'DEACTIVATING', scene.now + wait)
  else terminate(scene, task)
}

/** The task ended by itself: nothing is left to drain. */
export function endTask(scene: Scene, task: Task, ending: Ending): void {
  if (task.desired === 'STOPPED') return
  markStopping(scene, task, ending)
  retire(scene, task)
  terminate(scene, task)
}

export function terminate(scene: Scene, task: Task): void {
  moveTo(scene, task, 'STOPPING')
  if (task.stopSent) return
  task.stopSent = true
  scene.orders.push({ kind: 'stop', taskId: task.id })
}

function markStopping({ now }: Scene, task: Task, { code, reason }: Ending): void {
  task.desired = 'STOPPED'
  task.stopCode = code
  task.stoppedReason = reason
  task.stoppingAt = now
}

function drainTime({ world, pace }: Scene, task: Task): number {
  const delays = task.targets
    .filter(({ state }) => state === 'healthy')
    .map(({ targetGroupArn }) => {
      const delay = world.targetGroups[targetGroupArn]?.attributes['deregistration_delay.timeout_seconds']
      return ((delay === undefined ? DEFAULT_DEREGISTRATION_DELAY : Number(delay)) * 1000) / pace.speed
    })
  return Math.max(0, ...delays, task.connected.length > 0 ? pace.disconnecting : 0)
}

/** No new work reaches the task from here on. */
function retire(scene: Scene, task: Task): void {
  for (const target of task.targets) {
    if (target.state === 'draining') continue
    target.state = 'draining'
    target.reason = undefined
    scene.orders.push({ kind: 'deregister-target', taskId: task.id, targetGroupArn: target.targetGroupArn })
    if (task.service !== undefined) count(scene.deregistered, task.service, target.targetGroupArn)
  }
  for (const { namespace, endpoint } of task.connected)
    scene.orders.push({ kind: 'disconnect', taskId: task.id, namespace, endpoint })
  task.connected = []
}
