/** The world as it is outside the tests: GitHub's runner, AWS, this machine. */
import { type Access, type Aws, connect, connectReadOnly } from './aws.ts'
import { type Clock, systemClock } from './clock.ts'
import { GIVEN, givenIn } from './given.ts'
import { githubRunner, type Runner } from './runner.ts'
import { type Shell, shellUntil } from './shell.ts'

/** What a run needs before it knows what is asked of it. */
export interface World {
  readonly clock: Clock
  readonly runner: Runner
  readonly env: Readonly<Record<string, string | undefined>>
  /** What is wrong with the variables that the workflow hands over. */
  readonly wrong: readonly string[]
  /** Set when something other than AWS answers. */
  readonly endpoint: string | undefined
  /** Fires when the workflow is cancelled. */
  readonly cancelled: AbortSignal
  readonly connect: (access: Access) => Aws
  /** For what only looks. */
  readonly connectReadOnly: (access: Access) => Aws
  readonly shellUntil: (over: AbortSignal) => Shell
}

/** Of the services that a run asks; the one that decides it comes first. */
const ENDPOINTS = ['_ECS', '', '_ECR', '_CLOUDWATCH_LOGS', '_CLOUDWATCH', '_SSM'].map(each => `AWS_ENDPOINT_URL${each}`)

/** A VPC endpoint is AWS. */
const OF_AWS = /^https:\/\/[^/]+\.amazonaws\.com(?:\.cn)?(?::443)?(?:\/|$)/

/** What answers in the place of AWS, or of some of it. */
export const endpointIn = (env: World['env']): string | undefined =>
  ENDPOINTS.flatMap(name => env[name] || []).find(each => !OF_AWS.test(each))

export function realWorld(): World {
  const clock = systemClock
  const cancelled = new AbortController()
  const runner = githubRunner(clock)
  const { values, wrong } = givenIn(process.env)
  // a short one is no secret, and would take half of the log with it
  for (const value of Object.values(values)) if (value.length >= 8) runner.mask(value)
  Object.assign(process.env, values)
  delete process.env[GIVEN]
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => cancelled.abort())
  return {
    clock,
    runner,
    env: process.env,
    wrong,
    endpoint: endpointIn(process.env),
    cancelled: cancelled.signal,
    connect,
    connectReadOnly,
    shellUntil,
  }
}
