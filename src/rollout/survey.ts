/** Looks at the services before anything is changed: do they exist, what do they stand on, is something under way. */
import type { Service } from '@aws-sdk/client-ecs'
import { rawOf } from '../edge/answer.ts'
import type { Aws } from '../edge/aws.ts'
import { isDenied, nameOf } from '../failure/aws.ts'
import { type Fault, failureOf, Refusal } from '../failure/failure.ts'
import { quoted, suggestion } from '../failure/words.ts'
import type { Manifest } from '../request/manifest.ts'
import type { Entry } from '../request/service.ts'
import { type Recorded, type Revision, revisionOf } from '../revision/document.ts'
import { findRevision } from '../revision/find.ts'
import { type Described, isShift } from './strategy.ts'

/** A service as it stands before the run touches it. */
export interface Standing {
  readonly entry: Entry
  readonly cluster: string
  readonly service: Service
  /** The part of it that may be sent back, as ECS sent it. */
  readonly described?: Described | undefined
  /** The revision it stands on. */
  readonly live: Recorded
  readonly liveRevision: Revision
  /** The family's latest ACTIVE revision: the shape that Terraform wants now. */
  readonly latest: Recorded
  /** Newest first; undefined where the role may not list them. */
  readonly deployments: readonly { arn: string; status: string; target: string }[] | undefined
}

const PER_CALL = 10

export async function survey(aws: Aws, { cluster, services }: Manifest): Promise<Standing[]> {
  const found = new Map<string, Service>()
  const described = new Map<string, Described>()
  for (let i = 0; i < services.length; i += PER_CALL) {
    const names = services.slice(i, i + PER_CALL).map(({ service }) => service)
    const answer = await aws.ecs.describeServices({ cluster, services: names }).catch(async error => {
      if (nameOf(error) === 'ClusterNotFoundException') throw noCluster(aws, cluster, await clusterNames(aws))
      if (isDenied(error)) await refuseUnknown(aws, cluster, services)
      throw failureOf(error, `describe the services of cluster ${quoted(cluster)}`)
    })
    for (const service of answer.services ?? []) found.set(service.serviceName ?? '', service)
    const raw = (rawOf(answer)?.services ?? []) as readonly Service[]
    for (const each of raw) described.set(each?.serviceName ?? '', each)
  }
  const faults = await Promise.all(services.map(entry => faultsOf(aws, cluster, entry, found.get(entry.service))))
  if (faults.flat().length > 0) throw new Refusal(faults.flat())
  return await Promise.all(
    services.map(async entry => ({
      ...(await standing(aws, cluster, entry, found.get(entry.service) as Service)),
      described: described.get(entry.service),
    })),
  )
}

async function standing(aws: Aws, cluster: string, entry: Entry, service: Service): Promise<Standing> {
  const live = await findRevision(aws, service.taskDefinition ?? '')
  const latest = await findRevision(aws, live.definition.family ?? '')
  const containers = (latest.definition.containerDefinitions ?? []).map(({ name = '' }) => name)
  if (!containers.includes(entry.container)) {
    throw new Refusal([
      {
        code: 'EVK-205',
        what: `container ${quoted(entry.container)} is not in the task definition ${latest.definition.family}:${latest.definition.revision}${suggestion(entry.container, containers)}`,
        fix: `It has: ${containers.join(', ')}. Set \`container\` of ${entry.name} in the manifest.`,
      },
    ])
  }
  return {
    entry,
    cluster,
    service,
    live,
    liveRevision: revisionOf(live, entry.container),
    latest,
    deployments: await deploymentsOf(aws, cluster, entry.service),
  }
}

/** The newest hundred, as far as the role may see them: UpdateService can be told from what was there before. */
async function deploymentsOf(aws: Aws, cluster: string, service: string): Promise<Standing['deployments']> {
  try {
    const { serviceDeployments = [] } = await aws.ecs.listServiceDeployments({ cluster, service, maxResults: 100 })
    return serviceDeployments.map(({ serviceDeploymentArn = '', status = '', targetServiceRevisionArn = '' }) => ({
      arn: serviceDeploymentArn,
      status,
      target: targetServiceRevisionArn,
    }))
  } catch (error) {
    if (isUnavailable(error)) return undefined
    throw failureOf(error, `list the service deployments of ${quoted(service)}`)
  }
}

/** Deploy roles written before 2025 lack the service-deployments API, and other emulators do not have it. */
export const isUnavailable = (error: unknown) =>
  isDenied(error) ||
  /^(UnsupportedFeatureException|UnknownOperationException|InvalidAction|NotImplemented|501)/.test(nameOf(error))

