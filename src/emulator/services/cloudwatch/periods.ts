/** A metric's statistic over the periods of a time. */
import { type Metrics, samplesIn, statisticOf } from './metric.ts'
import type { MetricName } from './state.ts'

interface Span {
  readonly start: number
  readonly end: number
  readonly seconds: number
  readonly unit?: string | undefined
}

/** Oldest first; periods without a datapoint are left out. */
export function periodsOf(
  metrics: Metrics,
  name: MetricName,
  { start, end, seconds, unit }: Span,
  statistic: string,
): { at: number; value: number }[] {
  const period = Math.max(1, seconds) * 1000
  const floor = (at: number): number => Math.floor(at / period) * period
  const groups = new Map<number, ReturnType<typeof samplesIn>>()
  for (const sample of samplesIn(metrics, name, { start: floor(start), end, unit }))
    groups.set(floor(sample.at), [...(groups.get(floor(sample.at)) ?? []), sample])
  return [...groups].flatMap(([at, samples]) => {
    const value = statisticOf(samples, statistic)
    return value === undefined ? [] : [{ at, value }]
  })
}
