/** Looks at services before anything of them is changed: do they exist, what do they stand on, is something under way. */
import { isDeepStrictEqual } from 'node:util'
import type { Service } from '@aws-sdk/client-ecs'
import { rawOf } from '../edge/answer.ts'
import type { Aws } from '../edge/aws.ts'
import { everyPage, portions } from '../edge/pages.ts'
import { isDenied, kindOf, nameOf } from '../failure/aws.ts'
import { type Fault, failureOf, Refusal } from '../failure/failure.ts'
import { quoted, suggestion } from '../failure/words.ts'
import { arnOf, familyOf, type Recorded, revisionOf } from '../revision/document.ts'
import { Revisions } from '../revision/find.ts'
import { findOrigin } from '../revision/find-origin.ts'
import { serviceFaults } from './readiness.ts'
import { idOf, isGone, primary } from './snapshot.ts'
import { calledIn, type Past, type Place, type Standing, shapesOf } from './standing.ts'

/** DescribeServices takes ten: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeServices.html */
const PER_CALL = 10

export interface Asking {
  /** Whether the family's latest revision is asked for: what is going to be built on. */
  readonly shape: (place: Place) => boolean
  /** How the same services stood before. */
  readonly before?: readonly Standing[]
}

export interface Surveyed {
  /** Of those that could be released to. */
  readonly standings: readonly Standing[]
  /** Why the others could not: a service that is not there, or that nobody could move. */
  readonly faults: readonly Fault[]
}

/** Refuses a cluster that is not there. */
export async function survey(aws: Aws, places: readonly Place[], asking: Asking): Promise<Surveyed> {
  return await standingsAt(aws, places, asking, serviceFaults)
}

/** How services stand, whatever would keep a release from them, but for those that are not there or stand on nothing. */
export async function sighted(aws: Aws, places: readonly Place[]): Promise<Surveyed> {
  const judge: typeof serviceFaults = (place, service) =>
    definitionUnder(service) === undefined ? serviceFaults(place, service) : []
  return await standingsAt(aws, places, { shape: () => true }, judge)
}

/** What a service has of an EXTERNAL controller are task sets, and none at first. */
const definitionUnder = ({ taskDefinition, taskSets }: Service): string | undefined =>
  taskDefinition ?? taskSets?.[0]?.taskDefinition

/** All of them, or a refusal. */
export function soundOf({ standings, faults }: Surveyed): readonly Standing[] {
  if (faults.length > 0) throw new Refusal(faults)
  return standings
}

async function standingsAt(
  aws: Aws,
  places: readonly Place[],
  asking: Asking,
  judge: typeof serviceFaults,
): Promise<Surveyed> {
  const services = await servicesAt(aws, places)
  const faults = await Promise.all(
    places.map(async place => {
      const service = services.get(place)?.service
      const missing = await absence(aws, place, service)
      return missing.length === 0 && service ? judge(place, service) : missing
    }),
  )
  const sound = places.filter((_, i) => faults[i]?.length === 0)
  const revisions = new Revisions(aws, asking.before?.flatMap(shapesOf))
  const standings = await Promise.all(
    sound.map(place => standing(aws, revisions, place, services.get(place) as Found, asking)),
  )
  return { standings, faults: faults.flat() }
}

/** Families that these services stand on, but for those that are not there; undefined where that cannot be read. */
export async function familiesAt(
  aws: Pick<Aws, 'ecs'>,
  cluster: string,
  names: readonly string[],
): Promise<string[] | undefined> {
  const pages = await Promise.all(
    portions(names, PER_CALL).map(services => aws.ecs.describeServices({ cluster, services: [...services] })),
  ).catch(error => {
    if (nameOf(error) === 'ClusterNotFoundException') return []
    if (kindOf(error) === 'dead-credentials') throw error
    return undefined
  })
  return pages?.flatMap(({ services = [] }) =>
    services.flatMap(each => (isGone({ service: each }) ? [] : familyOf(each.taskDefinition ?? ''))),
  )
}

interface Found {
  readonly service: Service
  /** The same as ECS sent it, with what the SDK does not know. */
  readonly described: Service | undefined
}

