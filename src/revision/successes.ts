/** Reads which revisions of a service ended SUCCESSFUL, as far as ECS remembers. */
import type { Service, ServiceDeployment } from '@aws-sdk/client-ecs'
import type { Aws } from '../edge/aws.ts'
import { everyPage, portions } from '../edge/pages.ts'
import type { Success } from './history.ts'

/** The newest hundred successful revisions are enough to choose from. */
export const DEPTH = 100
/** Service deployments, or service revisions, of one call. */
export const PER_CALL = 20

interface Asked {
  readonly place: { readonly cluster: string; readonly service: string }
  readonly service: Pick<Service, 'deployments'>
}

/** `isForgotten`: ECS remembers what took its place alone, and not how it ended itself. */
export interface Ran extends Success {
  readonly isForgotten?: boolean
}

export interface Successes {
  /** Newest first, down to the hundredth revision. */
  readonly ran: readonly Ran[]
  /** Task definitions that a deployment was to run no task of, which has proven nothing. */
  readonly atZero: ReadonlySet<string>
}

export async function successes(aws: Aws, { place, service }: Asked, remembered: number): Promise<Successes> {
  const listed = await everyPage(
    input => aws.ecs.listServiceDeployments(input),
    { cluster: place.cluster, service: place.service, status: ['SUCCESSFUL' as const], maxResults: 100 },
    page => page.serviceDeployments,
  )
  const arns = listed.flatMap(({ serviceDeploymentArn }) => serviceDeploymentArn ?? [])
  const found: Ran[] = []
  const atZero = new Set<string>()
  const known = new Set<string>()
  const sources = new Set<string>()
  for (const serviceDeploymentArns of portions(arns, PER_CALL)) {
    if (new Set(found.map(each => each.taskDefinition)).size >= DEPTH) break
    const { serviceDeployments = [] } = await aws.ecs.describeServiceDeployments({ serviceDeploymentArns })
    const isAtZero = ({ targetServiceRevision: target }: ServiceDeployment) => target?.requestedTaskCount === 0
    for (const { sourceServiceRevisions = [] } of serviceDeployments)
      for (const { arn } of sourceServiceRevisions) if (arn) sources.add(arn)
    const targets = await revisionsOf(
      aws,
      serviceDeployments.flatMap(({ targetServiceRevision: target }) => target?.arn ?? []),
    )
    for (const each of serviceDeployments) {
      const { targetServiceRevision: target, finishedAt, createdAt } = each
      const { taskDefinition } = targets.get(target?.arn ?? '') ?? {}
      if (taskDefinition === undefined) continue
      if (isAtZero(each)) atZero.add(taskDefinition)
      else {
        known.add(target?.arn ?? '')
        found.push({ taskDefinition, at: Number(finishedAt ?? createdAt ?? 0) })
      }
    }
  }
  const replaced = await revisionsOf(
    aws,
    [...sources].filter(arn => !known.has(arn)),
  )
  const forgotten = [...replaced.values(), ...leaving(service)]
    .filter(({ at }) => at < remembered)
    .map(each => ({ ...each, isForgotten: true }))
  return { ran: [...found, ...forgotten].sort((a, b) => b.at - a.at), atZero }
}

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
