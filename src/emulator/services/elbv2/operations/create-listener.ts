import { hex, spread } from '../../../identity.ts'
import { Refusal } from '../../../refusal.ts'
import type { Room } from '../../../room.ts'
import { inForce, type Rule, type Share } from '../../../routing.ts'
import { type GivenAction, sharesOf } from '../forward.ts'
import { showListener } from './describe-listeners.ts'

interface Input {
  LoadBalancerArn?: string
  Port?: string
  Protocol?: string
  DefaultActions?: GivenAction[]
}

/** With real containers the listener really listens, on 127.0.0.1; port 0 takes a free one. */
export async function createListener({ world, hooks }: Room, input: Input) {
  const balancer = world.loadBalancers[input.LoadBalancerArn ?? '']
  if (balancer === undefined) throw new Refusal('LoadBalancerNotFound', 'One or more load balancers not found')
  const forwarding = input.DefaultActions?.filter(({ Type }) => Type === 'forward')
  const groups = sharesOf(world, forwarding)
  const asked = Number(input.Port ?? 80)
  const protocol = input.Protocol ?? 'HTTP'
  const arn = `${balancer.arn.replace(':loadbalancer/', ':listener/')}/${hex(world, 16)}`
  const rules = groups.length === 0 ? [] : [defaultRule(arn, groups)]
  const now = () => inForce(world.listeners[arn]?.rules ?? rules, world.traffic)
  const open = await hooks.listen?.({
    loadBalancerArn: balancer.arn,
    port: asked,
    shown: { port: asked, protocol },
    rules: now,
  })
  const listener = {
    arn,
    loadBalancerArn: balancer.arn,
    port: open?.port ?? asked,
    protocol,
    rules,
    localPort: open?.port,
  }
  world.listeners[listener.arn] = listener
  return { Listeners: [showListener(listener)] }
}

/** It has an ARN, too, by which ECS shifts its traffic. */
const defaultRule = (listenerArn: string, groups: readonly Share[]): Rule => ({
  arn: `${listenerArn.replace(':listener/', ':listener-rule/')}/${spread(listenerArn).toString(16).padStart(16, '0')}`,
  priority: 'default',
  conditions: [],
  actions: [{ type: 'forward', groups }],
})
