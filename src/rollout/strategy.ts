/** What ECS has to be told of a service's deployment strategy, given what it has. Pure. */
import { isDeepStrictEqual } from 'node:util'
import type { DeploymentConfiguration, LoadBalancer, Service, UpdateServiceRequest } from '@aws-sdk/client-ecs'

export type Strategy = { readonly type: 'rolling' } | Shift

/** All new tasks beside the old ones, then the traffic, at once or step by step. */
export interface Shift {
  readonly type: 'blue-green' | 'canary' | 'linear'
  /** How long old and new stand side by side after the last of the traffic has moved. */
  readonly bakeMinutes: number
  /** Percent of the traffic and minutes to wait: the canary, or each step; blue-green has none. */
  readonly step: { readonly percent: number; readonly minutes: number } | undefined
  readonly alternateTargetGroup: string
  readonly productionListenerRule: string
  readonly testListenerRule: string | undefined
  /** With which ECS moves the traffic. */
  readonly role: string
}

export interface Change {
  /** To be sent with the revision. */
  readonly order: Pick<UpdateServiceRequest, 'deploymentConfiguration' | 'loadBalancers'>
  /** What is told of it; undefined where nothing is sent. */
  readonly words: string | undefined
}

const NOTHING: Change = { order: {}, words: undefined }

const NAMES = { rolling: 'ROLLING', 'blue-green': 'BLUE_GREEN', canary: 'CANARY', linear: 'LINEAR' } as const

/** What may be sent back, as ECS sent it: with the fields that the SDK does not know, too. */
export type Described = Pick<Service, 'deploymentConfiguration' | 'loadBalancers'>

/**
 * Nothing where the service has it already. Target group, rules and role come first, with a rolling deployment that makes the
 * service ready, as ECS wants it; the strategy itself comes with the next release.
 */
export function changeOf(
  strategy: Strategy | undefined,
  service: Service,
  container: string,
  described: Described = service,
): Change {
  if (strategy === undefined) return NOTHING
  const before = described.deploymentConfiguration ?? {}
  const balancers = described.loadBalancers ?? []
  const wanted = configurationOf(strategy, before)
  const configured = isDeepStrictEqual(plain(wanted), plain(before))
  const present = before.strategy ?? 'ROLLING'
  if (strategy.type === 'rolling')
    return present === 'ROLLING'
      ? NOTHING
      : { order: { deploymentConfiguration: wanted }, words: `from ${present} to ROLLING` }
  const placed = balancers.map(each => (each.containerName === container ? placedBy(strategy, each) : each))
  const isPlaced = isDeepStrictEqual(plain(placed), plain(balancers))
  const loadBalancers = isPlaced ? {} : { loadBalancers: placed }
  if (present === 'ROLLING' && !isPlaced)
    return {
      order: loadBalancers,
      words: `this release is rolling and makes the service ready, the next one is ${wanted.strategy}`,
    }
  if (configured && isPlaced) return NOTHING
  const words = present === wanted.strategy ? `${present}, changed` : `from ${present} to ${wanted.strategy}`
  return { order: { ...loadBalancers, ...(configured ? {} : { deploymentConfiguration: wanted }) }, words }
}

/** Only what belongs to the strategy is different: percentages, breaker, alarms and hooks stay. */
function configurationOf(strategy: Strategy, before: DeploymentConfiguration): DeploymentConfiguration {
  const { canaryConfiguration: canary, linearConfiguration: linear, ...rest } = before
  const name = NAMES[strategy.type]
  if (strategy.type === 'rolling') return { ...rest, strategy: name }
  const whole = { ...rest, ...withoutEarly(rest), strategy: name, bakeTimeInMinutes: strategy.bakeMinutes }
  const { percent, minutes } = strategy.step ?? { percent: 100, minutes: 0 }
  switch (strategy.type) {
    case 'canary':
      return { ...whole, canaryConfiguration: { ...canary, canaryPercent: percent, canaryBakeTimeInMinutes: minutes } }
    case 'linear':
      return { ...whole, linearConfiguration: { ...linear, stepPercent: percent, stepBakeTimeInMinutes: minutes } }
    default:
      return whole
  }
}

