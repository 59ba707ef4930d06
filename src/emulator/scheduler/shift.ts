/** One tick of a blue/green, canary or linear deployment: all new tasks beside the old ones, then the traffic, then the bake time. */
import { record } from '../journal.ts'
import type { Deployment, Service } from '../services/ecs/state/service.ts'
import type { ServiceDeployment, Shift } from '../services/ecs/state/service-deployment.ts'
import type { Task } from '../services/ecs/state/task.ts'
import { isPresent, isWanted } from './count.ts'
import { complete, makeCandidate } from './deployment.ts'
import { isHealthy } from './health.ts'
import { hooksAt, isWaiting } from './hooks.ts'
import { primaryOf, type Scene } from './scene.ts'
import { staff, stopAll } from './staff.ts'
import { after, hasReached, steps } from './stages.ts'
import { leadTraffic } from './traffic.ts'

/** A shift under way, and its two sides. */
interface Turn {
  readonly movement: ServiceDeployment
  readonly shift: Shift
  readonly green: Deployment
  readonly blue: Deployment | undefined
  readonly tasks: readonly Task[]
}

export function shiftTraffic(
  scene: Scene,
  service: Service,
  movement: ServiceDeployment,
  tasks: readonly Task[],
): void {
  const { shift } = movement
  const green = primaryOf(service)
  if (shift === undefined || green === undefined || movement.status === 'PENDING') return
  const source = movement.source
  const blue = service.deployments.find(({ revisionArn }) => revisionArn === source)
  const turn: Turn = { movement, shift, green, blue, tasks }
  keep(scene, service, turn)
  if (!isWaiting(movement) && isOver(scene, service, turn)) proceed(scene, service, turn)
}

/** Both sides have all their tasks; what is neither leaves first. */
function keep(scene: Scene, service: Service, { shift, green, blue, tasks }: Turn): void {
  const of = (deployment: Deployment) => tasks.filter(each => isWanted(each) && each.deploymentId === deployment.id)
  const strays = tasks.filter(
    each => isWanted(each) && each.deploymentId !== green.id && each.deploymentId !== blue?.id,
  )
  stopAll(scene, service, strays)
  if (hasReached(shift, 'SCALE_UP')) staff(scene, service, green, of(green))
  if (blue === undefined) return
  if (shift.stage === 'CLEAN_UP') stopAll(scene, service, of(blue))
  else staff(scene, service, blue, of(blue))
}

function isOver({ now, pace }: Scene, service: Service, { movement, shift, green, blue, tasks }: Turn): boolean {
  const elapsed = now - shift.since
  const minutes = (many: number) => (many * 60_000) / pace.speed
  const leftBut = (...kept: (Deployment | undefined)[]) =>
    tasks.filter(each => isPresent(each) && !kept.some(one => one?.id === each.deploymentId)).length
  switch (shift.stage) {
    case 'RECONCILE_SERVICE':
      return leftBut(green, blue) === 0
    case 'SCALE_UP': {
      const well = tasks.filter(each => each.deploymentId === green.id && isHealthy(each, now, pace))
      return well.length >= service.desiredCount
    }
    case 'PRE_PRODUCTION_TRAFFIC_SHIFT':
      return true
    case 'PRODUCTION_TRAFFIC_SHIFT':
      return elapsed >= Math.max(pace.stage, minutes(steps(movement)[shift.step]?.minutes ?? 0))
    case 'BAKE_TIME':
      return elapsed >= minutes(movement.configuration.bakeTimeInMinutes ?? 0)
    case 'CLEAN_UP':
      return leftBut(green) === 0
    default:
      return elapsed >= pace.stage
  }
}

/** The next step or stage, with the traffic it brings. */
function proceed(scene: Scene, service: Service, { movement, shift, green }: Turn): void {
  const { world, now } = scene
  if (shift.stage === 'CLEAN_UP') {
    complete(scene, service)
    return
  }
  const path = steps(movement)
  if (shift.stage === 'PRODUCTION_TRAFFIC_SHIFT' && shift.step + 1 < path.length) {
    shift.step++
    shift.stage = 'PRE_PRODUCTION_TRAFFIC_SHIFT'
  } else shift.stage = after(shift.stage)
  if (shift.stage === 'PRE_PRODUCTION_TRAFFIC_SHIFT' && hooksAt(movement, shift.stage).length === 0)
    shift.stage = after(shift.stage)
  shift.since = now
  if (shift.stage === 'TEST_TRAFFIC_SHIFT') shift.test = 100
  if (shift.stage === 'PRODUCTION_TRAFFIC_SHIFT') shift.production = path[shift.step]?.percent ?? 100
  if (shift.stage === 'CLEAN_UP') {
    service.serving = movement.target
    makeCandidate(service, green)
  }
  leadTraffic(world, service, movement)
  movement.updatedAt = now
  const { stage, production, test } = shift
  record(world, now, 'lifecycle-stage', { service: service.name, arn: movement.arn, stage, production, test })
}
