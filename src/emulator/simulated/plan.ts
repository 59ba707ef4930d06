/** One task's future, written down when it starts: what happens so many seconds after the order. */
import type { Fact, TaskOrder } from '../fate.ts'
import { chance } from '../identity.ts'
import type { Lookup } from './match.ts'
import type { Script } from './script.ts'

/** A fact without its task; `at` in seconds after the task's order. */
export type Beat = { readonly after: number; readonly fact: Happening }
type Happening = Fact extends infer F ? (F extends Fact ? Omit<F, 'taskId' | 'at'> : never) : never

export interface Plan {
  readonly beats: readonly Beat[]
  /** Seconds after the order when all containers run; undefined when they never do. */
  readonly started?: number
  readonly script: Script
  readonly stopSeconds: number
}

const FLAPS = 200

export function plan(order: TaskOrder, script: Script, lookup: Lookup, seed: number): Plan {
  const stopSeconds = script.stopSeconds ?? (script.behaviour === 'stubborn' ? stopTimeout(order) : 1)
  const dull = { script, stopSeconds, beats: [] }
  if (script.behaviour === 'stuck-pulling') return dull
  const early = beforeStart(order, script, lookup)
  if (early !== undefined) return { ...dull, beats: early }
  const jitter = 0.8 + 0.4 * chance(`${seed}/${order.taskId}`)
  const pulled = (script.pullSeconds ?? (script.behaviour === 'slow' ? 60 : 10)) * jitter
  const started = pulled + (script.startSeconds ?? (script.behaviour === 'slow' ? 10 : 1))
  const beats: Beat[] = containers(order).map(({ name = '', image = '' }) => ({
    after: pulled,
    fact: { kind: 'pulled', container: name, digest: lookup.digest(image, script.platform) ?? '', startedAt: 0 },
  }))
  beats.push({ after: started, fact: { kind: 'started', address: address(order, seed) } })
  for (const message of script.logs ?? [])
    beats.push({ after: started, fact: { kind: 'log', container: main(order), message } })
  beats.push(...containerChecks(order, script, started), ...exit(order, script, started))
  return { beats, started, script, stopSeconds }
}

function beforeStart(order: TaskOrder, script: Script, lookup: Lookup): Beat[] | undefined {
  const failing = (after: number, reason: string, container?: string): Beat[] => [
    { after, fact: { kind: 'start-failed', reason, ...(container !== undefined && { container }) } },
    { after: after + 1, fact: { kind: 'gone' } },
  ]
  if (script.behaviour === 'no-network')
    return failing(
      script.pullSeconds ?? 180,
      script.reason ?? 'Timeout waiting for network interface provisioning to complete.',
    )
  const lost = containers(order).find(({ image = '' }) => lookup.digest(image) === undefined)
  const unpullable = lost ?? (script.behaviour === 'unpullable' ? containers(order)[0] : undefined)
  if (unpullable === undefined) return undefined
  const { image, name } = unpullable
  return failing(
    script.pullSeconds ?? 120,
    script.reason ??
      `CannotPullContainerError: pull image manifest has been retried 7 time(s): failed to resolve ref ${image}: ${image}: not found`,
    name,
  )
}

function containerChecks(order: TaskOrder, script: Script, started: number): Beat[] {
  return containers(order).flatMap(({ name = '', healthCheck }): Beat[] => {
    if (healthCheck?.command === undefined || healthCheck.command[0] === 'NONE') return []
    const { interval = 30, retries = 3, startPeriod = 0 } = healthCheck
    const say = (after: number, status: 'HEALTHY' | 'UNHEALTHY'): Beat => ({
      after: started + after,
      fact: { kind: 'health', container: name, status },
    })
    const passed = script.healthySeconds ?? (script.behaviour === 'slow' ? interval * 4 : interval)
    if (script.failing === 'target') return [say(passed, 'HEALTHY')]
    switch (script.behaviour) {
      case 'unhealthy':
        return [say(script.healthySeconds ?? startPeriod + interval * retries, 'UNHEALTHY')]
      case 'flapping':
        return Array.from({ length: FLAPS }, (_, i) =>
          say(passed + i * (script.periodSeconds ?? 60), i % 2 === 0 ? 'HEALTHY' : 'UNHEALTHY'),
        )
      default:
        return [say(passed, 'HEALTHY')]
    }
  })
}

