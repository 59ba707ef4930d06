import { Refusal } from '../../../refusal.ts'
import { type Room, seconds } from '../../../room.ts'
import { isStatistic } from '../metric.ts'
import { periodsOf } from '../periods.ts'
import type { Dimension } from '../state.ts'

interface Query {
  Id: string
  Label?: string
  Expression?: string
  ReturnData?: boolean
  MetricStat?: {
    Metric: { Namespace?: string; MetricName?: string; Dimensions?: Dimension[] }
    Period: number
    Stat: string
    Unit?: string
  }
}

interface Input {
  MetricDataQueries?: Query[]
  StartTime: number
  EndTime: number
  ScanBy?: string
}

/** Metrics over periods. Expressions are not served. */
export function getMetricData({ world }: Room, { MetricDataQueries = [], StartTime, EndTime, ScanBy }: Input) {
  const results = MetricDataQueries.map(({ Id, Label, Expression, MetricStat, ReturnData }) => {
    if (Expression !== undefined || MetricStat === undefined)
      throw new Refusal('ValidationError', `The local ECS serves no expressions: ${Id} is ${Expression ?? 'none'}.`)
    const { Metric, Period, Stat, Unit } = MetricStat
    if (!isStatistic(Stat)) throw new Refusal('ValidationError', `The local ECS does not know the statistic ${Stat}.`)
    const { Namespace = '', MetricName = '', Dimensions = [] } = Metric
    const span = { start: StartTime * 1000, end: EndTime * 1000, seconds: Period, unit: Unit }
    const periods = periodsOf(world, { Namespace, MetricName, Dimensions }, span, Stat)
    if (ScanBy !== 'TimestampAscending') periods.reverse()
    return {
      ReturnData,
      result: {
        Id,
        Label: Label ?? MetricName,
        Timestamps: periods.map(({ at }) => seconds(at)),
        Values: periods.map(({ value }) => value),
        StatusCode: 'Complete',
      },
    }
  })
  return {
    MetricDataResults: results.filter(({ ReturnData }) => ReturnData !== false).map(({ result }) => result),
    Messages: [],
  }
}
