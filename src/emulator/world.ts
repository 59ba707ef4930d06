/** Everything the local ECS knows, as plain JSON: times are epoch milliseconds, keys are ARNs, names or ids. */

import type { Tag as EcrTag } from '@aws-sdk/client-ecr'
import type {
  CapacityProviderStrategyItem,
  ClusterConfiguration,
  DeploymentConfiguration,
  DeploymentLifecycleHookAction,
  DeploymentLifecycleHookStage,
  DeploymentLifecycleHookStatus,
  DeploymentLifecycleHookTargetType,
  LaunchType,
  LoadBalancer,
  NetworkConfiguration,
  ServiceConnectConfiguration,
  ServiceDeploymentLifecycleStage,
  ServiceDeploymentStatus,
  Tag,
  TaskDefinition,
  TaskStopCode,
} from '@aws-sdk/client-ecs'
import type { Rule, Share } from './routing.ts'

export interface World {
  readonly region: string
  readonly account: string
  readonly seed: number
  /** How many ids were given out; with the seed it decides the next one. */
  serial: number
  clusters: Record<string, Cluster>
  /** Family → highest revision ever registered. */
  families: Record<string, number>
  definitions: Record<string, Definition>
  services: Record<string, Service>
  tasks: Record<string, Task>
  repositories: Record<string, Repository>
  logGroups: Record<string, LogGroup>
  parameters: Record<string, Parameter>
  secrets: Record<string, Secret>
  targetGroups: Record<string, TargetGroup>
  loadBalancers: Record<string, LoadBalancerRecord>
  listeners: Record<string, Listener>
  /** Listener rule → how ECS shares its requests out, where a service's traffic shifts. */
  traffic: Record<string, Share[]>
  alarms: Record<string, 'OK' | 'ALARM'>
  scalableTargets: Record<string, ScalableTarget>
  scalingPolicies: Record<string, ScalingPolicy>
  scheduledActions: Record<string, ScheduledAction>
  /** Account settings by principal (`root` for the default) and name. */
  accountSettings: Record<string, { principal: string; name: string; value: string }>
  registryScanning: { scanType: string; rules: unknown[] }
  /** Another emulator has the secrets. */
  readonly secretsBehind: boolean
  /** While set, no task can be placed and events give this reason. */
  shortage?: { reason: string; until?: number } | undefined
  /** The newest that matches decides. */
  hookScripts: HookScript[]
  /** Seconds from a tripped breaker to its rollback; about 40 on AWS. */
  rollbackDelay: number
  journal: JournalEntry[]
}

export interface JournalEntry {
  readonly at: number
  readonly what: string
  readonly [detail: string]: string | number | undefined
}

export interface Cluster {
  readonly arn: string
  readonly name: string
  status: 'ACTIVE' | 'INACTIVE'
  settings: { name: string; value: string }[]
  capacityProviders: string[]
  defaultCapacityProviderStrategy: CapacityProviderStrategyItem[]
  configuration?: ClusterConfiguration | undefined
  namespace?: string | undefined
  tags: Tag[]
}

export type Recipe = Omit<TaskDefinition, 'registeredAt' | 'deregisteredAt' | 'deleteRequestedAt'>

export interface Definition {
  readonly arn: string
  readonly family: string
  readonly revision: number
  status: 'ACTIVE' | 'INACTIVE'
  readonly recipe: Recipe
  readonly registeredAt: number
  readonly registeredBy: string
  deregisteredAt?: number
  tags: Tag[]
}

