/** What becomes of tasks, by image: the script a test writes through the control door. */
import type { TaskOrder } from '../fate.ts'

export const BEHAVIOURS = [
  'healthy',
  'slow',
  'crashing',
  'late-crash',
  'unhealthy',
  'flapping',
  'unpullable',
  'stuck-pulling',
  'no-network',
  'out-of-memory',
  'stubborn',
] as const

export type Behaviour = (typeof BEHAVIOURS)[number]

export interface Match {
  /** Part of the image's repository, `shop/api`. */
  readonly repository?: string
  readonly tag?: string
  readonly digest?: string
  readonly family?: string
  readonly service?: string
  /** The value of the revision's tag `version` (any tag key that ends so). */
  readonly version?: string
}

export interface Script {
  readonly match: Match
  readonly behaviour: Behaviour
  /** Only the first so many matching tasks; the next script that matches takes the others. */
  readonly times?: number
  readonly pullSeconds?: number
  readonly startSeconds?: number
  /** From started to HEALTHY (or, unhealthy, to the first failed verdict). */
  readonly healthySeconds?: number
  /** From started to the exit. */
  readonly exitSeconds?: number
  readonly exitCode?: number
  readonly reason?: string
  /** Which health check fails: both, unless named. */
  readonly failing?: 'container' | 'target'
  /** How long it is healthy, and then unhealthy, when flapping. */
  readonly periodSeconds?: number
  readonly stopSeconds?: number
  readonly logs?: readonly string[]
  /** Of an image index the tasks tell the digest of its manifest for this one, `linux/arm64`; else that of the index. */
  readonly platform?: string
}

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
