/** One service, one tick: look after its tasks, judge its deployment, move it on. */
import { announce, record } from '../journal.ts'
import type { Pace } from '../pace.ts'
import type { Deployment, Service } from '../services/ecs/state/service.ts'
import type { ServiceDeployment } from '../services/ecs/state/service-deployment.ts'
import type { Task } from '../services/ecs/state/task.ts'
import { isTripped } from './breaker.ts'
import { isPresent, isWanted } from './count.ts'
import { complete } from './deployment.ts'
import { earlySuccess } from './early.ts'
import { blame } from './failure.ts'
import { illness, isHealthy } from './health.ts'
import { failedHook, isWaiting, runHooks } from './hooks.ts'
import { rebalance } from './rebalance.ts'
import { failDeployment, rollBack } from './rollback.ts'
import { movementOf, primaryOf, type Scene } from './scene.ts'
import { shiftTraffic } from './shift.ts'
import { stopAll } from './staff.ts'
import { after, startsTasks } from './stages.ts'
import { stopTask } from './stop.ts'

export function steer(scene: Scene, service: Service, tasks: readonly Task[]): void {
  if (service.status === 'DRAINING') windDown(scene, service, tasks)
  if (service.status !== 'ACTIVE') return
  cure(scene, service, tasks)
  judge(scene, service)
  const shifting = shiftOf(service)
  if (shifting === undefined) rebalance(scene, service, tasks)
  else shiftTraffic(scene, service, shifting, tasks)
  settle(scene, service, tasks)
  forgetEmpty(service, tasks)
}

/** A deployment that shifts traffic and has not been turned back. */
function shiftOf(service: Service): ServiceDeployment | undefined {
  const movement = movementOf(service)
  const going = primaryOf(service)?.rolloutState === 'IN_PROGRESS' && movement?.rollback === undefined
  return going && movement?.shift !== undefined ? movement : undefined
}

/** A deployment stays ACTIVE as long as it has tasks. */
function forgetEmpty(service: Service, tasks: readonly Task[]): void {
  if (primaryOf(service)?.rolloutState === 'IN_PROGRESS') return
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
    if (movement.rollbackDue === undefined) failDeployment(scene, service, 'user', true)
    else rollBack(scene, service, 'user')
    return
  }
  if (movement?.rollbackDue !== undefined) {
    if (now >= movement.rollbackDue) rollBack(scene, service, 'breaker')
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
  if (movement !== undefined && movement.rollback === undefined && movement.status === 'IN_PROGRESS') {
    runHooks(scene, service, movement)
    if (failedHook(movement) !== undefined) {
      failDeployment(scene, service, 'hook', true)
      return
    }
    if (isOverdue(movement, now, pace)) {
      failDeployment(scene, service, 'stage', true)
      return
    }
  }
  if (movement?.shift?.stage === 'CLEAN_UP' && !movement.rollback) return
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

/** A stage with hooks lasts as long as they may. */
const isOverdue = ({ shift, hooks }: ServiceDeployment, now: number, pace: Pace): boolean =>
  shift !== undefined && now - shift.since > pace.longestStage && !hooks.some(({ stage }) => stage === shift.stage)

/** A rolling update's next stage; what its hooks wait for does not happen before. */
function advanceStage({ now, world }: Scene, service: Service, done: boolean): void {
  const movement = movementOf(service)
  if (movement?.stage === undefined || movement.status !== 'IN_PROGRESS' || movement.rollback !== undefined) return
  if (isWaiting(movement) || movement.hooksOf === undefined) return
  if (!startsTasks(movement.stage) || (movement.stage === 'SCALE_UP' && done)) movement.stage = after(movement.stage)
  else return
  movement.updatedAt = now
  record(world, now, 'lifecycle-stage', { service: service.name, arn: movement.arn, stage: movement.stage })
}

/** Nothing is left to do: the deployment completes and the service is steady. */
function settle(scene: Scene, service: Service, tasks: readonly Task[]): void {
  const { world, now, pace } = scene
  const deployment = primaryOf(service)
  if (deployment === undefined || service.steady || deployment.rolloutState === 'FAILED') return
  const mine = (task: Task): boolean => task.deploymentId === deployment.id
  const well = tasks.filter(task => isWanted(task) && mine(task) && isHealthy(task, now, pace)).length
  const wanted = tasks.filter(isWanted)
  const inPlace =
    wanted.length === service.desiredCount &&
    well === wanted.length &&
    !tasks.some(task => isPresent(task) && !isWanted(task))
  if (deployment.rolloutState === 'IN_PROGRESS') {
    const early = earlySuccess(movementOf(service), service.desiredCount)
    const enough =
      early !== undefined &&
      well >= early.healthy &&
      !(early.blocking && tasks.some(task => isPresent(task) && !mine(task)))
    const done = inPlace || enough
    advanceStage(scene, service, done)
    if (!isOver(scene, service, deployment, done)) return
    complete(scene, service)
  }
  if (!inPlace) return
  service.steady = true
  announce(world, service, now, 'has reached a steady state.', 'SERVICE_STEADY_STATE')
}

/** Done, and watched by its alarms for as long as it takes. */
function isOver({ now, pace }: Scene, service: Service, deployment: Deployment, done: boolean): boolean {
  if (!done) {
    deployment.bakingSince = undefined
    return false
  }
  const movement = movementOf(service)
  if (shiftOf(service) !== undefined || movement?.status === 'PENDING') return false
  if (movement !== undefined && movement.rollback === undefined && !hasPassed(movement)) return false
  deployment.bakingSince ??= now
  const watched = movement?.alarms.status === 'MONITORING' && movement.shift === undefined
  return now - deployment.bakingSince >= (watched ? pace.baking : 0)
}

/** The hooks after a rolling update's last task. */
const hasPassed = (movement: ServiceDeployment): boolean =>
  movement.stage === undefined ||
  (movement.stage === 'POST_SCALE_UP' && movement.hooksOf?.startsWith('POST_SCALE_UP') === true && !isWaiting(movement))
