/** What becomes of tasks, by image: the script a test writes through the control door. */

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
