/** One service, one tick: look after its tasks, judge its deployment, move it on. */
import type { Tag } from '@aws-sdk/client-ecs'
import { announce, complain, record, taskList } from '../journal.ts'
import type { Definition, Service, Task } from '../world.ts'
import { balance, bounds } from './balance.ts'
import { isTripped } from './breaker.ts'
import { isPresent, isWanted } from './count.ts'
import { complete } from './deployment.ts'
import { blame } from './failure.ts'
import { illness, isHealthy } from './health.ts'
import { createTask } from './launch.ts'
import { failDeployment } from './rollback.ts'
import { movementOf, primaryOf, revisionOf, type Scene } from './scene.ts'
import { stopTask } from './stop.ts'

export function steer(scene: Scene, service: Service, tasks: readonly Task[]): void {
  if (service.status === 'DRAINING') windDown(scene, service, tasks)
  if (service.status !== 'ACTIVE') return
  cure(scene, service, tasks)
  judge(scene, service)
  rebalance(scene, service, tasks)
  settle(scene, service, tasks)
  forgetEmpty(service, tasks)
}

/** A deployment stays ACTIVE as long as it has tasks; one that completes drops the others anyway. */
function forgetEmpty(service: Service, tasks: readonly Task[]): void {
  if (primaryOf(service)?.rolloutState !== 'FAILED') return
  const inUse = new Set(tasks.filter(isPresent).map(({ deploymentId }) => deploymentId))
  service.deployments = service.deployments.filter(({ id, status }) => status === 'PRIMARY' || inUse.has(id))
}

function windDown(scene: Scene, service: Service, tasks: readonly Task[]): void {
  stopAll(scene, service, tasks.filter(isWanted))
  if (tasks.some(isPresent)) return
  service.status = 'INACTIVE'
  service.deployments = []
  record(scene.world, scene.now, 'service', { service: service.name, status: 'INACTIVE' })
}

/** Tasks that fail their health checks are stopped; what is missing then is started like anything else. */
function cure(scene: Scene, service: Service, tasks: readonly Task[]): void {
  for (const task of tasks) {
    const found = illness(task, service, scene.now, scene.pace)
    if (found === undefined) continue
    announce(scene.world, service, scene.now, found.event)
    blame(scene, task, 'illness')
    service.owed++
    service.steady = false
    stopTask(scene, task, { code: 'ServiceSchedulerInitiated', reason: found.stoppedReason })
  }
}

function judge(scene: Scene, service: Service): void {
  const { world, now, pace } = scene
  const deployment = primaryOf(service)
  const movement = movementOf(service)
  if (deployment === undefined) return
  if (movement?.status === 'ROLLBACK_REQUESTED') {
    failDeployment(scene, service, 'user', true)
    return
  }
  if (movement?.status === 'PENDING' && now >= movement.createdAt + pace.pending) {
    movement.status = 'IN_PROGRESS'
    movement.startedAt = now
    movement.updatedAt = now
    record(world, now, 'service-deployment', { service: service.name, arn: movement.arn, status: 'IN_PROGRESS' })
  }
  if (deployment.rolloutState !== 'IN_PROGRESS') return
  const configuration = service.deploymentConfiguration
  if (isTripped(configuration, service.desiredCount, deployment.failures)) {
    failDeployment(scene, service, 'breaker', configuration.deploymentCircuitBreaker?.rollback === true)
    return
  }
  if (movement?.alarms.status !== 'MONITORING' || movement.rollback !== undefined) return
  const ringing = (configuration.alarms?.alarmNames ?? []).filter(name => world.alarms[name] === 'ALARM')
  if (ringing.length === 0) return
  movement.alarms = { status: 'TRIGGERED', triggered: ringing }
  failDeployment(scene, service, 'alarm', configuration.alarms?.rollback === true)
}

function rebalance(scene: Scene, service: Service, tasks: readonly Task[]): void {
  const { now, pace } = scene
  const deployment = primaryOf(service)
  if (deployment === undefined) return
  const healthy = (task: Task): boolean => isHealthy(task, now, pace)
  const wanted = tasks.filter(isWanted)
  const fresh = wanted.filter(task => task.deploymentId === deployment.id)
  const old = wanted.filter(task => task.deploymentId !== deployment.id)
  if (deployment.rolloutState === 'FAILED') {
    shrink(scene, service, [...fresh, ...old])
    return
  }
  const desired = service.desiredCount
  const plan = balance({
    desired,
    bounds: bounds(service.deploymentConfiguration, desired),
    fresh: fresh.length,
    freshHealthy: fresh.filter(healthy).length,
    old: old.length,
    oldHealthy: old.filter(healthy).length,
    leaving: tasks.filter(task => isPresent(task) && !isWanted(task)).length,
  })
  stopAll(scene, service, [
    ...old.filter(task => !healthy(task)),
    ...old.filter(healthy).slice(0, plan.stopOld),
    ...weakestFirst(fresh, healthy).slice(0, plan.stopFresh),
  ])
  if (plan.start > 0) start(scene, service, plan.start)
  if (plan.stuck)
    complain(
      scene.world,
      service,
      now,
      'was unable to stop or start tasks during a deployment because of the service deployment configuration. ' +
        'Update the minimumHealthyPercent or maximumPercent value and try again.',
    )
}

