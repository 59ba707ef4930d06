import { book } from '../../book.ts'

export interface AutoscalingState {
  scalableTargets: Record<string, ScalableTarget>
  scalingPolicies: Record<string, ScalingPolicy>
  scheduledActions: Record<string, ScheduledAction>
  /** Newest first. */
  scalingActivities: ScalingActivity[]
}

export const emptyAutoscaling = (): AutoscalingState => ({
  scalableTargets: book(),
  scalingPolicies: book(),
  scheduledActions: book(),
  scalingActivities: [],
})

interface Scalable {
  readonly ServiceNamespace?: string
  readonly ResourceId?: string
  readonly ScalableDimension?: string
  readonly CreationTime: number
}

export interface ScalableTarget extends Scalable {
  MinCapacity: number
  MaxCapacity: number
  readonly RoleARN: string
  readonly SuspendedState: Record<string, boolean>
  readonly ScalableTargetARN: string
  tags: Record<string, string>
  /** Limits were set that the desired count may lie outside of. */
  pull?: boolean
  cooldown: Cooldown
}

export interface Cooldown {
  /** No scale-out before, unless to more than the last one made of the capacity that it found. */
  readonly outUntil: number
  readonly found: number
  readonly inUntil: number
}

export interface ScalingPolicy extends Scalable {
  readonly id: string
  readonly PolicyName: string
  readonly PolicyARN: string
  readonly PolicyType: string
  readonly StepScalingPolicyConfiguration?: StepConfiguration | undefined
  readonly TargetTrackingScalingPolicyConfiguration?: TrackingConfiguration | undefined
  readonly PredictiveScalingPolicyConfiguration?: unknown
}

export interface StepConfiguration {
  readonly AdjustmentType?: string
  readonly StepAdjustments?: readonly StepAdjustment[]
  readonly MinAdjustmentMagnitude?: number
  readonly Cooldown?: number
  readonly MetricAggregationType?: string
}

export interface StepAdjustment {
  readonly MetricIntervalLowerBound?: number
  readonly MetricIntervalUpperBound?: number
  readonly ScalingAdjustment: number
}

export interface TrackingConfiguration {
  readonly TargetValue: number
  readonly PredefinedMetricSpecification?: { readonly PredefinedMetricType: string; readonly ResourceLabel?: string }
  readonly CustomizedMetricSpecification?: {
    readonly Namespace?: string
    readonly MetricName?: string
    readonly Dimensions?: { Name: string; Value: string }[]
    readonly Statistic?: string
    readonly Unit?: string
    readonly Metrics?: unknown
  }
  readonly ScaleOutCooldown?: number
  readonly ScaleInCooldown?: number
  readonly DisableScaleIn?: boolean
}

export interface ScheduledAction extends Scalable {
  readonly ScheduledActionName: string
  readonly ScheduledActionARN: string
  readonly Schedule: string
  readonly Timezone?: string | undefined
  readonly StartTime?: number | undefined
  readonly EndTime?: number | undefined
  readonly ScalableTargetAction?: { readonly MinCapacity?: number; readonly MaxCapacity?: number } | undefined
  /** When it falls due next. */
  next: number | undefined
}

export interface ScalingActivity {
  readonly ActivityId: string
  readonly ServiceNamespace: string
  readonly ResourceId: string
  readonly ScalableDimension: string
  readonly Description: string
  readonly Cause: string
  readonly startedAt: number
  endedAt?: number
  StatusCode: 'InProgress' | 'Successful' | 'Overridden' | 'Failed'
  StatusMessage: string
  /** Of a change of the desired count. */
  readonly capacity?: number
}
