import type { Room } from '../../../room.ts'
import { targetGroupsOf } from '../../../routing.ts'
import type { Listener } from '../state.ts'

export function describeListeners({ world }: Room, input: { LoadBalancerArn?: string; ListenerArns?: string[] }) {
  const found = Object.values(world.listeners).filter(
    ({ arn, loadBalancerArn }) =>
      (input.LoadBalancerArn === undefined || loadBalancerArn === input.LoadBalancerArn) &&
      (input.ListenerArns?.includes(arn) ?? true),
  )
  return { Listeners: found.map(showListener) }
}

export const showListener = ({ arn, loadBalancerArn, port, protocol, rules }: Listener) => ({
  ListenerArn: arn,
  LoadBalancerArn: loadBalancerArn,
  Port: port,
  Protocol: protocol,
  DefaultActions: targetGroupsOf(rules).map(TargetGroupArn => ({ Type: 'forward', TargetGroupArn })),
})