/**
 * Early success belongs to rolling deployments: ECS keeps it where it is left out, and then refuses another strategy (seen by
 * kayac/ecspresso, pull request 1082). One that is turned off is described, and stays as it is.
 */
function withoutEarly({ earlySuccessCriteria: early }: DeploymentConfiguration): DeploymentConfiguration {
  return early?.enable ? { earlySuccessCriteria: { ...early, enable: false } } : {}
}

function placedBy(shift: Shift, balancer: LoadBalancer): LoadBalancer {
  const { alternateTargetGroup, productionListenerRule, testListenerRule, role } = shift
  const { testListenerRule: _, ...before } = balancer.advancedConfiguration ?? {}
  return {
    ...balancer,
    advancedConfiguration: {
      ...before,
      alternateTargetGroupArn: alternateTargetGroup,
      productionListenerRule,
      ...(testListenerRule !== undefined && { testListenerRule }),
      roleArn: role,
    },
  }
}

/** Without keys that are there and undefined. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

export const isShift = ({ deploymentConfiguration }: Pick<Service, 'deploymentConfiguration'>): boolean =>
  (deploymentConfiguration?.strategy ?? 'ROLLING') !== 'ROLLING'

type Waits = Pick<Shift, 'type' | 'step' | 'bakeMinutes'>

/** How the traffic moves by a service's own strategy; what it leaves out is ECS's default. Undefined where all moves at once. */
function stepOf({
  strategy,
  canaryConfiguration: { canaryPercent = 5, canaryBakeTimeInMinutes = 10 } = {},
  linearConfiguration: { stepPercent = 10, stepBakeTimeInMinutes = 6 } = {},
}: DeploymentConfiguration): Shift['step'] {
  if (strategy === 'CANARY') return { percent: canaryPercent, minutes: canaryBakeTimeInMinutes }
  if (strategy === 'LINEAR') return { percent: stepPercent, minutes: stepBakeTimeInMinutes }
  return undefined
}

/** How long it waits after each step of the traffic, min; 0 where there is no step. */
export const stepMinutes = (configuration: DeploymentConfiguration): number => stepOf(configuration)?.minutes ?? 0

/** How long a release takes at least by the strategy that the service has, min. */
export function ownMinutes({ deploymentConfiguration = {} }: Pick<Service, 'deploymentConfiguration'>): number {
  const { strategy, bakeTimeInMinutes: bakeMinutes = 0 } = deploymentConfiguration
  const type = (['blue-green', 'canary', 'linear'] as const).find(each => NAMES[each] === strategy)
  return type === undefined ? 0 : leastMinutes({ type, bakeMinutes, step: stepOf(deploymentConfiguration) })
}

/** How long a release takes at least. */
export function leastMinutes(strategy: { readonly type: 'rolling' } | Waits | undefined): number {
  if (strategy === undefined || strategy.type === 'rolling') return 0
  const { percent, minutes } = strategy.step ?? { percent: 100, minutes: 0 }
  const waits = strategy.type === 'linear' ? Math.ceil(100 / percent - 1e-9) - 1 : percent < 100 ? 1 : 0
  return waits * minutes + strategy.bakeMinutes
}

/** Why a rolling deployment of so many tasks can never go on, in words: its floor and ceiling are the same. */
export function roomless({ desiredCount = 0, deploymentConfiguration }: Service): string | undefined {
  const { minimumHealthyPercent: minimum = 100, maximumPercent: maximum = 200 } = deploymentConfiguration ?? {}
  const floor = Math.ceil((desiredCount * minimum) / 100)
  const ceiling = Math.floor((desiredCount * maximum) / 100)
  if (desiredCount === 0 || ceiling > desiredCount || floor < desiredCount) return undefined
  return `with ${desiredCount} wanted, minimumHealthyPercent ${minimum} and maximumPercent ${maximum} no task may start and none may stop`
}
