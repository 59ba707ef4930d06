/** How long tasks have run, by AWS's own times: this machine's clock may be another. Pure. */
import type { Task } from '@aws-sdk/client-ecs'
import type { Rollout, Snapshot } from './snapshot.ts'

/** How far AWS's clock is ahead of this machine's at least, ms, negative where it may be behind: what it tells of is past there. */
export function leastAhead({
  at,
  service,
  deployment,
  tasks = [],
}: Partial<Snapshot> & { readonly at: number }): number {
  const { events = [], deployments = [] } = service ?? {}
  const { createdAt, startedAt, updatedAt, finishedAt, stoppedAt } = deployment ?? {}
  const told = [
    ...[createdAt, startedAt, updatedAt, finishedAt, stoppedAt],
    ...events.map(each => each.createdAt),
    ...deployments.flatMap(each => [each.createdAt, each.updatedAt]),
    ...tasks.flatMap(each => [each.createdAt, each.startedAt, each.stoppingAt, each.stoppedAt]),
  ]
  return Math.max(...told.map(time => Number(time ?? -Infinity))) - at
}

/** How long each of these tasks has run at least, ms; of one that does not tell when it started nothing is known. */
export function leastAge(
  tasks: readonly Task[],
  { at, ahead }: { readonly at: number; readonly ahead: number },
): number {
  const ages = tasks.map(({ startedAt }) => (startedAt === undefined ? 0 : at + ahead - Number(startedAt)))
  return ages.length === 0 ? 0 : Math.max(0, Math.min(...ages))
}

/** The same of the youngest of a rollout's own tasks that run. */
export function ageOf(
  { revision }: Pick<Rollout, 'revision'>,
  { at, tasks = [] }: Pick<Snapshot, 'at'> & Partial<Pick<Snapshot, 'tasks'>>,
  ahead: number,
): number {
  const ours = tasks.filter(each => each.taskDefinitionArn === revision.arn && each.lastStatus === 'RUNNING')
  return leastAge(ours, { at, ahead })
}
