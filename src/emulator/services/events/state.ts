import { book } from '../../book.ts'

export interface EventsState {
  /** By event bus and name. */
  rules: Record<string, EventRule>
  /** How much of the journal has been told to the rules. */
  told: number
}

export const emptyEvents = (): EventsState => ({ rules: book(), told: 0 })

export interface EventRule {
  readonly name: string
  readonly bus: string
  readonly arn: string
  readonly createdAt: number
  state: string
  description?: string | undefined
  roleArn?: string | undefined
  /** As it was given. */
  pattern?: string | undefined
  schedule?: string | undefined
  /** From when a rate is counted. */
  start: number
  /** When its schedule comes next. */
  due?: number | undefined
  targets: Target[]
  tags: { Key: string; Value: string }[]
}

/** Whatever it is, it is kept and told again. */
export interface Target {
  readonly Id: string
  readonly Arn: string
  readonly RoleArn?: string
  readonly Input?: string
  readonly InputPath?: string
  readonly InputTransformer?: { readonly InputPathsMap?: Record<string, string>; readonly InputTemplate: string }
  readonly EcsParameters?: EcsParameters
}

/** Both EventBridge and EventBridge Scheduler write it so. */
export interface EcsParameters {
  readonly TaskDefinitionArn: string
  readonly TaskCount?: number
  readonly LaunchType?: string
  readonly NetworkConfiguration?: {
    readonly awsvpcConfiguration?: {
      readonly Subnets: string[]
      readonly SecurityGroups?: string[]
      readonly AssignPublicIp?: string
    }
  }
  readonly PlatformVersion?: string
  readonly Group?: string
  readonly CapacityProviderStrategy?: { capacityProvider: string; weight?: number; base?: number }[]
  readonly EnableECSManagedTags?: boolean
  readonly EnableExecuteCommand?: boolean
  readonly PropagateTags?: string
  readonly Tags?: { Key?: string; Value?: string; key?: string; value?: string }[]
}