function exit(order: TaskOrder, script: Script, started: number): Beat[] {
  const after = exitSeconds(script)
  if (after === undefined) return []
  const outOfMemory = script.behaviour === 'out-of-memory'
  const reason = script.reason ?? (outOfMemory ? 'OutOfMemoryError: Container killed due to memory usage' : undefined)
  return [
    {
      after: started + after,
      fact: {
        kind: 'exited',
        container: main(order),
        exitCode: script.exitCode ?? (outOfMemory ? 137 : 1),
        ...(reason !== undefined && { reason }),
      },
    },
  ]
}

function exitSeconds({ behaviour, exitSeconds }: Script): number | undefined {
  switch (behaviour) {
    case 'crashing':
      return exitSeconds ?? 1
    case 'late-crash':
      return exitSeconds ?? 20
    case 'out-of-memory':
      return exitSeconds ?? 60
    default:
      return exitSeconds
  }
}

export interface TargetRules {
  readonly targetGroupArn: string
  readonly intervalSeconds: number
  readonly healthyThreshold: number
  readonly unhealthyThreshold: number
}

/** Verdicts of a load balancer's checks, in seconds after the registration. */
export function targetChecks(script: Script, rules: TargetRules): Beat[] {
  const { targetGroupArn, intervalSeconds, healthyThreshold, unhealthyThreshold } = rules
  const say = (after: number, state: 'healthy' | 'unhealthy'): Beat => ({
    after,
    fact: {
      kind: 'target-health',
      targetGroupArn,
      state,
      ...(state === 'unhealthy' && { reason: script.reason ?? 'Health checks failed with these codes: [503]' }),
    },
  })
  const slow = script.behaviour === 'slow' ? 4 : 1
  const passed = script.healthySeconds ?? intervalSeconds * healthyThreshold * slow
  if (script.failing === 'container') return [say(passed, 'healthy')]
  switch (script.behaviour) {
    case 'unhealthy':
      return [say(script.healthySeconds ?? intervalSeconds * unhealthyThreshold, 'unhealthy')]
    case 'flapping':
      return Array.from({ length: FLAPS }, (_, i) =>
        say(passed + i * (script.periodSeconds ?? 60), i % 2 === 0 ? 'healthy' : 'unhealthy'),
      )
    default:
      return [say(passed, 'healthy')]
  }
}

/** SIGTERM is answered by exit code 0, or by SIGKILL when the process does not listen. */
export function farewell(order: TaskOrder, { script, stopSeconds }: Plan): Beat[] {
  const exitCode = script.behaviour === 'stubborn' ? 137 : 0
  return [
    ...containers(order).map(
      ({ name = '' }): Beat => ({ after: stopSeconds, fact: { kind: 'exited', container: name, exitCode } }),
    ),
    { after: stopSeconds, fact: { kind: 'gone' } },
  ]
}

const containers = ({ taskDefinition }: TaskOrder) => taskDefinition.containerDefinitions ?? []

/** The essential container that the script speaks of: the first one. */
function main(order: TaskOrder): string {
  return (containers(order).find(({ essential }) => essential !== false) ?? containers(order)[0])?.name ?? ''
}

const stopTimeout = (order: TaskOrder): number =>
  Math.max(...containers(order).map(({ stopTimeout }) => stopTimeout ?? 30))

function address({ taskId }: TaskOrder, seed: number): string {
  const host = Math.floor(chance(`${seed}/${taskId}/address`) * 500) + 4
  return `10.0.${host < 256 ? 11 : 12}.${host % 256}`
}
