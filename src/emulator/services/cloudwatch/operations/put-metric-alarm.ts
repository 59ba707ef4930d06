import { Refusal } from '../../../refusal.ts'
import type { Room } from '../../../room.ts'
import { putAlarm } from '../alarm.ts'
import { isComparison } from '../evaluate.ts'
import { isStatistic } from '../metric.ts'
import type { AlarmSettings } from '../state.ts'

interface Input extends Partial<AlarmSettings> {
  AlarmName: string
  EvaluationPeriods: number
  ComparisonOperator: string
  Metrics?: unknown
  ThresholdMetricId?: unknown
  Tags?: { Key: string; Value: string }[]
}

const TREATMENTS = ['missing', 'ignore', 'breaching', 'notBreaching']
const LONGEST = 86_400

export function putMetricAlarm({ world, now }: Room, { Metrics, ThresholdMetricId, Tags = [], ...given }: Input) {
  if (Metrics !== undefined || ThresholdMetricId !== undefined)
    throw wrong('The local ECS serves alarms on one metric, not on expressions or on anomaly detection.')
  if (!isComparison(given.ComparisonOperator))
    throw wrong(`The local ECS does not know the comparison ${given.ComparisonOperator}.`)
  const { Namespace, MetricName, Period, Threshold } = given
  if (Namespace === undefined || MetricName === undefined || Period === undefined || Threshold === undefined)
    throw wrong('An alarm on a metric needs Namespace, MetricName, Period and Threshold.')
  checkNumbers(given, Period)
  const statistic = given.ExtendedStatistic ?? given.Statistic
  if (statistic === undefined || !isStatistic(statistic))
    throw wrong(`The local ECS does not know the statistic ${statistic}.`)
  const { TreatMissingData = 'missing' } = given
  if (!TREATMENTS.includes(TreatMissingData))
    throw wrong(`Value '${TreatMissingData}' at 'treatMissingData' must be one of ${TREATMENTS.join(', ')}.`)
  const tags = Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value]))
  putAlarm(world, { ...given, Namespace, MetricName, Period, Threshold }, now, tags)
  return {}
}

function checkNumbers({ EvaluationPeriods, DatapointsToAlarm = EvaluationPeriods }: Input, period: number): void {
  if (DatapointsToAlarm > EvaluationPeriods)
    throw wrong('DatapointsToAlarm must be less than or equal to EvaluationPeriods.')
  if (![10, 20, 30].includes(period) && period % 60 !== 0)
    throw wrong(`Period must be 10, 20, 30 or a multiple of 60, not ${period}.`)
  if (period * EvaluationPeriods > LONGEST)
    throw wrong(`Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be <= ${LONGEST}).`)
}

const wrong = (message: string): Refusal => new Refusal('ValidationError', message)
