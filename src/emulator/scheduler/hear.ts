/** What the fate reports, taken into the world. */
import type { Fact, TaskFact } from '../fate.ts'
import type { Service } from '../services/ecs/state/service.ts'
import type { Task, TaskContainer } from '../services/ecs/state/task.ts'
import { collapse, fail } from './failure.ts'
import { registerTargets } from './launch.ts'
import { writeLog } from './log.ts'
import { countTraffic, countUse } from './measure.ts'
import { revisionOf, type Scene, serviceOf } from './scene.ts'
import { moveTo } from './stop.ts'

export function hear(scene: Scene, facts: readonly Fact[]): void {
  for (const fact of facts) {
    if (fact.kind === 'traffic') {
      countTraffic(scene.world, fact)
      continue
    }
    const task = scene.world.tasks[fact.taskId]
    if (task !== undefined && (task.status !== 'STOPPED' || fact.kind === 'log')) take(scene, task, fact)
  }
}

function take(scene: Scene, task: Task, fact: TaskFact): void {
  switch (fact.kind) {
    case 'pulled':
      pulled(scene, task, fact)
      break
    case 'start-failed':
      startFailed(scene, task, fact)
      break
    case 'started':
      started(scene, task, fact.address)
      break
    case 'exited':
      exited(scene, task, fact)
      break
    case 'health':
      judged(task, fact)
      break
    case 'target-health':
      targetJudged(task, fact)
      break
    case 'log':
      writeLog(scene, task, fact)
      break
    case 'used':
      countUse(scene.world, task, fact)
      break
    case 'gone':
      gone(scene, task)
      break
    default:
      fact satisfies never
  }
}

const find = (task: Task, name: string | undefined): TaskContainer | undefined =>
  task.containers.find(container => container.name === name)

function pulled(scene: Scene, task: Task, fact: TaskFact & { kind: 'pulled' }): void {
  const container = find(task, fact.container)
  if (container !== undefined) container.digest = fact.digest
  task.pullStartedAt = Math.min(task.pullStartedAt ?? fact.startedAt, fact.startedAt)
  task.pullStoppedAt = Math.max(task.pullStoppedAt ?? fact.at, fact.at)
  const revision = pinning(serviceOf(scene, task), task)
  if (revision !== undefined) revision.digests[fact.container] ??= fact.digest
}

const pinning = (service: Service | undefined, task: Task) => service && revisionOf(service, task.revisionArn)

function startFailed(scene: Scene, task: Task, fact: TaskFact & { kind: 'start-failed' }): void {
  const container = find(task, fact.container)
  if (container !== undefined) container.reason = fact.reason
  fail(scene, task, fact.reason)
}

function judged(task: Task, fact: TaskFact & { kind: 'health' }): void {
  const container = find(task, fact.container)
  if (container !== undefined) container.health = fact.status
  task.version++
}

function targetJudged(task: Task, fact: TaskFact & { kind: 'target-health' }): void {
  const target = task.targets.find(one => one.targetGroupArn === fact.targetGroupArn)
  if (target === undefined || target.state === 'draining') return
  target.state = fact.state
  target.reason = fact.reason
}

function started(scene: Scene, task: Task, address: string): void {
  if (task.desired === 'STOPPED' || task.status !== 'PENDING') return
  task.address = address
  for (const container of task.containers) if (container.status === 'PENDING') container.status = 'RUNNING'
  registerTargets(scene, task)
  moveTo(scene, task, 'ACTIVATING', scene.now + scene.pace.activating)
}

function exited(scene: Scene, task: Task, fact: TaskFact & { kind: 'exited' }): void {
  const container = find(task, fact.container)
  if (container === undefined) return
  container.status = 'STOPPED'
  container.exitCode = fact.exitCode
  container.reason = fact.reason
  const ended = container.essential || task.containers.every(({ status }) => status === 'STOPPED')
  if (!ended) return
  const outOfMemory = fact.reason?.startsWith('OutOfMemoryError')
  collapse(scene, task, outOfMemory && fact.reason ? fact.reason : 'Essential container in task exited')
}

function gone(scene: Scene, task: Task): void {
  if (task.desired === 'RUNNING') collapse(scene, task, 'Essential container in task exited')
  if (task.status === 'DEPROVISIONING') return
  task.executionStoppedAt = scene.now
  for (const container of task.containers) container.status = 'STOPPED'
  moveTo(scene, task, 'DEPROVISIONING', scene.now + scene.pace.deprovisioning)
}
