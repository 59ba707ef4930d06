/** What ECS's words for the state of a service deployment say (API Reference, ServiceDeployment). Pure. */
import type { ServiceDeploymentStatus } from '@aws-sdk/client-ecs'

type State = 'going on' | 'succeeded' | 'stopping' | 'stopped' | 'returning' | 'returned' | 'not returned'

const STATES: Readonly<Record<ServiceDeploymentStatus, State>> = {
  PENDING: 'going on',
  IN_PROGRESS: 'going on',
  SUCCESSFUL: 'succeeded',
  STOP_REQUESTED: 'stopping',
  STOPPED: 'stopped',
  ROLLBACK_REQUESTED: 'returning',
  ROLLBACK_IN_PROGRESS: 'returning',
  ROLLBACK_SUCCESSFUL: 'returned',
  ROLLBACK_FAILED: 'not returned',
}

type Told = string | undefined

const isIn =
  (...states: readonly State[]) =>
  (status: Told): boolean =>
    states.includes(STATES[status as ServiceDeploymentStatus])

/** Towards its own revision. */
export const isGoingOn = isIn('going on')

/** ECS took it back, or tried to: it had failed with tasks. */
export const isTakenBack = isIn('returned', 'not returned')

/** At its end, and the service stands on neither revision for sure. */
export const isLeft = isIn('stopped', 'not returned')

/** Nothing leads to its own revision any more. */
export const isCalledOff = isIn('stopping', 'stopped', 'returning', 'returned', 'not returned')

/** All but that it ended well. */
export const NOT_WELL = (Object.keys(STATES) as ServiceDeploymentStatus[]).filter(each => STATES[each] !== 'succeeded')
