/** Reads what became of a revision that never ran well: whether it failed, was to run no task, or was never tried. */
import type { Aws } from '../edge/aws.ts'
import { everyPage, portions } from '../edge/pages.ts'
import type { Attempt } from './history.ts'
import { PER_CALL, revisionsOf } from './successes.ts'

interface Asked {
  readonly place: { readonly cluster: string; readonly service: string }
}

/** Of the deployments to revisions that are `wanted`: a failure goes before what was to run no task. */
export async function attemptOf(
  aws: Pick<Aws, 'ecs'>,
  { place: { cluster, service } }: Asked,
  wanted: (taskDefinition: string) => Promise<boolean>,
): Promise<Attempt | undefined> {
  const listed = await everyPage(
    input => aws.ecs.listServiceDeployments(input),
    { cluster, service, maxResults: 100 },
    page => page.serviceDeployments,
  )
  const arns = listed.flatMap(({ serviceDeploymentArn }) => serviceDeploymentArn ?? [])
  let attempt: Attempt | undefined
  for (const serviceDeploymentArns of portions(arns, PER_CALL)) {
    const { serviceDeployments = [] } = await aws.ecs.describeServiceDeployments({ serviceDeploymentArns })
    const targets = await revisionsOf(
      aws,
      serviceDeployments.flatMap(({ targetServiceRevision: target }) => target?.arn ?? []),
    )
    for (const { status, targetServiceRevision: target } of serviceDeployments) {
      const { taskDefinition } = targets.get(target?.arn ?? '') ?? {}
      // of one that was taken back, no task is requested any more
      const isAtZero = status === 'SUCCESSFUL' && target?.requestedTaskCount === 0
      if (taskDefinition === undefined || (status === 'SUCCESSFUL' && !isAtZero)) continue
      if (!(await wanted(taskDefinition))) continue
      if (!isAtZero) return 'failed'
      attempt = 'at zero'
    }
  }
  return attempt
}
