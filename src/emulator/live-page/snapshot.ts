/** All that the page shows, read at one instant. No environment, input, parameter or secret is in it. */
import type { ControlRoom } from '../control.ts'
import { FAULTS, type Fault } from '../fault.ts'
import type { Asked } from '../ledger.ts'
import type { Task } from '../services/ecs/state/task.ts'
import { BEHAVIOURS, type Script } from '../simulated/script.ts'
import { type ServiceBrief, type ServiceView, serviceBrief, serviceView } from './service-view.ts'
import { type TaskView, taskView } from './task-view.ts'

export interface Snapshot {
  readonly clock: { readonly now: number; readonly kind: 'real' | 'virtual'; readonly speed: number }
  readonly region: string
  readonly account: string
  /** Entries of the journal until now: a stream goes on after them. */
  readonly entries: number
  readonly shortage?: string | undefined
  readonly alarms: Readonly<Record<string, string>>
  readonly clusters: readonly { readonly name: string; readonly services: readonly ServiceBrief[] }[]
  readonly service?: ServiceView | undefined
  readonly task?: TaskView | undefined
  /** Newest first. */
  readonly requests: readonly RequestView[]
  /** Absent with real containers. */
  readonly fates?: readonly Script[] | undefined
  readonly faults: readonly (Fault & { readonly hits: number })[]
  readonly choices: { readonly behaviours: readonly string[]; readonly faults: readonly string[] }
}

export type RequestView = Omit<Asked, 'input' | 'userAgent'> & { readonly number: number }

const REQUESTS = 60

export function snapshot(room: ControlRoom, wanted: URLSearchParams): Snapshot {
  const { world, engine, clock, ledger, simulated, faults } = room
  const now = engine.now()
  const tasks = byService(Object.values(world.tasks))
  const service = world.services[wanted.get('service') ?? '']
  const task = world.tasks[wanted.get('task') ?? '']
  const brief = (arn: string): ServiceBrief[] => {
    const found = world.services[arn]
    return found === undefined || found.status === 'INACTIVE' ? [] : [serviceBrief(found, tasks.get(arn) ?? [])]
  }
  const services = Object.keys(world.services).flatMap(brief)
  return {
    clock: { now, kind: clock, speed: engine.pace.speed },
    region: world.region,
    account: world.account,
    entries: world.journal.length,
    shortage: world.shortage?.reason,
    alarms: { ...namedAlarms(service?.history[0]?.configuration.alarms?.alarmNames), ...world.alarms },
    clusters: Object.values(world.clusters)
      .filter(({ status }) => status === 'ACTIVE')
      .map(({ name }) => ({ name, services: services.filter(({ cluster }) => cluster === name) })),
    service: service && serviceView(world, service, tasks.get(service.arn) ?? [], now, engine.pace),
    task: task && taskView(world, task, now, engine.pace),
    requests: newest(ledger.list()),
    fates: simulated?.scripts(),
    faults: faults.list(),
    choices: { behaviours: BEHAVIOURS, faults: FAULTS },
  }
}

function byService(tasks: readonly Task[]): Map<string | undefined, Task[]> {
  const groups = new Map<string | undefined, Task[]>()
  for (const task of tasks) {
    const group = groups.get(task.service)
    if (group) group.push(task)
    else groups.set(task.service, [task])
  }
  return groups
}

const namedAlarms = (names: readonly string[] = []): Record<string, string> =>
  Object.fromEntries(names.map(name => [name, 'OK']))

const newest = (asked: readonly Asked[]): RequestView[] =>
  asked
    .slice(-REQUESTS)
    .map(({ input: _, userAgent: __, ...shown }, i) => ({ ...shown, number: Math.max(0, asked.length - REQUESTS) + i }))
    .reverse()
