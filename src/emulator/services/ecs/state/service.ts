/** A service, its revisions and its deployments. */
import type {
  CapacityProviderStrategyItem,
  DeploymentConfiguration,
  LaunchType,
  LoadBalancer,
  NetworkConfiguration,
  ServiceConnectConfiguration,
  Tag,
} from '@aws-sdk/client-ecs'
import type { ServiceDeployment } from './service-deployment.ts'

export interface Service {
  readonly arn: string
  readonly name: string
  readonly cluster: string
  status: 'ACTIVE' | 'DRAINING' | 'INACTIVE'
  desiredCount: number
  readonly createdAt: number
  readonly createdBy: string
  /** The request with a token that created it: the same one again is no other creation. */
  readonly creation?: string
  /** With which ECS calls the load balancers: by name or ARN. */
  readonly role?: string | undefined
  deploymentConfiguration: DeploymentConfiguration
  healthCheckGracePeriodSeconds: number
  /** What UpdateService may change and ListServiceRevisions remembers. */
  setting: Setting
  /** Settings that do not start a deployment and that the scheduler does not read. */
  extras: Record<string, unknown>
  /** PRIMARY first. */
  deployments: Deployment[]
  /** Ids of its tasks, oldest first: whoever asks for them need not look through those of every service. */
  tasks: string[]
  revisions: Revision[]
  /** The revision that production traffic goes to; with a shift under way the one it came from, until its clean-up. */
  serving?: string | undefined
  /** Newest first. */
  history: ServiceDeployment[]
  /** Deployments that completed, newest first: where a rollback can go. */
  completed: Completed[]
  /** Newest first, 100 kept. */
  events: ServiceEvent[]
  steady: boolean
  /** Unhealthy tasks stopped whose replacements have not been announced. */
  owed: number
  /** No two of the same complaint in a row. */
  lastComplaint?: string | undefined
  tags: Tag[]
}

/** The part of a service that makes a service revision. */
export interface Setting {
  taskDefinition: string
  launchType: LaunchType | undefined
  platformVersion: string
  networkConfiguration?: NetworkConfiguration | undefined
  loadBalancers: LoadBalancer[]
  serviceConnectConfiguration?: ServiceConnectConfiguration | undefined
  serviceRegistries: unknown[]
  volumeConfigurations: unknown[]
  capacityProviderStrategy?: CapacityProviderStrategyItem[] | undefined
}

export interface Revision {
  readonly arn: string
  readonly createdAt: number
  readonly setting: Setting
  /** In the order of its load balancers: the target group, or the alternate one. */
  readonly targetGroups: readonly string[]
  /** Container name → digest, pinned by the first task that pulled it. */
  digests: Record<string, string>
}

export interface Completed {
  readonly deploymentId: string
  readonly revisionArn: string
  readonly createdAt: number
}

/** What EventBridge is told of a service event. */
export type ServiceAction = 'SERVICE_STEADY_STATE' | 'SERVICE_TASK_START_IMPAIRED' | 'SERVICE_TASK_PLACEMENT_FAILURE'

export interface ServiceEvent {
  readonly id: string
  readonly at: number
  readonly message: string
}

export interface Deployment {
  readonly id: string
  status: 'PRIMARY' | 'ACTIVE'
  readonly revisionArn: string
  readonly createdAt: number
  updatedAt: number
  rolloutState: 'IN_PROGRESS' | 'COMPLETED' | 'FAILED'
  rolloutStateReason: string
  /** Tasks it ever started, by capacity provider. */
  placed?: Record<string, number> | undefined
  /** Failures as the breaker counts them. */
  failures: number
  /** Failures before RUNNING in a row: what the restart delay grows with. */
  stumbles: number
  /** One task reached RUNNING: the breaker is in its second stage. */
  everRan: boolean
  /** No task is started before this time. */
  startNotBefore: number
  /** While another one replaces it: how many tasks of the running version there should be, unless new ones take their place. */
  kept?: number | undefined
  /** Everything is in place since; alarms are watched from here before it completes. */
  bakingSince?: number | undefined
  /** A service deployment's ARN, the one that this movement belongs to. */
  serviceDeploymentArn?: string | undefined
}
