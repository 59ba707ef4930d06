/** What the engine measures of a task's containers, as the task metadata endpoint tells it. */
import type { Engine } from './engine.ts'

export interface Measured {
  /** The engine's id; the one that the task's network belongs to is the owner's. */
  readonly id: string
  readonly owner: string
  /** As ECS calls it. */
  readonly runtimeId: string
  readonly name: string
}

type Json = Record<string, unknown>

interface Network {
  readonly rx_bytes: number
  readonly tx_bytes: number
}

interface Sample {
  readonly read: string
  readonly networks?: Readonly<Record<string, Network>>
}

/** Remembers the last look at each task's network: rates need two. */
export function createStats(engine: Engine) {
  const last = new Map<string, Sample>()
  const measure = (id: string): Promise<Sample & Json> => engine.call('GET', `/containers/${id}/stats?stream=false`)

  async function of({ id, owner, runtimeId, name }: Measured): Promise<Json> {
    const own = await measure(id)
    const shared = id === owner ? own : await measure(owner)
    const rates = ratesBetween(last.get(owner), shared)
    last.set(owner, { read: shared.read, ...(shared.networks && { networks: shared.networks }) })
    return {
      ...own,
      name,
      id: runtimeId,
      ...(shared.networks && { networks: shared.networks }),
      network_rate_stats: rates,
    }
  }

  return { of, forget: (owner: string) => void last.delete(owner) }
}

export function ratesBetween(before: Sample | undefined, after: Sample) {
  const seconds = before === undefined ? 0 : (Date.parse(after.read) - Date.parse(before.read)) / 1000
  const rate = (key: keyof Network): number =>
    seconds > 0 ? (total(after, key) - total(before as Sample, key)) / seconds : 0
  return { rx_bytes_per_sec: rate('rx_bytes'), tx_bytes_per_sec: rate('tx_bytes') }
}

const total = ({ networks = {} }: Sample, key: keyof Network): number =>
  Object.values(networks).reduce((sum, network) => sum + network[key], 0)
