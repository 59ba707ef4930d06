/** Measures the tasks and the load balancer, a few times in each of CloudWatch's minutes. */
import type { TaskOrder } from '../fate.ts'
import type { Balancer } from './balancer.ts'
import type { Engine } from './engine.ts'
import type { Facts } from './facts.ts'

export interface Metered {
  readonly order: TaskOrder
  /** The engine's ids. */
  readonly containers: ReadonlyMap<string, string>
}

interface Sample {
  /** Nanoseconds of CPU time of all its containers, by the engine's ids. */
  readonly cpu: ReadonlyMap<string, number>
  /** Milliseconds of a clock that never goes back. */
  readonly at: number
}

interface Stats {
  readonly cpu_stats?: { readonly cpu_usage?: { readonly total_usage?: number } }
  readonly memory_stats?: { readonly usage?: number; readonly stats?: Readonly<Record<string, number>> }
}

interface MeterOptions {
  readonly engine: Engine
  readonly facts: Facts
  readonly balancer: Pick<Balancer, 'traffic'>
  readonly speed: number
  tasks(): Iterable<Metered>
}

/** Real milliseconds between two looks: what the engine bears, and three in a minute of CloudWatch at the speed of AWS. */
const [LEAST_MS, MOST_MS] = [500, 20_000]

/** @returns what ends it. */
export function startMeter({ engine, facts, balancer, speed, tasks }: MeterOptions): () => void {
  const last = new Map<string, Sample>()
  const wait = Math.min(MOST_MS, Math.max(LEAST_MS, 20_000 / speed))
  let timer: NodeJS.Timeout | undefined
  let ended = false

  async function look(): Promise<void> {
    for (const traffic of balancer.traffic()) facts.tell(traffic)
    const present = [...tasks()]
    const ids = new Set(present.map(({ order }) => order.taskId))
    for (const id of last.keys()) if (!ids.has(id)) last.delete(id)
    await Promise.all(present.map(task => measure(task).catch(() => {})))
    if (!ended) timer = setTimeout(() => void look(), wait).unref()
  }

  async function measure({ order, containers }: Metered): Promise<void> {
    const { taskId, taskDefinition } = order
    const units = Number(taskDefinition.cpu ?? 0)
    const mebibytes = Number(taskDefinition.memory ?? 0)
    if (containers.size === 0 || units === 0 || mebibytes === 0) return
    const found = await Promise.all([...containers.values()].map(async id => [id, await statsOf(engine, id)] as const))
    const at = performance.now()
    const cpu = new Map(found.map(([id, { cpu_stats }]) => [id, cpu_stats?.cpu_usage?.total_usage ?? 0]))
    const before = last.get(taskId)
    last.set(taskId, { cpu, at })
    if (before === undefined) return
    // one that was started since has used nothing before
    const nanoseconds = [...cpu].reduce((sum, [id, used]) => sum + Math.max(0, used - (before.cpu.get(id) ?? 0)), 0)
    const bytes = found.reduce((sum, [, stats]) => sum + memoryOf(stats), 0)
    facts.tell({
      kind: 'used',
      taskId,
      cpu: (100 * nanoseconds) / 1e6 / (at - before.at) / (units / 1024),
      memory: (100 * bytes) / (mebibytes * 1024 * 1024),
    })
  }

  timer = setTimeout(() => void look(), wait).unref()
  return () => {
    ended = true
    clearTimeout(timer)
  }
}

/** Nothing of one that has ended meanwhile. */
const statsOf = (engine: Engine, id: string): Promise<Stats> =>
  engine.call<Stats>('GET', `/containers/${id}/stats?stream=false&one-shot=true`).catch(() => ({}))

/** Without the files that could be dropped, as ECS's agent reckons it. */
function memoryOf({ memory_stats: { usage = 0, stats = {} } = {} }: Stats): number {
  return Math.max(0, usage - (stats.inactive_file ?? stats.total_inactive_file ?? 0))
}
