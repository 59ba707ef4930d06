/** The world as it is outside the tests: GitHub's runner, AWS, this machine. */
import { type Access, type Aws, connect, connectReadOnly } from './aws.ts'
import { type Clock, systemClock } from './clock.ts'
import { githubRunner, type Runner } from './runner.ts'
import { type Shell, shellUntil } from './shell.ts'

/** What a run needs before it knows what is asked of it. */
export interface World {
  readonly clock: Clock
  readonly runner: Runner
  readonly env: Readonly<Record<string, string | undefined>>
  /** Set when something other than AWS answers. */
  readonly endpoint: string | undefined
  /** Fires when the workflow is cancelled. */
  readonly cancelled: AbortSignal
  readonly connect: (access: Access) => Aws
  /** For what only looks. */
  readonly connectReadOnly: (access: Access) => Aws
  readonly shellUntil: (over: AbortSignal) => Shell
}

export function realWorld(): World {
  const clock = systemClock
  const cancelled = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => cancelled.abort())
  return {
    clock,
    runner: githubRunner(clock),
    env: process.env,
    endpoint: process.env.AWS_ENDPOINT_URL_ECS || process.env.AWS_ENDPOINT_URL,
    cancelled: cancelled.signal,
    connect,
    connectReadOnly,
    shellUntil,
  }
}
