import { Refusal } from '../../../refusal.ts'
import type { Room } from '../../../room.ts'
import type { LoadBalancerRecord } from '../state.ts'

export function describeLoadBalancers({ world }: Room, input: { Names?: string[]; LoadBalancerArns?: string[] }) {
  const found = Object.values(world.loadBalancers).filter(
    ({ name, arn }) => (input.Names?.includes(name) ?? true) && (input.LoadBalancerArns?.includes(arn) ?? true),
  )
  if (found.length < (input.Names ?? input.LoadBalancerArns ?? []).length)
    throw new Refusal('LoadBalancerNotFound', 'One or more load balancers not found')
  return { LoadBalancers: found.map(showLoadBalancer) }
}

export const showLoadBalancer = ({ arn, name, scheme, type, createdAt, dnsName }: LoadBalancerRecord) => ({
  LoadBalancerArn: arn,
  LoadBalancerName: name,
  Scheme: scheme,
  Type: type,
  DNSName: dnsName,
  CreatedTime: new Date(createdAt).toISOString(),
  State: { Code: 'active' },
})
