/** AWS: the SDK clients with region, patience and time limits. Endpoints are the SDK's own affair (AWS_ENDPOINT_URL). */
import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs'
import { ECR } from '@aws-sdk/client-ecr'
import { ECS } from '@aws-sdk/client-ecs'
import { SSM } from '@aws-sdk/client-ssm'
import type { Clock } from './clock.ts'
import { backoff, isTransient, PATIENCE } from './retry.ts'

export interface Aws {
  readonly ecs: ECS
  readonly ecr: ECR
  readonly logs: CloudWatchLogs
  readonly ssm: SSM
  readonly region: string
  /** Set when something other than AWS answers. */
  readonly endpoint: string | undefined
}

export interface Access {
  readonly region: string
  readonly clock: Clock
  /** Epoch ms after which no call is repeated. */
  readonly deadline: number
  /** Fires when the workflow is cancelled: then no call is repeated either. */
  readonly signal: AbortSignal
  /** Told about each repetition, for the debug log. */
  readonly onRetry: (line: string) => void
  readonly random?: () => number
  /** How long one attempt may take. Default 15 s. */
  readonly requestTimeoutMs?: number
}

export function connect(access: Access): Aws {
  const settings = {
    region: access.region,
    maxAttempts: 1,
    requestHandler: {
      connectionTimeout: 5_000,
      requestTimeout: access.requestTimeoutMs ?? 15_000,
      throwOnRequestTimeout: true,
    },
  }
  return {
    ecs: patient(new ECS(settings), access),
    ecr: patient(new ECR(settings), access),
    logs: patient(new CloudWatchLogs(settings), access),
    ssm: patient(new SSM(settings), access),
    region: access.region,
    endpoint: process.env.AWS_ENDPOINT_URL_ECS || process.env.AWS_ENDPOINT_URL,
  }
}

type Next = (args: never) => Promise<unknown>
interface Stacked {
  middlewareStack: {
    add(middleware: (next: Next, context: { commandName?: string }) => Next, options: object): void
  }
}

/** Outermost middleware, so that each attempt is serialised and signed anew. */
function patient<Client>(client: Client, { clock, deadline, signal, onRetry, random = Math.random }: Access): Client {
  const { middlewareStack } = client as Stacked
  middlewareStack.add(
    (next, { commandName = 'a call' }) =>
      async args => {
        let waited = 0
        for (let attempt = 1; ; attempt++) {
          try {
            return await next(args)
          } catch (error) {
            const pause = backoff(attempt, random)
            const spent = attempt >= PATIENCE.attempts || waited + pause > PATIENCE.budgetMs
            const late = signal.aborted || clock.now() + pause > deadline
            if (!isTransient(error) || spent || late) throw error
            onRetry(`${commandName}: ${String(error)}; attempt ${attempt + 1} in ${pause} ms`)
            waited += pause
            await clock.sleep(pause, signal)
          }
        }
      },
    { name: 'patience', step: 'initialize', priority: 'high' },
  )
  return client
}
