/** Reads which revisions of a service ended SUCCESSFUL, as far as ECS remembers. */
import type { Service, ServiceDeployment } from '@aws-sdk/client-ecs'
import type { Aws } from '../edge/aws.ts'
import { everyPage, portions } from '../edge/pages.ts'
import type { Success } from './history.ts'
import { isTakenBack } from './status.ts'

/** The newest hundred successful revisions are enough to choose from. */
export const DEPTH = 100
/** How many deployments, however they ended, are looked through for a sign that what was deployed with no task ran later. */
const LOOKED_THROUGH = 100
/** Service deployments, or service revisions, of one call. */
export const PER_CALL = 20

interface Asked {
  readonly place: { readonly cluster: string; readonly service: string }
  readonly service: Pick<Service, 'deployments'>
}

export interface Ran extends Success {
  /** ECS remembers what took its place alone, and not how it ended itself. */
  readonly isForgotten?: boolean
  /** It was deployed with no task, and nothing that ECS remembers shows that a task of it ran later. */
  readonly isUnproven?: boolean
}

/** Deployments that are described already, by their ARNs: what has ended does not change. */
export type Described = Map<string, ServiceDeployment>

export async function describeOnce(
  aws: Pick<Aws, 'ecs'>,
  arns: readonly string[],
  known: Described,
): Promise<ServiceDeployment[]> {
  const asked = arns.filter(arn => !known.has(arn))
  const { serviceDeployments = [] } =
    asked.length === 0 ? {} : await aws.ecs.describeServiceDeployments({ serviceDeploymentArns: asked })
  for (const each of serviceDeployments) known.set(each.serviceDeploymentArn ?? '', each)
  return arns.flatMap(arn => known.get(arn) ?? [])
}

/** Newest first, down to the hundredth revision. */
export async function successes(
  aws: Aws,
  { place, service }: Asked,
  remembered: number,
  described: Described = new Map(),
): Promise<Ran[]> {
  const listed = await everyPage(
    input => aws.ecs.listServiceDeployments(input),
    { cluster: place.cluster, service: place.service, status: ['SUCCESSFUL' as const], maxResults: 100 },
    page => page.serviceDeployments,
  )
  const arns = listed.flatMap(({ serviceDeploymentArn }) => serviceDeploymentArn ?? [])
  const found: Ran[] = []
  const known = new Set<string>()
  const sources = new Set<string>()
  for (const serviceDeploymentArns of portions(arns, PER_CALL)) {
    if (new Set(found.map(each => each.taskDefinition)).size >= DEPTH) break
    const serviceDeployments = await describeOnce(aws, serviceDeploymentArns, described)
    for (const { sourceServiceRevisions = [] } of serviceDeployments)
      for (const { arn } of sourceServiceRevisions) if (arn) sources.add(arn)
    const targets = await revisionsOf(
      aws,
      serviceDeployments.flatMap(({ targetServiceRevision: target }) => target?.arn ?? []),
    )
    for (const arn of targets.keys()) known.add(arn)
    found.push(
      ...serviceDeployments.flatMap(({ targetServiceRevision: target, finishedAt, createdAt }): Ran[] => {
        const { taskDefinition } = targets.get(target?.arn ?? '') ?? {}
        const isUnproven = target?.requestedTaskCount === 0
        if (taskDefinition === undefined) return []
        return [{ taskDefinition, at: Number(finishedAt ?? createdAt ?? 0), ...(isUnproven && { isUnproven }) }]
      }),
    )
  }
  const replaced = await revisionsOf(
    aws,
    [...sources].filter(arn => !known.has(arn)),
  )
  const forgotten = [...replaced.values(), ...leaving(service)]
    .filter(({ at }) => at < remembered)
    .map((each): Ran => ({ ...each, isForgotten: true }))
  const { proven, failed } = found.some(({ isUnproven }) => isUnproven)
    ? await shown(aws, { place, service }, found, described)
    : NOTHING
  return [...found, ...forgotten]
    .map(
      ({ isUnproven, ...each }): Ran =>
        isUnproven && !proven.has(each.taskDefinition) ? { ...each, isUnproven } : each,
    )
    .filter(({ isUnproven, taskDefinition }) => !(isUnproven && failed.has(taskDefinition)))
    .sort((a, b) => b.at - a.at)
}

/**
 * Task definitions of which ECS shows that tasks ran: by a success with tasks, by what runs now, or as what another deployment was to
 * take the place of. Deployments that failed tell it as well: what ECS went back to runs when they end.
 */
async function shown(aws: Aws, { place, service }: Asked, found: readonly Ran[], described: Described): Promise<Shown> {
  const listed = await everyPage(
    input => aws.ecs.listServiceDeployments(input),
    { cluster: place.cluster, service: place.service, maxResults: 100 },
    page => page.serviceDeployments,
    LOOKED_THROUGH,
  )
  const arns = listed.flatMap(({ serviceDeploymentArn }) => serviceDeploymentArn ?? [])
  const sources = new Set<string>()
  const targets = new Set<string>()
  for (const serviceDeploymentArns of portions(arns, PER_CALL)) {
    const serviceDeployments = await describeOnce(aws, serviceDeploymentArns, described)
    for (const { status, targetServiceRevision: target } of serviceDeployments)
      if (target?.arn && (isTakenBack(status) || isStopped(status, target))) targets.add(target.arn)
    for (const { sourceServiceRevisions = [] } of serviceDeployments)
      for (const { arn, runningTaskCount = 0 } of sourceServiceRevisions)
        if (arn && runningTaskCount > 0) sources.add(arn)
  }
  const replaced = await revisionsOf(aws, [...sources])
  const ran = [...found.filter(({ isUnproven }) => !isUnproven), ...replaced.values(), ...leaving(service)]
  const failed = await revisionsOf(aws, [...targets])
  return { proven: definitionsOf(ran), failed: definitionsOf([...failed.values()]) }
}

/** Also how one ends that a newer one takes the place of: without tasks nothing of it failed. */
const isStopped = (
  status: string | undefined,
  { requestedTaskCount = 0 }: { readonly requestedTaskCount?: number | undefined },
) => status === 'STOPPED' && requestedTaskCount > 0

interface Shown {
  /** Task definitions of which tasks ran, and those that failed. */
  readonly proven: ReadonlySet<string>
  readonly failed: ReadonlySet<string>
}

const NOTHING: Shown = { proven: new Set(), failed: new Set() }

const definitionsOf = (all: readonly Success[]) => new Set(all.map(({ taskDefinition }) => taskDefinition))

/** What runs, or still does while another takes its place. */
const leaving = ({ deployments = [] }: Asked['service']): Success[] =>
  deployments.flatMap(({ rolloutState, runningCount = 0, taskDefinition, createdAt }) =>
    rolloutState === 'COMPLETED' && runningCount > 0 && taskDefinition !== undefined
      ? [{ taskDefinition, at: Number(createdAt ?? 0) }]
      : [],
  )

/** Service revision ARN → what it runs, and when the service came to it. */
export async function revisionsOf(aws: Pick<Aws, 'ecs'>, arns: readonly string[]): Promise<Map<string, Success>> {
  const found = new Map<string, Success>()
  for (const serviceRevisionArns of portions([...new Set(arns)], PER_CALL)) {
    const { serviceRevisions = [] } = await aws.ecs.describeServiceRevisions({ serviceRevisionArns })
    for (const { serviceRevisionArn = '', taskDefinition, createdAt } of serviceRevisions)
      if (taskDefinition) found.set(serviceRevisionArn, { taskDefinition, at: Number(createdAt ?? 0) })
  }
  return found
}
