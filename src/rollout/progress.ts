/** What has changed between two snapshots, as lines for the log. Pure. */
import { isGoingOn } from '../revision/status.ts'
import { hooksAtWork, pauseOf } from './lifecycle.ts'
import { eventsSince, missing, others, ours, primary, type Rollout, type Snapshot } from './snapshot.ts'
import { isShift, roomless, stepMinutes } from './strategy.ts'

/** ECS leads the service back to an older revision; old tasks that grow in number alone say nothing of it. */
export function isReturning(snapshot: Snapshot): boolean {
  const { deployment } = snapshot
  if (deployment?.status?.startsWith('ROLLBACK')) return true
  return primary(snapshot)?.rolloutStateReason?.includes('rolling back') ?? false
}

/** Somebody asked ECS to stop the deployment. */
export const isEnding = ({ deployment }: Snapshot) => deployment?.status === 'STOP_REQUESTED'

/** Events that the counts already tell. */
const ROUTINE =
  /has (started|stopped) \d+|registered \d+ targets|deregistered \d+|begun draining|steady state|deployment completed/

/** Lines about what is new since `before`; empty when nothing is. */
export function news(rollout: Rollout, before: Snapshot | undefined, now: Snapshot): string[] {
  const lines: string[] = []
  const was = before ? countsOf(rollout, before) : undefined
  const is = countsOf(rollout, now)
  if (was === undefined || was.running !== is.running || was.pending !== is.pending || was.old !== is.old) {
    lines.push(countLine(rollout, was, is))
  }
  lines.push(...shiftLines(rollout, before, now))
  const known = new Set(before ? eventsSince(rollout, before) : [])
  for (const event of eventsSince(rollout, now)) {
    if (!known.has(event) && !ROUTINE.test(event)) lines.push(`${event.replace(/^\(service [^)]*\)\s*/, '')}`)
  }
  const [paused, waited] = [pauseOf(rollout, now), before && pauseOf(rollout, before)]
  if (paused && paused.words !== waited?.words) lines.push(paused.words)
  if (hasLostMore(before, now)) lines.push(breakerLine(now))
  const status = now.deployment?.status
  if (status !== undefined && status !== before?.deployment?.status && !isGoingOn(status)) {
    lines.push(`service deployment ${status}${now.deployment?.statusReason ? `: ${now.deployment.statusReason}` : ''}`)
  }
  if (now.source === 'deployments' && before?.source !== 'deployments') {
    lines.push(
      'the service-deployments API does not answer here: the verdict will rest on DescribeServices, read twice',
    )
  }
  if (now.source !== 'deployments' && before?.source === 'deployments') {
    lines.push('the service-deployments API answers now: the verdict will rest on it')
  }
  return lines
}

/** The breaker has counted another task. */
const hasLostMore = (before: Snapshot | undefined, now: Snapshot) => failuresOf(now) > (before ? failuresOf(before) : 0)

/** ECS counts failures since the last healthy task, unless `resetOnHealthyTask` is off (July 2026). */
function breakerLine(now: Snapshot): string {
  const failures = failuresOf(now)
  const { status, threshold } = now.deployment?.deploymentCircuitBreaker ?? {}
  const resets = now.service.deploymentConfiguration?.deploymentCircuitBreaker?.resetOnHealthyTask !== false
  const trips = threshold && status !== 'DISABLED' ? `; the breaker trips at ${threshold}` : ''
  return `${failures} failed ${failures === 1 ? 'task' : 'tasks'}${resets ? ' in a row' : ''}${trips}`
}

const failuresOf = ({ deployment }: Snapshot) => deployment?.deploymentCircuitBreaker?.failureCount ?? 0

interface Counts {
  readonly running: number
  readonly pending: number
  readonly old: number
}

function countsOf(rollout: Rollout, snapshot: Snapshot): Counts {
  const mine = ours(rollout, snapshot)
  return { running: mine?.runningCount ?? 0, pending: mine?.pendingCount ?? 0, old: others(rollout, snapshot) }
}

function countLine({ revision, called, previous }: Rollout, was: Counts | undefined, is: Counts): string {
  const running = was && was.running !== is.running ? `running ${was.running} → ${is.running}` : `running ${is.running}`
  const pending = is.pending > 0 ? `  pending ${is.pending}` : ''
  const old =
    is.old > 0 || (was?.old ?? 0) > 0 ? `  old ${was && was.old !== is.old ? `${was.old} → ` : ''}${is.old}` : ''
  return `${running}${pending}${old}  (${change(previous, revision, called)})`
}

/**
 * `1.0.0 → 1.1.0`, the revisions where versions are not known or do not differ, or `1.1.0` where new tasks of it take its own place.
 * `called`: the version that it is released as.
 */
export function change(
  from: { version: string | undefined; name: string },
  { version, name }: { version: string | undefined; name: string },
  called = version,
): string {
  if (from.name === name) return called ?? name
  const versions = from.version !== undefined && called !== undefined && from.version !== called
  if (versions) return `${from.version} → ${called}`
  return `${from.name} → ${from.version === undefined && called !== undefined ? called : name}`
}

