import { Refusal } from '../../../refusal.ts'
import { type Room, seconds } from '../../../room.ts'
import { isStatistic } from '../metric.ts'
import { periodsOf } from '../periods.ts'
import type { Dimension } from '../state.ts'

interface Input {
  Namespace: string
  MetricName: string
  Dimensions?: Dimension[]
  StartTime: number
  EndTime: number
  Period: number
  Statistics?: string[]
  ExtendedStatistics?: string[]
  Unit?: string
}

export function getMetricStatistics({ world }: Room, input: Input) {
  const { Namespace, MetricName, Dimensions = [], StartTime, EndTime, Period, Unit } = input
  const { Statistics = [], ExtendedStatistics = [] } = input
  for (const name of [...Statistics, ...ExtendedStatistics])
    if (!isStatistic(name))
      throw new Refusal('InvalidParameterValueException', `The local ECS does not know the statistic ${name}.`)
  const span = { start: StartTime * 1000, end: EndTime * 1000, seconds: Period, unit: Unit }
  const of = (statistic: string) => periodsOf(world, { Namespace, MetricName, Dimensions }, span, statistic)
  const points = of('SampleCount').map(({ at }) => ({
    Timestamp: seconds(at),
    Unit: Unit ?? 'None',
    ...Object.fromEntries(Statistics.map(name => [name, of(name).find(one => one.at === at)?.value])),
    ...(ExtendedStatistics.length > 0 && {
      ExtendedStatistics: Object.fromEntries(
        ExtendedStatistics.map(name => [name, of(name).find(one => one.at === at)?.value]),
      ),
    }),
  }))
  return { Label: MetricName, Datapoints: points }
}
