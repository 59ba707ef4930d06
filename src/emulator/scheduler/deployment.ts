/** A deployment's beginning, and how it ends. */
import type { DeploymentConfiguration } from '@aws-sdk/client-ecs'
import { arn, digits, word } from '../identity.ts'
import { announce, record } from '../journal.ts'
import type { Deployment, Revision, Service } from '../services/ecs/state/service.ts'
import type { LifecycleStage, ServiceDeployment } from '../services/ecs/state/service-deployment.ts'
import type { World } from '../world.ts'
import { breakerEnabled } from './breaker.ts'
import { countTasks } from './count.ts'
import { dropHooks } from './hooks.ts'
import { movementOf, primaryOf, type Scene } from './scene.ts'
import { firstStage, isShift } from './stages.ts'
import { NOTHING, serveFrom, targetGroupsFor } from './traffic.ts'

/** The service's setting becomes a new revision, and a deployment begins to bring it out; `before` it so many tasks were wanted. */
export function begin(world: World, service: Service, now: number, before = service.desiredCount): Deployment {
  const revision: Revision = {
    arn: arn(world, 'ecs', `service-revision/${service.cluster}/${service.name}/${digits(world, 19)}`),
    createdAt: now,
    setting: structuredClone(service.setting),
    targetGroups: targetGroupsFor(service),
    digests: {},
  }
  service.revisions.unshift(revision)
  const sources = [...new Set(service.deployments.map(({ revisionArn }) => revisionArn))]
  supersede(world, service, now)
  serveFrom(world, service)
  const id = `ecs-svc/${digits(world, 19)}`
  const movement = openMovement(world, service, now, { sources, target: revision.arn, id })
  const deployment: Deployment = {
    id,
    status: 'PRIMARY',
    revisionArn: revision.arn,
    createdAt: now,
    updatedAt: now,
    rolloutState: 'IN_PROGRESS',
    rolloutStateReason: `ECS deployment ${id} in progress.`,
    failures: 0,
    stumbles: 0,
    everRan: false,
    startNotBefore: 0,
    serviceDeploymentArn: movement.arn,
  }
  for (const other of service.deployments) {
    if (other.status === 'PRIMARY' && other.rolloutState === 'COMPLETED') other.kept = before
    other.status = 'ACTIVE'
  }
  service.deployments.unshift(deployment)
  service.steady = false
  service.lastComplaint = undefined
  const { rolloutState: state, rolloutStateReason: reason } = deployment
  record(world, now, 'deployment', { service: service.name, deployment: id, state, reason })
  return deployment
}

/** A scale-out during a deployment goes to the running version as well, if one runs. */
export function scaleTo(service: Service, desired: number): void {
  for (const deployment of service.deployments)
    if (deployment.kept) deployment.kept += Math.max(0, desired - service.desiredCount)
  service.desiredCount = desired
  service.steady = false
}

function openMovement(
  world: World,
  service: Service,
  now: number,
  { sources, target, id }: { sources: string[]; target: string; id: string },
): ServiceDeployment {
  const configuration = structuredClone(service.deploymentConfiguration)
  const movement: ServiceDeployment = {
    arn: arn(world, 'ecs', `service-deployment/${service.cluster}/${service.name}/${word(world, 21)}`),
    createdAt: now,
    updatedAt: now,
    status: 'PENDING',
    sources,
    source: service.serving,
    target,
    deploymentId: id,
    configuration,
    breaker: { status: breakerEnabled(configuration) ? 'MONITORING' : 'DISABLED', failures: 0 },
    alarms: { status: watchesAlarms(world, configuration) ? 'MONITORING' : 'DISABLED', triggered: [] },
    hooks: [],
    ...opening(configuration, firstStage(service, sources), now),
  }
  service.history.unshift(movement)
  return movement
}

/** With an alarm that rings already when it starts, ECS watches no alarm during that deployment. */
const watchesAlarms = (world: World, { alarms }: Service['deploymentConfiguration']): boolean =>
  alarms?.enable === true && !(alarms.alarmNames ?? []).some(name => world.alarms[name] === 'ALARM')

function supersede(world: World, service: Service, now: number): void {
  const movement = movementOf(service)
  if (movement === undefined) return
  movement.stoppedAt = now
  if (movement.shift !== undefined && service.serving !== movement.target) Object.assign(movement.shift, NOTHING)
  close(world, service, movement, now, 'STOPPED', REPLACED)
}

/** A rolling update without hooks has no stages. */
function opening(configuration: DeploymentConfiguration, stage: LifecycleStage, now: number) {
  if (isShift(configuration)) return { shift: { stage, since: now, production: 0, test: 0, step: 0 } }
  return (configuration.lifecycleHooks ?? []).length > 0 ? { stage } : {}
}

const REPLACED = 'Service deployment was stopped because it was replaced by a newer service deployment.'

export function close(
  world: World,
  service: Service,
  movement: ServiceDeployment,
  now: number,
  status: ServiceDeployment['status'],
  reason?: string,
): void {
  movement.status = status
  dropHooks(movement)
  movement.statusReason = reason ?? movement.statusReason
  movement.finishedAt = now
  movement.updatedAt = now
  movement.breaker.failures = failuresOf(service, movement)
  if (movement.breaker.status === 'MONITORING') movement.breaker.status = 'MONITORING_COMPLETE'
  if (movement.alarms.status === 'MONITORING') movement.alarms.status = 'MONITORING_COMPLETE'
  movement.finalCounts = Object.fromEntries(
    [movement.target, ...movement.sources].map(revision => [revision, countTasks(world, service, revision)]),
  )
  record(world, now, 'service-deployment', { service: service.name, arn: movement.arn, status })
}

export const failuresOf = (service: Service, movement: ServiceDeployment): number =>
  service.deployments.find(({ id }) => id === movement.deploymentId)?.failures ?? movement.breaker.failures

/** Everything is in place, or enough of it: what is left of other deployments goes. */
export function complete({ world, now }: Scene, service: Service): void {
  const deployment = primaryOf(service)
  if (deployment === undefined) return
  deployment.rolloutState = 'COMPLETED'
  deployment.rolloutStateReason = `ECS deployment ${deployment.id} completed.`
  deployment.updatedAt = now
  const movement = movementOf(service)
  if (movement !== undefined) {
    const back = movement.rollback !== undefined
    close(world, service, movement, now, back ? 'ROLLBACK_SUCCESSFUL' : 'SUCCESSFUL')
  }
  deployment.failures = 0
  deployment.stumbles = 0
  for (const each of service.deployments) each.kept = undefined
  service.serving = deployment.revisionArn
  serveFrom(world, service)
  makeCandidate(service, deployment)
  const { id, rolloutState: state, rolloutStateReason: reason } = deployment
  record(world, now, 'deployment', { service: service.name, deployment: id, state, reason })
  announce(world, service, now, `(deployment ${id}) deployment completed.`)
}

/** From here on a rollback can go to it. */
export function makeCandidate(service: Service, { id, revisionArn, createdAt }: Deployment): void {
  service.completed = [
    { deploymentId: id, revisionArn, createdAt },
    ...service.completed.filter(({ deploymentId }) => deploymentId !== id),
  ]
}
