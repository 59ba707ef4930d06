/** What ECS says of a rollout at one moment, and what can be read off it. Pure. */
import type {
  Deployment,
  Service,
  ServiceDeployment,
  ServiceEvent,
  Task,
  Container as TaskContainer,
} from '@aws-sdk/client-ecs'
import type { Revision } from '../revision/document.ts'
import type { Order } from './whose.ts'

/** A rollout that was started: only start.ts makes one. */
export interface Rollout {
  /** The service's name in the manifest. */
  readonly name: string
  readonly cluster: string
  readonly service: string
  readonly revision: Revision
  /** The version that it is released as by this run: one that its revision may be older than. */
  readonly called?: string | undefined
  /** The revision that ran before. */
  readonly previous: Revision
  /** Whether any task ran before. */
  readonly ranBefore: boolean
  readonly order: Order
  /** What was there before, and is not ours: service deployments by ARN, the service's own records by id. */
  readonly earlier: ReadonlySet<string>
  /** How long the last successful ones took, ms, newest first. */
  readonly usual: readonly number[]
  /** How long it took them from the leaving of the last old tasks on, ms, newest first; 0 where none left. */
  readonly tails: readonly number[]
  /** Epoch ms of this machine. */
  readonly startedAt: number
  /** The service as the order's answer has it: what the first look need not ask for. */
  readonly answer?: Service | undefined
  /** The newest service event before the start, so that only newer ones are told. */
  readonly lastEvent: string | undefined
  /** This run ordered nothing: what is under way is somebody's. */
  readonly adopted?: true | undefined
  /** This run ordered another number of tasks alone: what is under way is somebody's as well. */
  readonly counted?: true | undefined
  /** The deployment of its tasks was over before, and ECS begins none for them: nothing but time tells whether they stay. */
  readonly unvouched?: boolean | undefined
  /** The newest time that AWS told before this watch, epoch ms: of what was over before, older losses are not of it. */
  readonly knownUntil: number
  /** Waits of PAUSE hooks that this run has ended. */
  readonly passed?: ReadonlySet<string>
}

export interface Snapshot {
  /** Epoch ms of this machine. */
  readonly at: number
  /** From DescribeServices. */
  readonly service: Service
  /** Our service deployment; absent while it is not visible yet, and where that API does not answer. */
  readonly deployment: ServiceDeployment | undefined
  /** A service deployment that came after ours and wants something else. */
  readonly newer: { readonly arn: string; readonly taskDefinition: string; readonly createdAt?: number } | undefined
  /** Tasks that ECS wants running; read only when the rollout seems to have ended. */
  readonly tasks: readonly Task[] | undefined
  /** Which API the verdict rests on; the second where the role may not use the first, or it is empty. */
  readonly source: 'service deployments' | 'deployments'
}

/** The service's own record of our rollout: the deployment that the order began, or the only sign of it, our revision. */
export const ours = (rollout: Rollout, snapshot: Snapshot): Deployment | undefined =>
  own(rollout, snapshot) ?? alikeIn(rollout, snapshot)[0]

/**
 * The very deployment that the order began, where its answer told it: another of the same revision is somebody else's, or older. Where
 * this run began none it is the one that leads: somebody may give the service new tasks.
 */
export function own(rollout: Rollout, snapshot: Snapshot): Deployment | undefined {
  const { order, unvouched = false } = rollout
  const alike = alikeIn(rollout, snapshot)
  const leading = unvouched ? alike.find(({ status }) => status === 'PRIMARY') : undefined
  return leading ?? (order.deployment === undefined ? alike[0] : alike.find(({ id }) => id === order.deployment))
}

/** Records of our revision; one from before a restart is not ours. */
const alikeIn = ({ revision, earlier }: Rollout, { service: { deployments = [] } }: Snapshot): Deployment[] =>
  deployments.filter(({ id = '', taskDefinition }) => taskDefinition === revision.arn && !earlier.has(id))

/** The order's answer names our deployment, which shows nothing more at once; and those before did not end as soon. */
export const isAnswered = ({ answer, order, usual }: Rollout): boolean =>
  answer !== undefined && order.named !== undefined && usual.length > 0

export const primary = ({ service }: Pick<Snapshot, 'service'>): Deployment | undefined =>
  service.deployments?.find(({ status }) => status === 'PRIMARY')

/** Somebody deletes the service, or it is not there any more. */
export const isGone = ({ service }: Pick<Snapshot, 'service'>): boolean =>
  /^(DRAINING|INACTIVE|MISSING)$/.test(service.status ?? '')

/** Tasks of other revisions than ours, and of ours from before a restart, running or on their way. */
export const others = ({ revision, earlier }: Rollout, { service }: Snapshot): number =>
  (service.deployments ?? [])
    .filter(({ id = '', taskDefinition }) => taskDefinition !== revision.arn || earlier.has(id))
    .reduce((sum, { runningCount = 0, pendingCount = 0 }) => sum + runningCount + pendingCount, 0)

