/** Gathers why a rollout failed, while ECS still remembers: stopped tasks stay visible for about an hour. */
import type { Task } from '@aws-sdk/client-ecs'
import type { Aws } from '../edge/aws.ts'
import { everyPage } from '../edge/pages.ts'
import { legible } from '../failure/words.ts'
import { causeOf, type Evidence, type LostTask, lostTask } from './cause.ts'
import { ownLosses } from './losses.ts'
import { eventsSince, type Rollout, type Snapshot } from './snapshot.ts'
import { tasksOf } from './tasks.ts'

const MOST_TASKS = 10
/** Tasks whose log is read; the others failed alike. */
const MOST_LOGS = 3
const LOG_LINES = 20

/** Never fails: what cannot be read is left out, since the verdict stands without it. Undefined: nothing failed. */
export async function explain(
  aws: Pick<Aws, 'ecs' | 'logs' | 'in'>,
  rollout: Rollout,
  last: Snapshot | undefined,
  { logs, ranWell = false }: { readonly logs: boolean; readonly ranWell?: boolean },
): Promise<Evidence | undefined> {
  const events = last ? eventsSince(rollout, last) : []
  const own = ownLosses(await lostTasks(aws, rollout))
  const cause = causeOf(own, events, ranWell)
  const lost: LostTask[] = []
  let unread: string | undefined
  for (const task of own.slice(0, MOST_TASKS)) {
    const read = logs && lost.length < MOST_LOGS ? await logOf(aws, rollout, task).catch(toWords) : []
    unread ??= typeof read === 'string' ? read : undefined
    lost.push(typeof read === 'string' ? task : { ...task, log: read })
  }
  return lost.length === 0 && cause.kind === 'unclear'
    ? undefined
    : { cause, lost, events, logs: logs ? logsOf(rollout, lost, unread) : 'left out' }
}

/** Every task of the new revision that ended otherwise than by ECS's scaling in, newest first; empty where they cannot be read. */
export const lostTasks = (aws: Pick<Aws, 'ecs'>, rollout: Rollout): Promise<LostTask[]> =>
  readLost(aws, rollout).catch(() => [])

/** The same, and an error where they cannot be read. */
export async function readLost(aws: Pick<Aws, 'ecs'>, rollout: Rollout): Promise<LostTask[]> {
  const tasks = await stoppedTasks(aws, rollout)
  return tasks.map(task => lostTask(rollout.revision, task, []))
}

async function stoppedTasks(aws: Pick<Aws, 'ecs'>, rollout: Rollout): Promise<Task[]> {
  const { cluster, service, revision, order, unvouched, knownUntil } = rollout
  const query = { cluster, serviceName: service, desiredStatus: 'STOPPED' as const }
  const arns = await everyPage(
    input => aws.ecs.listTasks(input),
    query,
    page => page.taskArns,
  )
  const since = unvouched ? knownUntil : (order.createdAt ?? order.since)
  // what an earlier deployment of the same revision began may end during ours
  const isByOthers = ({ startedBy }: Task) =>
    !unvouched && startedBy !== undefined && order.deployment !== undefined && startedBy !== order.deployment
  return (await tasksOf(aws, cluster, arns))
    .filter(task => task.taskDefinitionArn === revision.arn && !isByOthers(task))
    .filter(({ stoppingAt, stoppedAt }) => Number(stoppedAt ?? stoppingAt ?? since) >= since)
    .filter(({ stoppedReason = '' }) => !stoppedReason.startsWith('Scaling activity initiated by'))
    .sort((a, b) => Number(b.createdAt ?? 0) - Number(a.createdAt ?? 0))
}

/** Where the container's own options say, which may be another region than the service's. */
async function logOf(
  aws: Pick<Aws, 'logs' | 'in'>,
  { revision }: Rollout,
  { id, culprit }: LostTask,
): Promise<string[]> {
  const { driver, group, prefix, region } = revision.containers.find(({ name }) => name === culprit)?.log ?? {}
  if (driver !== 'awslogs') return []
  if (prefix === undefined) throw new Error('awslogs-stream-prefix is not set, so its stream is not known')
  const { logs } = region ? aws.in(region) : aws
  const { events = [] } = await logs.getLogEvents({
    logGroupName: group,
    logStreamName: `${prefix}/${culprit}/${id}`,
    limit: LOG_LINES,
    startFromHead: false,
  })
  return events.map(({ message = '' }) => message.trimEnd())
}

/** Denied, no such stream, no answer in time. */
const toWords = (error: unknown): string => legible(error instanceof Error ? error.message : String(error), 1000)

function logsOf({ revision }: Rollout, lost: readonly LostTask[], unread: string | undefined): Evidence['logs'] {
  if (lost.some(({ log }) => log.length > 0)) return 'read'
  if (unread !== undefined) return { unread }
  const driver = revision.containers.find(({ name }) => name === lost[0]?.culprit)?.log?.driver
  return driver === undefined || driver === 'awslogs' ? 'none' : { driver }
}
