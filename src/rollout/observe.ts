/** Watches rollouts: one call a poll for all of them, and the services themselves where that shows a change. */
import type { Service, ServiceDeployment } from '@aws-sdk/client-ecs'
import type { Aws } from '../edge/aws.ts'
import type { Clock } from '../edge/clock.ts'
import { isDenied, kindOf } from '../failure/aws.ts'
import { readDeployments } from './deployments.ts'
import { Recent } from './recent.ts'
import { readServices } from './services.ts'
import { isAnswered, isGone, missing, ours, primary, type Rollout, type Snapshot } from './snapshot.ts'
import { isUnavailable } from './survey.ts'
import { tasksRunning } from './tasks.ts'
import { isOurs, leader, oursAmong, successor } from './whose.ts'

/** How long a deployment of ours may stay invisible before DescribeServices alone has to do. */
const INVISIBLE_MS = 60_000
/** How old the service's own record may get while nothing seems to happen. */
const STALE_MS = 30_000
/** The answer of the order counts as read with the first look. */
const FRESH_MS = 5_000
/** How old that of the service deployment may get while the service's own shows nothing out of the way; hooks only it tells. */
const FAR_STALE_MS = 90_000

/** What is remembered of one rollout between two looks. */
interface Watched {
  /** ARN of our service deployment, once it is known. */
  arn: string | undefined
  /** The service-deployments API is of no use here. */
  blind: boolean
  service: Service | undefined
  readAt: number
  /** Our service deployment as it was read last. */
  deployment: ServiceDeployment | undefined
  describedAt: number
  /** The same in one line: another line is a change. */
  print: string
}

export interface Look {
  /** No end is near: the services' own records do, as long as they show nothing out of the way. */
  readonly far: boolean
}

/** One observer per wave; it remembers which service deployments are ours, and nothing that grows. */
export class Observer {
  readonly #aws: Pick<Aws, 'ecs'>
  readonly #clock: Clock
  readonly #watched = new Map<Rollout, Watched>()
  readonly #recent: Recent

  constructor(aws: Pick<Aws, 'ecs'>, clock: Clock) {
    this.#aws = aws
    this.#clock = clock
    this.#recent = new Recent(aws)
  }

  /** The ARN of our service deployment, where it is known. */
  deploymentOf(rollout: Rollout): string | undefined {
    return this.#of(rollout).arn
  }

