import { Refusal } from '../../../refusal.ts'
import type { Room } from '../../../room.ts'
import { wakeAlarms } from '../alarm.ts'
import { addSample, oneValue } from '../metric.ts'
import type { Dimension, Sample } from '../state.ts'

interface Datum {
  MetricName: string
  Dimensions?: Dimension[]
  Timestamp?: number
  Value?: number
  StatisticValues?: { SampleCount: number; Sum: number; Minimum: number; Maximum: number }
  Values?: number[]
  Counts?: number[]
  Unit?: string
}

export function putMetricData({ world, now }: Room, input: { Namespace: string; MetricData?: Datum[] }) {
  const { Namespace, MetricData = [] } = input
  const all = MetricData.map(datum => ({ datum, samples: samplesOf(datum, now) }))
  for (const { datum, samples } of all)
    for (const sample of samples)
      addSample(world, { Namespace, MetricName: datum.MetricName, Dimensions: datum.Dimensions ?? [] }, sample)
  wakeAlarms(world)
  return {}
}

function samplesOf({ Timestamp, Value, StatisticValues, Values, Counts, Unit }: Datum, now: number): Sample[] {
  const at = Timestamp === undefined ? now : Timestamp * 1000
  if (Value !== undefined) return [oneValue(at, Value, Unit)]
  if (StatisticValues !== undefined) {
    const { SampleCount: count, Sum: sum, Minimum: min, Maximum: max } = StatisticValues
    return [{ at, count, sum, min, max, unit: Unit }]
  }
  if (Values === undefined)
    throw new Refusal('MissingRequiredParameterException', 'A datum needs Value, Values or StatisticValues.')
  if (Counts !== undefined && Counts.length !== Values.length)
    throw new Refusal('InvalidParameterValueException', 'Values and Counts must have the same length.')
  return Values.map((value, index) => {
    const count = Counts?.[index] ?? 1
    return { at, count, sum: value * count, min: value, max: value, unit: Unit }
  })
}
