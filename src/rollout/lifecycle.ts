/** Lifecycle stages and the hooks that stand at them. Pure. */
import type { DeploymentLifecycleHookDetail, ServiceDeployment } from '@aws-sdk/client-ecs'
import { idOf, type Snapshot } from './snapshot.ts'

export const hooksOf = (deployment: ServiceDeployment | undefined): readonly DeploymentLifecycleHookDetail[] =>
  deployment?.lifecycleHookDetails ?? []

export interface Pause {
  readonly hookId: string
  readonly stage: string
  /** `paused at POST_SCALE_UP by hook abc until 2026-11-25T12:00Z, then ROLLBACK` */
  readonly words: string
}

/** The hook that waits for a person. */
export function pauseOf({ deployment }: Pick<Snapshot, 'deployment'>): Pause | undefined {
  const hook = hooksOf(deployment).find(({ status }) => status === 'AWAITING_ACTION')
  if (hook === undefined) return undefined
  const { hookId = '', expiresAt, timeoutAction } = hook
  const stage = deployment?.lifecycleStage ?? 'a stage'
  const until = expiresAt?.toISOString().replace(/:\d\d\.\d+Z$/, 'Z')
  const end = until === undefined ? '' : ` until ${until}, then ${timeoutAction ?? 'ROLLBACK'}`
  return { hookId, stage, words: `paused at ${stage} by hook ${hookId}${end}` }
}

/** Those that failed or ran out of time, by name and by what they called. */
export const failedHooks = (deployment: ServiceDeployment | undefined): string[] =>
  hooksOf(deployment)
    .filter(({ status }) => status === 'FAILED' || status === 'TIMED_OUT')
    .map(({ hookId = '', status, targetArn }) => {
      const target = targetArn === undefined ? '' : ` of ${idOf(targetArn).replace(/^.*:function:/, '')}`
      return `hook ${hookId}${target} ${status}`
    })
