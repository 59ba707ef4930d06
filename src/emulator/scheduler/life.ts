/** A task's own path, as far as time alone moves it. */
import type { Task } from '../services/ecs/state/task.ts'
import { connectTask } from './connect.ts'
import { containerHealth, isChecked, isHealthy, isUp } from './health.ts'
import { launch } from './launch.ts'
import { deploymentOf, type Scene, serviceOf } from './scene.ts'
import { moveTo, stopTask, terminate } from './stop.ts'
import { isServing } from './traffic.ts'

export function live(scene: Scene, task: Task): void {
  if (task.stopAsked !== undefined) stopTask(scene, task, task.stopAsked)
  const due = task.until !== undefined && task.until <= scene.now
  switch (task.status) {
    case 'PROVISIONING':
      if (due) launch(scene, task)
      break
    case 'ACTIVATING':
      if (due) run(scene, task)
      break
    case 'DEACTIVATING':
      if (due) terminate(scene, task)
      break
    case 'DEPROVISIONING':
      if (due) end(scene, task)
      break
    case 'PENDING':
    case 'RUNNING':
    case 'STOPPING':
    case 'STOPPED':
      break
    default:
      task.status satisfies never
  }
  if (isUp(task)) prove(scene, task)
}

function run(scene: Scene, task: Task): void {
  moveTo(scene, task, 'RUNNING')
  task.startedAt = scene.now
  const deployment = deploymentOf(serviceOf(scene, task), task)
  if (deployment === undefined) return
  deployment.everRan = true
  deployment.stumbles = 0
  deployment.startNotBefore = 0
}

function prove(scene: Scene, task: Task): void {
  const service = serviceOf(scene, task)
  if (service === undefined) {
    task.proven = true
    return
  }
  if (task.proven && !service.setting.serviceConnectConfiguration?.enabled) return
  const well = !isChecked(task) || containerHealth(task) === 'HEALTHY'
  if (task.connected.length === 0 && well && isServing(service, task)) connectTask(scene, service, task)
  if (task.proven || !isHealthy(task, scene.now, scene.pace)) return
  task.proven = true
  const deployment = deploymentOf(service, task)
  if (deployment && service.deploymentConfiguration.deploymentCircuitBreaker?.resetOnHealthyTask !== false)
    deployment.failures = 0
}

function end(scene: Scene, task: Task): void {
  moveTo(scene, task, 'STOPPED')
  task.stoppedAt = scene.now
  if (task.held) scene.orders.push({ kind: 'forget', taskId: task.id })
  task.held = false
}

/** How long ECS remembers service deployments (Amazon ECS Developer Guide, "service history"). */
const HISTORY_MS = 90 * 24 * 3_600_000

/** Deployments that ended can be described for 90 days, then nobody remembers them. */
export function forgetDeployments({ world, now }: Scene): void {
  for (const { history } of Object.values(world.services))
    while ((history.at(-1)?.finishedAt ?? now) < now - HISTORY_MS) history.pop()
}

/** Stopped tasks can be described for a while, then nobody remembers them. */
export function forgetTasks(scene: Scene): void {
  const { world, now, pace } = scene
  const kept = world.stoppedTasks.findIndex(id => now - (world.tasks[id]?.stoppedAt ?? now) <= pace.memory)
  const old = world.stoppedTasks.splice(0, kept === -1 ? world.stoppedTasks.length : kept)
  for (const id of old) forget(scene, world.tasks[id])
}

function forget(scene: Scene, task: Task | undefined): void {
  if (task === undefined) return
  delete scene.world.tasks[task.id]
  const ids = serviceOf(scene, task)?.tasks ?? []
  const at = ids.indexOf(task.id)
  if (at !== -1) ids.splice(at, 1)
}
