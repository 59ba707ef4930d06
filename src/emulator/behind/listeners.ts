/** The listeners of the load balancers behind, opened here: each on a free port, or on the one it was promised. */
import type { Hooks } from '../room.ts'
import { inForce } from '../routing.ts'
import type { World } from '../world.ts'

interface Open {
  readonly port: number
  close(): Promise<void>
}

export interface Listeners {
  /** Opens what is new in the world and closes what is gone from it. */
  follow(): Promise<void>
  close(): Promise<void>
}

export function createListeners(
  world: World,
  { listen }: Hooks,
  promised: Readonly<Record<string, number>>,
): Listeners {
  const open = new Map<string, Open>()

  async function opened(arn: string): Promise<Open | undefined> {
    const listener = world.listeners[arn]
    const web = listener?.protocol === 'HTTP' || listener?.protocol === 'HTTPS'
    if (listener === undefined || listen === undefined || !web) return undefined
    const { loadBalancerArn, port, protocol } = listener
    const at = (wanted: number): Promise<Open> =>
      listen({
        loadBalancerArn,
        port: wanted,
        shown: { port, protocol },
        rules: () => inForce(world.listeners[arn]?.rules ?? [], world.traffic),
      })
    const wanted = promised[port] ?? 0
    try {
      return await at(wanted)
    } catch (error) {
      if (wanted === 0) throw error
      process.stderr.write(`local ECS: port ${wanted} is taken, the listener of port ${port} gets another one\n`)
      return await at(0)
    }
  }

  return {
    async follow() {
      for (const [arn, { close }] of open) {
        if (world.listeners[arn] !== undefined) continue
        open.delete(arn)
        await close()
      }
      for (const [arn, listener] of Object.entries(world.listeners)) {
        const found = open.get(arn) ?? (await opened(arn))
        if (found === undefined) continue
        open.set(arn, found)
        listener.localPort = found.port
      }
    },
    async close() {
      await Promise.all([...open.values()].map(({ close }) => close()))
      open.clear()
    },
  }
}
