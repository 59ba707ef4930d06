/** A service deployment, and where it has come to. */
import type {
  DeploymentConfiguration,
  DeploymentLifecycleHookAction,
  DeploymentLifecycleHookStage,
  DeploymentLifecycleHookStatus,
  DeploymentLifecycleHookTargetType,
  ServiceDeploymentLifecycleStage,
  ServiceDeploymentStatus,
} from '@aws-sdk/client-ecs'

export interface ServiceDeployment {
  readonly arn: string
  readonly createdAt: number
  startedAt?: number | undefined
  finishedAt?: number | undefined
  stoppedAt?: number | undefined
  updatedAt: number
  status: ServiceDeploymentStatus
  statusReason?: string | undefined
  readonly sources: string[]
  /** The source that production traffic came from. */
  readonly source?: string | undefined
  readonly target: string
  /** The deployment that carries the target. */
  readonly deploymentId: string
  readonly configuration: DeploymentConfiguration
  /** Its breaker has tripped, and the rollback has not begun. */
  rollbackDue?: number | undefined
  rollback?: { reason: string; startedAt: number; revisionArn: string } | undefined
  breaker: { status: 'DISABLED' | 'MONITORING' | 'MONITORING_COMPLETE' | 'TRIGGERED'; failures: number }
  alarms: { status: 'DISABLED' | 'MONITORING' | 'MONITORING_COMPLETE' | 'TRIGGERED'; triggered: string[] }
  /** Absent for a rolling update. */
  shift?: Shift | undefined
  /** The stage of a rolling update that has lifecycle hooks. */
  stage?: LifecycleStage | undefined
  /** Those of the latest stage that has any. */
  hooks: Hook[]
  /** The stage, and the step of a shift, whose hooks were started last. */
  hooksOf?: string | undefined
  /** Tasks as they were when it ended; while it runs they are counted. */
  finalCounts?: Record<string, Counts> | undefined
}

/** PRE_PRODUCTION_TRAFFIC_SHIFT is known to hooks alone. */
export type LifecycleStage = ServiceDeploymentLifecycleStage | DeploymentLifecycleHookStage

/** A lifecycle hook at work. */
export interface Hook {
  readonly id: string
  readonly stage: LifecycleStage
  readonly type: DeploymentLifecycleHookTargetType
  /** The function's ARN. */
  readonly target?: string | undefined
  status: DeploymentLifecycleHookStatus
  readonly expiresAt: number
  readonly timeoutAction: DeploymentLifecycleHookAction
  /** A function is called next. */
  callAt: number
}

/** Where a blue/green, canary or linear deployment has come to. */
export interface Shift {
  stage: LifecycleStage
  since: number
  /** Percent of the traffic that goes to the target revision. */
  production: number
  test: number
  /** Of the production traffic. */
  step: number
}

export interface Counts {
  requested: number
  running: number
  pending: number
}
