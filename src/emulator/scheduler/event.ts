/**
 * What ECS sends to EventBridge of what happened.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_cwe_events.html
 */
import { arn, uuid } from '../identity.ts'
import { showTask } from '../services/ecs/show-task.ts'
import type { ServiceAction } from '../services/ecs/state/service.ts'
import type { JournalEntry, World } from '../world.ts'

export interface Event {
  readonly version: '0'
  readonly id: string
  readonly 'detail-type': string
  readonly source: string
  readonly account: string
  readonly time: string
  readonly region: string
  readonly resources: readonly string[]
  readonly detail: Readonly<Record<string, unknown>>
}

type Telling = Pick<Event, 'detail-type' | 'resources' | 'detail'>

/** Undefined where ECS sends nothing. */
export function eventOf(world: World, entry: JournalEntry): Event | undefined {
  const telling = TOLD[entry.what]?.(world, entry)
  return telling && wrapped(world, entry.at, { source: 'aws.ecs', ...telling })
}

export const scheduledEvent = (world: World, now: number, rule: string): Event =>
  wrapped(world, now, { source: 'aws.events', 'detail-type': 'Scheduled Event', resources: [rule], detail: {} })

function wrapped(world: World, at: number, { source, ...telling }: Telling & { source: string }): Event {
  return {
    version: '0',
    id: uuid(world),
    'detail-type': telling['detail-type'],
    source,
    account: world.account,
    time: new Date(at).toISOString().replace(/\.\d+Z$/, 'Z'),
    region: world.region,
    resources: telling.resources,
    detail: telling.detail,
  }
}

const TOLD: Readonly<Record<string, (world: World, entry: JournalEntry) => Telling | undefined>> = {
  task(world, { task: id, status, at }) {
    const task = world.tasks[String(id)]
    if (task === undefined) return undefined
    const { tags, ...shown } = showTask(world, task)
    const detail = { ...withDates(shown), lastStatus: status, updatedAt: new Date(at).toISOString() }
    return { 'detail-type': 'ECS Task State Change', resources: [task.arn], detail }
  },
  deployment(world, { service: name, deployment: id, state, reason, at }) {
    const service = Object.values(world.services).find(
      one => one.name === name && one.deployments.some(deployment => deployment.id === id),
    )
    if (service === undefined) return undefined
    const detail = {
      eventType: state === 'FAILED' ? 'ERROR' : 'INFO',
      eventName: `SERVICE_DEPLOYMENT_${state}`,
      deploymentId: id,
      updatedAt: new Date(at).toISOString(),
      reason,
    }
    return { 'detail-type': 'ECS Deployment State Change', resources: [service.arn], detail }
  },
  'service-event'(world, { arn: resource, action, at }) {
    if (action === undefined || resource === undefined) return undefined
    const found = ACTIONS[action as ServiceAction]
    const cluster = world.services[String(resource)]?.cluster
    const detail = {
      eventType: found.type,
      eventName: action,
      clusterArn: arn(world, 'ecs', `cluster/${cluster}`),
      createdAt: new Date(at).toISOString(),
      ...(found.reason !== undefined && { reason: found.reason }),
    }
    return { 'detail-type': 'ECS Service Action', resources: [String(resource)], detail }
  },
}

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service_events.html */
const ACTIONS: Readonly<Record<ServiceAction, { readonly type: string; readonly reason?: string }>> = {
  SERVICE_STEADY_STATE: { type: 'INFO' },
  SERVICE_TASK_START_IMPAIRED: { type: 'WARN' },
  SERVICE_TASK_PLACEMENT_FAILURE: { type: 'ERROR', reason: 'RESOURCE:FARGATE' },
}

/** Times travel as text in events. */
const withDates = (task: object): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(task).map(([key, value]) => [
      key,
      key.endsWith('At') && typeof value === 'number' ? new Date(value * 1000).toISOString() : value,
    ]),
  )
