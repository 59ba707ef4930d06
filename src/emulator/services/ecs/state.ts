/** What the local ECS knows of ECS, as plain JSON: times are epoch milliseconds, keys are ARNs, names or ids. */
import type { CapacityProviderStrategyItem, ClusterConfiguration, Tag, TaskDefinition } from '@aws-sdk/client-ecs'
import { book } from '../../book.ts'
import type { Service } from './state/service.ts'
import type { Task } from './state/task.ts'

export interface EcsState {
  clusters: Record<string, Cluster>
  /** Family → highest revision ever registered. */
  families: Record<string, number>
  definitions: Record<string, Definition>
  services: Record<string, Service>
  tasks: Record<string, Task>
  /** Ids of those that have not stopped, oldest first: whoever looks at them every second need not look through the others. */
  openTasks: string[]
  /** Ids of those that have, in the order in which they did. */
  stoppedTasks: string[]
  /** Account settings by principal (`root` for the default) and name. */
  accountSettings: Record<string, { principal: string; name: string; value: string }>
  /** RunTask by cluster and client token. */
  runs: Record<string, Run>
  /** While set, no task can be placed and events give this reason. */
  shortage?: { reason: string; until?: number } | undefined
  /** The newest that matches decides. */
  hookScripts: HookScript[]
}

export const emptyEcs = (): EcsState => ({
  clusters: book(),
  families: book(),
  definitions: book(),
  services: book(),
  tasks: book(),
  openTasks: [],
  stoppedTasks: [],
  accountSettings: book(),
  runs: book(),
  hookScripts: [],
})

export interface Run {
  readonly at: number
  /** What was asked for, as JSON. */
  readonly input: string
  readonly tasks: readonly string[]
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

/** What a test wants Lambda functions to answer. */
export interface HookScript {
  readonly match: { readonly service?: string; readonly stage?: string; readonly target?: string }
  readonly result: 'SUCCEEDED' | 'FAILED' | 'IN_PROGRESS'
  /** Only the first so many calls. */
  readonly times?: number
  used: number
}
