/** What a metric is from now on, in every minute, as the control door is told it. */

/** A number; the whole service's, of which each running task has its share; or nothing any more. */
export type MetricValue = number | { readonly total: number } | null

export interface ServiceMetrics {
  readonly cluster?: string
  readonly service: string
  /** Percent. */
  readonly cpu?: MetricValue
  readonly memory?: MetricValue
  readonly requestsPerTarget?: MetricValue
  /** Of requestsPerTarget: `app/NAME/ID/targetgroup/NAME/ID`. */
  readonly resourceLabel?: string
}

export interface NamedMetric {
  readonly namespace: string
  readonly metricName: string
  readonly dimensions?: Readonly<Record<string, string>>
  readonly value: MetricValue
}

export type Metric = ServiceMetrics | NamedMetric
