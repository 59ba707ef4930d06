/** Which tasks a script is about. */
import type { TaskOrder } from '../fate.ts'
import type { Match } from './script.ts'

/** What the fate may ask about images and revisions. */
export interface Lookup {
  /** The digest behind an image reference, or that of an index's manifest; undefined when the registry does not have it. */
  digest(image: string, platform?: string): string | undefined
  /** Every tag of a digest in the image's repository. */
  tags(image: string): readonly string[]
  revisionTags(taskDefinitionArn: string): Readonly<Record<string, string>>
}

export function isMatch(match: Match, order: TaskOrder, lookup: Lookup): boolean {
  const { taskDefinition, service } = order
  if (match.family !== undefined && match.family !== taskDefinition.family) return false
  if (match.service !== undefined && match.service !== service) return false
  if (match.version !== undefined) {
    const tags = lookup.revisionTags(taskDefinition.taskDefinitionArn ?? '')
    if (!Object.entries(tags).some(([key, value]) => key.endsWith('version') && value === match.version)) return false
  }
  if (match.repository === undefined && match.tag === undefined && match.digest === undefined) return true
  return (taskDefinition.containerDefinitions ?? []).some(({ image = '' }) => isImage(match, image, lookup))
}

function isImage({ repository, tag, digest }: Match, image: string, lookup: Lookup): boolean {
  if (repository !== undefined && !`/${image.replace(/[:@][^/]*$/, '')}`.endsWith(`/${repository}`)) return false
  if (digest !== undefined && lookup.digest(image) !== digest) return false
  return tag === undefined || image.endsWith(`:${tag}`) || lookup.tags(image).includes(tag)
}
