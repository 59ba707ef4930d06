/** Reads the tasks of a service. */
import type { Task } from '@aws-sdk/client-ecs'
import type { Aws } from '../edge/aws.ts'
import { everyPage, portions } from '../edge/pages.ts'
import type { Rollout } from './snapshot.ts'

const TASKS_PER_CALL = 100

/** The tasks that ECS wants running. */
export async function tasksRunning(
  aws: Pick<Aws, 'ecs'>,
  { cluster, service }: Pick<Rollout, 'cluster' | 'service'>,
): Promise<Task[]> {
  const query = { cluster, serviceName: service, desiredStatus: 'RUNNING' as const }
  return await tasksOf(
    aws,
    cluster,
    await everyPage(
      input => aws.ecs.listTasks(input),
      query,
      page => page.taskArns,
    ),
  )
}

export async function tasksOf({ ecs }: Pick<Aws, 'ecs'>, cluster: string, arns: readonly string[]): Promise<Task[]> {
  const found: Task[] = []
  for (const tasks of portions(arns, TASKS_PER_CALL)) {
    found.push(...((await ecs.describeTasks({ cluster, tasks })).tasks ?? []))
  }
  return found
}
