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
  /** A container's image as it was registered: ECS may have pinned the digest since. */
  registered(taskDefinitionArn: string, container: string): string
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
  return (taskDefinition.containerDefinitions ?? []).some(({ name = '', image = '' }) =>
    isImage(match, { image, registered: lookup.registered(taskDefinition.taskDefinitionArn ?? '', name) }, lookup),
  )
}

interface Images {
  readonly image: string
  readonly registered: string
}

function isImage({ repository, tag, digest }: Match, { image, registered }: Images, lookup: Lookup): boolean {
  if (repository !== undefined && !`/${image.replace(/[:@][^/]*$/, '')}`.endsWith(`/${repository}`)) return false
  if (digest !== undefined && lookup.digest(image) !== digest) return false
  if (tag === undefined || image.endsWith(`:${tag}`)) return true
  // Another registry's tags are not known here, but for the one that was asked for.
  const tags = lookup.tags(image)
  return tags.includes(tag) || (tags.length === 0 && registered.endsWith(`:${tag}`))
}
