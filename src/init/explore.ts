/** Reads what a first deploy has to do with, and changes nothing: services, their shapes, repositories, folders, alarms. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Aws } from '../edge/aws.ts'
import type { Edges } from '../edge/edges.ts'
import { isDenied, isRefused, nameOf } from '../failure/aws.ts'
import { Failure, failureOf, Refusal } from '../failure/failure.ts'
import { type Lack, lackOf } from '../failure/permission.ts'
import { authorise } from '../image/login.ts'
import { ecrOf, hostOf } from '../image/reference.ts'
import type { Standing } from '../rollout/standing.ts'
import { type Surveyed, sighted, soundOf } from '../rollout/survey.ts'
import { tryTasks } from '../rollout/tasks.ts'
import type { Shelf } from './obstacle.ts'
import { READING } from './policy.ts'
import { type Dockerfile, isDockerfile, stagesIn } from './source.ts'

/** How the services stand; what cannot be read at all is told with everything that reading takes. */
export async function sight(aws: Aws, cluster: string, services: readonly string[]): Promise<Surveyed> {
  const places = services.map(name => ({
    name,
    cluster,
    service: name,
    container: name,
    placed: undefined,
    strategy: undefined,
    mayStandAtZero: false,
  }))
  const found = await sighted(aws, places).catch(error => {
    const lack = error instanceof Failure && !(error instanceof Refusal) ? lackOf(error.cause) : undefined
    if (lack === undefined) throw error
    const { Effect, Action, Resource } = READING
    const statement = JSON.stringify({ Effect, Action, Resource })
    const what = `these credentials lack ${lack.action}: the services cannot be read`
    throw new Refusal([{ code: 'EVK-216', what, fix: `For this run, give them: ${statement}` }])
  })
  // of those that nobody could move yet the others' texts can still be printed
  const isEnough = found.standings.length > 0 && found.faults.every(({ code }) => code === 'EVK-206')
  return isEnough ? found : { standings: soundOf(found), faults: [] }
}

/** How deep in the workspace a Dockerfile is looked for, `services/api/docker` being three, and in how many folders. */
const DEPTH = 3
const FOLDERS = 5000

/** Folders that hold what others wrote. */
const FOREIGN = /^(?:\.git|node_modules|vendor|target|\.venv|venv)$/

/** Those nearest to the root first; links are not followed. */
export async function dockerfilesIn(workspace: string): Promise<Dockerfile[]> {
  const found: Dockerfile[] = []
  let [level, seen] = [['.'], 0]
  for (let depth = 0; depth <= DEPTH && seen < FOLDERS; depth++) {
    const next: string[] = []
    for (const folder of level.slice(0, FOLDERS - seen)) {
      seen += 1
      const entries = await readdir(join(workspace, folder), { withFileTypes: true }).catch(() => [])
      for (const entry of entries.sort((one, other) => (one.name < other.name ? -1 : 1))) {
        const { name } = entry
        if (entry.isDirectory() && !FOREIGN.test(name)) next.push(folder === '.' ? name : `${folder}/${name}`)
        if (entry.isDirectory() || !isDockerfile(name)) continue
        // one that cannot be read is there all the same
        const text = await readFile(join(workspace, folder, name), 'utf8').catch(() => '')
        found.push({ folder, file: name, stages: stagesIn(text) })
      }
    }
    level = next
  }
  return found
}

/** What is denied is kept, and the run goes on without it. */
export class Asking {
  readonly lacks: Lack[] = []

  async ask<Answer>(deed: string, call: () => Promise<Answer>): Promise<Answer | undefined> {
    try {
      return await call()
    } catch (error) {
      const cause = error instanceof Failure ? error.cause : error
      const lack = lackOf(cause, deed)
      if (lack) this.lacks.push(lack)
      // AWS may well refuse to tell of a thing that is not there
      if (isDenied(cause) || isRefused(cause)) return undefined
      throw failureOf(error, deed)
    }
  }
}

/** Host of the account's own registry. */
export async function ownRegistry(
  { aws, runner }: Pick<Edges, 'aws' | 'runner'>,
  asking: Asking,
): Promise<string | undefined> {
  return (await asking.ask('get a login for ECR', async () => await authorise(aws, runner)))?.registry
}

/** By the name that a manifest gives them; those of other registries than ECR are not asked for. */
export async function shelvesOf(
  aws: Aws,
  repositories: readonly string[],
  asking: Asking,
): Promise<Map<string, Shelf>> {
  const shelves = new Map<string, Shelf>()
  for (const repository of new Set(repositories)) {
    const host = hostOf(repository)
    const ecr = ecrOf(host ?? '')
    if (host !== undefined && ecr === undefined) continue
    const name = host === undefined ? repository : repository.slice(host.length + 1)
    const input = { repositoryNames: [name], ...(ecr && { registryId: ecr.account }) }
    const shelf = await asking.ask(`look for the ECR repository ${name}`, async () => {
      try {
        const { repositories: [found] = [] } = await aws.in(ecr?.region ?? aws.region).ecr.describeRepositories(input)
        return /^IMMUTABLE/.test(found?.imageTagMutability ?? '') ? 'IMMUTABLE' : 'MUTABLE'
      } catch (error) {
        if (nameOf(error) === 'RepositoryNotFoundException') return 'missing'
        throw error
      }
    })
    shelves.set(repository, shelf ?? 'unread')
  }
  return shelves
}

/** What a rollout is followed by, asked for once; what it gives is not needed. */
export async function tryReads(aws: Aws, { place, service }: Standing, asking: Asking): Promise<void> {
  const { cluster } = place
  await tryTasks(aws, place, (deed, call) => asking.ask(deed, call))
  const past = await asking.ask('list service deployments', () =>
    aws.ecs.listServiceDeployments({ cluster, service: place.service, maxResults: 1 }),
  )
  const id = `${service.clusterArn?.split('/').at(-1)}/${place.service}/${'0'.repeat(21)}`
  const arn = past?.serviceDeployments?.[0]?.serviceDeploymentArn
  const none = `${service.clusterArn?.split(':').slice(0, 5).join(':')}:service-deployment/${id}`
  await asking.ask('describe service deployments', () =>
    aws.ecs.describeServiceDeployments({ serviceDeploymentArns: [arn ?? none] }),
  )
}

/** Deployment alarms that ring now. */
export async function ringingOf(aws: Aws, alarms: readonly string[], asking: Asking): Promise<string[]> {
  if (alarms.length === 0) return []
  const found = await asking.ask('read the state of alarms', () =>
    aws.cloudwatch.describeAlarms({
      AlarmNames: [...alarms],
      AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
      StateValue: 'ALARM',
    }),
  )
  const { MetricAlarms = [], CompositeAlarms = [] } = found ?? {}
  return [...MetricAlarms, ...CompositeAlarms].flatMap(({ AlarmName }) => AlarmName ?? [])
}
