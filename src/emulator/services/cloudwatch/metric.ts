/** Metrics: their samples, and statistics over periods. */
import type { Dimension, Metric, MetricName, Sample } from './state.ts'

export const metricKey = ({ Namespace, MetricName, Dimensions }: MetricName): string =>
  JSON.stringify([Namespace, MetricName, ...sorted(Dimensions).map(({ Name, Value }) => [Name, Value])])

const sorted = (dimensions: readonly Dimension[]): Dimension[] =>
  [...dimensions].sort((a, b) => (a.Name < b.Name ? -1 : Number(a.Name > b.Name)))

export interface Metrics {
  metrics: Record<string, Metric>
}

/** AWS keeps minutes for 15 days. No alarm looks back further than a day. */
const KEPT_MS = 25 * 3_600_000

export function addSample({ metrics }: Metrics, name: MetricName, sample: Sample): void {
  const key = metricKey(name)
  const metric = metrics[key] ?? { name, samples: [] }
  metrics[key] = metric
  const { samples } = metric
  let place = samples.length
  while (place > 0 && (samples[place - 1]?.at ?? 0) > sample.at) place--
  samples.splice(place, 0, sample)
  const oldest = (samples.at(-1)?.at ?? 0) - KEPT_MS
  const first = samples.findIndex(({ at }) => at >= oldest)
  if (first > 0) samples.splice(0, first)
}

export const oneValue = (at: number, value: number, unit?: string): Sample => ({
  at,
  count: 1,
  sum: value,
  min: value,
  max: value,
  unit,
})

/** From `start`, which is in it, until `end`, which is not. */
export function samplesIn(
  { metrics }: Metrics,
  name: MetricName,
  { start, end, unit }: { start: number; end: number; unit?: string | undefined },
): Sample[] {
  const found = metrics[metricKey(name)]?.samples ?? []
  return found.filter(({ at, unit: its = 'None' }) => at >= start && at < end && (unit === undefined || unit === its))
}

const STATISTICS: Readonly<Record<string, (samples: readonly Sample[]) => number>> = {
  SampleCount: samples => total(samples, ({ count }) => count),
  Sum: samples => total(samples, ({ sum }) => sum),
  Average: samples => total(samples, ({ sum }) => sum) / total(samples, ({ count }) => count),
  Minimum: samples => Math.min(...samples.map(({ min }) => min)),
  Maximum: samples => Math.max(...samples.map(({ max }) => max)),
}

const total = (samples: readonly Sample[], of: (sample: Sample) => number): number =>
  samples.reduce((sum, sample) => sum + of(sample), 0)

const PERCENTILE = /^p(\d{1,2}(?:\.\d{1,10})?|100)$/

export const isStatistic = (name: string): boolean => Object.hasOwn(STATISTICS, name) || PERCENTILE.test(name)

/** Undefined without samples, and of a percentile also where only sums of several values are known. */
export function statisticOf(samples: readonly Sample[], name: string): number | undefined {
  if (samples.length === 0) return undefined
  const percent = PERCENTILE.exec(name)?.[1]
  return percent === undefined ? STATISTICS[name]?.(samples) : percentile(samples, Number(percent))
}

/** The smallest value that is not below so many of a hundred. */
function percentile(samples: readonly Sample[], percent: number): number | undefined {
  if (samples.some(({ min, max }) => min !== max)) return undefined
  const values = [...samples].sort((a, b) => a.min - b.min)
  const rank = (percent / 100) * total(values, ({ count }) => count)
  let passed = 0
  for (const { count, min } of values) {
    passed += count
    if (passed >= rank) return min
  }
  return values.at(-1)?.min
}
