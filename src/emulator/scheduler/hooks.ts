/** Lifecycle hooks: a stage is over only when those of it have succeeded. */
import type { DeploymentLifecycleHook } from '@aws-sdk/client-ecs'
import { word } from '../identity.ts'
import { record } from '../journal.ts'
import type { Service } from '../services/ecs/state/service.ts'
import type { Hook, LifecycleStage, ServiceDeployment } from '../services/ecs/state/service-deployment.ts'
import type { World } from '../world.ts'
import type { Scene } from './scene.ts'

const DAY_MINUTES = 1440

/** Starts the hooks of a stage that was just reached, and takes those at work further. */
export function runHooks(scene: Scene, service: Service, movement: ServiceDeployment): void {
  const stage = movement.shift?.stage ?? movement.stage
  if (stage === undefined) return
  // Before every step of a shift the same stages come again.
  const visit = `${stage} ${movement.shift?.step ?? 0}`
  if (movement.hooksOf !== visit) {
    movement.hooksOf = visit
    const due = hooksAt(movement, stage)
    if (due.length > 0) movement.hooks = due.map(hook => begin(scene, service, hook, stage))
  }
  for (const hook of movement.hooks) if (isOpen(hook)) advance(scene, service, hook)
}

export const hooksAt = ({ configuration }: ServiceDeployment, stage: LifecycleStage): DeploymentLifecycleHook[] =>
  (configuration.lifecycleHooks ?? []).filter(({ lifecycleStages = [] }) =>
    lifecycleStages.some(each => each === stage),
  )

export const isOpen = ({ status }: Hook): boolean => status === 'AWAITING_ACTION' || status === 'IN_PROGRESS'

export const isWaiting = ({ hooks }: ServiceDeployment): boolean => hooks.some(isOpen)

/** Nobody waits for them any more. */
export function dropHooks(movement: ServiceDeployment): void {
  movement.hooks = movement.hooks.filter(hook => !isOpen(hook))
}

/** A hook that ends the deployment. */
export const failedHook = ({ hooks }: ServiceDeployment): Hook | undefined =>
  hooks.find(
    ({ status, timeoutAction }) => status === 'FAILED' || (status === 'TIMED_OUT' && timeoutAction === 'ROLLBACK'),
  )

function begin(
  { world, now, pace }: Scene,
  service: Service,
  hook: DeploymentLifecycleHook,
  stage: LifecycleStage,
): Hook {
  const { timeoutInMinutes = DAY_MINUTES, action = 'ROLLBACK' } = hook.timeoutConfiguration ?? {}
  const pause = hook.targetType === 'PAUSE'
  const begun: Hook = {
    id: `ecs-${pause ? 'pause' : 'lambda'}-${word(world, 43)}`,
    stage,
    type: pause ? 'PAUSE' : 'AWS_LAMBDA',
    ...(!pause && { target: hook.hookTargetArn }),
    status: pause ? 'AWAITING_ACTION' : 'IN_PROGRESS',
    expiresAt: now + (timeoutInMinutes * 60_000) / pace.speed,
    timeoutAction: action,
    callAt: now,
  }
  note(world, now, service, begun)
  return begun
}

function advance({ world, now, pace }: Scene, service: Service, hook: Hook): void {
  const before = hook.status
  if (hook.type === 'AWS_LAMBDA' && now >= hook.callAt) {
    hook.status = call(world, service, hook)
    hook.callAt = now + pace.recalling
  }
  if (isOpen(hook) && now >= hook.expiresAt) hook.status = 'TIMED_OUT'
  if (hook.status !== before) note(world, now, service, hook)
}

/** Nobody writes functions here: they succeed, unless a test says otherwise. */
function call(world: World, service: Service, { stage, target }: Hook): Hook['status'] {
  const script = world.hookScripts.find(
    ({ match, times = Infinity, used }) =>
      used < times &&
      (match.service ?? service.name) === service.name &&
      (match.stage ?? stage) === stage &&
      (match.target ?? target) === target,
  )
  if (script === undefined) return 'SUCCEEDED'
  script.used++
  return script.result
}

export function note(world: World, now: number, service: Service, { id, stage, status }: Hook): void {
  record(world, now, 'lifecycle-hook', { service: service.name, hook: id, stage, status })
}
