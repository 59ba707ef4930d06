/** The lifecycle stages of a deployment: what each is, and when the next one comes. */
import type { DeploymentConfiguration } from '@aws-sdk/client-ecs'
import type { Service } from '../services/ecs/state/service.ts'
import type { ServiceDeployment, Shift, LifecycleStage as Stage } from '../services/ecs/state/service-deployment.ts'

export const isShift = ({ strategy }: DeploymentConfiguration): boolean =>
  strategy !== undefined && strategy !== 'ROLLING'

const ORDER: readonly Stage[] = [
  'RECONCILE_SERVICE',
  'PRE_SCALE_UP',
  'SCALE_UP',
  'POST_SCALE_UP',
  'TEST_TRAFFIC_SHIFT',
  'POST_TEST_TRAFFIC_SHIFT',
  'PRE_PRODUCTION_TRAFFIC_SHIFT',
  'PRODUCTION_TRAFFIC_SHIFT',
  'POST_PRODUCTION_TRAFFIC_SHIFT',
  'BAKE_TIME',
  'CLEAN_UP',
]

export const hasReached = ({ stage }: Shift, other: Stage): boolean => ORDER.indexOf(stage) >= ORDER.indexOf(other)

export const after = (stage: Stage): Stage => ORDER[ORDER.indexOf(stage) + 1] ?? 'CLEAN_UP'

/** More than the revision that serves: the others are taken away first. */
export const firstStage = (service: Service, sources: readonly string[]): Stage =>
  sources.some(arn => arn !== service.serving) ? 'RECONCILE_SERVICE' : 'PRE_SCALE_UP'

/** A rolling update has the stages before its tasks start and the one after; no traffic is shifted. */
export const startsTasks = (stage: Stage | undefined): boolean =>
  stage !== 'RECONCILE_SERVICE' && stage !== 'PRE_SCALE_UP'

export interface Step {
  /** Percent of production traffic. */
  readonly percent: number
  readonly minutes: number
}

/** The last step is not followed by a wait of its own: the bake time comes next. */
export function steps({ configuration }: ServiceDeployment): Step[] {
  const all = { percent: 100, minutes: 0 }
  switch (configuration.strategy) {
    case 'CANARY': {
      const { canaryPercent = 5, canaryBakeTimeInMinutes = 10 } = configuration.canaryConfiguration ?? {}
      return canaryPercent < 100 ? [{ percent: canaryPercent, minutes: canaryBakeTimeInMinutes }, all] : [all]
    }
    case 'LINEAR': {
      const { stepPercent = 10, stepBakeTimeInMinutes: minutes = 6 } = configuration.linearConfiguration ?? {}
      const count = Math.ceil(100 / stepPercent - 1e-9)
      const rising = Array.from({ length: count - 1 }, (_, i) => Math.round(stepPercent * (i + 1) * 10) / 10)
      return [...rising.map(percent => ({ percent, minutes })), all]
    }
    default:
      return [all]
  }
}
