import type { Service } from '../services/ecs/state/service.ts'
import type { Counts } from '../services/ecs/state/service-deployment.ts'
import type { Task, TaskStatus } from '../services/ecs/state/task.ts'
import type { World } from '../world.ts'

const PENDING: readonly TaskStatus[] = ['PROVISIONING', 'PENDING', 'ACTIVATING']
/** A draining task still runs. */
const RUNNING: readonly TaskStatus[] = ['RUNNING', 'DEACTIVATING']

export const isPending = (task: Task): boolean => PENDING.includes(task.status)
export const isRunning = (task: Task): boolean => RUNNING.includes(task.status)
/** Its containers may exist. */
export const isPresent = (task: Task): boolean => task.status !== 'STOPPED' && task.status !== 'DEPROVISIONING'
export const isWanted = (task: Task): boolean => task.desired === 'RUNNING'

export const tasksOf = (world: World, service: Service): Task[] => service.tasks.flatMap(id => world.tasks[id] ?? [])

export function tally(tasks: readonly Task[]): { running: number; pending: number; wanted: number } {
  return {
    running: tasks.filter(isRunning).length,
    pending: tasks.filter(task => isPending(task) && isWanted(task)).length,
    wanted: tasks.filter(isWanted).length,
  }
}

/** Tasks of one service revision; the primary's revision is asked for the service's desired count. */
export function countTasks(world: World, service: Service, revisionArn: string): Counts {
  const primary = service.deployments.find(({ status }) => status === 'PRIMARY')
  const { running, pending, wanted } = tally(tasksOf(world, service).filter(task => task.revisionArn === revisionArn))
  return { requested: primary?.revisionArn === revisionArn ? service.desiredCount : wanted, running, pending }
}
