/** Everything the local ECS knows, as plain JSON: times are epoch milliseconds, keys are ARNs, names or ids. */
import { type AutoscalingState, emptyAutoscaling } from './services/application-autoscaling/state.ts'
import { type CloudwatchState, emptyCloudwatch } from './services/cloudwatch/state.ts'
import { type EcrState, emptyEcr } from './services/ecr/state.ts'
import { type EcsState, emptyEcs } from './services/ecs/state.ts'
import { type BalancingState, emptyBalancing } from './services/elbv2/state.ts'
import { type EventsState, emptyEvents } from './services/events/state.ts'
import { emptyLogs, type LogsState } from './services/logs/state.ts'
import { emptySchedules, type SchedulesState } from './services/scheduler/state.ts'
import { emptySecrets, type SecretsState } from './services/secretsmanager/state.ts'
import { emptySsm, type SsmState } from './services/ssm/state.ts'

export interface World
  extends EcsState,
    EcrState,
    LogsState,
    SsmState,
    SecretsState,
    BalancingState,
    EventsState,
    CloudwatchState,
    SchedulesState,
    AutoscalingState {
  readonly region: string
  readonly account: string
  readonly seed: number
  /** How many ids were given out; with the seed it decides the next one. */
  serial: number
  /** Another emulator has the secrets. */
  readonly secretsBehind: boolean
  /** Seconds from a tripped breaker to its rollback; about 40 on AWS. */
  rollbackDelay: number
  journal: JournalEntry[]
}

export interface JournalEntry {
  readonly at: number
  readonly what: string
  readonly [detail: string]: string | number | undefined
}

export interface WorldOptions {
  region: string
  account: string
  seed: number
  /** The other emulator's URL, or none. */
  behind?: string
  rollbackDelay?: number
}

export function emptyWorld({ region, account, seed, behind = '', rollbackDelay = 0 }: WorldOptions): World {
  return {
    region,
    account,
    seed,
    serial: 0,
    ...emptyEcs(),
    ...emptyEcr(),
    ...emptyLogs(),
    ...emptySsm(),
    ...emptySecrets(),
    ...emptyBalancing(),
    ...emptyEvents(),
    ...emptyCloudwatch(),
    ...emptySchedules(),
    ...emptyAutoscaling(),
    secretsBehind: behind !== '',
    rollbackDelay,
    journal: [],
  }
}
