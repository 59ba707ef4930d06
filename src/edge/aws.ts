/** AWS: the SDK clients with region, patience and time limits. Endpoints are the SDK's own affair (AWS_ENDPOINT_URL). */
import { CloudWatch } from '@aws-sdk/client-cloudwatch'
import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs'
import { ECR } from '@aws-sdk/client-ecr'
import { ECS } from '@aws-sdk/client-ecs'
import { SSM } from '@aws-sdk/client-ssm'
import type { Clock } from './clock.ts'
import { backoff, isDoubtful, isTransient, PATIENCE } from './retry.ts'

export interface Aws {
  readonly ecs: ECS
  readonly ecr: ECR
  readonly logs: CloudWatchLogs
  readonly cloudwatch: CloudWatch
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
  /** Told about each call that is given up, whether or not the run can do without its answer. */
  readonly onError?: (error: unknown, command: string) => void
  readonly random?: () => number
  /** How long one attempt may take. Default 15 s. */
  readonly requestTimeoutMs?: number
}

export function connect(access: Access): Aws {
  const over = afterwards(access)
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
    ecs: patient(new ECS(settings), access, over),
    ecr: patient(new ECR(settings), access, over),
    logs: patient(new CloudWatchLogs(settings), access, over),
    cloudwatch: patient(new CloudWatch(settings), access, over),
    ssm: patient(new SSM(settings), access, over),
    region: access.region,
    endpoint: process.env.AWS_ENDPOINT_URL_ECS || process.env.AWS_ENDPOINT_URL,
  }
}

/** Made again blindly, these would leave a second revision or deployment behind; once.ts knows better. */
const ONCE = new Set(['RegisterTaskDefinitionCommand', 'UpdateServiceCommand'])

/** What all calls together still get when the run is over: when its deadline has come, or it was cancelled. */
const AFTERWARDS_MS = 4_000

type Next = (args: never) => Promise<unknown>
interface Stacked {
  middlewareStack: {
    add(middleware: (next: Next, context: { commandName?: string }) => Next, options: object): void
  }
}

/** Outermost middleware, so that each attempt is serialised and signed anew. */
function patient<Client>(client: Client, access: Access, over: Promise<never>): Client {
  const { clock, deadline, signal, onRetry, onError = () => {}, random = Math.random } = access
  const { middlewareStack } = client as Stacked
  middlewareStack.add(
    (next, { commandName = 'a call' }) =>
      async args => {
        let waited = 0
        for (let attempt = 1; ; attempt++) {
          try {
            return await Promise.race([next(args), over])
          } catch (error) {
            const pause = backoff(attempt, random)
            const spent = attempt >= PATIENCE.attempts || waited + pause > PATIENCE.budgetMs
            const late = signal.aborted || clock.now() + pause > deadline
            const final = !isTransient(error) || (ONCE.has(commandName) && isDoubtful(error))
            if (final || spent || late) {
              onError(error, commandName)
              throw error
            }
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

/** Rejects a while after the end of the run: a call that hangs must not keep it. */
function afterwards({ clock, deadline, signal }: Access): Promise<never> {
  const over = new Promise<never>((_, reject) => {
    const end = () => {
      const error = new Error('AWS did not answer before the end of the run')
      error.name = 'TimeoutError'
      reject(error)
    }
    const endIn = (ms: number) => setTimeout(end, ms).unref()
    endIn(Math.max(0, deadline - clock.now()) + AFTERWARDS_MS)
    const cancelled = () => void endIn(AFTERWARDS_MS)
    if (signal.aborted) cancelled()
    else signal.addEventListener('abort', cancelled, { once: true })
  })
  over.catch(() => {})
  return over
}
