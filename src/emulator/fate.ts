/**
 * The seam between what ECS decides and what becomes of its tasks.
 *
 * The scheduler (pure) turns the world into orders; a fate carries them out and reports facts, which the scheduler reads at
 * its next tick. Two fates exist: simulated (scripted per image, no Docker) and docker (real containers). Both are plain
 * data at this seam: nothing here has a clock, and every time is epoch milliseconds of the emulator's clock.
 */
import type { TaskDefinition } from '@aws-sdk/client-ecs'

/** Everything a fate needs to run one task, and nothing of why it runs. */
export interface TaskOrder {
  /** 32 hex digits, the last part of the task's ARN. */
  readonly taskId: string
  readonly taskArn: string
  readonly cluster: string
  /** The service's name; absent for a task from RunTask. */
  readonly service?: string
  /** As registered: images, environment, health checks, stopTimeout, dependsOn, ports … */
  readonly taskDefinition: TaskDefinition
  /** Container name → variable name → value, already resolved from SSM parameters and secrets. */
  readonly secrets: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** Service Connect names this task can call, as known when it starts (later ones are never learned, as in ECS). */
  readonly names: readonly ConnectName[]
}

/** One Service Connect client alias: `dnsName:port` inside the namespace leads to the tasks serving `endpoint`. */
export interface ConnectName {
  readonly dnsName: string
  readonly port: number
  readonly endpoint: string
  /** Where the endpoint is; without it any namespace's endpoint of that name is taken. */
  readonly namespace?: string
}

/** A target group's health check and drain, in the target group's own (unscaled) seconds. */
export interface TargetGroupRules {
  readonly targetGroupArn: string
  readonly path: string
  readonly intervalSeconds: number
  readonly timeoutSeconds: number
  readonly healthyThreshold: number
  readonly unhealthyThreshold: number
  /** HTTP codes that count as healthy: `200`, `200-299`, `200,204`. */
  readonly matcher: string
}

export type Order =
  /** Pull the images, create and start the containers (dependsOn, essential, health checks). */
  | { readonly kind: 'run'; readonly task: TaskOrder }
  /** Become a target: start the load balancer's health checks and, once healthy, its traffic. */
  | {
      readonly kind: 'register-target'
      readonly taskId: string
      readonly port: number
      readonly rules: TargetGroupRules
    }
  /** No new requests from now on; those in flight go on. */
  | { readonly kind: 'deregister-target'; readonly taskId: string; readonly targetGroupArn: string }
  /** Serve a Service Connect endpoint of a namespace on this container port; `port` is in the task. */
  | {
      readonly kind: 'connect'
      readonly taskId: string
      readonly namespace: string
      readonly endpoint: string
      readonly port: number
      /** The port mapping's appProtocol; absent means tcp. `http` is balanced request by request, the rest by connection. */
      readonly protocol?: 'http' | 'http2' | 'grpc' | 'tcp'
      /** The service's `timeout.perRequestTimeoutSeconds` for http; absent means 15, 0 means none. */
      readonly perRequestTimeoutSeconds?: number
    }
  | { readonly kind: 'disconnect'; readonly taskId: string; readonly namespace: string; readonly endpoint: string }
  /** SIGTERM, each container's stopTimeout (default 30 s), SIGKILL. Answered by `exited` facts, then `gone`. */
  | { readonly kind: 'stop'; readonly taskId: string }
  /** The task is STOPPED: remove what is left of it. */
  | { readonly kind: 'forget'; readonly taskId: string }

/** What a fate has seen of one task, or of the requests that reached the load balancer. */
export type Fact = TaskFact | Traffic

export type TaskFact = { readonly taskId: string; readonly at: number } & (
  | { readonly kind: 'pulled'; readonly container: string; readonly digest: string; readonly startedAt: number }
  /** `reason` is ECS's text: `CannotPullContainerError: …`, `ResourceInitializationError: …`. The task will not start. */
  | { readonly kind: 'start-failed'; readonly container?: string; readonly reason: string }
  /** All containers of the task have been started. `address` is the task's private IPv4 address. */
  | { readonly kind: 'started'; readonly address: string }
  | { readonly kind: 'exited'; readonly container: string; readonly exitCode: number; readonly reason?: string }
  | { readonly kind: 'health'; readonly container: string; readonly status: 'HEALTHY' | 'UNHEALTHY' }
  | {
      readonly kind: 'target-health'
      readonly targetGroupArn: string
      readonly state: 'healthy' | 'unhealthy'
      /** For unhealthy, ELB's text: `Health checks failed with these codes: [503]`, `Request timed out`, … */
      readonly reason?: string
    }
  | { readonly kind: 'log'; readonly container: string; readonly message: string }
  /** Since it was last measured, in percent of what the task definition gives. */
  | { readonly kind: 'used'; readonly cpu: number; readonly memory: number }
  /** Answer to `stop` (or after `start-failed`): every container has ended. */
  | { readonly kind: 'gone' }
)

/** Since it was last told: requests at one load balancer that were led to one target group. */
export interface Traffic {
  readonly kind: 'traffic'
  readonly at: number
  readonly loadBalancerArn: string
  readonly targetGroupArn: string
  /** How many targets took requests. */
  readonly targets: number
  /** Answers of targets by status: `[[200, 31], [503, 1]]`. */
  readonly answered: readonly Many[]
  /** Answers of the load balancer itself, where no target gave one. */
  readonly refused: readonly Many[]
  /** Seconds until a target's headers came. */
  readonly seconds: readonly Many[]
}

/** A value, and how often it was seen. */
export type Many = readonly [value: number, count: number]

export interface Fate {
  /** Carry out orders in the sequence given; must not block: results arrive as facts. */
  carryOut(orders: readonly Order[], now: number): void
  /** Facts up to `now` that were not handed out before, oldest first. */
  facts(now: number): readonly Fact[]
  /** End every task and free what was taken (containers, networks, ports). */
  close(): Promise<void>
}
