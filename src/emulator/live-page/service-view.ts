/** A service as the page shows it: its revisions side by side, and how they follow each other. */
import type { Pace } from '../pace.ts'
import { threshold } from '../scheduler/breaker.ts'
import { tally } from '../scheduler/count.ts'
import { failuresOf } from '../scheduler/deployment.ts'
import type { Revision, Service } from '../services/ecs/state/service.ts'
import type { ServiceDeployment } from '../services/ecs/state/service-deployment.ts'
import type { Task } from '../services/ecs/state/task.ts'
import type { World } from '../world.ts'
import { type ScalingView, scalingView } from './scaling-view.ts'
import { briefOf, lastOf, type TaskBrief } from './task-view.ts'

export interface ServiceBrief {
  readonly arn: string
  readonly name: string
  readonly cluster: string
  readonly status: string
  readonly desired: number
  readonly running: number
  readonly pending: number
  /** Of the newest service deployment. */
  readonly movement?: string | undefined
  readonly steady: boolean
}

export type Role = 'new' | 'old' | 'current' | 'failed' | 'restored'

export interface RevisionView {
  readonly arn: string
  /** `api:3`, and the revision's tag `version`. */
  readonly label: string
  readonly images: readonly string[]
  readonly role: Role
  readonly tasks: readonly TaskBrief[]
  /** How many more there are than are shown. */
  readonly more: number
}

export interface MovementView {
  readonly arn: string
  readonly id: string
  readonly status: string
  readonly reason?: string | undefined
  readonly createdAt: number
  readonly finishedAt?: number | undefined
  readonly strategy: string
  readonly from: readonly string[]
  readonly to: string
  readonly breaker: { readonly status: string; readonly failures: number; readonly threshold: number }
  readonly alarms: { readonly status: string; readonly names: readonly string[]; readonly triggered: readonly string[] }
  readonly stage?: string | undefined
  /** Percent that goes to the target revision; only where traffic is shifted. */
  readonly production?: number | undefined
  readonly test?: number | undefined
  readonly hooks: readonly { readonly id: string; readonly stage: string; readonly status: string }[]
  readonly rollback?: { readonly reason: string; readonly startedAt: number; readonly to: string } | undefined
}

export interface TargetGroupView {
  readonly name: string
  readonly targets: readonly {
    readonly task: string
    readonly address?: string | undefined
    readonly port: number
    readonly state: string
    readonly reason?: string | undefined
  }[]
}

export interface ServiceView extends ServiceBrief {
  readonly revisions: readonly RevisionView[]
  /** Newest first. */
  readonly movements: readonly MovementView[]
  readonly targetGroups: readonly TargetGroupView[]
  readonly scaling: ScalingView
  readonly events: readonly { readonly id: string; readonly at: number; readonly message: string }[]
}

export const LIVING = 60
export const STOPPED = 8
const MOVEMENTS = 12
const TARGETS = 60

export function serviceBrief(service: Service, tasks: readonly Task[]): ServiceBrief {
  const { running, pending } = tally(tasks)
  return {
    arn: service.arn,
    name: service.name,
    cluster: service.cluster,
    status: service.status,
    desired: service.desiredCount,
    running,
    pending,
    movement: service.history[0]?.status,
    steady: service.steady,
  }
}

export function serviceView(
  world: World,
  service: Service,
  tasks: readonly Task[],
  now: number,
  pace: Pace,
): ServiceView {
  return {
    ...serviceBrief(service, tasks),
    revisions: present(service, tasks).map(revision => revisionView(world, service, revision, { tasks, now, pace })),
    movements: service.history.slice(0, MOVEMENTS).map(movement => movementView(world, service, movement)),
    targetGroups: targetGroupsOf(world, tasks),
    scaling: scalingView(world, service),
    events: service.events,
  }
}

