import type { Room } from '../../../room.ts'
import { inForce } from '../../../routing.ts'
import { showActions } from '../forward.ts'
import type { Listener } from '../state.ts'

export function describeListeners({ world }: Room, input: { LoadBalancerArn?: string; ListenerArns?: string[] }) {
  const found = Object.values(world.listeners).filter(
    ({ arn, loadBalancerArn }) =>
      (input.LoadBalancerArn === undefined || loadBalancerArn === input.LoadBalancerArn) &&
      (input.ListenerArns?.includes(arn) ?? true),
  )
  const rulesNow = ({ rules }: Listener) => inForce(rules, world.traffic)
  return { Listeners: found.map(listener => showListener({ ...listener, rules: rulesNow(listener) })) }
}

export const showListener = ({ arn, loadBalancerArn, port, protocol, rules }: Listener) => ({
  ListenerArn: arn,
  LoadBalancerArn: loadBalancerArn,
  Port: port,
  Protocol: protocol,
  DefaultActions: rules.filter(({ priority }) => priority === 'default').flatMap(showActions),
})
