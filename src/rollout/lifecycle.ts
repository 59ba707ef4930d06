/** Lifecycle stages and the hooks that stand at them. Pure. */
import type { DeploymentLifecycleHookDetail, ServiceDeployment } from '@aws-sdk/client-ecs'
import { isGoingOn } from '../revision/status.ts'
import { idOf, type Rollout, type Snapshot } from './snapshot.ts'

export const hooksOf = (deployment: ServiceDeployment | undefined): readonly DeploymentLifecycleHookDetail[] =>
  deployment?.lifecycleHookDetails ?? []

export interface Pause {
  readonly hookId: string
  /** Of this very wait: before each step of a shift the same hook may wait again, and for another time. */
  readonly wait: string
  /** `paused at POST_SCALE_UP by hook abc until 2026-11-25T12:00Z, then ROLLBACK` */
  readonly words: string
}

/** The hooks that wait for a person: a stage may have several. */
export const pausesOf = ({ deployment }: Pick<Snapshot, 'deployment'>): Pause[] =>
  hooksOf(deployment)
    // what is stopped or rolled back waits for nobody, whatever is still told of its hook
    .filter(({ status }) => status === 'AWAITING_ACTION' && isGoingOn(deployment?.status ?? 'IN_PROGRESS'))
    .map(hook => {
      const { hookId = '', expiresAt } = hook
      const stage = deployment?.lifecycleStage ?? 'a stage'
      return {
        hookId,
        wait: `${hookId} ${expiresAt?.getTime() ?? stage}`,
        words: `paused at ${stage} by hook ${hookId}${endOf(hook)}`,
      }
    })

/** The first of them that this run did not let go on: a late look may still show one that it did. */
export const pauseOf = (
  { passed }: Pick<Rollout, 'passed'>,
  snapshot: Pick<Snapshot, 'deployment'>,
): Pause | undefined => pausesOf(snapshot).find(({ wait }) => !passed?.has(wait))

/** Those that failed or ran out of time, by name and by what they called. */
export const failedHooks = (deployment: ServiceDeployment | undefined): string[] =>
  hooksOf(deployment)
    .filter(({ status }) => status === 'FAILED' || status === 'TIMED_OUT')
    .map(hook => `${nameOfHook(hook)} ${hook.status}`)

/** Those that ECS has called and that have not come to an end, with what it does when their time is up. */
export const hooksAtWork = (deployment: ServiceDeployment | undefined): string[] =>
  hooksOf(deployment)
    .filter(({ status }) => status === 'IN_PROGRESS')
    .map(hook => `${nameOfHook(hook)} at ${deployment?.lifecycleStage ?? 'a stage'}${endOf(hook)}`)

function nameOfHook({ hookId = '', targetArn }: DeploymentLifecycleHookDetail): string {
  const target = targetArn === undefined ? '' : ` of ${idOf(targetArn).replace(/^.*:function:/, '')}`
  return `hook ${hookId}${target}`
}

function endOf({ expiresAt, timeoutAction }: DeploymentLifecycleHookDetail): string {
  const until = expiresAt?.toISOString().replace(/:\d\d\.\d+Z$/, 'Z')
  return until === undefined ? '' : ` until ${until}, then ${timeoutAction ?? 'ROLLBACK'}`
}