async function faultsOf(aws: Aws, cluster: string, entry: Entry, service: Service | undefined): Promise<Fault[]> {
  const at = `service ${quoted(entry.service)}`
  if (service === undefined) return [noService(cluster, entry, await serviceNames(aws, cluster))]
  if (service.status !== 'ACTIVE') {
    return [
      {
        code: service.status === 'DRAINING' ? 'EVK-204' : 'EVK-203',
        what: `${at} is ${service.status}: it is ${service.status === 'DRAINING' ? 'being deleted' : 'deleted'}`,
        fix: 'Create it again (terraform apply) before deploying to it.',
      },
    ]
  }
  const controller = service.deploymentController?.type ?? 'ECS'
  if (controller !== 'ECS') {
    return [
      {
        code: 'EVK-206',
        what: `${at} has the deployment controller ${controller}`,
        fix: 'Evenkeel rolls out with the ECS controller; since July 2025 UpdateService can change it in place.',
      },
    ]
  }
  return [...strategyFaults(at, entry, service), ...deadlock(at, entry, service)]
}

/** Traffic can only be shifted where a load balancer leads it, and every one of the service's has to take part. */
function strategyFaults(at: string, { strategy, container }: Entry, { loadBalancers = [] }: Service): Fault[] {
  if (strategy === undefined || strategy.type === 'rolling') return []
  const wants = `${at} is to be rolled out ${strategy.type}`
  const [only, ...more] = loadBalancers
  const fault = (what: string, fix: string): Fault[] => [{ code: 'EVK-208', what: `${wants}, and ${what}`, fix }]
  if (only === undefined) return fault('has no load balancer', 'Take `strategy` out, or give it a target group.')
  if (more.length > 0 || only.containerName !== container) {
    const found = loadBalancers.map(({ containerName = '' }) => containerName).join(', ')
    return fault(
      `its load balancers lead to the containers ${found}`,
      `Evenkeel shifts the traffic of one target group, that of ${container}.`,
    )
  }
  return only.targetGroupArn === strategy.alternateTargetGroup
    ? fault('its target group is the alternate one as well', 'Name the other target group in `alternate-target-group`.')
    : []
}

/** The floor and ceiling of a rollout leave no room for a single task to start or to stop. */
function deadlock(at: string, { strategy }: Entry, service: Service): Fault[] {
  const { desiredCount = 0, deploymentConfiguration } = service
  if (strategy === undefined ? isShift(service) : strategy.type !== 'rolling') return []
  const { minimumHealthyPercent: minimum = 100, maximumPercent: maximum = 200 } = deploymentConfiguration ?? {}
  const floor = Math.ceil((desiredCount * minimum) / 100)
  const ceiling = Math.floor((desiredCount * maximum) / 100)
  if (desiredCount === 0 || ceiling > desiredCount || floor < desiredCount) return []
  return [
    {
      code: 'EVK-207',
      what: `${at} can never roll out: with ${desiredCount} wanted, minimumHealthyPercent ${minimum} and maximumPercent ${maximum} no task may start and none may stop`,
      fix: 'Raise maximumPercent (200) or lower minimumHealthyPercent of the service.',
    },
  ]
}

function noService(cluster: string, { service }: Entry, names: readonly string[]): Fault {
  return {
    code: 'EVK-202',
    what: `service ${quoted(service)} is not in cluster ${quoted(cluster)}${suggestion(service, names)}`,
    fix: names.length > 0 ? `Services there: ${names.join(', ')}.` : 'Check `cluster`, `aws-region` and the name.',
  }
}

/** A role that may see its own services alone is denied any other name, a mistyped one as well. */
async function refuseUnknown(aws: Aws, cluster: string, services: readonly Entry[]): Promise<void> {
  const clusters = await clusterNames(aws)
  if (clusters.length > 0 && !clusters.includes(lastPart(cluster))) throw noCluster(aws, cluster, clusters)
  const names = await serviceNames(aws, cluster)
  const unknown = names.length > 0 ? services.filter(({ service }) => !names.includes(service)) : []
  if (unknown.length > 0) throw new Refusal(unknown.map(entry => noService(cluster, entry, names)))
}

function noCluster({ region }: Aws, cluster: string, names: readonly string[]): Refusal {
  return new Refusal([
    {
      code: 'EVK-201',
      what: `cluster ${quoted(cluster)} is not in ${region}${suggestion(cluster, names)}`,
      fix: `${names.length > 0 ? `Found: ${names.join(', ')}. ` : ''}Check \`cluster\` in the manifest and the input \`aws-region\`.`,
    },
  ])
}

async function clusterNames(aws: Aws): Promise<string[]> {
  const { clusterArns = [] } = await aws.ecs.listClusters({}).catch(() => ({ clusterArns: [] }))
  return clusterArns.map(lastPart)
}

async function serviceNames(aws: Aws, cluster: string): Promise<string[]> {
  const { serviceArns = [] } = await aws.ecs
    .listServices({ cluster, maxResults: 100 })
    .catch(() => ({ serviceArns: [] }))
  return serviceArns.map(lastPart)
}

const lastPart = (arn: string) => arn.split('/').at(-1) ?? arn
