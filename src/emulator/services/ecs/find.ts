/** The thing a request means: by name or by ARN, or AWS's refusal. */
import { arn, isElsewhere, lastPart } from '../../identity.ts'
import { client, invalid, Refusal } from '../../refusal.ts'
import type { World } from '../../world.ts'
import type { Service } from './state/service.ts'
import type { ServiceDeployment } from './state/service-deployment.ts'
import type { Cluster, Definition } from './state.ts'

export function findCluster(world: World, given = 'default'): Cluster {
  const cluster = isElsewhere(world, 'ecs', given) ? undefined : world.clusters[lastPart(given)]
  if (cluster === undefined || cluster.status === 'INACTIVE')
    throw new Refusal('ClusterNotFoundException', 'Cluster not found.')
  return cluster
}

/** Also of the short form without the cluster; an ARN that names another cluster stays one of that. */
export const serviceArn = (world: World, cluster: string, name: string): string =>
  isElsewhere(world, 'ecs', name) || clusterIn(name) !== undefined
    ? name
    : arn(world, 'ecs', `service/${cluster}/${lastPart(name)}`)

export const taskArn = (world: World, cluster: string, name: string): string =>
  isElsewhere(world, 'ecs', name) || clusterIn(name) !== undefined
    ? name
    : arn(world, 'ecs', `task/${cluster}/${lastPart(name)}`)

/** The cluster that the ARN of a service or a task names. */
const clusterIn = (name: string): string | undefined => /^arn:[^/]*:(?:service|task)\/([^/]+)\/[^/]+$/.exec(name)?.[1]

/** Of 32 characters, or of 36 as until 2019; words as people have met them. */
const ID_LENGTHS: readonly number[] = [32, 36]

export function checkTaskIds(names: readonly string[]): void {
  if (names.some(name => !ID_LENGTHS.includes(lastPart(name).length)))
    throw invalid(`taskId length should be one of [${ID_LENGTHS.join()}]`)
}

/** Words as people have met them: aws-toolkit-vscode issue 2915. */
export function checkCluster(world: World, cluster: string, names: readonly string[]): void {
  for (const name of names) {
    const found = clusterIn(name) ?? cluster
    if (found !== cluster && !isElsewhere(world, 'ecs', name))
      throw invalid(`Invalid identifier: Identifier is for cluster ${found}. Your cluster is ${cluster}`)
  }
}

export function findService(world: World, cluster: string | undefined, given: string): Service {
  const place = findCluster(world, cluster)
  checkCluster(world, place.name, [given])
  const service = world.services[serviceArn(world, place.name, given)]
  if (service === undefined) throw new Refusal('ServiceNotFoundException', 'Service not found.')
  return service
}

export function findActiveService(world: World, cluster: string | undefined, given: string): Service {
  const service = findService(world, cluster, given)
  if (service.status !== 'ACTIVE') throw new Refusal('ServiceNotActiveException', 'Service was not ACTIVE.')
  return service
}

/** `family`, `family:revision` or an ARN; a family alone means its latest ACTIVE revision. */
export function findDefinition(
  world: World,
  given: string,
  otherwise = 'Unable to describe task definition.',
): Definition {
  const found = definitionOf(world, given)
  if (found === undefined) throw client(otherwise)
  return found
}

export function findActiveDefinition(world: World, given: string): Definition {
  const found = definitionOf(world, given)
  if (found === undefined) throw client('TaskDefinition not found.')
  if (found.status !== 'ACTIVE') throw client('TaskDefinition is inactive')
  return found
}

export const definitionArn = (world: World, name: string): string => arn(world, 'ecs', `task-definition/${name}`)

function definitionOf(world: World, given: string): Definition | undefined {
  if (isElsewhere(world, 'ecs', given)) return undefined
  const name = lastPart(given)
  return name.includes(':') ? world.definitions[definitionArn(world, name)] : latestActive(world, name)
}

function latestActive(world: World, family: string): Definition | undefined {
  for (let revision = world.families[family] ?? 0; revision > 0; revision--) {
    const found = world.definitions[definitionArn(world, `${family}:${revision}`)]
    if (found?.status === 'ACTIVE') return found
  }
  return undefined
}

/** The service that a service deployment or a service revision says it is of. */
export function serviceOfPart(world: World, partArn: string): Service | undefined {
  const [cluster = '', name = ''] = partArn.split('/').slice(-3)
  return world.services[arn(world, 'ecs', `service/${cluster}/${name}`)]
}

export function findMovement(
  world: World,
  deploymentArn: string,
): { service: Service; movement: ServiceDeployment } | undefined {
  const service = serviceOfPart(world, deploymentArn)
  const movement = service?.history.find(one => one.arn === deploymentArn)
  return service && movement && { service, movement }
}
