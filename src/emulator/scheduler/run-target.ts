/** Tasks that EventBridge and EventBridge Scheduler start. */
import type { RunTaskRequest, TaskOverride } from '@aws-sdk/client-ecs'
import { Refusal } from '../refusal.ts'
import { runTask } from '../services/ecs/operations/run-task.ts'
import type { EcsParameters } from '../services/events/state.ts'
import type { Scene } from './scene.ts'

export interface EcsTarget {
  readonly clusterArn: string
  readonly parameters: EcsParameters
  /** What it was given: overrides, as JSON. */
  readonly input: string
  readonly startedBy: string
}

/** `isLacking`: there is no capacity now, and may be later. */
export type Outcome = { readonly message: string; readonly isLacking?: true }

export function runTarget({ world, now, pace }: Scene, target: EcsTarget): Outcome {
  try {
    // Which registry is this one's plays no part: the task definition was registered with it.
    const { tasks, failures } = runTask({ world, now, pace, host: '' }, request(target))
    const [failure] = failures
    return failure ? { message: failure.reason, isLacking: true } : { message: `started ${tasks.length} tasks` }
  } catch (error) {
    if (error instanceof Refusal) return { message: `${error.code}: ${error.message}` }
    throw error
  }
}

function request({ clusterArn, parameters, input, startedBy }: EcsTarget): RunTaskRequest {
  const network = parameters.NetworkConfiguration?.awsvpcConfiguration
  const overrides = overridesIn(input)
  const asked = {
    cluster: clusterArn,
    taskDefinition: parameters.TaskDefinitionArn,
    count: parameters.TaskCount,
    launchType: parameters.LaunchType,
    capacityProviderStrategy: parameters.CapacityProviderStrategy,
    platformVersion: parameters.PlatformVersion,
    group: parameters.Group,
    propagateTags: parameters.PropagateTags,
    enableECSManagedTags: parameters.EnableECSManagedTags,
    enableExecuteCommand: parameters.EnableExecuteCommand,
    tags: parameters.Tags?.map(tag => ({ key: tag.Key ?? tag.key, value: tag.Value ?? tag.value })),
    networkConfiguration: network && {
      awsvpcConfiguration: {
        subnets: network.Subnets,
        securityGroups: network.SecurityGroups,
        assignPublicIp: network.AssignPublicIp,
      },
    },
    overrides,
    startedBy: startedBy.replaceAll('.', '-').slice(0, MOST_STARTER),
  }
  return JSON.parse(JSON.stringify(asked)) as RunTaskRequest
}

const MOST_STARTER = 128

const OVERRIDES = [
  'containerOverrides',
  'cpu',
  'memory',
  'taskRoleArn',
  'executionRoleArn',
  'ephemeralStorage',
  'inferenceAcceleratorOverrides',
]

/** Of an event that was passed on as it is, nothing is an override. */
function overridesIn(input: string): TaskOverride | undefined {
  let given: unknown
  try {
    given = JSON.parse(input)
  } catch {
    return undefined
  }
  if (typeof given !== 'object' || given === null) return undefined
  const found = Object.entries(given).filter(([key]) => OVERRIDES.includes(key))
  return found.length === 0 ? undefined : (Object.fromEntries(found) as TaskOverride)
}