/** One call for every ten services of a cluster; where the role may see only some, one for each. */
async function servicesAt(aws: Aws, places: readonly Place[]): Promise<Map<Place, Found>> {
  const found = new Map<Place, Found>()
  for (const cluster of new Set(places.map(each => each.cluster))) {
    for (const page of portions(
      places.filter(each => each.cluster === cluster),
      PER_CALL,
    )) {
      const answer = await aws.ecs
        .describeServices({ cluster, services: page.map(({ service }) => service) })
        .catch(async error => {
          if (nameOf(error) === 'ClusterNotFoundException') throw noCluster(aws, page, await clustersOf(aws))
          if (isDenied(error)) await refuseUnknown(aws, cluster, page)
          throw failureOf(error, `describe the services of cluster ${quoted(cluster)}`)
        })
      const raw = (rawOf(answer)?.services ?? []) as readonly Service[]
      for (const place of page) {
        const service = answer.services?.find(({ serviceName }) => serviceName === place.service)
        const described = raw.find(each => each?.serviceName === place.service)
        if (service) found.set(place, { service, described })
      }
    }
  }
  return found
}

async function standing(
  aws: Aws,
  revisions: Revisions,
  place: Place,
  { service, described }: Found,
  { shape, before = [] }: Asking,
): Promise<Standing> {
  const stands = definitionUnder(service) ?? ''
  const latest = shape(place) ? await revisions.latest(familyOf(stands)) : undefined
  const live = await revisions.named(stands)
  const runs = await runningIn(revisions, service, live)
  const stood = before.find(each => each.place.name === place.name)
  const isAsBefore = stood !== undefined && isDeepStrictEqual(arnsOf(stood), arnsOf({ live, runs, latest }))
  const origin = isAsBefore ? stood.origin : latest && (await originFor(revisions, place, runs ?? live, latest))
  const past = (service.desiredCount ?? 0) === 0 || hasFailed(service) ? await pastOf(aws, place) : undefined
  return {
    place,
    service,
    described,
    live,
    liveRevision: revisionOf(live, place),
    ...(runs && { runs }),
    latest,
    ...(origin && { origin }),
    // whether a service at 0 ever ran is told by its past
    past,
    everAsked: past && past.length > 0 ? await everAsked(aws, past) : undefined,
  }
}

/** What its release builds on, by ARN. */
const arnsOf = ({ live, runs, latest }: Pick<Standing, 'live' | 'runs' | 'latest'>): (string | undefined)[] =>
  [live, runs, latest].map(each => each?.definition.taskDefinitionArn)

const hasFailed = (service: Service): boolean => primary({ service })?.rolloutState === 'FAILED'

/** It may stand on what failed, and what it had before still runs; undefined where that is no other of the family. */
async function runningIn(revisions: Revisions, service: Service, live: Recorded): Promise<Recorded | undefined> {
  const left = hasFailed(service) ? service.deployments?.find(isLeft)?.taskDefinition : undefined
  const stands = arnOf(live)
  const isOther = left !== undefined && left !== stands && familyOf(left) === familyOf(stands)
  return isOther ? await revisions.named(left) : undefined
}

/** What a release starts from, given what runs; undefined where that is the latest. */
export async function originFor(
  revisions: Revisions,
  place: Place,
  runs: Recorded,
  latest: Recorded,
): Promise<Recorded | undefined> {
  const origin = await findOrigin(revisions, calledIn(place), runs, latest)
  return origin === latest ? undefined : origin
}

const isLeft = ({ status, rolloutState, runningCount = 0 }: NonNullable<Service['deployments']>[number]): boolean =>
  status === 'ACTIVE' && rolloutState !== 'FAILED' && runningCount > 0

/** Whether the newest of them asked for a task: Terraform may change a service at 0 as often as it likes. */
async function everAsked(aws: Aws, past: readonly Past[]): Promise<boolean | undefined> {
  const serviceDeploymentArns = past.slice(0, 20).map(({ arn }) => arn)
  const { serviceDeployments = [] } = await aws.ecs
    .describeServiceDeployments({ serviceDeploymentArns })
    .catch(() => ({ serviceDeployments: [] }))
  if (serviceDeployments.length === 0 || past.length > 20) return undefined
  return serviceDeployments.some(({ targetServiceRevision }) => targetServiceRevision?.requestedTaskCount !== 0)
}

/** What is told of the past: enough to know how long rollouts take, and what was there before an order. */
const PAST = 100

