import { book } from '../../book.ts'

export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA'

export interface CloudwatchState {
  /** Name → state: of alarms on metrics, and of those that only a service or the control door names. */
  alarms: Record<string, AlarmState>
  metricAlarms: Record<string, MetricAlarm>
  metrics: Record<string, Metric>
  /** What the control door says that a metric is from now on. */
  gauges: Record<string, Gauge>
  /** Alarms whose state has changed and whose actions are still to be carried out. */
  rung: string[]
  /** The end of the last minute that was looked at. */
  watchedUntil: number
}

export const emptyCloudwatch = (): CloudwatchState => ({
  alarms: book(),
  metricAlarms: book(),
  metrics: book(),
  gauges: book(),
  rung: [],
  watchedUntil: 0,
})

export interface Dimension {
  readonly Name: string
  readonly Value: string
}

export interface MetricName {
  readonly Namespace: string
  readonly MetricName: string
  readonly Dimensions: readonly Dimension[]
}

/** One value, or a set of `count` values of which only these numbers are known. */
export interface Sample {
  readonly at: number
  readonly count: number
  readonly sum: number
  readonly min: number
  readonly max: number
  readonly unit?: string | undefined
}

export interface Metric {
  readonly name: MetricName
  /** Oldest first. */
  samples: Sample[]
}

export interface Gauge {
  readonly name: MetricName
  readonly value: number
  /** The value is that of a whole service, and the metric is what falls to each of its running tasks. */
  readonly sharedBy?: string | undefined
}

/** As PutMetricAlarm is given it. */
export interface AlarmSettings {
  readonly AlarmName: string
  readonly AlarmDescription?: string
  readonly ActionsEnabled?: boolean
  readonly OKActions?: string[]
  readonly AlarmActions?: string[]
  readonly InsufficientDataActions?: string[]
  readonly Namespace: string
  readonly MetricName: string
  readonly Dimensions?: Dimension[]
  readonly Statistic?: string
  readonly ExtendedStatistic?: string
  readonly Unit?: string
  readonly Period: number
  readonly EvaluationPeriods: number
  readonly DatapointsToAlarm?: number
  readonly Threshold: number
  readonly ComparisonOperator: string
  readonly TreatMissingData?: string
}

export interface MetricAlarm {
  settings: AlarmSettings
  reason: string
  updatedAt: number
  configuredAt: number
  /** No datapoint is left in its range: until one comes nothing can change. */
  idle: boolean
  /** With another emulator behind, which keeps it: the state it was last seen in there. */
  behind?: AlarmState
  tags: Record<string, string>
}
