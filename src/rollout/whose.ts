/** Whose a service deployment is. Pure; every time here is AWS's own, so that no skewed clock can decide. */
import type { Deployment, Service, ServiceDeployment } from '@aws-sdk/client-ecs'

/** What UpdateService's own answer said of the deployment it began. */
export interface Order {
  /** `ecs-svc/…`, the PRIMARY of the answer; undefined where the answer was lost, or did not show it yet. */
  readonly deployment: string | undefined
  /** When AWS says that it was created, epoch ms. */
  readonly createdAt: number | undefined
  /** ARN of the service deployment that the answer names: others have seen it lag right after the order. */
  readonly named: string | undefined
  /** The newest time that AWS told before it was sent; 0 where another run sent it. */
  readonly since: number
}

export const UNKNOWN_ORDER: Order = { deployment: undefined, createdAt: undefined, named: undefined, since: 0 }

/** A service deployment of the list, with what it leads to where that is known. */
export interface Listed {
  readonly arn: string
  readonly createdAt: number
  readonly taskDefinition: string | undefined
}

/** How far the times that AWS gives one deployment in two places may lie apart, ms. */
export const APART_MS = 2_000

interface Wanted {
  readonly order: Order
  readonly revision: { readonly arn: string }
  readonly earlier: ReadonlySet<string>
}

/** What no order of this run can have begun: it was there before, or is older than what AWS told last. */
export interface Bounds {
  readonly earlier: ReadonlySet<string>
  /** Epoch ms. */
  readonly since: number
}

export function orderOf(service: Service | undefined, revision: string, { earlier, since }: Bounds): Order {
  const { deployments = [], currentServiceDeployment: named } = service ?? {}
  // an answer may lag as reads do, and show one before of the same revision
  const isNew = ({ id = '', createdAt }: Deployment) =>
    !earlier.has(id) && Number(createdAt ?? since) >= since - APART_MS
  const mine = deployments.find(each => each.status === 'PRIMARY' && each.taskDefinition === revision && isNew(each))
  return {
    deployment: mine?.id,
    createdAt: mine?.createdAt === undefined ? undefined : Number(mine.createdAt),
    named: mine === undefined || named === undefined || earlier.has(named) ? undefined : named,
    since,
  }
}

/** Ours leads to our revision, is not older than our order, and was not there before. */
export const isOurs = ({ order, revision, earlier }: Wanted, { arn, createdAt, taskDefinition }: Listed): boolean =>
  taskDefinition === revision.arn && !earlier.has(arn) && createdAt >= begunAt(order) - APART_MS

/**
 * Ours of a list, or undefined while it is not to be told from others. The one that the order's answer named is, once it is
 * listed; `denied` are names that turned out to be somebody else's, as an answer that lags gives them. Without a name it is the
 * one whose time is nearest to that of the order; where that is known, none that is far off, and none that is nearer to
 * `rivals`: the times at which others began deployments of the same revision, by the service's own record.
 */
export function oursAmong(
  wanted: Wanted,
  listed: readonly Listed[],
  { denied, rivals = [] }: { readonly denied?: string | undefined; readonly rivals?: readonly number[] } = {},
): Listed | undefined {
  const { order } = wanted
  const candidates = listed.filter(each => each.arn !== denied && isOurs(wanted, each))
  if (order.named !== undefined && order.named !== denied) return candidates.find(({ arn }) => arn === order.named)
  const near = ({ createdAt }: Listed) => Math.abs(createdAt - begunAt(order))
  const isRivals = (each: Listed) => rivals.some(time => Math.abs(each.createdAt - time) < near(each))
  const most = order.createdAt === undefined ? Infinity : APART_MS
  return candidates.filter(each => near(each) <= most && !isRivals(each)).sort((a, b) => near(a) - near(b))[0]
}

/** When others than ours began deployments of our revision; empty where ours is not known by its id. */
export const rivalsIn = ({ order, revision }: Wanted, { deployments = [] }: Service): number[] =>
  order.deployment === undefined
    ? []
    : deployments
        .filter(({ id, taskDefinition }) => id !== order.deployment && taskDefinition === revision.arn)
        .map(({ createdAt }) => Number(createdAt ?? 0))

/** The deployment's own time goes before that of the order. */
const begunAt = ({ createdAt, since }: Order) => createdAt ?? since

/** No deployment that was created before this, epoch ms, can be ours or have come after it; 0 where that is not known. */
export const sinceOf = (order: Order): number => Math.max(0, begunAt(order) - APART_MS)

/** By the times of one and the same list; where the order's is not known, nothing did. */
export const cameAfter = ({ createdAt: ordered }: Order, { createdAt }: Deployment): boolean =>
  ordered !== undefined && Number(createdAt ?? 0) > ordered

/** The same by the service's own record, of one of ours that had ended well: nothing of ECS's takes that back. */
export function leader(
  { revision }: Pick<Wanted, 'revision'>,
  ours: Pick<ServiceDeployment, 'createdAt' | 'status'> | undefined,
  { deployments = [] }: Service,
): Listed | undefined {
  const { id: arn = '', taskDefinition, createdAt } = deployments.find(({ status }) => status === 'PRIMARY') ?? {}
  const came = Number(createdAt ?? 0)
  const isLater = ours?.status === 'SUCCESSFUL' && came > Number(ours.createdAt) + APART_MS
  return isLater && taskDefinition !== revision.arn ? { arn, createdAt: came, taskDefinition } : undefined
}

/** What took ours' place leads somewhere that is known, and came after it. */
export function successor(
  { order, revision, earlier }: Wanted,
  ours: Pick<ServiceDeployment, 'serviceDeploymentArn' | 'createdAt' | 'status'> | undefined,
  listed: readonly Listed[],
): Listed | undefined {
  const since = Number(ours?.createdAt ?? begunAt(order))
  const after = listed.filter(
    ({ arn, createdAt, taskDefinition }) =>
      arn !== ours?.serviceDeploymentArn && !earlier.has(arn) && taskDefinition !== undefined && createdAt >= since,
  )
  // what replaced a stopped deployment may want the same revision again
  return after.find(({ taskDefinition }) => ours?.status === 'STOPPED' || taskDefinition !== revision.arn)
}
