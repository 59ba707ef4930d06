import type { Order } from '../fate.ts'
import type { Pace } from '../pace.ts'
import type { Deployment, Revision, Service } from '../services/ecs/state/service.ts'
import type { ServiceDeployment } from '../services/ecs/state/service-deployment.ts'
import type { Task } from '../services/ecs/state/task.ts'
import type { World } from '../world.ts'

/** One tick: the world, the instant, and the orders given so far. */
export interface Scene {
  readonly world: World
  readonly now: number
  readonly pace: Pace
  readonly orders: Order[]
  /** Targets registered and deregistered in this tick: service ARN → target group ARN → how many. */
  readonly registered: Tally
  readonly deregistered: Tally
}

type Tally = Map<string, Map<string, number>>

export function count(tally: Tally, service: string, targetGroup: string): void {
  const groups = tally.get(service) ?? new Map<string, number>()
  groups.set(targetGroup, (groups.get(targetGroup) ?? 0) + 1)
  tally.set(service, groups)
}

export const serviceOf = ({ world }: Scene, task: Task): Service | undefined =>
  task.service === undefined ? undefined : world.services[task.service]

export const deploymentOf = (service: Service | undefined, task: Task): Deployment | undefined =>
  service?.deployments.find(({ id }) => id === task.deploymentId)

export const primaryOf = (service: Service): Deployment | undefined =>
  service.deployments.find(({ status }) => status === 'PRIMARY')

export const revisionOf = (service: Service, arn: string | undefined): Revision | undefined =>
  service.revisions.find(revision => revision.arn === arn)

/** The service deployment that still moves, if one does. */
export const movementOf = (service: Service): ServiceDeployment | undefined =>
  service.history.find(({ finishedAt }) => finishedAt === undefined)
