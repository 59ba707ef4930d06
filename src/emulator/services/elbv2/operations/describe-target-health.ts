import type { Room } from '../../../room.ts'
import type { Target } from '../../ecs/state/task.ts'
import { findTargetGroup } from '../find-target-group.ts'

const REASON: Record<Target['state'], { Reason?: string; Description?: string }> = {
  healthy: {},
  initial: { Reason: 'Elb.RegistrationInProgress', Description: 'Target registration is in progress' },
  unhealthy: { Reason: 'Target.FailedHealthChecks' },
  draining: {
    Reason: 'Target.DeregistrationInProgress',
    Description: 'Target deregistration is in progress',
  },
}

export function describeTargetHealth({ world }: Room, { TargetGroupArn }: { TargetGroupArn?: string }) {
  const group = findTargetGroup(world, TargetGroupArn)
  const present = Object.values(world.tasks).filter(
    ({ status }) => status === 'ACTIVATING' || status === 'RUNNING' || status === 'DEACTIVATING',
  )
  return {
    TargetHealthDescriptions: present.flatMap(({ address, targets }) =>
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
    ),
  }
}
