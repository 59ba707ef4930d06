/** ECS's own waiting times in milliseconds, already divided by the speed. */
export interface Pace {
  readonly speed: number
  /** Network interface, placement. */
  readonly provisioning: number
  /** From started containers to RUNNING. */
  readonly activating: number
  /** A running task without any health check counts as healthy after this. */
  readonly unchecked: number
  /** A Service Connect endpoint is taken out before SIGTERM. */
  readonly disconnecting: number
  readonly deprovisioning: number
  /** From a service deployment's creation to its start. */
  readonly pending: number
  /** Alarms are watched this long after the last task is in place. */
  readonly baking: number
  /** A lifecycle stage without work of its own. */
  readonly stage: number
  /** Until a hook's function that is not done is called again. */
  readonly recalling: number
  /** The longest a lifecycle stage may take. */
  readonly longestStage: number
  /** Stopped tasks can be described this long; not divided, since people read them in their own time. */
  readonly memory: number
  /** How often a shortage is complained about. */
  readonly complaining: number
}

export function paceAt(speed: number): Pace {
  const scaled = (seconds: number): number => (seconds * 1000) / speed
  return {
    speed,
    provisioning: scaled(10),
    activating: scaled(2),
    unchecked: scaled(40),
    disconnecting: scaled(5),
    deprovisioning: scaled(15),
    pending: scaled(1),
    baking: scaled(180),
    stage: scaled(10),
    recalling: scaled(30),
    longestStage: scaled(24 * 3600),
    memory: 3_600_000,
    complaining: scaled(60),
  }
}

const RESTART_SECONDS = [0, 0, 240, 480, 960, 1620]

/** How long ECS waits before the next start after so many rounds of tasks that never reached RUNNING. */
export function restartDelay(pace: Pace, rounds: number): number {
  const seconds = RESTART_SECONDS[Math.min(rounds, RESTART_SECONDS.length - 1)] ?? 0
  return (seconds * 1000) / pace.speed
}
