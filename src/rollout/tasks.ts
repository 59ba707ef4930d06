/** Reads the tasks of a service. */
import type { Task } from '@aws-sdk/client-ecs'
import type { Aws } from '../edge/aws.ts'
import { everyPage, portions } from '../edge/pages.ts'
import { withRevisionsDigests } from './same-image.ts'
import type { Rollout } from './snapshot.ts'

const TASKS_PER_CALL = 100

/** What is asked of AWS: the registry as well, where a task tells another digest than its revision. */
export type Reading = Pick<Aws, 'ecs' | 'ecr' | 'in' | 'endpoint' | 'region'>

/** The tasks that ECS wants running, with the digests that the revision names. */
export async function tasksRunning(
  aws: Reading,
  rollout: Pick<Rollout, 'cluster' | 'service' | 'revision'>,
): Promise<Task[]> {
  const { cluster, service } = rollout
  const query = { cluster, serviceName: service, desiredStatus: 'RUNNING' as const }
  const arns = await everyPage(
    input => aws.ecs.listTasks(input),
    query,
    page => page.taskArns,
  )
  return await withRevisionsDigests(aws, rollout, await tasksOf(aws, cluster, arns))
}

/** Hears whether the role may read a service's tasks; `ask` says what comes of a call that fails. */
export async function tryTasks(
  { ecs }: Pick<Aws, 'ecs'>,
  { cluster, service }: Pick<Rollout, 'cluster' | 'service'>,
  ask: (deed: string, call: () => Promise<unknown>) => Promise<unknown>,
): Promise<void> {
  let arns: string[] = []
  await ask(`list the tasks of ${service}`, async () => {
    const query = { cluster, serviceName: service, desiredStatus: 'RUNNING' as const, maxResults: 1 }
    arns = (await ecs.listTasks(query)).taskArns ?? []
  })
  // any task will do: one that is not there is told as missing
  const [task = '0'.repeat(32)] = arns
  await ask(`describe the tasks of ${service}`, () => ecs.describeTasks({ cluster, tasks: [task] }))
}

export async function tasksOf({ ecs }: Pick<Aws, 'ecs'>, cluster: string, arns: readonly string[]): Promise<Task[]> {
  const found: Task[] = []
  for (const tasks of portions(arns, TASKS_PER_CALL)) {
    found.push(...((await ecs.describeTasks({ cluster, tasks })).tasks ?? []))
  }
  return found
}
