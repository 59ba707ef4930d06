import { arn, hex } from '../../../identity.ts'
import { Refusal, required } from '../../../refusal.ts'
import type { Room } from '../../../room.ts'
import { showLoadBalancer } from './describe-load-balancers.ts'

export function createLoadBalancer({ world, now }: Room, input: { Name?: string; Scheme?: string; Type?: string }) {
  const name = required(input.Name, 'Name')
  if (Object.values(world.loadBalancers).some(one => one.name === name))
    throw new Refusal('DuplicateLoadBalancerName', `A load balancer with the name '${name}' already exists`)
  const balancer = {
    arn: arn(world, 'elasticloadbalancing', `loadbalancer/app/${name}/${hex(world, 16)}`),
    name,
    scheme: input.Scheme ?? 'internet-facing',
    type: input.Type ?? 'application',
    createdAt: now,
    dnsName: '127.0.0.1',
  }
  world.loadBalancers[balancer.arn] = balancer
  return { LoadBalancers: [showLoadBalancer(balancer)] }
}
