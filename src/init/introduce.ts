/** What a repository needs to deploy services that are there already: manifest, policy, trust policy, and what stands in the way. */
import type { Edges } from '../edge/edges.ts'
import { refusalOf } from '../failure/failure.ts'
import { confine } from '../image/confine.ts'
import { placeOf } from '../release/look.ts'
import { type Part, planOf } from '../release/plan.ts'
import { parseManifest } from '../request/document.ts'
import { imagesOf, type Manifest } from '../request/manifest.ts'
import type { Init } from '../request/request.ts'
import { containerOf } from '../revision/container.ts'
import { revisionOf } from '../revision/document.ts'
import { serviceFaults } from '../rollout/readiness.ts'
import type { Standing } from '../rollout/standing.ts'
import { leftObstacles, sourceObstacles } from './doubt.ts'
import { draftOf, type Outline, outlinesOf } from './draft.ts'
import { Asking, dockerfilesIn, ownRegistry, ringingOf, shelvesOf, sight, tryReads } from './explore.ts'
import {
  alarmObstacles,
  asObstacle,
  lackObstacles,
  type Obstacle,
  repositoryObstacles,
  serviceObstacles,
} from './obstacle.ts'
import { arnOf, type Home } from './origin.ts'
import { type Policy, policyFor } from './policy.ts'
import { trustPolicyFor } from './trust.ts'

export interface Introduction {
  /** YAML. */
  readonly manifest: string
  readonly policy: Policy
  readonly trustPolicy: object
  /** What stops the first deploy comes first. */
  readonly obstacles: readonly Obstacle[]
}

export async function introduce(
  edges: Pick<Edges, 'aws' | 'runner'>,
  { cluster, services: asked, environment }: Init,
): Promise<Introduction> {
  const { aws, runner } = edges
  const { standings, faults } = await runner.group(`What runs in ${cluster}`, async () => {
    const found = await runner.patiently('still asking ECS', sight(aws, cluster, [...new Set(asked)]))
    for (const { place, service, liveRevision } of found.standings)
      runner.say(`${place.name}  ${service.runningCount} of ${service.desiredCount} tasks  ${liveRevision.name}`)
    return found
  })
  const services = standings.map(({ place }) => place.service)
  const asking = new Asking()
  const [, partition = 'aws', , , account = ''] = standings[0]?.service.clusterArn?.split(':') ?? []
  const registry = await ownRegistry(edges, asking)
  const owner = runner.run.repository.split('/')[0] ?? ''
  const home: Home = { account, region: aws.region, registry, owner }
  const dockerfiles = await dockerfilesIn(runner.run.workspace)
  const outlined = outlinesOf(standings, home, dockerfiles)
  const outlines = outlined.map(({ outline }) => outline)
  const text = draftOf(outlines, { cluster, region: aws.region, environment })
  const manifest = parseManifest(text, 'evenkeel.yml', environment)

  const repositories = outlines.flatMap(({ made }) => made.map(({ repository }) => repository))
  const shelves = await shelvesOf(aws, repositories, asking)
  const alarms = standings.flatMap(alarmsOf)
  const ringing = await ringingOf(aws, alarms, asking)
  for (const standing of standings) await tryReads(aws, standing, asking)

  const obstacles = [
    ...faults.map(asObstacle),
    ...refusals(manifest, standings),
    ...(await buildRefusals(runner.run.workspace, manifest)),
    ...sourceObstacles(outlines, dockerfiles),
    ...leftObstacles(outlines, home),
    ...repositoryObstacles(outlines, shelves, home),
    ...outlined.flatMap(({ standing, outline }) => serviceObstacles(chosen(standing, outline), outline, home)),
    ...alarmObstacles(ringing),
    ...lackObstacles(asking.lacks),
  ]
  const ofEcr = repositories.flatMap(each => arnOf(each, partition, home) ?? [])
  const place = { partition, region: aws.region, account, cluster: cluster.split('/').at(-1) ?? cluster }
  return {
    manifest: text,
    policy: policyFor({ ...place, services, alarms, repositories: ofEcr, ...reachOf(standings, place) }),
    trustPolicy: trustPolicyFor({ ...place, environment, url: runner.run.url, ...runner.run.trusted }),
    obstacles: [...obstacles.filter(({ stops }) => stops), ...obstacles.filter(({ stops }) => !stops)],
  }
}

const alarmsOf = ({ service: { deploymentConfiguration: { alarms } = {} } }: Standing): string[] =>
  alarms?.enable === true ? (alarms.alarmNames ?? []) : []

/** Families, roles and log groups of what runs and of what is built on: a rollback may register the one again, a deploy the other. */
function reachOf(
  standings: readonly Standing[],
  { partition, region, account }: { partition: string; region: string; account: string },
) {
  const definitions = standings
    .flatMap(({ live, latest }) => [live, ...(latest ? [latest] : [])])
    .map(each => each.definition)
  const logs = definitions.flatMap(({ containerDefinitions = [] }) =>
    containerDefinitions.map(each => containerOf(each).log),
  )
  return {
    families: definitions.map(({ family = '' }) => family),
    roles: definitions
      .flatMap(({ taskRoleArn, executionRoleArn }) => [taskRoleArn, executionRoleArn])
      .filter(isSet)
      // ECS takes the name of a role as well, and a policy does not
      .map(role => (role.startsWith('arn:') ? role : `arn:${partition}:iam::${account}:role/${role}`)),
    logGroups: logs.flatMap(log =>
      log?.driver === 'awslogs' && log.group !== ''
        ? [`arn:${partition}:logs:${log.region || region}:${account}:log-group:${log.group}`]
        : [],
    ),
  }
}

const isSet = (value: string | undefined): value is string => value !== undefined && value !== ''

/** As the draft has it. */
const chosen = (standing: Standing, { made: [{ container }] }: Outline): Standing => ({
  ...standing,
  place: { ...standing.place, container },
})

/** What a deploy of the draft would refuse for how the services stand, in its own words. */
function refusals(manifest: Manifest, standings: readonly Standing[]): Obstacle[] {
  const parts = manifest.services.flatMap((entry): Part[] => {
    const standing = standings.find(({ place }) => place.service === entry.service)
    if (standing === undefined) return []
    const place = placeOf(manifest.cluster, entry)
    const goal = { kind: 'image', images: undefined, provenance: { version: '', commit: '', run: '' } } as const
    return [{ entry, goal, standing: { ...standing, place, liveRevision: revisionOf(standing.live, place) } }]
  })
  const immovable = standings.flatMap(({ place, service }) => serviceFaults(place, service))
  return [...immovable, ...planOf(parts).faults].map(asObstacle)
}

/** Of the checkout: folders and Dockerfiles that are not there. */
async function buildRefusals(workspace: string, { services }: Manifest): Promise<Obstacle[]> {
  try {
    await confine(workspace, imagesOf(services), [])
    return []
  } catch (error) {
    return refusalOf(error).faults.map(asObstacle)
  }
}
