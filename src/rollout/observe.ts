/** Watches rollouts: one call a poll for all of them, and the services themselves where that shows a change. */
import type { Service, ServiceDeployment } from '@aws-sdk/client-ecs'
import type { Clock } from '../edge/clock.ts'
import { isDenied, kindOf } from '../failure/aws.ts'
import { readDeployments } from './deployments.ts'
import { Recent } from './recent.ts'
import { readServices } from './services.ts'
import { isDoneByEcs, isGone, missing, primary, type Rollout, type Snapshot } from './snapshot.ts'
import { isUnavailable } from './survey.ts'
import { type Reading, tasksRunning } from './tasks.ts'
import {
  blinded,
  FRESH_MS,
  isEnded,
  isOutOfTheWay,
  isShifting,
  printOf,
  staleAfter,
  type Watched,
  watchedOf,
} from './watched.ts'
import { isOurs, leader, oursAmong, rivalsIn, successor } from './whose.ts'

/** How long a deployment of ours may stay invisible before DescribeServices alone has to do. */
const INVISIBLE_MS = 60_000

export interface Look {
  /** No end is near: the services' own records do, as long as they show nothing out of the way. */
  readonly far: boolean
  /** None comes after it: what is ours has to be known now. */
  readonly last: boolean
}

/** One observer per wave; it remembers which service deployments are ours, and nothing that grows. */
export class Observer {
  readonly #aws: Reading
  readonly #clock: Clock
  readonly #watched = new Map<Rollout, Watched>()
  readonly #recent: Recent

  constructor(aws: Reading, clock: Clock) {
    this.#aws = aws
    this.#clock = clock
    this.#recent = new Recent(aws)
  }

  /** The ARN of our service deployment, where it is known. */
  deploymentOf(rollout: Rollout): string | undefined {
    return this.#of(rollout).arn
  }

  /** The same, asked for where no look has needed it yet. Never fails: what ends a watch the next look meets as well. */
  async find(rollout: Rollout): Promise<string | undefined> {
    const { arn, blind } = this.#of(rollout)
    if (arn === undefined && !blind) await this.#readDeployments([rollout]).catch(() => {})
    return this.deploymentOf(rollout)
  }

