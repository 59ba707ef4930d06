/** The deployment circuit breaker's arithmetic. */
import type { DeploymentConfiguration } from '@aws-sdk/client-ecs'

const LEAST = 3
const MOST = 200
const DEFAULT_PERCENT = 50

export function threshold(configuration: DeploymentConfiguration, desired: number): number {
  const chosen = configuration.deploymentCircuitBreaker?.thresholdConfiguration
  const value = chosen?.value ?? DEFAULT_PERCENT
  switch (chosen?.type ?? 'BOUNDED_PERCENT') {
    case 'COUNT':
      return value
    case 'UNBOUNDED_PERCENT':
      return Math.max(1, Math.ceil((value / 100) * desired))
    default:
      return Math.min(MOST, Math.max(LEAST, Math.ceil((value / 100) * desired)))
  }
}

export const breakerEnabled = (configuration: DeploymentConfiguration): boolean =>
  configuration.deploymentCircuitBreaker?.enable === true

export function isTripped(configuration: DeploymentConfiguration, desired: number, failures: number): boolean {
  return breakerEnabled(configuration) && failures >= threshold(configuration, desired)
}