export interface Service {
  readonly arn: string
  readonly name: string
  readonly cluster: string
  status: 'ACTIVE' | 'DRAINING' | 'INACTIVE'
  desiredCount: number
  readonly createdAt: number
  readonly createdBy: string
  deploymentConfiguration: DeploymentConfiguration
  healthCheckGracePeriodSeconds: number
  /** What UpdateService may change and ListServiceRevisions remembers. */
  setting: Setting
  /** Settings that do not start a deployment and that the scheduler does not read. */
  extras: Record<string, unknown>
  /** PRIMARY first. */
  deployments: Deployment[]
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
  capacityProviderStrategy?: unknown[] | undefined
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

export interface ServiceDeployment {
  readonly arn: string
  readonly createdAt: number
  startedAt?: number | undefined
  finishedAt?: number | undefined
  stoppedAt?: number | undefined
  updatedAt: number
  status: ServiceDeploymentStatus
  statusReason?: string | undefined
  readonly sources: string[]
  /** The source that production traffic came from. */
  readonly source?: string | undefined
  readonly target: string
  /** The deployment that carries the target. */
  readonly deploymentId: string
  readonly configuration: DeploymentConfiguration
  /** Its breaker has tripped, and the rollback has not begun. */
  rollbackDue?: number | undefined
  rollback?: { reason: string; startedAt: number; revisionArn: string } | undefined
  breaker: { status: 'DISABLED' | 'MONITORING' | 'MONITORING_COMPLETE' | 'TRIGGERED'; failures: number }
  alarms: { status: 'DISABLED' | 'MONITORING' | 'MONITORING_COMPLETE' | 'TRIGGERED'; triggered: string[] }
  /** Absent for a rolling update. */
  shift?: Shift | undefined
  /** The stage of a rolling update that has lifecycle hooks. */
  stage?: LifecycleStage | undefined
  /** Those of the latest stage that has any. */
  hooks: Hook[]
  /** The stage, and the step of a shift, whose hooks were started last. */
  hooksOf?: string | undefined
  /** Tasks as they were when it ended; while it runs they are counted. */
  finalCounts?: Record<string, Counts> | undefined
}

/** PRE_PRODUCTION_TRAFFIC_SHIFT is known to hooks alone. */
export type LifecycleStage = ServiceDeploymentLifecycleStage | DeploymentLifecycleHookStage

/** A lifecycle hook at work. */
export interface Hook {
  readonly id: string
  readonly stage: LifecycleStage
  readonly type: DeploymentLifecycleHookTargetType
  /** The function's ARN. */
  readonly target?: string | undefined
  status: DeploymentLifecycleHookStatus
  readonly expiresAt: number
  readonly timeoutAction: DeploymentLifecycleHookAction
  /** A function is called next. */
  callAt: number
}

/** What a test wants Lambda functions to answer. */
export interface HookScript {
  readonly match: { readonly service?: string; readonly stage?: string; readonly target?: string }
  readonly result: 'SUCCEEDED' | 'FAILED' | 'IN_PROGRESS'
  /** Only the first so many calls. */
  readonly times?: number
  used: number
}

/** Where a blue/green, canary or linear deployment has come to. */
export interface Shift {
  stage: LifecycleStage
  since: number
  /** Percent of the traffic that goes to the target revision. */
  production: number
  test: number
  /** Of the production traffic. */
  step: number
}

export interface Counts {
  requested: number
  running: number
  pending: number
}

export type TaskStatus =
  | 'PROVISIONING'
  | 'PENDING'
  | 'ACTIVATING'
  | 'RUNNING'
  | 'DEACTIVATING'
  | 'STOPPING'
  | 'DEPROVISIONING'
  | 'STOPPED'

export interface Task {
  readonly id: string
  readonly arn: string
  readonly cluster: string
  readonly service?: string | undefined
  readonly deploymentId?: string | undefined
  readonly revisionArn?: string | undefined
  readonly startedBy?: string | undefined
  readonly group: string
  readonly definition: string
  readonly createdAt: number
  readonly overrides?: Record<string, unknown> | undefined
  readonly setting: Pick<Setting, 'networkConfiguration' | 'platformVersion' | 'launchType'>
  status: TaskStatus
  desired: 'RUNNING' | 'STOPPED'
  /** Asked for from outside: by StopTask, or because what it runs on goes away. */
  stopAsked?: { code: TaskStopCode; reason: string } | undefined
  /** When the present status is over, if that is a matter of time. */
  until?: number | undefined
  /** The fate was told to run it, and has not been told to forget it. */
  held: boolean
  stopSent: boolean
  pullStartedAt?: number | undefined
  pullStoppedAt?: number | undefined
  startedAt?: number | undefined
  stoppingAt?: number | undefined
  executionStoppedAt?: number | undefined
  stoppedAt?: number | undefined
  stopCode?: TaskStopCode | undefined
  stoppedReason?: string | undefined
  address?: string | undefined
  readonly eni: string
  containers: TaskContainer[]
  targets: Target[]
  /** Service Connect endpoints it serves. */
  connected: { namespace: string; endpoint: string }[]
  /** It was healthy once. */
  proven: boolean
  /** Its failure was counted. */
  counted: boolean
  version: number
  tags: Tag[]
}

export interface TaskContainer {
  readonly name: string
  readonly image: string
  readonly id: string
  digest?: string | undefined
  essential: boolean
  checked: boolean
  status: 'PENDING' | 'RUNNING' | 'STOPPED'
  health: 'UNKNOWN' | 'HEALTHY' | 'UNHEALTHY'
  exitCode?: number | undefined
  reason?: string | undefined
}

export interface Target {
  readonly targetGroupArn: string
  readonly port: number
  state: 'initial' | 'healthy' | 'unhealthy' | 'draining'
  reason?: string | undefined
}

export type Mutability = 'MUTABLE' | 'IMMUTABLE' | 'MUTABLE_WITH_EXCLUSION' | 'IMMUTABLE_WITH_EXCLUSION'

export interface Repository {
  readonly name: string
  readonly arn: string
  readonly createdAt: number
  mutability: Mutability
  /** Wildcards of tags for which the opposite holds. */
  exclusions?: { filterType: string; filter: string }[] | undefined
  scanOnPush: boolean
  readonly encryption?: { encryptionType: string; kmsKey?: string | undefined }
  lifecyclePolicy?: { text: string; evaluatedAt: number } | undefined
  policy?: string | undefined
  tags?: EcrTag[] | undefined
  /** Digest → image. */
  images: Record<string, Image>
  /** Tag → digest. */
  tagged: Record<string, string>
  /** Upload → its parts, base64; undefined once it is complete. */
  uploads?: Record<string, string[] | undefined>
  /** Digest → bytes. */
  layers?: Record<string, number>
}

export interface Image {
  readonly digest: string
  readonly manifest: string
  readonly mediaType: string
  readonly artifactMediaType?: string | undefined
  readonly size: number
  readonly pushedAt: number
  pulledAt?: number | undefined
}

export interface LogGroup {
  readonly name: string
  readonly createdAt: number
  readonly logGroupClass: string
  kmsKeyId?: string | undefined
  retentionInDays?: number | undefined
  streams: Record<string, LogStream>
  tags: Record<string, string>
  metricFilters: Record<string, MetricFilter>
}

/** Kept, not counted. */
export interface MetricFilter {
  readonly filterName: string
  readonly filterPattern: string
  readonly metricTransformations: unknown[]
  readonly creationTime: number
  readonly logGroupName: string
}

interface Scalable {
  readonly ServiceNamespace?: string
  readonly ResourceId?: string
  readonly ScalableDimension?: string
  readonly CreationTime: number
}

export interface ScalableTarget extends Scalable {
  readonly MinCapacity: number
  readonly MaxCapacity: number
  readonly RoleARN: string
  readonly SuspendedState: Record<string, boolean>
  readonly ScalableTargetARN: string
  tags: Record<string, string>
}

export interface ScalingPolicy extends Scalable {
  readonly id: string
  readonly PolicyName: string
  readonly PolicyARN: string
  readonly PolicyType: string
  readonly Alarms: { readonly AlarmName: string; readonly AlarmARN: string }[]
  readonly StepScalingPolicyConfiguration?: unknown
  readonly TargetTrackingScalingPolicyConfiguration?: unknown
  readonly PredictiveScalingPolicyConfiguration?: unknown
}

export interface ScheduledAction extends Scalable {
  readonly ScheduledActionName: string
  readonly ScheduledActionARN: string
  readonly Schedule: string
  readonly Timezone?: string | undefined
  readonly StartTime?: number | undefined
  readonly EndTime?: number | undefined
  readonly ScalableTargetAction?: unknown
}

export interface LogStream {
  readonly createdAt: number
  lines: { at: number; message: string }[]
}

export interface Parameter {
  readonly name: string
  readonly type: string
  readonly value: string
  readonly version: number
  readonly at: number
  readonly description?: string | undefined
  readonly allowedPattern?: string | undefined
  readonly keyId?: string | undefined
  readonly tier: string
  readonly dataType: string
  readonly by: string
  tags: { Key: string; Value: string }[]
}

export interface Secret {
  readonly arn: string
  readonly name: string
  readonly createdAt: number
  value: string
  versionId: string
}

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

export interface WorldOptions {
  region: string
  account: string
  seed: number
  /** The other emulator's URL, or none. */
  behind?: string
  rollbackDelay?: number
}

/** Keyed by names from outside: without a prototype `constructor` is a name like any other. */
export const book = <T>(): Record<string, T> => Object.create(null) as Record<string, T>

export function emptyWorld({ region, account, seed, behind = '', rollbackDelay = 0 }: WorldOptions): World {
  return {
    region,
    account,
    seed,
    serial: 0,
    clusters: book(),
    families: book(),
    definitions: book(),
    services: book(),
    tasks: book(),
    repositories: book(),
    logGroups: book(),
    parameters: book(),
    secrets: book(),
    targetGroups: book(),
    loadBalancers: book(),
    listeners: book(),
    traffic: book(),
    alarms: book(),
    scalableTargets: book(),
    scalingPolicies: book(),
    scheduledActions: book(),
    accountSettings: book(),
    registryScanning: { scanType: 'BASIC', rules: [] },
    secretsBehind: behind !== '',
    hookScripts: [],
    rollbackDelay,
    journal: [],
  }
}
