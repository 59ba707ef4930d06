/** What ECS says of a rollout at one moment, and what can be read off it. Pure. */
import type { Deployment, Service, ServiceDeployment, Task } from '@aws-sdk/client-ecs'
import type { Revision } from '../revision/document.ts'

/** A rollout that was started: only start.ts makes one. */
export interface Rollout {
  /** The service's name in the manifest. */
  readonly name: string
  readonly cluster: string
  readonly service: string
  readonly revision: Revision
  /** The revision that ran before. */
  readonly previous: Revision
  /** Whether any task ran before. */
  readonly ranBefore: boolean
  /** Service deployments that were there before: they are not ours. */
  readonly earlier: ReadonlySet<string>
  /** Epoch ms of this machine. */
  readonly startedAt: number
  /** The newest service event before the start, so that only newer ones are told. */
  readonly lastEvent: string | undefined
}

export interface Snapshot {
  /** Epoch ms of this machine. */
  readonly at: number
  /** From DescribeServices. */
  readonly service: Service
  /** Our service deployment; absent while it is not visible yet, and where that API does not answer. */
  readonly deployment: ServiceDeployment | undefined
  /** A service deployment that came after ours and wants something else. */
  readonly newer: { readonly arn: string; readonly taskDefinition: string } | undefined
  /** Tasks that ECS wants running; read only when the rollout seems to have ended. */
  readonly tasks: readonly Task[] | undefined
  /** Which API the verdict rests on; the second where the role may not use the first, or it is empty. */
  readonly source: 'service deployments' | 'deployments'
}

/** The service's own record of our rollout. */
export const ours = (rollout: Rollout, { service }: Snapshot): Deployment | undefined =>
  service.deployments?.find(({ taskDefinition }) => taskDefinition === rollout.revision.arn)

export const primary = ({ service }: Pick<Snapshot, 'service'>): Deployment | undefined =>
  service.deployments?.find(({ status }) => status === 'PRIMARY')

/** Tasks of other revisions than ours, running or on their way. */
export const others = (rollout: Rollout, { service }: Snapshot): number =>
  (service.deployments ?? [])
    .filter(({ taskDefinition }) => taskDefinition !== rollout.revision.arn)
    .reduce((sum, { runningCount = 0, pendingCount = 0 }) => sum + runningCount + pendingCount, 0)

/**
 * What is still missing until the rollout is complete, in words; empty when it is complete. This is the success predicate: the
 * service stands on our revision, nothing else runs, as many tasks run as are wanted now, and each of them is ours and healthy.
 */
export function missing(rollout: Rollout, snapshot: Snapshot): string[] {
  const { service } = snapshot
  const { desiredCount = 0, runningCount = 0, pendingCount = 0 } = service
  const wants: string[] = []
  if (service.taskDefinition !== rollout.revision.arn) wants.push(`the service to stand on ${rollout.revision.name}`)
  if (primary(snapshot)?.taskDefinition !== rollout.revision.arn) wants.push(`${rollout.revision.name} to be primary`)
  if (desiredCount < 1) wants.push('a desired count of at least 1')
  const running = ours(rollout, snapshot)?.runningCount ?? 0
  if (running < desiredCount) wants.push(`${desiredCount - running} of ${desiredCount} tasks to run`)
  const old = others(rollout, snapshot)
  if (old > 0 && !leavesOldTasks(service)) wants.push(`${old} older ${old === 1 ? 'task' : 'tasks'} to stop`)
  const counted = leavesOldTasks(service) ? running : runningCount
  if (running >= desiredCount && (old === 0 || leavesOldTasks(service)) && counted !== desiredCount) {
    wants.push(`${counted} running tasks to become ${desiredCount}`)
  }
  if (pendingCount > 0 && running >= desiredCount)
    wants.push(`${pendingCount} pending ${pendingCount === 1 ? 'task' : 'tasks'}`)
  return [...wants, ...missingOfTasks(rollout, snapshot)]
}

function missingOfTasks(rollout: Rollout, { tasks, service }: Snapshot): string[] {
  if (tasks === undefined) return ['the tasks to be read']
  const mine = leavesOldTasks(service) ? tasks.filter(task => task.taskDefinitionArn === rollout.revision.arn) : tasks
  const wants = mine.flatMap(task => {
    const flaw = flawOf(rollout, task)
    return flaw ? [`task ${idOf(task.taskArn)} ${flaw}`] : []
  })
  if (mine.length < (service.desiredCount ?? 0))
    wants.push(`${service.desiredCount} tasks to be listed, not ${mine.length}`)
  return wants
}

function flawOf({ revision }: Rollout, task: Task): string | undefined {
  if (task.taskDefinitionArn !== revision.arn) return `to stop: it is ${idOf(task.taskDefinitionArn)}`
  if (task.lastStatus !== 'RUNNING') return `to be RUNNING, not ${task.lastStatus}`
  const digests = (task.containers ?? [])
    .filter(({ name }) => revision.released.includes(name ?? ''))
    .flatMap(({ imageDigest }) => imageDigest ?? [])
  const other = digests.find(digest => revision.digest !== undefined && digest !== revision.digest)
  if (other !== undefined) return `to run ${revision.digest}: it runs ${other}`
  return isHealthy(revision, task) ? undefined : `to be HEALTHY, not ${task.healthStatus ?? 'UNKNOWN'}`
}

/** ECS counts essential containers alone: a task whose only check is on another stays UNKNOWN, however healthy that is. */
function isHealthy({ containers }: Revision, { healthStatus, containers: found = [] }: Task): boolean {
  if (healthStatus === 'HEALTHY' || healthStatus === 'UNHEALTHY') return healthStatus === 'HEALTHY'
  const health = (name: string) => found.find(each => each.name === name)?.healthStatus
  return containers.filter(({ checked }) => checked).every(({ name }) => health(name) === 'HEALTHY')
}

/** With early success and deferred clean-up ECS calls a deployment successful while old tasks still run. */
function leavesOldTasks({ deploymentConfiguration }: Service): boolean {
  const early = (
    deploymentConfiguration as { earlySuccessCriteria?: { enable?: boolean; sourceServiceRevisionCleanup?: string } }
  )?.earlySuccessCriteria
  return early?.enable === true && early.sourceServiceRevisionCleanup === 'DEFERRED'
}

export const idOf = (arn: string | undefined) => arn?.split('/').at(-1) ?? ''

/** Service events that are newer than the rollout's start, oldest first. */
export function eventsSince(rollout: Rollout, { service }: Snapshot): string[] {
  const events = service.events ?? []
  const end = events.findIndex(({ id }) => id === rollout.lastEvent)
  return events
    .slice(0, end === -1 ? undefined : end)
    .map(({ message = '' }) => message)
    .reverse()
}
