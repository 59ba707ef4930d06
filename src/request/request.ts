/** What is asked of this run, as one readonly value. Pure. */
import type { Fault } from '../failure/failure.ts'
import type { Target } from '../revision/target.ts'
import { leastMinutes } from '../rollout/strategy.ts'
import type { Manifest } from './manifest.ts'
import { minutesInTurn } from './order.ts'
import type { Said } from './said.ts'

export type Request = Deploy | Build | Restart | Rollback | Continue | Locate | Init

/** What every command may be told. */
export interface Common {
  readonly manifest: string
  /** Empty: all. */
  readonly services: readonly string[]
  /** What the inputs say of one service. */
  readonly said: Said
  /** The environment of the manifest; empty: what the top of the manifest says. */
  readonly environment: string
  /** Asked for by input; empty: the manifest's, else the job's. */
  readonly region: string
  /** What AWS_REGION says. */
  readonly jobRegion: string
  /** Why this is done, in a person's words. */
  readonly reason: string
  readonly timeoutMs: number
  readonly onCancel: 'leave' | 'rollback'
  /** Whether the run waits for a rollout that is paused by a hook, or ends there. */
  readonly onPause: 'wait' | 'end'
  readonly allowNoTasks: boolean
  /** Whether container logs may be read and shown. */
  readonly containerLogs: boolean
}

export interface Deploy extends Common, Making {
  readonly command: 'deploy'
  /** Whether a service that runs what is wanted gets new tasks all the same. */
  readonly forceNewDeployment: boolean
}

/** The images alone: nothing is moved. */
export interface Build extends Common, Making {
  readonly command: 'build'
}

/** The same revision with new tasks. */
export interface Restart extends Common {
  readonly command: 'restart'
}

/** What images are made with. */
interface Making {
  /** Asked for by input; undefined: from git. */
  readonly version: string | undefined
  /** What stands before the version in the tags that are versions: `api/v`. */
  readonly tagPrefix: string
  readonly buildContexts: readonly string[]
  /** The builder that docker uses; empty: the one that is selected. */
  readonly builder: string
}

export interface Rollback extends Common {
  readonly command: 'rollback'
  readonly to: Target
  /** What stands before the version in the tags that are versions: `api/v`. */
  readonly tagPrefix: string
}

/** Lets a rollout go on that waits at a PAUSE hook. */
export interface Continue extends Common {
  readonly command: 'continue'
}

/** Only says what the manifest says of an environment. */
export interface Locate extends Common {
  readonly command: 'locate'
}

/** Says what a repository needs to deploy services that are there already. There is no manifest yet. */
export interface Init extends Common {
  readonly command: 'init'
  readonly cluster: string
}

/** A run that must time out is not worth its start. */
export function timeFaults({ command, timeoutMs }: Request, { services }: Manifest): Fault[] {
  if (!['deploy', 'restart', 'rollback'].includes(command)) return []
  const minutes = minutesInTurn(services, ({ strategy }) => leastMinutes(strategy))
  if (minutes === 0 || minutes * 60_000 < timeoutMs) return []
  const names = services.filter(({ strategy }) => leastMinutes(strategy) > 0).map(({ name }) => name)
  const what = `input timeout is ${timeoutMs / 60_000} min, and the strategy of ${names.join(', ')} waits ${minutes} min`
  const fix = `Set \`timeout\` well above ${minutes}m, or shorten \`step-minutes\` and \`bake-minutes\`.`
  return [{ code: 'EVK-115', what, fix }]
}
