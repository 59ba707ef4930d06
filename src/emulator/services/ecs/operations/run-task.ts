import { isDeepStrictEqual } from 'node:util'
import type { RunTaskRequest } from '@aws-sdk/client-ecs'
import { invalid, Refusal, required } from '../../../refusal.ts'
import type { Room } from '../../../room.ts'
import { createTask } from '../../../scheduler/launch.ts'
import { capacityOf, isFargate, networkOf, nextProvider } from '../capacity.ts'
import { checkSetting } from '../check-service.ts'
import { findActiveDefinition, findCluster } from '../find.ts'
import { showTask } from '../show-task.ts'
import type { Setting } from '../state/service.ts'
import type { Task } from '../state/task.ts'
import type { Cluster, Definition } from '../state.ts'
import { checkTags } from '../tags.ts'

const MOST = 10

export function runTask(room: Room, input: RunTaskRequest) {
  const { world, now } = room
  const cluster = findCluster(world, input.cluster)
  const { clientToken, ...asked } = input
  const run = clientToken === undefined ? undefined : world.runs[`${cluster.name} ${clientToken}`]
  if (run !== undefined) {
    if (!isDeepStrictEqual(JSON.parse(run.input), JSON.parse(JSON.stringify(asked)))) throw otherRun()
    return { tasks: run.tasks.flatMap(id => shown(room, world.tasks[id])), failures: [] }
  }
  const definition = findActiveDefinition(world, required(input.taskDefinition, 'taskDefinition'))
  const setting = checked(room, cluster, definition, input)
  if (world.shortage !== undefined) return { tasks: [], failures: [{ reason: world.shortage.reason }] }
  const tasks = start(room, cluster, definition, setting, input)
  forgetOldRuns(room)
  if (clientToken !== undefined)
    world.runs[`${cluster.name} ${clientToken}`] = {
      at: now,
      input: JSON.stringify(asked),
      tasks: tasks.map(({ id }) => id),
    }
  return { tasks: tasks.map(task => showTask(world, task)), failures: [] }
}

const DAY = 24 * 3600 * 1000

function forgetOldRuns({ world, now }: Room): void {
  for (const [token, { at }] of Object.entries(world.runs)) if (now - at > DAY) delete world.runs[token]
}

const shown = ({ world }: Room, task: Task | undefined) => (task === undefined ? [] : [showTask(world, task)])

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ECS_Idempotency.html */
const otherRun = (): Refusal =>
  new Refusal(
    'ConflictException',
    'The RunTask request could not be processed due to conflicts. The provided clientToken is already in use with a different RunTask request.',
  )

function checked({ world }: Room, cluster: Cluster, definition: Definition, input: RunTaskRequest): Setting {
  const { count = 1, overrides, tags = [] } = input
  if (!Number.isInteger(count) || count < 1 || count > MOST) throw invalid(`count must be between 1 and ${MOST}.`)
  const setting: Setting = {
    taskDefinition: definition.arn,
    ...capacityOf(cluster, input),
    platformVersion: input.platformVersion ?? 'LATEST',
    networkConfiguration: networkOf(input.networkConfiguration),
    loadBalancers: [],
    serviceRegistries: [],
    volumeConfigurations: input.volumeConfigurations ?? [],
  }
  checkSetting(world, setting, definition)
  checkTags(tags)
  const unknown = overrides?.containerOverrides?.find(
    ({ name }) => !definition.recipe.containerDefinitions?.some(container => container.name === name),
  )
  if (unknown !== undefined)
    throw invalid(`Override for container named ${unknown.name} is not a container in the TaskDefinition.`)
  if (!isFargate(setting)) throw invalid('No Container Instances were found in your cluster.')
  return setting
}

function start(room: Room, cluster: Cluster, definition: Definition, setting: Setting, input: RunTaskRequest): Task[] {
  const { count = 1, startedBy, group, tags, overrides } = input
  const placed: Record<string, number> = {}
  return Array.from({ length: count }, () => {
    const capacityProvider = nextProvider(setting.capacityProviderStrategy ?? [], placed)
    if (capacityProvider !== undefined) placed[capacityProvider] = (placed[capacityProvider] ?? 0) + 1
    return createTask(room, {
      cluster: cluster.name,
      definition,
      setting,
      capacityProvider,
      ...(startedBy !== undefined && { startedBy }),
      ...(group !== undefined && { group }),
      ...(tags !== undefined && { tags }),
      ...(overrides !== undefined && { overrides: overrides as Record<string, unknown> }),
    })
  })
}
