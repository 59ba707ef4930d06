/** Early success: a rolling deployment that ends before all its tasks are in place. */
import type { ServiceDeployment } from '../services/ecs/state/service-deployment.ts'

export interface Early {
  /** So many healthy tasks of the new revision are enough. */
  readonly healthy: number
  /** The old ones have to be gone first. */
  readonly blocking: boolean
}

/** A rollback has to be whole again. */
export function earlySuccess(movement: ServiceDeployment | undefined, desired: number): Early | undefined {
  const {
    enable,
    healthyPercent = 100,
    sourceServiceRevisionCleanup,
  } = movement?.configuration.earlySuccessCriteria ?? {}
  if (enable !== true || movement?.rollback !== undefined) return undefined
  // AWS's guide on early success criteria: at least one task is started and waited for
  const healthy = Math.max(Math.ceil((desired * healthyPercent) / 100), Math.min(desired, 1))
  return { healthy, blocking: sourceServiceRevisionCleanup === 'BLOCKING' }
}