  /** A snapshot of each, or the error that keeps one from being seen. What is out of reach for all of them is thrown. */
  async look(rollouts: readonly Rollout[], { far, last }: Look): Promise<Map<Rollout, Snapshot | Error>> {
    const began = this.#clock.now()
    const again = rollouts.filter(each => this.#of(each).blind && (last || this.#of(each).askAgainAt <= began))
    for (const each of again) this.#of(each).blind = false
    // where the services are to be read anyway, they may do once more
    const isDue = (each: Rollout) => began - this.#of(each).readAt >= staleAfter(this.#of(each))
    const glance = !last && (far || rollouts.every(isDue))
    const denied = glance ? await this.#readServices(rollouts.filter(each => this.#isFirst(each, began))) : new Map()
    const seen = this.#clock.now()
    const enough = glance && denied.size === 0 && !rollouts.some(each => isOutOfTheWay(each, this.#of(each), seen))
    if (!enough) {
      await this.#readDeployments(rollouts).catch(error => {
        for (const each of again) this.#blind(each)
        // those that DescribeServices alone tells of go on
        if (kindOf(error) === 'dead-credentials' || again.length < rollouts.length) throw error
      })
    }
    const due = rollouts.filter(each => this.#isDue(each, began, glance))
    for (const [rollout, error] of await this.#readServices(due)) denied.set(rollout, error)
    const result = new Map<Rollout, Snapshot | Error>()
    for (const rollout of rollouts) {
      const { service, deployment, blind, readAt } = this.#of(rollout)
      const refused = denied.get(rollout)
      // what a verdict may rest on is read anew, or not told
      const decides = isEnded(deployment) || blind || (service && isGone({ service }))
      if (service && !(decides && (refused || readAt < began)))
        result.set(rollout, await this.#snapshot(rollout, service, deployment).catch(unlessDenied))
      else if (refused) result.set(rollout, refused)
    }
    return result
  }

  #of(rollout: Rollout): Watched {
    const known = this.#watched.get(rollout)
    if (known) return known
    const fresh = watchedOf(rollout)
    this.#watched.set(rollout, fresh)
    return fresh
  }

  /** Whether the service is looked at before its deployment. */
  #isFirst(rollout: Rollout, began: number): boolean {
    const watched = this.#of(rollout)
    return watched.readAt < began - FRESH_MS && !isShifting(watched)
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
    return !(glance && fresh) && (changed || this.#clock.now() - readAt >= staleAfter(watched))
  }

  async #snapshot(rollout: Rollout, service: Service, deployment: ServiceDeployment | undefined): Promise<Snapshot> {
    const at = this.#clock.now()
    const source = this.#of(rollout).blind ? 'deployments' : 'service deployments'
    const bare: Snapshot = { at, service, deployment, newer: undefined, tasks: undefined, source }
    const displaced = primary(bare)?.taskDefinition !== rollout.revision.arn || deployment?.status === 'STOPPED'
    const newer =
      displaced && source === 'service deployments' ? await this.#newer(rollout, service, deployment) : undefined
    const counted = missing(rollout, bare).every(want => want === 'the tasks to be read')
    return {
      ...bare,
      newer,
      tasks: counted && isDoneByEcs(rollout, bare) ? await tasksRunning(this.#aws, rollout) : undefined,
    }
  }

  /** One call for all: those that are known to be ours, and those that the orders' answers named. */
  async #readDeployments(rollouts: readonly Rollout[]): Promise<void> {
    for (const each of rollouts) this.#of(each).soughtAt ??= this.#clock.now()
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
    const told = named && this.#recent.tell(named)
    if (told && isOurs(rollout, told)) {
      watched.arn = told.arn
      return
    }
    const listed = await this.#recent.list(rollout).catch(error => {
      unlessDead(error)
      // what the answer named may only not be visible yet
      if (isUnavailable(error) && !(rollout.order.named !== undefined && named === undefined))
        this.#blind(rollout, error)
      return []
    })
    const rivals = rivalsIn(rollout, watched.service ?? {})
    // what it leads to may not be known yet
    const denied = told?.taskDefinition === undefined ? undefined : told.arn
    watched.arn = oursAmong(rollout, listed, { denied, rivals })?.arn
    const since = watched.soughtAt ?? rollout.startedAt
    // a list that cannot be had for so long is as good as none
    if (watched.arn === undefined && !watched.blind && this.#clock.now() - since >= INVISIBLE_MS) this.#blind(rollout)
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
    return found && { arn: found.arn, taskDefinition: found.taskDefinition ?? '', createdAt: found.createdAt }
  }

  /** By ARN; where that API is of no use, its rollout is blind for a while. */
  async #describe(wanted: ReadonlyMap<string, Rollout>): Promise<Map<Rollout, ServiceDeployment>> {
    return await readDeployments(this.#aws, wanted, (rollout, error) => this.#blind(rollout, error))
  }

  /** Another emulator that lacks the API will not grow it; a role may be given what it lacks. */
  #blind(rollout: Rollout, error?: unknown): void {
    const watched = this.#of(rollout)
    Object.assign(watched, blinded(watched, this.#clock.now(), error !== undefined && !isDenied(error)))
  }

  async #readServices(rollouts: readonly Rollout[]): Promise<Map<Rollout, Error>> {
    return await readServices(this.#aws, rollouts, (rollout, found) => {
      const watched = this.#of(rollout)
      watched.service = found ?? { ...watched.service, serviceName: rollout.service, status: 'MISSING' }
      watched.readAt = this.#clock.now()
    })
  }
}

/** Not knowing is no reason to stop looking; credentials that are dead are. */
function unlessDead(error: unknown): void {
  if (kindOf(error) === 'dead-credentials') throw error
}

function unlessDenied(error: unknown): Error {
  if (error instanceof Error && isDenied(error)) return error
  throw error
}
