/** Gathers why a rollout failed, while ECS still remembers: stopped tasks stay visible for about an hour. */
import type { LogConfiguration, Task, TaskDefinition } from '@aws-sdk/client-ecs'
import type { Aws } from '../edge/aws.ts'
import type { Recorded } from '../revision/document.ts'
import { causeOf, type Evidence, type Logs, type LostTask, lostTask } from './cause.ts'
import { eventsSince, idOf, type Rollout, type Snapshot } from './snapshot.ts'

const MOST_TASKS = 10
/** Tasks whose log is read; the others failed alike. */
const MOST_LOGS = 3
const LOG_LINES = 20
/** How far this machine's clock and AWS's may be apart, ms. */
const SKEW_MS = 60_000

/** Never fails: what cannot be read is left out, since the verdict stands without it. Undefined: nothing failed. */
export async function explain(
  aws: Aws,
  rollout: Rollout,
  { definition }: Recorded,
  last: Snapshot | undefined,
  containerLogs: boolean,
): Promise<Evidence | undefined> {
  const events = last ? eventsSince(rollout, last) : []
  const tasks = await stoppedTasks(aws, rollout).catch(() => [])
  const lost: LostTask[] = []
  for (const task of tasks) {
    const wanted = containerLogs && lost.length < MOST_LOGS
    const log = wanted ? await logOf(aws, definition, rollout.revision.container, task) : []
    lost.push(lostTask(task, log))
  }
  const cause = causeOf(lost, events)
  const logs = containerLogs ? logsOf(definition, rollout.revision.container, lost) : 'left out'
  return lost.length === 0 && cause.kind === 'unclear' ? undefined : { cause, lost, logs, events }
}

function logsOf(definition: TaskDefinition, container: string, lost: readonly LostTask[]): Logs {
  if (lost.some(({ log }) => log.length > 0)) return 'read'
  const { logDriver: driver = 'awslogs' } = logging(definition, container)
  return driver === 'awslogs' ? 'none' : { driver }
}

const logging = ({ containerDefinitions = [] }: TaskDefinition, container: string): Partial<LogConfiguration> =>
  containerDefinitions.find(({ name }) => name === container)?.logConfiguration ?? {}

/** What the tasks that failed so far did, in one sentence: worth knowing before the breaker trips. */
export async function firstSigns(aws: Aws, rollout: Rollout): Promise<string | undefined> {
  const lost = (await stoppedTasks(aws, rollout).catch(() => [])).map(task => lostTask(task, []))
  return lost.length === 0 ? undefined : causeOf(lost, []).sentence
}

/** Tasks of the new revision that failed; those that ECS itself scaled in did not. Newest first. */
async function stoppedTasks(aws: Aws, { cluster, service, revision, startedAt }: Rollout): Promise<Task[]> {
  const { taskArns = [] } = await aws.ecs.listTasks({
    cluster,
    serviceName: service,
    desiredStatus: 'STOPPED',
    maxResults: 100,
  })
  if (taskArns.length === 0) return []
  const { tasks = [] } = await aws.ecs.describeTasks({ cluster, tasks: taskArns })
  return tasks
    .filter(({ taskDefinitionArn }) => taskDefinitionArn === revision.arn)
    .filter(({ stoppingAt, stoppedAt }) => Number(stoppedAt ?? stoppingAt ?? startedAt) >= startedAt - SKEW_MS)
    .filter(({ stoppedReason = '' }) => !stoppedReason.startsWith('Scaling activity initiated by'))
    .sort((a, b) => Number(b.createdAt ?? 0) - Number(a.createdAt ?? 0))
    .slice(0, MOST_TASKS)
}

async function logOf(aws: Aws, definition: TaskDefinition, container: string, task: Task): Promise<string[]> {
  const { logDriver, options = {} } = logging(definition, container)
  const prefix = options['awslogs-stream-prefix']
  if (logDriver !== 'awslogs' || prefix === undefined) return []
  try {
    const { events = [] } = await aws.logs.getLogEvents({
      logGroupName: options['awslogs-group'] ?? '',
      logStreamName: `${prefix}/${container}/${idOf(task.taskArn)}`,
      limit: LOG_LINES,
      startFromHead: false,
    })
    return events.map(({ message = '' }) => message.trimEnd())
  } catch {
    return []
  }
}
