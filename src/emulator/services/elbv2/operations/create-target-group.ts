import { arn, hex } from '../../../identity.ts'
import { Refusal, required } from '../../../refusal.ts'
import type { Room } from '../../../room.ts'
import { showTargetGroup } from './describe-target-groups.ts'

interface Input {
  Name?: string
  Port?: string
  Protocol?: string
  VpcId?: string
  TargetType?: string
  HealthCheckPath?: string
  HealthCheckPort?: string
  HealthCheckProtocol?: string
  HealthCheckIntervalSeconds?: string
  HealthCheckTimeoutSeconds?: string
  HealthyThresholdCount?: string
  UnhealthyThresholdCount?: string
  Matcher?: { HttpCode?: string }
}

export function createTargetGroup({ world }: Room, input: Input) {
  const name = required(input.Name, 'Name')
  if (Object.values(world.targetGroups).some(group => group.name === name))
    throw new Refusal('DuplicateTargetGroupName', `A target group with the same name '${name}' exists`)
  const group = {
    arn: arn(world, 'elasticloadbalancing', `targetgroup/${name}/${hex(world, 16)}`),
    name,
    port: Number(input.Port ?? 80),
    protocol: input.Protocol ?? 'HTTP',
    vpcId: input.VpcId ?? 'vpc-local',
    targetType: input.TargetType ?? 'instance',
    healthCheck: {
      path: input.HealthCheckPath ?? '/',
      port: input.HealthCheckPort ?? 'traffic-port',
      protocol: input.HealthCheckProtocol ?? 'HTTP',
      intervalSeconds: Number(input.HealthCheckIntervalSeconds ?? 30),
      timeoutSeconds: Number(input.HealthCheckTimeoutSeconds ?? 5),
      healthyThreshold: Number(input.HealthyThresholdCount ?? 5),
      unhealthyThreshold: Number(input.UnhealthyThresholdCount ?? 2),
      matcher: input.Matcher?.HttpCode ?? '200',
    },
    attributes: { 'deregistration_delay.timeout_seconds': '300' },
  }
  world.targetGroups[group.arn] = group
  return { TargetGroups: [showTargetGroup(world, group)] }
}
