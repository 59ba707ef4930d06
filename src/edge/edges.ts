/** What a run is given of the world. */
import type { Aws } from './aws.ts'
import type { Clock } from './clock.ts'
import type { Runner } from './runner.ts'
import type { Shell } from './shell.ts'

export interface Edges {
  readonly aws: Aws
  readonly clock: Clock
  readonly runner: Runner
  readonly shell: Shell
  /** Epoch ms at which the run gives up. */
  readonly deadline: number
  /** Fires when the workflow is cancelled. */
  readonly signal: AbortSignal
}
