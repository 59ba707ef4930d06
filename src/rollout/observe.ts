/** Watches rollouts: one call a poll for all of them, and the services themselves where that shows a change. */
import type { Service, ServiceDeployment, Task } from '@aws-sdk/client-ecs'
import type { Aws } from '../edge/aws.ts'
import type { Clock } from '../edge/clock.ts'
import { everyPage, portions } from '../edge/pages.ts'
import { isDenied, kindOf, nameOf } from '../failure/aws.ts'
import { Finder } from './identify.ts'
import { missing, ours, primary, type Rollout, type Snapshot } from './snapshot.ts'
import { isUnavailable } from './survey.ts'
import { isOurs, type Listed, successor } from './whose.ts'

/** How long a deployment of ours may stay invisible before DescribeServices alone has to do. */
const INVISIBLE_MS = 60_000
/** How old the service's own record may get while nothing seems to happen. */
const STALE_MS = 30_000
const SERVICES_PER_CALL = 10
const DEPLOYMENTS_PER_CALL = 20
const TASKS_PER_CALL = 100

/** What is remembered of one rollout between two looks. */
interface Watched {
  /** ARN of our service deployment, once it is known. */
  arn: string | undefined
  /** The service-deployments API is of no use here. */
  blind: boolean
  service: Service | undefined
  readAt: number
  /** Our service deployment as it was read last, in one line: another line is a change. */
  print: string
}

/** One observer per wave; it remembers which service deployments are ours, and nothing that grows. */
export class Observer {
  readonly #aws: Pick<Aws, 'ecs'>
  readonly #clock: Clock
  readonly #watched = new Map<Rollout, Watched>()
  readonly #finder: Finder

  constructor(aws: Pick<Aws, 'ecs'>, clock: Clock) {
    this.#aws = aws
    this.#clock = clock
    this.#finder = new Finder(aws)
  }

  /** The ARN of our service deployment, where it is known. */
  deploymentOf(rollout: Rollout): string | undefined {
    return this.#of(rollout).arn
  }

  /** A snapshot of each, or the error that keeps one from being seen. What is out of reach for all of them is thrown. */
  async look(rollouts: readonly Rollout[]): Promise<Map<Rollout, Snapshot | Error>> {
    for (const rollout of rollouts) {
      const watched = this.#of(rollout)
      if (watched.arn === undefined && !watched.blind) await this.#discover(rollout, watched)
    }
    const deployments = await this.#deployments(rollouts)
    const due = rollouts.filter(rollout => this.#isDue(this.#of(rollout), deployments.get(rollout)))
    const denied = await this.#readServices(due)
    const result = new Map<Rollout, Snapshot | Error>()
    for (const rollout of rollouts) {
      const { service } = this.#of(rollout)
      const refused = denied.get(rollout)
      if (service && !(refused && isEnded(deployments.get(rollout))))
        result.set(rollout, await this.#snapshot(rollout, service, deployments.get(rollout)).catch(unlessDenied))
      else if (refused) result.set(rollout, refused)
    }
    return result
  }

  #of(rollout: Rollout): Watched {
    const known = this.#watched.get(rollout)
    if (known) return known
    const fresh: Watched = { arn: undefined, blind: false, service: undefined, readAt: 0, print: '' }
    this.#watched.set(rollout, fresh)
    return fresh
  }

  #isDue(watched: Watched, deployment: ServiceDeployment | undefined): boolean {
    const print = deployment ? printOf(deployment) : ''
    const changed = print !== watched.print || deployment === undefined
    watched.print = print
    return changed || isEnded(deployment) || this.#clock.now() - watched.readAt >= STALE_MS
  }

