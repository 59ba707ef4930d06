/** A task, its containers and the targets that they are. */
import type { Tag, TaskOverride, TaskStopCode } from '@aws-sdk/client-ecs'
import type { Setting } from './service.ts'

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
  readonly capacityProvider?: string | undefined
  readonly overrides?: TaskOverride | undefined
  /** ECS Exec is wanted; nothing can be executed here. */
  readonly exec: boolean
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
