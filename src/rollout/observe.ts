/** Watches rollouts: one poll for all services of a wave, a snapshot of each. */
import type { Service, ServiceDeployment, Task } from '@aws-sdk/client-ecs'
import type { Aws } from '../edge/aws.ts'
import type { Clock } from '../edge/clock.ts'
import { missing, ours, primary, type Rollout, type Snapshot } from './snapshot.ts'
import { isUnavailable } from './survey.ts'

/** How long a deployment of ours may stay invisible before DescribeServices alone has to do. */
const INVISIBLE_MS = 60_000
const SERVICES_PER_CALL = 10
const DEPLOYMENTS_PER_CALL = 20
const TASKS_PER_CALL = 100

/** One observer per wave; it remembers which service deployments are ours, and nothing else. */
export class Observer {
  readonly #aws: Aws
  readonly #clock: Clock
  /** Rollout → the ARN of its service deployment, once that is visible. */
  readonly #known = new Map<Rollout, string>()
  /** Service revision ARN → task definition ARN; a service revision never changes. */
  readonly #targets = new Map<string, string>()
  readonly #blind = new Set<Rollout>()

  constructor(aws: Aws, clock: Clock) {
    this.#aws = aws
    this.#clock = clock
  }

  async look(rollouts: readonly Rollout[]): Promise<Map<Rollout, Snapshot>> {
    for (const rollout of rollouts) {
      if (!this.#known.has(rollout) && !this.#blind.has(rollout)) await this.#discover(rollout)
    }
    const deployments = await this.#deployments(rollouts)
    const services = await this.#services(rollouts)
    const result = new Map<Rollout, Snapshot>()
    for (const rollout of rollouts) {
      const service = services.get(rollout)
      if (service) result.set(rollout, await this.#snapshot(rollout, service, deployments.get(rollout)))
    }
    return result
  }

  async #snapshot(rollout: Rollout, service: Service, deployment: ServiceDeployment | undefined): Promise<Snapshot> {
    const at = this.#clock.now()
    const source = this.#blind.has(rollout) ? 'deployments' : 'service deployments'
    const bare: Snapshot = { at, service, deployment, newer: undefined, tasks: undefined, source }
    const stopped = deployment?.status === 'STOPPED'
    const displaced = primary(bare)?.taskDefinition !== rollout.revision.arn || stopped
    const newer = displaced && source === 'service deployments' ? await this.#newer(rollout, stopped) : undefined
    const ended = deployment?.status === 'SUCCESSFUL' || ours(rollout, bare)?.rolloutState === 'COMPLETED'
    const counted = missing(rollout, bare).every(want => want === 'the tasks to be read')
    return { ...bare, newer, tasks: ended && counted ? await this.#tasks(rollout) : undefined }
  }

  /** Finds our service deployment among those that were not there before. */
  async #discover(rollout: Rollout): Promise<void> {
    try {
      const mine = (await this.#since(rollout)).find(({ taskDefinition }) => taskDefinition === rollout.revision.arn)
      if (mine) this.#known.set(rollout, mine.arn)
      else if (this.#clock.now() - rollout.startedAt >= INVISIBLE_MS) this.#blind.add(rollout)
    } catch (error) {
      if (!isUnavailable(error)) throw error
      this.#blind.add(rollout)
    }
  }

  /** What replaced a stopped deployment may want the same revision again. */
  async #newer(rollout: Rollout, stopped: boolean): Promise<Snapshot['newer']> {
    const since = await this.#since(rollout)
    const known = this.#known.get(rollout)
    const others =
      known === undefined
        ? since
        : since.slice(
            0,
            since.findIndex(({ arn }) => arn === known),
          )
    return others.find(({ taskDefinition }) => stopped || taskDefinition !== rollout.revision.arn)
  }

  /** Service deployments created after the start, newest first, with what they want. */
  async #since({ cluster, service, earlier }: Rollout): Promise<{ arn: string; taskDefinition: string }[]> {
    const { serviceDeployments = [] } = await this.#aws.ecs.listServiceDeployments({ cluster, service, maxResults: 20 })
    const fresh = serviceDeployments.filter(({ serviceDeploymentArn = '' }) => !earlier.has(serviceDeploymentArn))
    const targets = fresh.map(({ targetServiceRevisionArn = '' }) => targetServiceRevisionArn)
    const unknown = targets.filter(arn => arn !== '' && !this.#targets.has(arn))
    if (unknown.length > 0) {
      const { serviceRevisions = [] } = await this.#aws.ecs.describeServiceRevisions({ serviceRevisionArns: unknown })
      for (const { serviceRevisionArn = '', taskDefinition = '' } of serviceRevisions) {
        this.#targets.set(serviceRevisionArn, taskDefinition)
      }
    }
    return fresh.map(({ serviceDeploymentArn = '', targetServiceRevisionArn = '' }) => ({
      arn: serviceDeploymentArn,
      taskDefinition: this.#targets.get(targetServiceRevisionArn) ?? '',
    }))
  }

  async #deployments(rollouts: readonly Rollout[]): Promise<Map<Rollout, ServiceDeployment>> {
    const arns = rollouts.map(rollout => this.#known.get(rollout)).filter(arn => arn !== undefined)
    const found: ServiceDeployment[] = []
    try {
      for (const serviceDeploymentArns of pages(arns, DEPLOYMENTS_PER_CALL)) {
        const answer = await this.#aws.ecs.describeServiceDeployments({ serviceDeploymentArns })
        found.push(...(answer.serviceDeployments ?? []))
      }
    } catch (error) {
      if (!isUnavailable(error)) throw error
      for (const rollout of rollouts) {
        this.#known.delete(rollout)
        this.#blind.add(rollout)
      }
      return new Map()
    }
    return pairs(rollouts, rollout =>
      found.find(({ serviceDeploymentArn }) => serviceDeploymentArn === this.#known.get(rollout)),
    )
  }

  async #services(rollouts: readonly Rollout[]): Promise<Map<Rollout, Service>> {
    const found: Service[] = []
    for (const page of pages(rollouts, SERVICES_PER_CALL)) {
      const cluster = page[0]?.cluster
      const answer = await this.#aws.ecs.describeServices({ cluster, services: page.map(({ service }) => service) })
      found.push(...(answer.services ?? []))
    }
    return pairs(rollouts, ({ service }) => found.find(({ serviceName }) => serviceName === service))
  }

  async #tasks({ cluster, service }: Rollout): Promise<Task[]> {
    const arns: string[] = []
    let nextToken: string | undefined
    do {
      const query = { cluster, serviceName: service, desiredStatus: 'RUNNING' as const }
      const page = await this.#aws.ecs.listTasks(nextToken === undefined ? query : { ...query, nextToken })
      arns.push(...(page.taskArns ?? []))
      nextToken = page.nextToken
    } while (nextToken !== undefined)
    const found: Task[] = []
    for (const tasks of pages(arns, TASKS_PER_CALL)) {
      found.push(...((await this.#aws.ecs.describeTasks({ cluster, tasks })).tasks ?? []))
    }
    return found
  }
}

function pairs<Value>(
  rollouts: readonly Rollout[],
  find: (rollout: Rollout) => Value | undefined,
): Map<Rollout, Value> {
  return new Map(
    rollouts.flatMap(rollout => {
      const value = find(rollout)
      return value === undefined ? [] : [[rollout, value] as const]
    }),
  )
}

function pages<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size))
}
