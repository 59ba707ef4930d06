import type { Room } from '../../../room.ts'
import { tasksOf } from '../../../scheduler/count.ts'
import type { World } from '../../../world.ts'
import type { Target } from '../../ecs/state/task.ts'
import { findTargetGroup } from '../find-target-group.ts'
import type { RegisteredTarget, TargetGroup } from '../state.ts'

const REASON: Record<Target['state'], { Reason?: string; Description?: string }> = {
  healthy: {},
  initial: { Reason: 'Elb.RegistrationInProgress', Description: 'Target registration is in progress' },
  unhealthy: { Reason: 'Target.FailedHealthChecks' },
  draining: {
    Reason: 'Target.DeregistrationInProgress',
    Description: 'Target deregistration is in progress',
  },
}

interface Asked {
  Id?: string
  Port?: string | number
}

/** Tasks, and what was registered with the other emulator; of what was asked for and is neither, that it is unused. */
export function describeTargetHealth(
  { world }: Room,
  { TargetGroupArn, Targets }: { TargetGroupArn?: string; Targets?: Asked[] },
) {
  const group = findTargetGroup(world, TargetGroupArn)
  const known = [...targetsIn(world, group), ...(group.registered ?? []).map(registered)]
  if (Targets === undefined || Targets.length === 0) return { TargetHealthDescriptions: known }
  const isOf = ({ Id, Port }: Asked, { Target }: Shown) =>
    Target.Id === Id && (Port === undefined || Target.Port === Number(Port))
  const of = (asked: Asked): Shown[] => {
    const found = known.filter(one => isOf(asked, one))
    return found.length > 0 ? found : [unused({ Id: asked.Id ?? '', Port: Number(asked.Port ?? group.port) })]
  }
  return { TargetHealthDescriptions: Targets.flatMap(of) }
}

interface Shown {
  readonly Target: { readonly Id: string | undefined; readonly Port: number }
  readonly HealthCheckPort?: string
  readonly TargetHealth: { readonly State: string; readonly Reason?: string; readonly Description?: string }
}

function targetsIn(world: World, group: TargetGroup): Shown[] {
  const present = Object.values(world.services)
    .filter(({ revisions }) => revisions.some(({ targetGroups }) => targetGroups.includes(group.arn)))
    .flatMap(service => tasksOf(world, service))
    .filter(({ status }) => status === 'ACTIVATING' || status === 'RUNNING' || status === 'DEACTIVATING')
  return present.flatMap(({ address, targets }) =>
    targets
      .filter(({ targetGroupArn }) => targetGroupArn === group.arn)
      .map(({ port, state, reason }) => ({
        Target: { Id: address, Port: port },
        HealthCheckPort: String(port),
        TargetHealth: {
          State: state,
          ...REASON[state],
          ...(state === 'unhealthy' && { Description: reason ?? 'Health checks failed' }),
        },
      })),
  )
}

const registered = ({ id, port, state, reason, description }: RegisteredTarget): Shown => ({
  Target: { Id: id, Port: port },
  HealthCheckPort: String(port),
  TargetHealth: {
    State: state,
    ...(reason !== '' && { Reason: reason }),
    ...(description !== '' && { Description: description }),
  },
})

const unused = (Target: Shown['Target']): Shown => ({
  Target,
  TargetHealth: {
    State: 'unused',
    Reason: 'Target.NotRegistered',
    Description: 'Target is not registered to the target group',
  },
})
