import { Refusal } from '../../../refusal.ts'
import type { Room } from '../../../room.ts'
import { targetGroupsOf } from '../../../routing.ts'
import type { World } from '../../../world.ts'
import type { TargetGroup } from '../state.ts'

interface Input {
  Names?: string[]
  TargetGroupArns?: string[]
  LoadBalancerArn?: string
}

export function describeTargetGroups({ world }: Room, { Names, TargetGroupArns, LoadBalancerArn }: Input) {
  const found = Object.values(world.targetGroups).filter(
    ({ name, arn }) =>
      (Names?.includes(name) ?? true) &&
      (TargetGroupArns?.includes(arn) ?? true) &&
      (LoadBalancerArn === undefined || balancersOf(world, arn).includes(LoadBalancerArn)),
  )
  if (found.length < (Names ?? TargetGroupArns ?? []).length)
    throw new Refusal('TargetGroupNotFound', 'One or more target groups not found')
  return { TargetGroups: found.map(group => showTargetGroup(world, group)) }
}

const balancersOf = (world: World, targetGroupArn: string): string[] => [
  ...new Set(
    Object.values(world.listeners).flatMap(listener =>
      targetGroupsOf(listener.rules).includes(targetGroupArn) ? [listener.loadBalancerArn] : [],
    ),
  ),
]

export function showTargetGroup(world: World, group: TargetGroup) {
  const { healthCheck } = group
  return {
    TargetGroupArn: group.arn,
    TargetGroupName: group.name,
    Protocol: group.protocol,
    Port: group.port,
    VpcId: group.vpcId,
    TargetType: group.targetType,
    HealthCheckEnabled: true,
    HealthCheckPath: healthCheck.path,
    HealthCheckPort: healthCheck.port,
    HealthCheckProtocol: healthCheck.protocol,
    HealthCheckIntervalSeconds: healthCheck.intervalSeconds,
    HealthCheckTimeoutSeconds: healthCheck.timeoutSeconds,
    HealthyThresholdCount: healthCheck.healthyThreshold,
    UnhealthyThresholdCount: healthCheck.unhealthyThreshold,
    Matcher: { HttpCode: healthCheck.matcher },
    LoadBalancerArns: balancersOf(world, group.arn),
  }
}
