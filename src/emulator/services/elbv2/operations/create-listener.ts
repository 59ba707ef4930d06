import { hex } from '../../../identity.ts'
import { Refusal } from '../../../refusal.ts'
import type { Room } from '../../../room.ts'
import { forwardTo, inForce } from '../../../routing.ts'
import { showListener } from './describe-listeners.ts'

interface Input {
  LoadBalancerArn?: string
  Port?: string
  Protocol?: string
  DefaultActions?: { Type?: string; TargetGroupArn?: string }[]
}

/** With real containers the listener really listens, on 127.0.0.1; port 0 takes a free one. */
export async function createListener({ world, hooks }: Room, input: Input) {
  const balancer = world.loadBalancers[input.LoadBalancerArn ?? '']
  if (balancer === undefined) throw new Refusal('LoadBalancerNotFound', 'One or more load balancers not found')
  const targetGroupArn = input.DefaultActions?.find(({ Type }) => Type === 'forward')?.TargetGroupArn
  if (targetGroupArn !== undefined && world.targetGroups[targetGroupArn] === undefined)
    throw new Refusal('TargetGroupNotFound', 'One or more target groups not found')
  const asked = Number(input.Port ?? 80)
  const protocol = input.Protocol ?? 'HTTP'
  const rules = targetGroupArn === undefined ? [] : forwardTo(targetGroupArn)
  const arn = `${balancer.arn.replace(':loadbalancer/', ':listener/')}/${hex(world, 16)}`
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