/** The newest that ECS remembers, which it lists first; undefined where they cannot be listed. */
export async function pastOf(
  aws: Aws,
  { cluster, service }: Pick<Place, 'cluster' | 'service'>,
): Promise<Past[] | undefined> {
  try {
    const found = await everyPage(
      input => aws.ecs.listServiceDeployments(input),
      { cluster, service, maxResults: PAST },
      page => page.serviceDeployments,
      PAST,
    )
    return found.map(
      ({ serviceDeploymentArn = '', status = '', targetServiceRevisionArn = '', createdAt, finishedAt }) => ({
        arn: serviceDeploymentArn,
        status,
        target: targetServiceRevisionArn,
        createdAt: Number(createdAt ?? 0),
        finishedAt: finishedAt === undefined ? undefined : Number(finishedAt),
      }),
    )
  } catch (error) {
    // what is ours is told by its time as well: a list that cannot be had is no reason to stop
    if (kindOf(error) !== 'dead-credentials') return undefined
    throw failureOf(error, `list the service deployments of ${quoted(service)}`)
  }
}

/** Deploy roles written before 2025 lack the service-deployments API, and other emulators do not have it. */
export const isUnavailable = (error: unknown): boolean =>
  isDenied(error) ||
  /^(UnsupportedFeatureException|UnknownOperationException|InvalidAction|NotImplemented|501)/.test(nameOf(error))

async function absence(aws: Aws, place: Place, service: Service | undefined): Promise<Fault[]> {
  if (service === undefined) return [noService(place, await serviceNames(aws, place.cluster))]
  const { clusterArn = '' } = service
  if (place.cluster.startsWith('arn:') && clusterArn !== '' && clusterArn !== place.cluster) {
    const what = `cluster ${quoted(place.cluster)} is not the one that answers: ${quoted(clusterArn)}`
    return [
      {
        code: 'EVK-209',
        what,
        fix: 'Use credentials of that account and `aws-region` of that region, or correct `cluster`.',
        keys: ['services', place.name, 'cluster'],
      },
    ]
  }
  return []
}

function noService({ name, service, cluster }: Place, names: readonly string[]): Fault {
  return {
    code: 'EVK-202',
    what: `service ${quoted(service)} is not in cluster ${quoted(cluster)}${suggestion(service, names)}`,
    fix: names.length > 0 ? `Services there: ${names.join(', ')}.` : 'Check `cluster`, `aws-region` and the name.',
    keys: ['services', name, 'service'],
  }
}

/** A role that may see its own services alone is denied any other name, a mistyped one as well. */
async function refuseUnknown(aws: Aws, cluster: string, places: readonly Place[]): Promise<void> {
  const clusters = await clustersOf(aws)
  const isThere = clusters.some(arn => arn === cluster || (!cluster.startsWith('arn:') && idOf(arn) === cluster))
  if (clusters.length > 0 && !isThere) throw noCluster(aws, places, clusters)
  const names = await serviceNames(aws, cluster)
  const unknown = names.length > 0 ? places.filter(({ service }) => !names.includes(service)) : []
  if (unknown.length > 0) throw new Refusal(unknown.map(place => noService(place, names)))
}

/** `places`: some that are in it. */
function noCluster({ region }: Aws, places: readonly Place[], arns: readonly string[]): Refusal {
  const [{ name = '', cluster = '' } = {}] = places
  const keys = ['services', name, 'cluster']
  const [here, meant] = [accountOf(arns[0] ?? ''), accountOf(cluster)]
  if (here !== undefined && meant !== undefined && here !== meant) {
    const what = `cluster ${quoted(cluster)} is of account ${meant}, and the credentials are of account ${here}`
    const fix =
      'Take a role of that account before this step (aws-actions/configure-aws-credentials), or correct `cluster`.'
    return new Refusal([{ code: 'EVK-209', what, fix, keys }])
  }
  const names = arns.map(idOf)
  const what = `cluster ${quoted(cluster)} is not in ${region}${suggestion(idOf(cluster), names)}`
  const found = names.length > 0 ? `Found: ${names.join(', ')}. ` : ''
  return new Refusal([{ code: 'EVK-201', what, fix: `${found}Check \`cluster\` and \`aws-region\`.`, keys }])
}

async function clustersOf(aws: Aws): Promise<string[]> {
  return await everyPage(
    input => aws.ecs.listClusters(input),
    {},
    page => page.clusterArns,
  ).catch(() => [])
}

async function serviceNames(aws: Aws, cluster: string): Promise<string[]> {
  const query = { cluster, maxResults: 100 }
  const arns = await everyPage(
    input => aws.ecs.listServices(input),
    query,
    page => page.serviceArns,
  ).catch(() => [])
  return arns.map(idOf)
}

const accountOf = (arn: string): string | undefined => /^arn:[^:]*:ecs:[^:]*:(\d{12}):/.exec(arn)?.[1]
