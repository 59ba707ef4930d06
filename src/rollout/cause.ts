/** Why tasks of a rollout died: what ECS says of each, and the one sentence that sums it up. Pure. */
import type { Task } from '@aws-sdk/client-ecs'
import type { Revision } from '../revision/document.ts'
import { idOf } from './snapshot.ts'

/** A task that ended, and what it left behind. */
export interface LostTask {
  readonly id: string
  readonly stopCode: string
  readonly stoppedReason: string
  /** Epoch ms by AWS's clock. */
  readonly endedAt?: number | undefined
  /** How long it ran, ms; undefined: it never did, or ECS does not say. */
  readonly ranMs?: number | undefined
  readonly containers: readonly LostContainer[]
  /** The container that ended it, by name. */
  readonly culprit: string
  /** Its last lines, oldest first. */
  readonly log: readonly string[]
}

export interface LostContainer {
  readonly name: string
  /** Absent for a container that never started. */
  readonly exitCode: number | undefined
  readonly reason: string | undefined
  readonly health: string | undefined
}

export type Kind =
  | 'never-healthy'
  | 'exits'
  | 'out-of-memory'
  | 'image-not-pulled'
  | 'resources-missing'
  | 'not-started'
  | 'not-placed'
  | 'unclear'

export interface Cause {
  readonly kind: Kind
  /** One sentence for a person: what the tasks of the new revision did. */
  readonly sentence: string
  /** What to look at. */
  readonly hint: string
}

/**
 * What became of the log of the container that ended: lines were read, it has none, it could not be read (`unread` says why), it
 * goes where it cannot be read (`driver`), or it was not to be published.
 */
export type Logs = 'read' | 'none' | 'left out' | { readonly driver: string } | { readonly unread: string }

export interface Evidence {
  readonly cause: Cause
  readonly lost: readonly LostTask[]
  readonly logs: Logs
  /** Service events since the start, oldest first. */
  readonly events: readonly string[]
}

export function lostTask(revision: Revision, task: Task, log: readonly string[]): LostTask {
  return {
    culprit: culpritOf(revision, task),
    id: idOf(task.taskArn),
    stopCode: task.stopCode ?? '',
    stoppedReason: task.stoppedReason ?? '',
    endedAt: timeOf(task.stoppedAt ?? task.stoppingAt),
    ranMs: spanOf(task.startedAt, task.stoppingAt ?? task.stoppedAt),
    containers: (task.containers ?? []).map(({ name = '', exitCode, reason, healthStatus }) => ({
      name,
      exitCode,
      reason,
      health: healthStatus,
    })),
    log,
  }
}

const timeOf = (date: Date | undefined): number | undefined => date && Number(date)

const spanOf = (from: Date | undefined, to: Date | undefined): number | undefined =>
  from && to && Math.max(0, Number(to) - Number(from))

/** What ECS sends to the other containers when one has ended: SIGTERM and SIGKILL. */
const ENDED_BY_ECS = new Set([0, 137, 143])

/** Of several containers that which failed by itself; ECS does not say which ended first. */
function culpritOf({ container, containers }: Revision, { containers: found = [] }: Task): string {
  const told = found.find(({ reason = '' }) => reason !== '')
  const failed = found.filter(({ exitCode }) => exitCode !== undefined && !ENDED_BY_ECS.has(exitCode))
  const unhealthy = found.find(({ healthStatus }) => healthStatus === 'UNHEALTHY')
  const essential = failed.find(({ name }) => containers.find(each => each.name === name)?.essential ?? true)
  const main = [told, ...failed].find(each => each?.name === container)
  return (main ?? told ?? essential ?? unhealthy)?.name ?? container
}

const HINTS: Record<Kind, string> = {
  'never-healthy':
    'Look at the health check in the task definition and at what the container logs while it answers it.',
  exits: 'Look at the last log lines: the program ends by itself.',
  'out-of-memory': 'Raise `memory` of the task definition, or find what takes it.',
  'image-not-pulled': 'Look whether the image exists, and whether the execution role may pull it.',
  'resources-missing':
    'Look whether the secrets, parameters and log group exist, and whether the execution role may use them.',
  'not-started':
    'Look at `command`, `entryPoint` and `user` of the task definition: the container could not be made or started.',
  'not-placed': 'ECS found no room: capacity, vCPU quota, or free addresses in the subnets.',
  unclear: 'Look at the service’s events and at the stopped tasks in the ECS console.',
}

/** The platform took it, or ECS stopped it on purpose: the release did nothing wrong. */
const NOBODYS = /^(SpotInterruption|TerminationNotice|InfrastructureHealth|UserInitiated|ServiceSchedulerInitiated)$/

/** The machine that it ran on is gone, which has a stop code of its own or none. */
const HOST = /^Host EC2 \(instance [^)]*\) (?:terminated|stopped)/i

/** A check that fails ends a task by the scheduler's hand, and is the release's fault all the same. */
export const isOwnFault = ({ stopCode, stoppedReason }: Pick<LostTask, 'stopCode' | 'stoppedReason'>): boolean =>
  (!NOBODYS.test(stopCode) && !HOST.test(stoppedReason)) || /failed .*health checks/i.test(stoppedReason)

