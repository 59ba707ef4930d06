/** How many tasks a policy wants, by the Application Auto Scaling User Guide. */
import type { StepAdjustment, StepConfiguration } from './state.ts'

/** Products of fractions that are whole by intent are not rounded up by their last bit. */
const NOISE = 1e-9

/** Out: in proportion. */
export const proportional = (capacity: number, value: number, target: number): number =>
  Math.ceil((capacity * value) / target - NOISE)

/** AWS says only that it is gradual: a tenth of the tasks at a time, and one at least. Never below the proportion. */
export const gradually = (capacity: number, value: number, target: number): number =>
  Math.max(proportional(capacity, value, target), capacity - Math.max(1, Math.floor(capacity / 10)))

/** Above the threshold a step has its lower bound in it, below the threshold its upper one. */
export function stepFor(steps: readonly StepAdjustment[], difference: number): StepAdjustment | undefined {
  return steps.find(({ MetricIntervalLowerBound: low, MetricIntervalUpperBound: high }) => {
    const [lower, upper] = [low ?? Number.NEGATIVE_INFINITY, high ?? Number.POSITIVE_INFINITY]
    return difference >= 0 && lower >= 0
      ? difference >= lower && difference < upper
      : difference > lower && difference <= upper
  })
}

/** Undefined where no step is for this difference. */
export function stepped(configuration: StepConfiguration, capacity: number, difference: number): number | undefined {
  const { AdjustmentType, StepAdjustments = [], MinAdjustmentMagnitude = 0 } = configuration
  const step = stepFor(StepAdjustments, difference)?.ScalingAdjustment
  if (step === undefined) return undefined
  switch (AdjustmentType) {
    case 'ExactCapacity':
      return step
    case 'PercentChangeInCapacity':
      return capacity + atLeast(whole((capacity * step) / 100), MinAdjustmentMagnitude)
    default:
      return capacity + step
  }
}

/** Towards zero, but between zero and one a whole one. */
function whole(change: number): number {
  if (change > 0 && change < 1) return 1
  return change < 0 && change > -1 ? -1 : Math.trunc(change)
}

const atLeast = (change: number, magnitude: number): number =>
  change === 0 ? 0 : Math.sign(change) * Math.max(Math.abs(change), magnitude)