/** Traffic that moves, and waits between the moves. */
function shiftLines({ revision, called, previous }: Rollout, before: Snapshot | undefined, now: Snapshot): string[] {
  const [was, is] = [before && shiftOf(before), shiftOf(now)]
  if (is === undefined) return []
  const to = called ?? revision.version ?? revision.name
  if (isReturning(now)) {
    return is.production === 0 && (was?.production ?? 0) > 0
      ? [`production traffic back to ${previous.version ?? previous.name}`]
      : []
  }
  const lines: string[] = []
  if (is.tests && is.test > (was?.test ?? 0)) lines.push(`test traffic → ${to}`)
  if (is.production > (was?.production ?? 0)) {
    const wait = is.production < 100 ? `, baking ${is.minutes} min` : ''
    lines.push(`production traffic ${is.production} % → ${to}${wait}`)
  }
  if (is.stage === was?.stage) return lines
  if (is.stage === 'BAKE_TIME' && is.bake > 0) lines.push(`baking ${is.bake} min beside the old tasks`)
  if (is.stage === 'CLEAN_UP') lines.push('cleaning up: the old tasks stop')
  return lines
}

interface ShiftState {
  readonly stage: string
  /** Percent of the traffic that goes to the new revision. */
  readonly production: number
  readonly test: number
  /** Whether there is any test traffic. */
  readonly tests: boolean
  /** The wait after a step, and after the last. */
  readonly minutes: number
  readonly bake: number
}

/** Undefined for a rolling deployment. */
function shiftOf({ deployment, service }: Snapshot): ShiftState | undefined {
  const { lifecycleStage: stage, targetServiceRevision: target, deploymentConfiguration } = deployment ?? {}
  const { strategy = 'ROLLING', bakeTimeInMinutes } = deploymentConfiguration ?? {}
  if (stage === undefined || strategy === 'ROLLING') return undefined
  return {
    stage,
    production: target?.requestedProductionTrafficWeight ?? 0,
    test: target?.requestedTestTrafficWeight ?? 0,
    tests: service.loadBalancers?.some(each => each.advancedConfiguration?.testListenerRule !== undefined) ?? false,
    minutes: stepMinutes(deploymentConfiguration ?? {}),
    bake: bakeTimeInMinutes ?? 0,
  }
}

/** What a person waits for, when nothing has changed for a while. */
export function waitingFor(rollout: Rollout, now: Snapshot): string {
  if (isReturning(now)) return 'waiting for ECS to finish the rollback'
  if (isEnding(now)) return 'waiting for ECS to stop the deployment'
  if (now.deployment?.status === 'STOPPED') return 'waiting for the tasks of the stopped deployment'
  const pause = pauseOf(rollout, now)
  if (pause) return `waiting: ${pause.words}`
  const hooks = hooksAtWork(now.deployment)
  if (hooks.length > 0) return `waiting for ${hooks.join(', ')}`
  const shift = shiftOf(now)
  if (shift && SHIFTING.has(shift.stage)) return waitingInShift(shift)
  const { desiredCount = 0 } = now.service
  const old = others(rollout, now)
  if (old > 0 && (ours(rollout, now)?.runningCount ?? 0) >= desiredCount) {
    return `waiting for the new tasks to become healthy, then for ${old} older to drain and stop`
  }
  const wants = missing(rollout, now).filter(want => want !== 'the tasks to be read')
  if (wants.length === 0) return 'waiting for ECS to call it complete'
  const why = old > 0 ? stuckBy(now) : undefined
  return `waiting for ${wants.slice(0, 3).join(', ')}${why === undefined ? '' : `: ${why}`}`
}

/** Somebody scaled it under way to where no step is left; scaled again it goes on. */
function stuckBy({ service, deployment }: Snapshot): string | undefined {
  const { runningCount, pendingCount = 0, desiredCount } = service
  if (pendingCount > 0 || runningCount !== desiredCount || isShift(deployment ?? service)) return undefined
  return roomless(service)
}

/** Stages in which the tasks are all there. */
const SHIFTING = new Set([
  'POST_SCALE_UP',
  'TEST_TRAFFIC_SHIFT',
  'POST_TEST_TRAFFIC_SHIFT',
  'PRE_PRODUCTION_TRAFFIC_SHIFT',
  'PRODUCTION_TRAFFIC_SHIFT',
  'POST_PRODUCTION_TRAFFIC_SHIFT',
  'BAKE_TIME',
])

function waitingInShift({ stage, production, minutes, bake }: ShiftState): string {
  if (stage === 'BAKE_TIME') return `waiting for the bake time of ${bake} min to end`
  if (stage === 'PRODUCTION_TRAFFIC_SHIFT' && production < 100) {
    return `waiting ${minutes} min at ${production} % of the production traffic`
  }
  return `waiting for ECS to end the stage ${stage}`
}
