import { book } from '../../book.ts'
import type { Rule, Share } from '../../routing.ts'

export interface BalancingState {
  targetGroups: Record<string, TargetGroup>
  loadBalancers: Record<string, LoadBalancerRecord>
  listeners: Record<string, Listener>
  /** Listener rule → how ECS shares its requests out, where a service's traffic shifts. */
  traffic: Record<string, Share[]>
}

export const emptyBalancing = (): BalancingState => ({
  targetGroups: book(),
  loadBalancers: book(),
  listeners: book(),
  traffic: book(),
})

export interface TargetGroup {
  readonly arn: string
  readonly name: string
  readonly port: number
  readonly protocol: string
  readonly vpcId: string
  readonly targetType: string
  healthCheck: {
    path: string
    port: string
    protocol: string
    intervalSeconds: number
    timeoutSeconds: number
    healthyThreshold: number
    unhealthyThreshold: number
    matcher: string
  }
  attributes: Record<string, string>
  /** Targets that are no tasks: registered with the other emulator. */
  registered?: readonly RegisteredTarget[]
}

export interface RegisteredTarget {
  readonly id: string
  readonly port: number
  readonly state: string
  readonly reason: string
  readonly description: string
}

export interface LoadBalancerRecord {
  readonly arn: string
  readonly name: string
  readonly scheme: string
  readonly type: string
  readonly createdAt: number
  readonly dnsName: string
}

export interface Listener {
  readonly arn: string
  readonly loadBalancerArn: string
  readonly port: number
  readonly protocol: string
  rules: readonly Rule[]
  /** Where it really listens, on 127.0.0.1. */
  localPort?: number | undefined
}