  async #snapshot(rollout: Rollout, service: Service, deployment: ServiceDeployment | undefined): Promise<Snapshot> {
    const at = this.#clock.now()
    const source = this.#of(rollout).blind ? 'deployments' : 'service deployments'
    const bare: Snapshot = { at, service, deployment, newer: undefined, tasks: undefined, source }
    const displaced = primary(bare)?.taskDefinition !== rollout.revision.arn || deployment?.status === 'STOPPED'
    const newer = displaced && source === 'service deployments' ? await this.#newer(rollout, deployment) : undefined
    const ended = deployment?.status === 'SUCCESSFUL' || ours(rollout, bare)?.rolloutState === 'COMPLETED'
    const counted = missing(rollout, bare).every(want => want === 'the tasks to be read')
    return { ...bare, newer, tasks: ended && counted ? await tasksRunning(this.#aws, rollout) : undefined }
  }

  /** Finds our service deployment: the one that the order's answer named, else in the list. */
  async #discover(rollout: Rollout, watched: Watched): Promise<void> {
    try {
      watched.arn = (await this.#find(rollout))?.arn
    } catch (error) {
      if (isUnavailable(error)) watched.blind = true
      else if (!isRefused(error)) throw error
    }
    if (watched.arn === undefined && this.#clock.now() - rollout.startedAt >= INVISIBLE_MS) watched.blind = true
  }

  async #find(rollout: Rollout): Promise<Listed | undefined> {
    const { named } = rollout.order
    const described = named === undefined ? [] : await this.#finder.describe([named])
    const mine = described.find(each => isOurs(rollout, each))
    if (mine) return mine
    const listed = await this.#finder.list(rollout).catch(error => {
      // what the answer named may only not be visible yet
      if (named !== undefined && described.length === 0 && isUnavailable(error)) return []
      throw error
    })
    return listed.find(each => isOurs(rollout, each))
  }

  /** Undefined where the list may not be read any more: our own deployment still can. */
  async #newer(rollout: Rollout, deployment: ServiceDeployment | undefined): Promise<Snapshot['newer']> {
    const seen = this.#of(rollout).arn !== undefined
    if (!seen && this.#clock.now() - rollout.startedAt < INVISIBLE_MS) return undefined
    const listed = await this.#finder.list(rollout).catch(error => {
      if (!isUnavailable(error) && !isRefused(error)) throw error
      return []
    })
    const found = successor(rollout, deployment, listed)
    return found && { arn: found.arn, taskDefinition: found.taskDefinition ?? '' }
  }

  async #deployments(rollouts: readonly Rollout[]): Promise<Map<Rollout, ServiceDeployment>> {
    const seen = rollouts.map(rollout => this.#of(rollout)).filter(({ arn, blind }) => arn !== undefined && !blind)
    const found: ServiceDeployment[] = []
    for (const page of portions(seen, DEPLOYMENTS_PER_CALL)) found.push(...(await this.#describe(page)))
    return new Map(
      rollouts.flatMap(rollout => {
        const deployment = found.find(({ serviceDeploymentArn: arn }) => arn === this.#of(rollout).arn)
        return deployment === undefined ? [] : [[rollout, deployment] as const]
      }),
    )
  }

  /** One that may not be seen keeps the others from being seen in the same call: then each is asked for alone. */
  async #describe(page: readonly Watched[]): Promise<ServiceDeployment[]> {
    try {
      const serviceDeploymentArns = page.flatMap(({ arn }) => arn ?? [])
      return (await this.#aws.ecs.describeServiceDeployments({ serviceDeploymentArns })).serviceDeployments ?? []
    } catch (error) {
      const [only, ...more] = page
      if (!isUnavailable(error) && !isRefused(error)) throw error
      if (more.length > 0) return (await Promise.all(page.map(each => this.#describe([each])))).flat()
      if (only && isUnavailable(error)) only.blind = true
      return []
    }
  }

  /** Remembers what is read; what is denied is handed back, service by service. */
  async #readServices(rollouts: readonly Rollout[]): Promise<Map<Rollout, Error>> {
    const denied = new Map<Rollout, Error>()
    for (const cluster of new Set(rollouts.map(each => each.cluster))) {
      for (const page of portions(
        rollouts.filter(each => each.cluster === cluster),
        SERVICES_PER_CALL,
      )) {
        await this.#read(cluster, page).catch(async error => {
          if (!isDenied(error)) throw error
          // one that may not be seen keeps the others from being seen in the same call
          for (const rollout of page) {
            await this.#read(cluster, [rollout]).catch(own => {
              if (!isDenied(own)) throw own
              denied.set(rollout, own)
            })
          }
        })
      }
    }
    return denied
  }

  async #read(cluster: string, rollouts: readonly Rollout[]): Promise<void> {
    const names = rollouts.map(({ service }) => service)
    const { services = [], failures = [] } = await this.#aws.ecs
      .describeServices({ cluster, services: names })
      .catch(error => {
        if (nameOf(error) !== 'ClusterNotFoundException') throw error
        return { services: [], failures: names.map(arn => ({ arn, reason: 'MISSING' })) }
      })
    for (const rollout of rollouts) {
      const watched = this.#of(rollout)
      const service = services.find(({ serviceName }) => serviceName === rollout.service)
      const gone = failures.some(
        ({ arn = '', reason }) => reason === 'MISSING' && arn.split('/').at(-1) === rollout.service,
      )
      if (service) watched.service = service
      else if (gone) watched.service = { ...watched.service, serviceName: rollout.service, status: 'MISSING' }
      if (service || gone) watched.readAt = this.#clock.now()
    }
  }
}

/** The tasks that ECS wants running. */
export async function tasksRunning(
  aws: Pick<Aws, 'ecs'>,
  { cluster, service }: Pick<Rollout, 'cluster' | 'service'>,
): Promise<Task[]> {
  const query = { cluster, serviceName: service, desiredStatus: 'RUNNING' as const }
  return await tasksOf(
    aws,
    cluster,
    await everyPage(
      input => aws.ecs.listTasks(input),
      query,
      page => page.taskArns,
    ),
  )
}

export async function tasksOf({ ecs }: Pick<Aws, 'ecs'>, cluster: string, arns: readonly string[]): Promise<Task[]> {
  const found: Task[] = []
  for (const tasks of portions(arns, TASKS_PER_CALL)) {
    found.push(...((await ecs.describeTasks({ cluster, tasks })).tasks ?? []))
  }
  return found
}

/** AWS said no to this one question: the others are still asked. */
const isRefused = (error: unknown): boolean => kindOf(error) === 'refused'

function unlessDenied(error: unknown): Error {
  if (error instanceof Error && isDenied(error)) return error
  throw error
}

const isEnded = (deployment: ServiceDeployment | undefined): boolean =>
  /^(SUCCESSFUL|STOPPED|ROLLBACK_SUCCESSFUL|ROLLBACK_FAILED)$/.test(deployment?.status ?? '')

function printOf({ updatedAt: _, ...deployment }: ServiceDeployment): string {
  return JSON.stringify(deployment)
}
