/** Whether a rollback without a target leads to a release as a whole, or back to what was left of one that failed beside. */
import type { Aws } from '../edge/aws.ts'
import { attemptOf } from './attempts.ts'
import type { Choice } from './choice.ts'
import { type Provenance, provenanceOf } from './document.ts'
import { findRevision } from './find.ts'
import type { Standing } from './recall.ts'

/**
 * Services that go to another release than `aim`, because that one was begun there and never ran well. What cannot be asked for is
 * no reason against a rollback, and counts as well.
 */
export async function failedBeside(
  aws: Aws,
  standings: readonly Standing[],
  choices: ReadonlyMap<string, Choice>,
  { version }: Pick<Provenance, 'version'>,
): Promise<string[]> {
  const isOf = async (arn: string) => provenanceOf((await findRevision(aws, arn)).tags).version === version
  const found = standings.map(async standing => {
    const choice = choices.get(standing.place.name)
    if (choice?.kind !== 'go' || choice.release.provenance.version === version) return []
    const attempt = await attemptOf(aws, standing, new Set(), isOf).catch(() => undefined)
    return attempt === 'failed' ? [standing.place.name] : []
  })
  return version === '' ? [] : (await Promise.all(found)).flat()
}

/** What whoever starts it has to know. */
export function mixing(
  { version }: Pick<Provenance, 'version'>,
  names: readonly string[],
): { readonly title: string; readonly message: string }[] {
  if (names.length === 0) return []
  const all = names.join(', ')
  const message = `The rollback goes back to what ran before the newest release: ${version} beside what ${all} ran then. Name an earlier release in \`to\` to have one in all of them.`
  return [{ title: `${version} never ran well in ${all}`, message }]
}