/** Old to new: those with tasks, and those that the newest service deployment is about. */
function present(service: Service, tasks: readonly Task[]): Revision[] {
  const [newest] = service.history
  const shown = new Set(tasks.filter(({ status }) => status !== 'STOPPED').map(({ revisionArn }) => revisionArn))
  if (newest !== undefined) for (const arn of [newest.target, newest.rollback?.revisionArn]) shown.add(arn)
  return service.revisions.filter(({ arn }) => shown.has(arn)).toReversed()
}

function revisionView(
  world: World,
  service: Service,
  revision: Revision,
  { tasks, now, pace }: { tasks: readonly Task[]; now: number; pace: Pace },
): RevisionView {
  const own = tasks.filter(({ revisionArn }) => revisionArn === revision.arn)
  const living = own.filter(({ status }) => status !== 'STOPPED')
  const shown = [...living.slice(0, LIVING), ...own.filter(({ status }) => status === 'STOPPED').slice(-STOPPED)]
  const definition = world.definitions[revision.setting.taskDefinition]
  return {
    arn: revision.arn,
    label: labelOf(world, service, revision.arn),
    images: (definition?.recipe.containerDefinitions ?? []).map(({ image = '' }) => image),
    role: roleOf(service, revision.arn),
    tasks: shown.map(task => briefOf(task, now, pace)),
    more: Math.max(0, living.length - LIVING),
  }
}

function roleOf({ history, deployments }: Service, arn: string): Role {
  const [newest] = history
  if (newest?.rollback !== undefined && newest.target === arn) return 'failed'
  if (newest !== undefined && newest.finishedAt === undefined) {
    if (newest.rollback?.revisionArn === arn) return 'restored'
    return newest.target === arn ? 'new' : 'old'
  }
  return deployments.some(({ status, revisionArn }) => status === 'PRIMARY' && revisionArn === arn) ? 'current' : 'old'
}

function movementView(world: World, service: Service, movement: ServiceDeployment): MovementView {
  const { breaker, alarms, configuration, rollback, shift, finishedAt } = movement
  const label = (arn: string): string => labelOf(world, service, arn)
  return {
    arn: movement.arn,
    id: lastOf(movement.arn),
    status: movement.status,
    reason: movement.statusReason,
    createdAt: movement.createdAt,
    finishedAt,
    strategy: configuration.strategy ?? 'ROLLING',
    from: movement.sources.map(label),
    to: label(movement.target),
    breaker: {
      status: breaker.status,
      failures: finishedAt !== undefined || rollback ? breaker.failures : failuresOf(service, movement),
      threshold: threshold(configuration, service.desiredCount),
    },
    alarms: { status: alarms.status, names: configuration.alarms?.alarmNames ?? [], triggered: alarms.triggered },
    stage: shift?.stage ?? movement.stage,
    production: shift?.production,
    test: shift?.test,
    hooks: movement.hooks.map(({ id, stage, status }) => ({ id, stage, status })),
    rollback: rollback && { reason: rollback.reason, startedAt: rollback.startedAt, to: label(rollback.revisionArn) },
  }
}

function labelOf(world: World, { revisions }: Service, arn: string): string {
  const taskDefinition = revisions.find(revision => revision.arn === arn)?.setting.taskDefinition ?? arn
  const version = world.definitions[taskDefinition]?.tags.find(({ key = '' }) => key.endsWith('version'))?.value
  return version === undefined ? lastOf(taskDefinition) : `${lastOf(taskDefinition)} (${version})`
}

function targetGroupsOf(world: World, tasks: readonly Task[]): TargetGroupView[] {
  const groups = new Map<string, TargetGroupView['targets'][number][]>()
  for (const { id, status, address, targets } of tasks) {
    if (status !== 'ACTIVATING' && status !== 'RUNNING' && status !== 'DEACTIVATING') continue
    for (const { targetGroupArn, port, state, reason } of targets) {
      const group = groups.get(targetGroupArn) ?? []
      groups.set(targetGroupArn, group)
      group.push({ task: id, address, port, state, reason })
    }
  }
  return [...groups].map(([arn, targets]) => ({
    name: world.targetGroups[arn]?.name ?? lastOf(arn),
    targets: targets.slice(0, TARGETS),
  }))
}