/**
 * What is still missing until the rollout is complete, in words; empty when it is complete. This is the success predicate: the
 * service stands on our revision, nothing else runs, as many tasks run as are wanted now, and each of them is ours and healthy.
 * With early success ECS itself asks for a share of the tasks.
 */
export function missing(rollout: Rollout, snapshot: Snapshot): string[] {
  const { service } = snapshot
  const { desiredCount = 0, runningCount = 0, pendingCount = 0 } = service
  const early = earlySuccess(snapshot)
  const enough = early === undefined ? desiredCount : early.tasks
  const wants: string[] = []
  if (service.taskDefinition !== rollout.revision.arn) wants.push(`the service to stand on ${rollout.revision.name}`)
  if (primary(snapshot)?.taskDefinition !== rollout.revision.arn) wants.push(`${rollout.revision.name} to be primary`)
  if (desiredCount < 1) wants.push('a desired count of at least 1')
  const running = ours(rollout, snapshot)?.runningCount ?? 0
  if (running < enough) wants.push(`${enough - running} of ${desiredCount} tasks to run`)
  const old = others(rollout, snapshot)
  const leaves = early?.leavesOld ?? false
  if (old > 0 && !leaves) wants.push(`${old} older ${old === 1 ? 'task' : 'tasks'} to stop`)
  const counted = leaves ? running : runningCount
  const off = early === undefined ? counted !== desiredCount : counted > desiredCount
  if (running >= desiredCount && (old === 0 || leaves) && off) {
    wants.push(`${counted} running tasks to become ${desiredCount}`)
  }
  if (early === undefined && pendingCount > 0 && running >= desiredCount)
    wants.push(`${pendingCount} pending ${pendingCount === 1 ? 'task' : 'tasks'}`)
  return [...wants, ...missingOfTasks(rollout, snapshot, enough, early)]
}

function missingOfTasks(rollout: Rollout, snapshot: Snapshot, enough: number, early: Early | undefined): string[] {
  const { tasks, service } = snapshot
  if (tasks === undefined) return ['the tasks to be read']
  const ended = isDoneByEcs(rollout, snapshot)
  const mine = early?.leavesOld ? tasks.filter(task => task.taskDefinitionArn === rollout.revision.arn) : tasks
  const flaws = mine.map(task => ({ task, flaw: flawOf(rollout, task, ended) }))
  const good = flaws.filter(({ flaw }) => flaw === undefined).length
  // with early success some of ours may still be on their way, or never get there; what runs another image is a wrong one
  const isForgiven = (task: Task) =>
    early !== undefined &&
    good >= enough &&
    task.taskDefinitionArn === rollout.revision.arn &&
    strangeImage(rollout.revision, task, false) === undefined
  const wants = flaws.flatMap(({ task, flaw }) =>
    flaw && !isForgiven(task) ? [`task ${idOf(task.taskArn)} ${flaw}`] : [],
  )
  if (mine.length < enough) wants.push(`${service.desiredCount} tasks to be listed, not ${mine.length}`)
  return wants
}

/** By either of ECS's records. */
export const isDoneByEcs = (rollout: Rollout, snapshot: Snapshot): boolean =>
  snapshot.deployment?.status === 'SUCCESSFUL' || ours(rollout, snapshot)?.rolloutState === 'COMPLETED'

/** How many tasks of ours fail their health check, which early success leaves for later. */
export const unwellOf = ({ revision }: Rollout, { tasks = [] }: Snapshot): number =>
  tasks.filter(
    ({ taskDefinitionArn, healthStatus }) => taskDefinitionArn === revision.arn && healthStatus === 'UNHEALTHY',
  ).length

/** How many tasks of ours are as they should be; those of an early success that are still on their way are not. */
export const wellOf = (rollout: Rollout, { tasks = [] }: Snapshot): number =>
  tasks.filter(task => flawOf(rollout, task) === undefined).length

/**
 * Containers that are not essential, so that their tasks count without them: those that the release sets and that do not run, and those
 * that fail their check. `; container nginx ended with exit code 1 in 2 of 2 tasks`; empty where all run, or did what they were there for.
 */
export function idleIn({ revision }: Rollout, { tasks = [] }: Pick<Snapshot, 'tasks'>): string {
  const ours = tasks.filter(({ taskDefinitionArn }) => taskDefinitionArn === revision.arn)
  return revision.containers
    .filter(({ essential }) => !essential)
    .flatMap(({ name, checked }) => {
      const found = ours.flatMap(({ containers = [] }) => containers.filter(each => each.name === name))
      const idle = revision.released.includes(name) ? found.filter(isIdle) : []
      const ill = checked ? found.filter(each => !isIdle(each) && each.healthStatus === 'UNHEALTHY') : []
      const [first] = idle
      const within = (all: readonly TaskContainer[]) => `in ${all.length} of ${ours.length} tasks, and is not essential`
      const code = first?.exitCode === undefined ? '' : ` with exit code ${first.exitCode}`
      const state = first?.lastStatus === 'PENDING' ? 'has not started' : `ended${code}`
      return [
        ...(first === undefined ? [] : [`; container ${name} ${state} ${within(idle)}`]),
        ...(ill.length === 0 ? [] : [`; container ${name} is UNHEALTHY ${within(ill)}`]),
      ]
    })
    .join('')
}

