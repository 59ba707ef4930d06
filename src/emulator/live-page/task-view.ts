/** A task as the page shows it. */
import type { Pace } from '../pace.ts'
import { containerHealth, isHealthy } from '../scheduler/health.ts'
import type { Task, TaskStatus } from '../services/ecs/state/task.ts'
import type { World } from '../world.ts'

/** ECS's status, and of a running task whether it is well. */
export type Phase = TaskStatus | 'HEALTHY' | 'UNHEALTHY' | 'DRAINING'

export interface TaskBrief {
  readonly id: string
  readonly phase: Phase
  readonly createdAt: number
  /** It did not end because somebody wanted it to. */
  readonly failed: boolean
  readonly reason?: string | undefined
}

export interface TaskView extends TaskBrief {
  readonly arn: string
  readonly definition: string
  readonly address?: string | undefined
  readonly stopCode?: string | undefined
  /** What happened to it, and when; oldest first. */
  readonly times: readonly { readonly what: string; readonly at: number }[]
  readonly containers: readonly {
    readonly name: string
    readonly image: string
    readonly status: string
    readonly health: string
    readonly exitCode?: number | undefined
    readonly reason?: string | undefined
  }[]
  readonly targets: readonly { readonly group: string; readonly port: number; readonly state: string }[]
  /** The newest lines of all its containers; undefined without an awslogs configuration. */
  readonly log: readonly Line[] | undefined
}

interface Line {
  readonly at: number
  readonly container: string
  readonly message: string
}

const LINES = 200
const FAILURES = ['EssentialContainerExited', 'TaskFailedToStart']

export function briefOf(task: Task, now: number, pace: Pace): TaskBrief {
  const unwell = task.stoppedReason?.startsWith('Task failed') === true
  return {
    id: task.id,
    phase: phaseOf(task, now, pace),
    createdAt: task.createdAt,
    failed: unwell || FAILURES.includes(task.stopCode ?? ''),
    reason: task.stoppedReason,
  }
}

function phaseOf(task: Task, now: number, pace: Pace): Phase {
  if (task.status === 'DEACTIVATING') return 'DRAINING'
  if (task.status !== 'RUNNING') return task.status
  if (containerHealth(task) === 'UNHEALTHY' || task.targets.some(({ state }) => state === 'unhealthy'))
    return 'UNHEALTHY'
  return isHealthy(task, now, pace) ? 'HEALTHY' : 'RUNNING'
}

export function taskView(world: World, task: Task, now: number, pace: Pace): TaskView {
  return {
    ...briefOf(task, now, pace),
    arn: task.arn,
    definition: lastOf(task.definition),
    address: task.address,
    stopCode: task.stopCode,
    times: timesOf(task),
    containers: task.containers.map(({ name, image, status, health, exitCode, reason }) => ({
      name,
      image,
      status,
      health,
      exitCode,
      reason,
    })),
    targets: task.targets.map(({ targetGroupArn, port, state }) => ({
      group: world.targetGroups[targetGroupArn]?.name ?? lastOf(targetGroupArn),
      port,
      state,
    })),
    log: logOf(world, task),
  }
}

export const lastOf = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1)

function timesOf(task: Task): { what: string; at: number }[] {
  const times: [string, number | undefined][] = [
    ['created', task.createdAt],
    ['pull started', task.pullStartedAt],
    ['pull stopped', task.pullStoppedAt],
    ['started', task.startedAt],
    ['stopping', task.stoppingAt],
    ['containers ended', task.executionStoppedAt],
    ['stopped', task.stoppedAt],
  ]
  return times.flatMap(([what, at]) => (at === undefined ? [] : [{ what, at }]))
}

function logOf(world: World, task: Task): Line[] | undefined {
  const definitions = world.definitions[task.definition]?.recipe.containerDefinitions ?? []
  const logged = definitions.filter(({ logConfiguration }) => logConfiguration?.logDriver === 'awslogs')
  if (logged.length === 0) return undefined
  const lines = logged.flatMap(({ name = '', logConfiguration }) => {
    const { 'awslogs-group': group = '', 'awslogs-stream-prefix': prefix } = logConfiguration?.options ?? {}
    const stream = world.logGroups[group]?.streams[prefix ? `${prefix}/${name}/${task.id}` : task.id]
    return (stream?.lines ?? []).slice(-LINES).map(({ at, message }) => ({ at, container: name, message }))
  })
  return lines.sort((a, b) => a.at - b.at).slice(-LINES)
}
