/** Reads what became of a revision that never ran well: whether it failed, was to run no task, or was never tried. */
import type { Aws } from '../edge/aws.ts'
import { everyPage, portions } from '../edge/pages.ts'
import type { Attempt } from './history.ts'
import { NOT_WELL } from './status.ts'
import { type Described, describeOnce, PER_CALL, revisionsOf } from './successes.ts'

interface Asked {
  readonly place: { readonly cluster: string; readonly service: string }
}

/** Of the deployments to revisions that are `wanted`: a failure goes before what was to run no task (`atZero`, by task definition). */
export async function attemptOf(
  aws: Pick<Aws, 'ecs'>,
  { place: { cluster, service } }: Asked,
  atZero: ReadonlySet<string>,
  wanted: (taskDefinition: string) => Promise<boolean>,
  described: Described = new Map(),
): Promise<Attempt | undefined> {
  const listed = await everyPage(
    input => aws.ecs.listServiceDeployments(input),
    { cluster, service, status: NOT_WELL, maxResults: 100 },
    page => page.serviceDeployments,
  )
  const arns = listed.flatMap(({ serviceDeploymentArn }) => serviceDeploymentArn ?? [])
  const asked = new Set<string>()
  for (const serviceDeploymentArns of portions(arns, PER_CALL)) {
    const serviceDeployments = await describeOnce(aws, serviceDeploymentArns, described)
    // one that has ended well since it was listed is none of them
    const failed = serviceDeployments.filter(({ status }) => status !== 'SUCCESSFUL')
    const targets = await revisionsOf(
      aws,
      failed.flatMap(({ targetServiceRevision: target }) => target?.arn ?? []),
    )
    for (const { taskDefinition } of targets.values()) {
      if (asked.has(taskDefinition)) continue
      asked.add(taskDefinition)
      if (await wanted(taskDefinition)) return 'failed'
    }
  }
  for (const taskDefinition of atZero) if (await wanted(taskDefinition)) return 'at zero'
  return undefined
}
