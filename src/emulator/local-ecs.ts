/** A local ECS for tests in Node: started, steered and stopped from the test itself. */
import type { Fault } from './fault.ts'
import type { Metric } from './metric.ts'
import type { Options } from './options.ts'
import { startServer } from './server.ts'
import type { Script } from './simulated/script.ts'

export type { Fault, Kind as FaultKind } from './fault.ts'
export type { Metric, MetricValue, NamedMetric, ServiceMetrics } from './metric.ts'
export type { Options } from './options.ts'
export type { Behaviour, Match, Script as Fate } from './simulated/script.ts'

export interface LocalEcs {
  /** `http://127.0.0.1:<port>`: what `AWS_ENDPOINT_URL` has to be. */
  readonly url: string
  readonly port: number
  /** For clients of the AWS SDK: `new ECSClient(ecs.clientConfig)`. */
  readonly clientConfig: {
    readonly endpoint: string
    readonly region: string
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string }
  }
  /**
   * Virtual clock: moves time on by so many milliseconds, and carries out all that falls due on the way.
   * @throws Error with a real clock, or of more than ten years.
   */
  advance(ms: number): Promise<void>
  /**
   * Virtual clock: from now on every API call moves time on by so many milliseconds before it is answered, so that the
   * waiters of an SDK come to an end; 0 ends that.
   */
  advanceWithEveryCall(ms: number): Promise<void>
  /**
   * What becomes of tasks that start from now on. Of those that match a task the newest decides; without one it is healthy.
   * @throws Error of a behaviour that does not exist, and with real containers.
   */
  fates(...fates: readonly Script[]): Promise<void>
  /**
   * What goes wrong on the wire, each fault once unless it says otherwise.
   * @throws Error of a kind or an operation that does not exist.
   */
  faults(...faults: readonly Fault[]): Promise<void>
  /**
   * What a service's metrics are, or one by its name, in every minute from now on: alarms and scaling policies follow. A value
   * that is null ends it.
   * @throws Error of a service that does not exist, and of a value that is no amount.
   */
  metrics(...metrics: readonly Metric[]): Promise<void>
  /** Back to an empty world, without fates, faults and limits, and with a virtual clock at its start. */
  reset(): Promise<void>
  /** Ends it; may be called twice. */
  stop(): Promise<void>
}

/** `EVENKEEL_ECS_…` is not read here; left out, the port is a free one and the clock virtual. */
export type LocalEcsOptions = Partial<Options>

/**
 * Starts a local ECS in this process.
 * @throws Error with a line for each option that is wrong, and when it cannot listen.
 */
export async function startLocalEcs(options: LocalEcsOptions = {}): Promise<LocalEcs> {
  const clock = options.clock ?? (options.tasks === 'docker' ? 'real' : 'virtual')
  const server = await startServer({ port: 0, clock, ...defined(options) })
  const { url, port } = server
  const post = async (path: string, body: unknown): Promise<void> => {
    const headers = { 'content-type': 'application/json' }
    const response = await fetch(`${url}/_internal/${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
    const told = (await response.json()) as { readonly error?: string }
    if (!response.ok) throw new Error(`local ECS: ${told.error ?? response.status}`)
  }
  let stopped: Promise<void> | undefined
  return {
    url,
    port,
    clientConfig: {
      endpoint: url,
      region: server.world.region,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    },
    advance: ms => post('clock', { advanceMs: ms }),
    advanceWithEveryCall: ms => post('clock', { perRequestMs: ms }),
    fates: (...fates) => post('fates', fates),
    faults: (...faults) => post('faults', faults),
    metrics: (...metrics) => post('metrics', metrics),
    reset: () => post('reset', {}),
    stop() {
      stopped ??= server.close()
      return stopped
    },
  }
}

/** An option that is undefined is one that is left out. */
const defined = (options: LocalEcsOptions): LocalEcsOptions =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))
