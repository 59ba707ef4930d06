import { book } from '../../book.ts'

export interface AutoscalingState {
  scalableTargets: Record<string, ScalableTarget>
  scalingPolicies: Record<string, ScalingPolicy>
  scheduledActions: Record<string, ScheduledAction>
}

export const emptyAutoscaling = (): AutoscalingState => ({
  scalableTargets: book(),
  scalingPolicies: book(),
  scheduledActions: book(),
})

interface Scalable {
  readonly ServiceNamespace?: string
  readonly ResourceId?: string
  readonly ScalableDimension?: string
  readonly CreationTime: number
}

export interface ScalableTarget extends Scalable {
  readonly MinCapacity: number
  readonly MaxCapacity: number
  readonly RoleARN: string
  readonly SuspendedState: Record<string, boolean>
  readonly ScalableTargetARN: string
  tags: Record<string, string>
}

export interface ScalingPolicy extends Scalable {
  readonly id: string
  readonly PolicyName: string
  readonly PolicyARN: string
  readonly PolicyType: string
  readonly Alarms: { readonly AlarmName: string; readonly AlarmARN: string }[]
  readonly StepScalingPolicyConfiguration?: unknown
  readonly TargetTrackingScalingPolicyConfiguration?: unknown
  readonly PredictiveScalingPolicyConfiguration?: unknown
}

export interface ScheduledAction extends Scalable {
  readonly ScheduledActionName: string
  readonly ScheduledActionARN: string
  readonly Schedule: string
  readonly Timezone?: string | undefined
  readonly StartTime?: number | undefined
  readonly EndTime?: number | undefined
  readonly ScalableTargetAction?: unknown
}
