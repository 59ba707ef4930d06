/** Gives a revision that runs already the version that it is released as now, where no name in the registry does. */
import type { Edges } from '../edge/edges.ts'
import { isOfRegistry } from '../image/reference.ts'
import { isMadeUp } from '../image/version.ts'
import { annotate } from '../revision/annotate.ts'
import { namedAlso, versionsAfter } from '../revision/document.ts'
import { shapesOf } from '../rollout/standing.ts'
import type { Planned } from './plan.ts'
import { isLive, type Result } from './result.ts'

/** What is built or copied has its names in its registry; a rollback finds them there if it is that of the account and region. */
export async function nameAfterwards(
  { aws, runner }: Pick<Edges, 'aws' | 'runner'>,
  { entry, goal }: Pick<Planned, 'entry' | 'goal'>,
  result: Result,
): Promise<void> {
  const { standing, revision } = result
  if (goal.kind !== 'image' || !isLive(result) || !revision) return
  const account = revision.arn.split(':')[4]
  const isFound = revision.containers
    .filter(({ name }) => revision.released.includes(name))
    .some(({ image }) => isOfRegistry(image, { account, region: aws.region, endpoint: aws.endpoint }))
  if (isFound && [...entry.images.values()].some(({ kind }) => kind !== 'reference')) return
  const { version } = goal.provenance
  const recorded = shapesOf(standing).find(each => each?.definition.taskDefinitionArn === revision.arn)
  const known = versionsAfter(recorded?.tags ?? [])
  if (isMadeUp(version) || revision.version === version || known.includes(version)) return
  await annotate(aws, revision, namedAlso([...known, version]), 'name').then(
    () => runner.say(`${entry.name}  ${revision.name} is ${version} as well`),
    error => runner.warn(`${revision.name} is not known as ${version}`, error instanceof Error ? error.message : ''),
  )
}
