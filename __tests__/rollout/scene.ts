/** A rollout of app:2 over app:1 and what ECS says of it; each test changes what it is about. */
import type { Deployment, Service, ServiceDeployment, Task } from '@aws-sdk/client-ecs'
import type { Revision } from '../../src/revision/document.ts'
import { NOTHING_SEEN, remember, unseen } from '../../src/rollout/memory.ts'
import type { Rollout, Snapshot } from '../../src/rollout/snapshot.ts'
import { decide, type Verdict } from '../../src/rollout/verdict.ts'
import { UNKNOWN_ORDER } from '../../src/rollout/whose.ts'

const ARN = 'arn:aws:ecs:eu-west-1:123456789012'
export const NEW_DIGEST = `sha256:${'b'.repeat(64)}`
export const OLD_DIGEST = `sha256:${'a'.repeat(64)}`

export const arnOf = (revision: string) => `${ARN}:task-definition/${revision}`

export function revision(name: string, version: string | undefined, digest: string | undefined): Revision {
  const image = `shop/app@${digest}`
  const container = { name: 'app', essential: true, image, digest, checked: true, log: undefined }
  return {
    arn: arnOf(name),
    name,
    containers: [container],
    container: 'app',
    released: ['app'],
    image,
    digest,
    version,
  }
}

export const OLD = revision('app:1', '1.0.0', OLD_DIGEST)
export const NEW = revision('app:2', '1.1.0', NEW_DIGEST)
export const THIRD = revision('app:3', '1.2.0', `sha256:${'c'.repeat(64)}`)

/** The new revision, with or without a health check. */
export const withCheck = (checked: boolean): Revision => ({
  ...NEW,
  containers: NEW.containers.map(each => ({ ...each, checked })),
})

export const rollout: Rollout = {
  name: 'app',
  cluster: 'prod',
  service: 'app',
  revision: NEW,
  previous: OLD,
  ranBefore: true,
  order: UNKNOWN_ORDER,
  earlier: new Set(),
  usual: [],
  tails: [],
  startedAt: 0,
  lastEvent: undefined,
  knownUntil: 0,
}

/** One of a service's `deployments`. */
export function deployment(of: Revision, more: Deployment = {}): Deployment {
  const id = `ecs-svc/${of.name.split(':')[1]}`
  return {
    id,
    taskDefinition: of.arn,
    status: 'PRIMARY',
    rolloutState: 'COMPLETED',
    runningCount: 2,
    pendingCount: 0,
    ...more,
  }
}

export function task(of: Revision, more: Task = {}, id = 'a1'): Task {
  return {
    taskArn: `${ARN}:task/prod/${id}`,
    taskDefinitionArn: of.arn,
    lastStatus: 'RUNNING',
    healthStatus: 'HEALTHY',
    containers: [{ name: 'app', ...(of.digest === undefined ? {} : { imageDigest: of.digest }) }],
    ...more,
  }
}

/** Two tasks of the new revision, healthy, and nothing else. */
export const complete: Service = {
  serviceName: 'app',
  status: 'ACTIVE',
  taskDefinition: NEW.arn,
  desiredCount: 2,
  runningCount: 2,
  pendingCount: 0,
  deployments: [deployment(NEW)],
  events: [],
}

/** The service leads the new revision while both run. */
export const moving: Service = {
  ...complete,
  runningCount: 3,
  pendingCount: 1,
  deployments: [
    deployment(NEW, { rolloutState: 'IN_PROGRESS', runningCount: 1, pendingCount: 1 }),
    deployment(OLD, { status: 'ACTIVE', runningCount: 2 }),
  ],
}

/** As before the rollout, or after ECS led it back. */
export const onOld: Service = { ...complete, taskDefinition: OLD.arn, deployments: [deployment(OLD)] }

export const serviceDeployment = (more: ServiceDeployment): ServiceDeployment => ({
  serviceDeploymentArn: `${ARN}:service-deployment/prod/app/abcdefghijklmnopqrstu`,
  ...more,
})

/** What was seen at `seconds`, by the service-deployments API and DescribeServices. */
export function snapshot(seconds: number, more: Partial<Omit<Snapshot, 'at'>> = {}): Snapshot {
  return {
    at: seconds * 1000,
    service: complete,
    deployment: serviceDeployment({ status: 'SUCCESSFUL' }),
    newer: undefined,
    tasks: [task(NEW, {}, 'a1'), task(NEW, {}, 'a2')],
    source: 'service deployments',
    ...more,
  }
}

/** What was seen where DescribeServices alone can tell. */
export const fallbackSnapshot = (seconds: number, service: Service, tasks?: readonly Task[]): Snapshot =>
  snapshot(seconds, { service, tasks, deployment: undefined, source: 'deployments' })

/** What is decided after all of these were seen, oldest first; undefined is a look that failed. */
export function decideAll(rollout: Rollout, seen: readonly (Snapshot | undefined)[]): Verdict | undefined {
  const memory = seen.reduce((known, now) => (now ? remember(rollout, known, now) : unseen(known)), NOTHING_SEEN)
  const now = seen.at(-1)
  return now && decide(rollout, memory, now)
}
