/** When a task counts as healthy, and when it is to be replaced for not being so. */
import type { Pace } from '../pace.ts'
import type { Service } from '../services/ecs/state/service.ts'
import type { Task } from '../services/ecs/state/task.ts'

export type Health = 'HEALTHY' | 'UNHEALTHY' | 'UNKNOWN'

export function containerHealth(task: Task): Health {
  // Asked of every task at every tick.
  if (!isChecked(task)) return 'UNKNOWN'
  const checked = task.containers.filter(({ checked, essential }) => checked && essential)
  if (checked.some(({ health }) => health === 'UNHEALTHY')) return 'UNHEALTHY'
  return checked.every(({ health }) => health === 'HEALTHY') ? 'HEALTHY' : 'UNKNOWN'
}

export const isChecked = (task: Task): boolean => task.containers.some(c => c.checked && c.essential)

/** Somebody looks whether it is well: its containers' checks or a load balancer. */
export const isWatched = (task: Task): boolean => isChecked(task) || task.targets.length > 0

export const isUp = (task: Task): boolean => task.status === 'RUNNING' && task.desired === 'RUNNING'

export function isHealthy(task: Task, now: number, pace: Pace): boolean {
  if (!isUp(task)) return false
  if (!isWatched(task)) return now - (task.startedAt ?? now) >= pace.unchecked
  return (!isChecked(task) || containerHealth(task) === 'HEALTHY') && task.targets.every(t => t.state === 'healthy')
}

export interface Illness {
  readonly stoppedReason: string
  readonly event: string
}

/** What is wrong with a running task, once the grace period is over. */
export function illness(task: Task, service: Service, now: number, pace: Pace): Illness | undefined {
  if (!isUp(task)) return undefined
  const grace = (service.healthCheckGracePeriodSeconds * 1000) / pace.speed
  if (now < (task.startedAt ?? now) + grace) return undefined
  if (containerHealth(task) === 'UNHEALTHY')
    return {
      stoppedReason: 'Task failed container health checks',
      event: `(task ${task.id}) failed container health checks.`,
    }
  const target = task.targets.find(({ state }) => state === 'unhealthy')
  if (target === undefined) return undefined
  return {
    stoppedReason: `Task failed ELB health checks in (target-group ${target.targetGroupArn})`,
    event:
      `(task ${task.id}) (port ${target.port}) is unhealthy in (target-group ${target.targetGroupArn}) ` +
      `due to (reason ${target.reason ?? 'Health checks failed'}).`,
  }
}
