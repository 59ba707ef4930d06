/** AWS: the SDK clients with region, patience and time limits. Endpoints are the SDK's own affair (AWS_ENDPOINT_URL). */
import { CloudWatch } from '@aws-sdk/client-cloudwatch'
import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs'
import { ECR } from '@aws-sdk/client-ecr'
import { ECS, RegisterTaskDefinitionRequest$ } from '@aws-sdk/client-ecs'
import { SecretsManager } from '@aws-sdk/client-secrets-manager'
import { SSM } from '@aws-sdk/client-ssm'
import { readWhole, type Stacked } from './answer.ts'
import { tellClaims } from './claims.ts'
import { aside, limited } from './limit.ts'
import { afterwards, bePatient, isRead, type Patient } from './patience.ts'
import { sendVerbatim } from './verbatim.ts'

/** AWS's own model of what RegisterTaskDefinition takes. */
export const TASK_DEFINITION = RegisterTaskDefinitionRequest$

export interface Aws {
  readonly ecs: ECS
  readonly ecr: ECR
  readonly logs: CloudWatchLogs
  readonly cloudwatch: CloudWatch
  readonly ssm: SSM
  readonly secrets: SecretsManager
  readonly region: string
  /** Set when something other than AWS answers. */
  readonly endpoint: string | undefined
  /** The same in another region. */
  in(region: string): Aws
  /** Calls made within `work` are given up `ms` from now, all of them. */
  within<Value>(ms: number, work: () => Promise<Value>): Promise<Value>
  /** Nobody is told that the role may not make the calls of `work`: the run can do without them. */
  aside<Value>(work: () => Promise<Value>): Promise<Value>
}

export interface Access extends Patient {
  readonly region: string
  /** How long one attempt may take, with the last byte of its answer. Default 15 s. */
  readonly requestTimeoutMs?: number
}

const REQUEST_TIMEOUT_MS = 15_000

export const connect = (access: Access): Aws => clients(access, () => {})

/** Edges that cannot write: everything but Describe, List, Get, BatchGet and BatchCheck is refused before it is sent. */
export const connectReadOnly = (access: Access): Aws => clients(access, refuseWrites)

function clients(access: Access, prepare: (client: Stacked) => void): Aws {
  const { region, clock, requestTimeoutMs = REQUEST_TIMEOUT_MS } = access
  const over = afterwards(access)
  const settings = {
    region,
    maxAttempts: 1,
    requestHandler: { connectionTimeout: 5_000, requestTimeout: requestTimeoutMs, throwOnRequestTimeout: true },
  }
  const ready = <Client>(client: Client): Client => {
    const stacked = client as Client & Stacked
    prepare(stacked)
    sendVerbatim(stacked)
    tellClaims(stacked)
    readWhole(stacked, requestTimeoutMs)
    bePatient(stacked, access, over)
    return client
  }
  const all: Aws = {
    ecs: ready(new ECS(settings)),
    ecr: ready(new ECR(settings)),
    logs: ready(new CloudWatchLogs(settings)),
    cloudwatch: ready(new CloudWatch(settings)),
    ssm: ready(new SSM(settings)),
    secrets: ready(new SecretsManager(settings)),
    region,
    endpoint: process.env.AWS_ENDPOINT_URL_ECS || process.env.AWS_ENDPOINT_URL,
    in(elsewhere) {
      const known = regions.get(elsewhere) ?? clients({ ...access, region: elsewhere }, prepare)
      regions.set(elsewhere, known)
      return known
    },
    within: (ms, work) => limited(clock, ms, work),
    aside,
  }
  const regions = new Map([[region, all]])
  return all
}

function refuseWrites(client: Stacked): void {
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      async args => {
        if (isRead(commandName)) return await next(args)
        const message = `${commandName} would change something, and this command only looks`
        throw Object.assign(new Error(message), { name: 'ReadOnlyError' })
      },
    { name: 'read-only', step: 'initialize', priority: 'high' },
  )
}