/** It did what it was there for, as a worker does that is started again each time. */
export const isDone = ({ stopCode, containers, culprit }: LostTask): boolean =>
  stopCode === 'EssentialContainerExited' &&
  containers.some(({ name, exitCode, reason = '' }) => name === culprit && exitCode === 0 && reason === '')

/**
 * What the platform could not provide for a task, or do in time: docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html,
 * and what it says of capacity (seen, 2026).
 */
const PLATFORMS = [
  /\bcapacity is unavailable\b/i,
  /^Timeout waiting for .*\bprovisioning\b/i,
  /^Unexpected EC2 error\b/i,
  /^(?:InternalError|AgentError)\b/,
  /^(?:ContainerRuntime|Docker)TimeoutError\b/,
]

/**
 * The same of a revision that has run well: that the platform brings no other task of it up is not its doing, nor what ends without a
 * word of why. Of a revision that never ran both may be, by its size or its network.
 */
export function isOwnFaultSince(task: Pick<LostTask, 'stopCode' | 'stoppedReason' | 'containers'>): boolean {
  const { stopCode, stoppedReason, containers } = task
  const reason = stoppedReason.replace(/^TaskFailedToStart: /, '')
  const isUntold = stopCode === '' && reason === '' && containers.every(({ exitCode }) => exitCode === undefined)
  return isOwnFault(task) && !isUntold && !PLATFORMS.some(each => each.test(reason))
}

/** `ranWell`: its tasks were well before, so that none of them never was. */
export function causeOf(lost: readonly LostTask[], events: readonly string[], ranWell = false): Cause {
  const kinds = lost.map(kindOf)
  const [kind = events.some(event => event.includes('was unable to place a task')) ? 'not-placed' : 'unclear'] = [
    ...new Set(kinds),
  ].sort((a, b) => count(kinds, b) - count(kinds, a))
  const alike = lost.filter(task => kindOf(task) === kind)
  const told = (ranWell ? sentenceSince(kind, alike) : undefined) ?? sentence(kind, alike, events)
  return { kind, sentence: told, hint: HINTS[kind] }
}

const count = (kinds: readonly Kind[], kind: Kind) => kinds.filter(each => each === kind).length

function kindOf({ stopCode, stoppedReason, containers }: LostTask): Kind {
  const all = [stoppedReason, ...containers.map(({ reason = '' }) => reason)].join('\n')
  if (/OutOfMemory/.test(all)) return 'out-of-memory'
  if (/CannotPullContainer|CannotPullImage/.test(all)) return 'image-not-pulled'
  if (/ResourceInitializationError/.test(all)) return 'resources-missing'
  if (/CannotStartContainer|CannotCreateContainer/.test(all)) return 'not-started'
  if (/failed (ELB|container) health checks/i.test(all)) return 'never-healthy'
  if (stopCode === 'EssentialContainerExited') return 'exits'
  return 'unclear'
}

const many = ({ length }: readonly LostTask[]): string => (length === 1 ? '1 task' : `${length} tasks`)

/** Undefined where the words are the same. */
function sentenceSince(kind: Kind, lost: readonly LostTask[]): string | undefined {
  switch (kind) {
    case 'never-healthy':
      return `did not stay healthy: ${many(lost)} ${reasonOf(lost)}`
    case 'exits':
      return `did not stay up: ${many(lost)} exited with ${exitCodes(lost)}`
    case 'image-not-pulled':
      return `cannot start new tasks: the image could not be pulled (${firstReason(lost)})`
    case 'resources-missing':
    case 'not-started':
      return `cannot start new tasks: ${firstReason(lost)}`
    default:
      return undefined
  }
}

function sentence(kind: Kind, lost: readonly LostTask[], events: readonly string[]): string {
  switch (kind) {
    case 'never-healthy':
      return `never became healthy: ${many(lost)} started and ${reasonOf(lost)}`
    case 'exits':
      return `cannot stay up: ${many(lost)} started and exited with ${exitCodes(lost)}`
    case 'out-of-memory':
      return `ran out of memory: ${many(lost)} killed`
    case 'image-not-pulled':
      return `cannot start: the image could not be pulled (${firstReason(lost)})`
    case 'resources-missing':
    case 'not-started':
      return `cannot start: ${firstReason(lost)}`
    case 'not-placed':
      return `found no place to run: ${events.findLast(event => event.includes('unable to place'))}`
    case 'unclear':
      return lost.length === 0 ? 'left no stopped task to tell why' : `${many(lost)} stopped: ${firstReason(lost)}`
    default:
      return kind satisfies never
  }
}

const firstReason = ([task]: readonly LostTask[]) =>
  task?.containers.find(({ reason }) => reason)?.reason ?? task?.stoppedReason ?? ''

const reasonOf = (lost: readonly LostTask[]) =>
  /ELB/.test(lost[0]?.stoppedReason ?? '')
    ? 'failed the load balancer’s health checks'
    : 'failed their container health check'

function exitCodes(lost: readonly LostTask[]): string {
  const codes = lost.flatMap(({ containers, culprit }) =>
    containers.filter(({ name }) => name === culprit).flatMap(({ exitCode }) => exitCode ?? []),
  )
  const distinct = [...new Set(codes)]
  const culprits = [...new Set(lost.map(({ culprit }) => culprit))]
  const others = lost.some(({ containers }) => containers.length > 1) ? ` (container ${culprits.join(', ')})` : ''
  return `exit code ${distinct.join(', ') || 'unknown'}${others}`
}