/** A failed deployment starts nothing any more; a lower desired count still takes tasks away, its own first. */
function shrink(scene: Scene, service: Service, tasks: readonly Task[]): void {
  const surplus = tasks.length - service.desiredCount
  if (surplus > 0) stopAll(scene, service, tasks.slice(0, surplus))
}

function weakestFirst(tasks: readonly Task[], healthy: (task: Task) => boolean): Task[] {
  return [...tasks.filter(task => !healthy(task)), ...tasks.filter(healthy)]
}

function start(scene: Scene, service: Service, wanted: number): void {
  const { world, now, pace } = scene
  const deployment = primaryOf(service)
  const revision = revisionOf(service, deployment?.revisionArn)
  const definition = revision && world.definitions[revision.setting.taskDefinition]
  if (deployment === undefined || revision === undefined || definition === undefined) return
  service.steady = false
  if (now < deployment.startNotBefore) return
  if (world.shortage !== undefined) {
    complain(world, service, now, `was unable to place a task. Reason: ${world.shortage.reason}`)
    return
  }
  const ids: string[] = []
  for (let i = 0; i < wanted; i++)
    ids.push(
      createTask(
        { world, now, pace },
        {
          cluster: service.cluster,
          definition,
          service,
          deployment,
          setting: revision.setting,
          tags: tagsFor(service, definition),
        },
      ).id,
    )
  const replaced = Math.min(service.owed, ids.length)
  service.owed = 0
  const suffix = replaced > 0 ? ` Amazon ECS replaced ${replaced} tasks due to an unhealthy status.` : ''
  announce(world, service, now, `has started ${ids.length} tasks: ${taskList(ids)}.${suffix}`)
}

function tagsFor({ tags, extras }: Service, definition: Definition): Tag[] {
  switch (extras.propagateTags) {
    case 'SERVICE':
      return structuredClone(tags)
    case 'TASK_DEFINITION':
      return structuredClone(definition.tags)
    default:
      return []
  }
}

function stopAll(scene: Scene, service: Service, tasks: readonly Task[]): void {
  if (tasks.length === 0) return
  const { world, now } = scene
  service.steady = false
  const running = tasks.filter(({ status }) => status === 'RUNNING')
  const draining = running.filter(({ targets }) => targets.length > 0).length
  const id = primaryOf(service)?.id ?? ''
  for (const task of tasks)
    stopTask(scene, task, {
      code: 'ServiceSchedulerInitiated',
      reason: `Scaling activity initiated by (deployment ${id})`,
    })
  if (draining > 0) announce(world, service, now, `has begun draining connections on ${draining} tasks.`)
  if (running.length > 0)
    announce(world, service, now, `has stopped ${running.length} running tasks: ${taskList(running.map(t => t.id))}.`)
  const pending = tasks.length - running.length
  if (pending > 0) announce(world, service, now, `stopped ${pending} pending tasks.`)
}

/** Nothing is left to do: the deployment completes and the service is steady. */
function settle(scene: Scene, service: Service, tasks: readonly Task[]): void {
  const { world, now, pace } = scene
  const deployment = primaryOf(service)
  if (deployment === undefined || service.steady || deployment.rolloutState === 'FAILED') return
  const wanted = tasks.filter(isWanted)
  const inPlace =
    wanted.length === service.desiredCount &&
    wanted.every(task => task.deploymentId === deployment.id && isHealthy(task, now, pace)) &&
    !tasks.some(task => isPresent(task) && !isWanted(task))
  if (!inPlace) {
    deployment.bakingSince = undefined
    return
  }
  if (deployment.rolloutState === 'IN_PROGRESS') {
    if (movementOf(service)?.status === 'PENDING') return
    deployment.bakingSince ??= now
    const baking = movementOf(service)?.alarms.status === 'MONITORING' ? pace.baking : 0
    if (now - deployment.bakingSince < baking) return
    complete(scene, service)
  }
  service.steady = true
  announce(world, service, now, 'has reached a steady state.')
}