  /** A snapshot of each, or the error that keeps one from being seen. What is out of reach for all of them is thrown. */
  async look(rollouts: readonly Rollout[], { far }: Look): Promise<Map<Rollout, Snapshot | Error>> {
    const began = this.#clock.now()
    // where the services are to be read anyway, they may do once more
    const glance = far || rollouts.every(each => began - this.#of(each).readAt >= STALE_MS)
    const denied = glance
      ? await this.#readServices(rollouts.filter(each => this.#of(each).readAt < began - FRESH_MS))
      : new Map()
    if (!glance || rollouts.some(each => this.#isOutOfTheWay(each))) await this.#readDeployments(rollouts)
    const due = rollouts.filter(each => this.#isDue(each, began, glance))
    for (const [rollout, error] of await this.#readServices(due)) denied.set(rollout, error)
    const result = new Map<Rollout, Snapshot | Error>()
    for (const rollout of rollouts) {
      const { service, deployment } = this.#of(rollout)
      const refused = denied.get(rollout)
      // what a verdict may rest on is read anew, or not told
      const decides = isEnded(deployment) || this.#of(rollout).blind || (service && isGone({ service }))
      if (service && !(refused && decides))
        result.set(rollout, await this.#snapshot(rollout, service, deployment).catch(unlessDenied))
      else if (refused) result.set(rollout, refused)
    }
    return result
  }

  #of(rollout: Rollout): Watched {
    const known = this.#watched.get(rollout)
    if (known) return known
    const fresh: Watched = {
      arn: undefined,
      blind: false,
      service: rollout.answer,
      readAt: rollout.answer ? rollout.startedAt : 0,
      deployment: undefined,
      describedAt: 0,
      print: '',
    }
    this.#watched.set(rollout, fresh)
    return fresh
  }

  /** Whether the service's own record is not enough. */
  #isOutOfTheWay(rollout: Rollout): boolean {
    const { blind, deployment, describedAt, service } = this.#of(rollout)
    if (blind) return false
    if (service === undefined) return true
    if (deployment === undefined) return !(isAnswered(rollout) && service === rollout.answer)
    if (this.#clock.now() - describedAt >= (isPlain(service) ? FAR_STALE_MS : STALE_MS)) return true
    const { taskDefinition, rolloutState, failedTasks = 0 } = primary({ service }) ?? {}
    const leads = taskDefinition === rollout.revision.arn && rolloutState === 'IN_PROGRESS' && failedTasks === 0
    return !leads || service.status !== 'ACTIVE' || !/^(PENDING|IN_PROGRESS)$/.test(deployment.status ?? '')
  }

  /** `began`: what was read since then is new enough. */
  #isDue(rollout: Rollout, began: number, glance: boolean): boolean {
    const watched = this.#of(rollout)
    const { deployment, service, readAt } = watched
    if (service === undefined) return true
    if (isEnded(deployment) || isGone({ service })) return readAt < began || !glance
    const fresh = readAt >= began - (service === rollout.answer ? FRESH_MS : 0)
    if (deployment === undefined) return !(glance && fresh)
    const print = printOf(deployment)
    const changed = print !== watched.print && !(watched.print === '' && fresh)
    watched.print = print
    return !(glance && fresh) && (changed || this.#clock.now() - readAt >= STALE_MS)
  }

  async #snapshot(rollout: Rollout, service: Service, deployment: ServiceDeployment | undefined): Promise<Snapshot> {
    const at = this.#clock.now()
    const source = this.#of(rollout).blind ? 'deployments' : 'service deployments'
    const bare: Snapshot = { at, service, deployment, newer: undefined, tasks: undefined, source }
    const displaced = primary(bare)?.taskDefinition !== rollout.revision.arn || deployment?.status === 'STOPPED'
    const newer =
      displaced && source === 'service deployments' ? await this.#newer(rollout, service, deployment) : undefined
    const ended = deployment?.status === 'SUCCESSFUL' || ours(rollout, bare)?.rolloutState === 'COMPLETED'
    const counted = missing(rollout, bare).every(want => want === 'the tasks to be read')
    return { ...bare, newer, tasks: ended && counted ? await tasksRunning(this.#aws, rollout) : undefined }
  }

  /** One call for all: those that are known to be ours, and those that the orders' answers named. */
  async #readDeployments(rollouts: readonly Rollout[]): Promise<void> {
    const candidates = new Map<string, Rollout>()
    for (const rollout of rollouts) {
      const { arn, blind } = this.#of(rollout)
      const wanted = blind ? undefined : (arn ?? rollout.order.named)
      if (wanted !== undefined) candidates.set(wanted, rollout)
    }
    const found = await this.#describe(candidates)
    const open = rollouts.filter(each => this.#of(each).arn === undefined && !this.#of(each).blind)
    await this.#recent.learn(open.map(each => found.get(each)?.targetServiceRevision?.arn ?? '')).catch(unlessDead)
    for (const rollout of open) await this.#discover(rollout, found.get(rollout))
    const late = open.filter(
      each => this.#of(each).arn !== undefined && found.get(each)?.serviceDeploymentArn !== this.#of(each).arn,
    )
    const rest = await this.#describe(new Map(late.map(each => [this.#of(each).arn ?? '', each])))
    for (const rollout of rollouts) {
      const watched = this.#of(rollout)
      const read = rest.get(rollout) ?? found.get(rollout)
      watched.deployment = read !== undefined && read.serviceDeploymentArn === watched.arn ? read : undefined
      watched.describedAt = this.#clock.now()
    }
  }

  /** Finds our service deployment: the one that the order's answer named, else in the list. */
  async #discover(rollout: Rollout, named: ServiceDeployment | undefined): Promise<void> {
    const watched = this.#of(rollout)
    if (named && isOurs(rollout, this.#recent.tell(named))) {
      watched.arn = named.serviceDeploymentArn
      return
    }
    const listed = await this.#recent.list(rollout).catch(error => {
      unlessDead(error)
      // what the answer named may only not be visible yet
      if (isUnavailable(error) && !(rollout.order.named !== undefined && named === undefined)) watched.blind = true
      return []
    })
    watched.arn = oursAmong(rollout, listed)?.arn
    // a list that cannot be had for so long is as good as none
    if (watched.arn === undefined && this.#clock.now() - rollout.startedAt >= INVISIBLE_MS) watched.blind = true
  }

  /** Undefined where the list may not be read any more: our own deployment still can. */
  async #newer(
    rollout: Rollout,
    service: Service,
    deployment: ServiceDeployment | undefined,
  ): Promise<Snapshot['newer']> {
    const seen = this.#of(rollout).arn !== undefined
    if (!seen && this.#clock.now() - rollout.startedAt < INVISIBLE_MS) return undefined
    const listed = await this.#recent.list(rollout).catch(error => {
      unlessDead(error)
      return []
    })
    const found = successor(rollout, deployment, listed) ?? leader(rollout, deployment, service)
    return found && { arn: found.arn, taskDefinition: found.taskDefinition ?? '' }
  }

  /** By ARN; where that API is of no use, its rollout is blind from now on. */
  async #describe(wanted: ReadonlyMap<string, Rollout>): Promise<Map<Rollout, ServiceDeployment>> {
    return await readDeployments(this.#aws, wanted, rollout => {
      this.#of(rollout).blind = true
    })
  }

  async #readServices(rollouts: readonly Rollout[]): Promise<Map<Rollout, Error>> {
    return await readServices(this.#aws, rollouts, (rollout, found) => {
      const watched = this.#of(rollout)
      watched.service = found ?? { ...watched.service, serviceName: rollout.service, status: 'MISSING' }
      watched.readAt = this.#clock.now()
    })
  }
}

/** Rolling, without a hook that could hold it. */
function isPlain({ deploymentConfiguration }: Service): boolean {
  const { strategy = 'ROLLING', lifecycleHooks = [] } = deploymentConfiguration ?? {}
  return strategy === 'ROLLING' && lifecycleHooks.length === 0
}

/** Not knowing is no reason to stop looking; credentials that are dead are. */
function unlessDead(error: unknown): void {
  if (kindOf(error) === 'dead-credentials') throw error
}

function unlessDenied(error: unknown): Error {
  if (error instanceof Error && isDenied(error)) return error
  throw error
}

const isEnded = (deployment: ServiceDeployment | undefined): boolean =>
  /^(SUCCESSFUL|STOPPED|ROLLBACK_SUCCESSFUL|ROLLBACK_FAILED)$/.test(deployment?.status ?? '')

function printOf({ updatedAt: _, ...deployment }: ServiceDeployment): string {
  return JSON.stringify(deployment)
}
