import { book } from '../../book.ts'

export interface LogsState {
  logGroups: Record<string, LogGroup>
}

export const emptyLogs = (): LogsState => ({ logGroups: book() })

export interface LogGroup {
  readonly name: string
  readonly createdAt: number
  readonly logGroupClass: string
  kmsKeyId?: string | undefined
  retentionInDays?: number | undefined
  streams: Record<string, LogStream>
  tags: Record<string, string>
  metricFilters: Record<string, MetricFilter>
  subscriptionFilters?: Record<string, SubscriptionFilter>
}

export interface LogStream {
  readonly createdAt: number
  lines: { at: number; message: string }[]
}

/** Kept, not counted. */
export interface MetricFilter {
  readonly filterName: string
  readonly filterPattern: string
  readonly metricTransformations: unknown[]
  readonly creationTime: number
  readonly logGroupName: string
}

/** Kept, and nothing is delivered. */
export interface SubscriptionFilter {
  readonly filterName: string
  readonly logGroupName: string
  readonly filterPattern: string
  readonly destinationArn: string
  readonly roleArn?: string
  readonly distribution: string
  readonly creationTime: number
}
