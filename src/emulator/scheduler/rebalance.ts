/** One tick of a rolling deployment's tasks: which start and which stop. */
import { complain } from '../journal.ts'
import type { Deployment, Service } from '../services/ecs/state/service.ts'
import type { Task } from '../services/ecs/state/task.ts'
import { balance, bounds } from './balance.ts'
import { isPresent, isWanted } from './count.ts'
import { earlySuccess } from './early.ts'
import { isHealthy } from './health.ts'
import { movementOf, primaryOf, type Scene } from './scene.ts'
import { start, stopAll, weakestFirst } from './staff.ts'
import { startsTasks } from './stages.ts'

export function rebalance(scene: Scene, service: Service, tasks: readonly Task[]): void {
  const { now, pace } = scene
  const deployment = primaryOf(service)
  if (deployment === undefined) return
  const healthy = (task: Task): boolean => isHealthy(task, now, pace)
  const wanted = tasks.filter(isWanted)
  const fresh = wanted.filter(task => task.deploymentId === deployment.id)
  const old = wanted.filter(task => task.deploymentId !== deployment.id)
  if (deployment.rolloutState === 'FAILED') {
    const groups = service.history[0]?.shift === undefined ? [[...fresh, ...old]] : [fresh, old]
    for (const group of groups) shrink(scene, service, group)
    return
  }
  const desired = service.desiredCount
  const movement = movementOf(service)
  const held = movement?.rollback === undefined && !startsTasks(movement?.stage)
  const early = earlySuccess(movement, desired)
  const enough = !held && early?.blocking === true && fresh.filter(healthy).length >= early.healthy
  if (enough || deployment.rolloutState === 'COMPLETED') stopAll(scene, service, old.splice(0))
  const runner = service.deployments.find(({ kept }) => kept !== undefined)
  const ofRunner = old.filter(task => task.deploymentId === runner?.id)
  const starting = ofRunner.filter(task => !healthy(task))
  const plan = balance({
    desired,
    held,
    bounds: bounds(service.deploymentConfiguration, desired),
    fresh: fresh.length,
    freshHealthy: fresh.filter(healthy).length,
    old: old.length,
    oldHealthy: old.filter(healthy).length,
    oldStarting: starting.length,
    lost: enough ? 0 : Math.max(0, (runner?.kept ?? 0) - ofRunner.length),
    leaving: tasks.filter(task => isPresent(task) && !isWanted(task)).length,
  })
  const leavingNow = [
    ...old.filter(task => !healthy(task) && !starting.includes(task)),
    ...starting.slice(0, plan.stopStarting),
    ...old.filter(healthy).slice(0, plan.stopOld),
  ]
  release(runner, leavingNow)
  stopAll(scene, service, [...leavingNow, ...weakestFirst(fresh, healthy).slice(0, plan.stopFresh)])
  if (runner !== undefined && plan.startOld > 0) start(scene, service, runner, plan.startOld)
  if (plan.start > 0) start(scene, service, deployment, plan.start)
  if (plan.stuck)
    complain(
      scene.world,
      service,
      now,
      'was unable to stop or start tasks during a deployment because of the service deployment configuration. ' +
        'Update the minimumHealthyPercent or maximumPercent value and try again.',
    )
}

/** What the service itself takes away of the running version does not come back. */
function release(runner: Deployment | undefined, tasks: readonly Task[]): void {
  if (runner?.kept === undefined) return
  runner.kept -= tasks.filter(({ deploymentId }) => deploymentId === runner.id).length
}

/** A failed deployment starts nothing any more; a lower desired count still takes tasks away, its own first. */
function shrink(scene: Scene, service: Service, tasks: readonly Task[]): void {
  const surplus = tasks.length - service.desiredCount
  if (surplus > 0) stopAll(scene, service, tasks.slice(0, surplus))
}
