/** Gives a revision that runs already the version that it is released as now: of images that are only named, nothing else does. */
import type { Edges } from '../edge/edges.ts'
import { isMadeUp } from '../image/version.ts'
import { annotate } from '../revision/annotate.ts'
import { namedAlso, versionsAfter } from '../revision/document.ts'
import type { Planned } from './plan.ts'
import { isLive, type Result } from './result.ts'

/** What is built has its names in the registry, where a rollback finds them. */
export async function nameAfterwards(
  { aws, runner }: Pick<Edges, 'aws' | 'runner'>,
  { entry, goal }: Pick<Planned, 'entry' | 'goal'>,
  result: Result,
): Promise<void> {
  const { standing, revision } = result
  const isNamed = [...entry.images.values()].every(({ kind }) => kind === 'reference')
  if (goal.kind !== 'image' || !isLive(result) || !revision || !isNamed) return
  const { version } = goal.provenance
  const recorded = [standing.live, standing.latest].find(each => each?.definition.taskDefinitionArn === revision.arn)
  const known = versionsAfter(recorded?.tags ?? [])
  if (isMadeUp(version) || revision.version === version || known.includes(version)) return
  await annotate(aws, revision, namedAlso([...known, version]), 'name').then(
    () => runner.say(`${entry.name}  ${revision.name} is ${version} as well`),
    error => runner.warn(`${revision.name} is not known as ${version}`, error instanceof Error ? error.message : ''),
  )
}