const isIdle = ({ lastStatus, exitCode }: TaskContainer): boolean =>
  lastStatus === 'PENDING' || (lastStatus === 'STOPPED' && exitCode !== 0)

/** `ended`: by ECS's own word. Until then a task may not tell its image yet; afterwards its revision, which names the digest, does. */
function flawOf({ revision }: Rollout, task: Task, ended = true): string | undefined {
  if (task.taskDefinitionArn !== revision.arn) return `to stop: it is ${idOf(task.taskDefinitionArn)}`
  if (task.lastStatus !== 'RUNNING') return `to be RUNNING, not ${task.lastStatus}`
  const strange = strangeImage(revision, task, !ended)
  if (strange !== undefined) return strange
  return illnessOf(revision, task, ended)
}

/** `wanted`: whether a task that does not tell its image yet is strange as well. */
function strangeImage({ containers, released }: Revision, task: Task, wanted: boolean): string | undefined {
  for (const { name, digest } of containers.filter(each => released.includes(each.name))) {
    if (digest === undefined) continue
    const told = digestOf(task.containers?.find(each => each.name === name))
    if (told === undefined && wanted) return 'to tell the image that it runs'
    if (told !== undefined && told !== digest) return `to run ${digest}: it runs ${told}`
  }
  return undefined
}

/** Before it is pulled, and on some platforms for good, ECS does not tell the digest; the image that is wanted may name one. */
const digestOf = (container: TaskContainer | undefined): string | undefined =>
  container?.imageDigest ?? /@(sha256:[0-9a-f]{64})$/.exec(container?.image ?? '')?.[1]

/**
 * ECS counts essential containers alone: a task whose only check is on another stays UNKNOWN, however healthy that is. Where ECS has
 * `ended` without it, nothing waits for that one any more.
 */
function illnessOf({ containers }: Revision, task: Task, ended: boolean): string | undefined {
  const { healthStatus = 'UNKNOWN' } = task
  if (healthStatus === 'HEALTHY') return undefined
  if (healthStatus === 'UNHEALTHY') return `to be HEALTHY, not ${healthStatus}`
  const unwell = containers.filter(each => each.checked && healthIn(task, each.name) !== 'HEALTHY')
  if (unwell.some(({ essential }) => essential)) return `to be HEALTHY, not ${healthStatus}`
  const [first] = unwell
  return first === undefined || ended
    ? undefined
    : `to have its container ${first.name} HEALTHY, not ${healthIn(task, first.name)}`
}

const healthIn = ({ containers = [] }: Task, name: string): string =>
  containers.find(each => each.name === name)?.healthStatus ?? 'UNKNOWN'

interface Early {
  /** How many healthy tasks are enough. */
  readonly tasks: number
  /** Whether old tasks may still run then. */
  readonly leavesOld: boolean
}

/** Undefined where every task counts. `earlySuccessCriteria` is for rolling deployments, about September 2026. */
export function earlySuccess({ service, deployment }: Pick<Snapshot, 'service' | 'deployment'>): Early | undefined {
  const configuration = deployment?.deploymentConfiguration ?? service.deploymentConfiguration
  const { enable, healthyPercent = 100, sourceServiceRevisionCleanup } = configuration?.earlySuccessCriteria ?? {}
  if (enable !== true) return undefined
  return {
    tasks: Math.max(1, Math.ceil(((service.desiredCount ?? 0) * healthyPercent) / 100)),
    leavesOld: sourceServiceRevisionCleanup === 'DEFERRED',
  }
}

export const idOf = (arn: string | undefined) => arn?.split('/').at(-1) ?? ''

/** Service events that are newer than the rollout's start, newest first, as ECS lists them. */
export function newEvents({ lastEvent }: Rollout, { service: { events = [] } }: Snapshot): ServiceEvent[] {
  const end = events.findIndex(({ id }) => id === lastEvent)
  return end === -1 ? events : events.slice(0, end)
}

/** What they say, oldest first. */
export const eventsSince = (rollout: Rollout, snapshot: Snapshot): string[] =>
  newEvents(rollout, snapshot)
    .map(({ message = '' }) => message)
    .reverse()

/** Whether ECS is to take a deployment back that fails. */
export function rollsBack({ service: { deploymentConfiguration } }: Pick<Snapshot, 'service'>): boolean {
  const { deploymentCircuitBreaker: breaker, alarms } = deploymentConfiguration ?? {}
  return breaker?.rollback === true || (alarms?.enable === true && alarms.rollback === true)
}
