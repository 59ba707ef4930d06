/** What an alarm's state is by its datapoints, as the CloudWatch User Guide has it in "Configuring how CloudWatch alarms treat missing data". */
import type { AlarmSettings, AlarmState } from './state.ts'

/** CloudWatch looks at a few datapoints more than the alarm asks for; for a period of a minute, two. */
const EXTRA = 2

export const rangeOf = ({ EvaluationPeriods }: AlarmSettings): number => EvaluationPeriods + EXTRA

const COMPARISONS: Readonly<Record<string, { holds(value: number, threshold: number): boolean; words: string }>> = {
  GreaterThanThreshold: { holds: (value, threshold) => value > threshold, words: 'greater than' },
  GreaterThanOrEqualToThreshold: {
    holds: (value, threshold) => value >= threshold,
    words: 'greater than or equal to',
  },
  LessThanThreshold: { holds: (value, threshold) => value < threshold, words: 'less than' },
  LessThanOrEqualToThreshold: { holds: (value, threshold) => value <= threshold, words: 'less than or equal to' },
}

export const isComparison = (name: string): boolean => Object.hasOwn(COMPARISONS, name)

export interface Datapoint {
  readonly at: number
  readonly value: number | undefined
}

/** Newest first, as many as the range has; undefined: the state stays as it is. */
export function stateBy(settings: AlarmSettings, datapoints: readonly Datapoint[]): AlarmState | undefined {
  const { EvaluationPeriods, DatapointsToAlarm = EvaluationPeriods, TreatMissingData = 'missing' } = settings
  const found = datapoints.map(({ value }) => (value === undefined ? undefined : breaches(settings, value)))
  const known = found.filter(each => each !== undefined)
  if (known.length === 0) return WITHOUT_DATA[TreatMissingData]
  const looked = known.slice(0, EvaluationPeriods)
  const breaching = looked.filter(Boolean).length
  const absent = EvaluationPeriods - looked.length
  const most = breaching + (TreatMissingData === 'notBreaching' ? 0 : absent)
  const least = breaching + (TreatMissingData === 'breaching' ? absent : 0)
  if (least >= DatapointsToAlarm) return 'ALARM'
  if (breaching === 0 || most < DatapointsToAlarm) return 'OK'
  const first = found.slice(0, EvaluationPeriods).lastIndexOf(true)
  const isOld = first + 1 >= DatapointsToAlarm && !found.slice(0, first).includes(false)
  return TreatMissingData === 'missing' && isOld ? 'ALARM' : undefined
}

const WITHOUT_DATA: Readonly<Record<string, AlarmState | undefined>> = {
  missing: 'INSUFFICIENT_DATA',
  breaching: 'ALARM',
  notBreaching: 'OK',
}

const breaches = ({ ComparisonOperator, Threshold }: AlarmSettings, value: number): boolean =>
  COMPARISONS[ComparisonOperator]?.holds(value, Threshold) === true

/** As CloudWatch words it. */
export function reasonFor(
  settings: AlarmSettings,
  datapoints: readonly Datapoint[],
  before: AlarmState,
  state: AlarmState,
): string {
  const { EvaluationPeriods, DatapointsToAlarm = EvaluationPeriods, ComparisonOperator, Threshold } = settings
  const known = datapoints.filter(({ value }) => value !== undefined).slice(0, EvaluationPeriods)
  if (known.length === 0) {
    const many = EvaluationPeriods === 1 ? '1 datapoint was unknown' : `${EvaluationPeriods} datapoints were unknown`
    return `Insufficient Data: ${many}.`
  }
  const meant = known.filter(({ value = 0 }) => breaches(settings, value) === (state === 'ALARM'))
  const were = `${meant.length === 1 ? 'was' : 'were'}${state === 'ALARM' ? '' : ' not'}`
  const words = COMPARISONS[ComparisonOperator]?.words
  const needed = `minimum ${DatapointsToAlarm} datapoint${DatapointsToAlarm === 1 ? '' : 's'}`
  return (
    `Threshold Crossed: ${meant.length} out of the last ${EvaluationPeriods} datapoints [${meant.map(written).join(', ')}] ` +
    `${were} ${words} the threshold (${decimal(Threshold)}) (${needed} for ${before} -> ${state} transition).`
  )
}

function written({ at, value = 0 }: Datapoint): string {
  const [, year, month, day, time] = /^\d\d(\d\d)-(\d\d)-(\d\d)T(.{8})/.exec(new Date(at).toISOString()) ?? []
  return `${decimal(value)} (${day}/${month}/${year} ${time})`
}

const decimal = (value: number): string => (Number.isInteger(value) ? value.toFixed(1) : String(value))
