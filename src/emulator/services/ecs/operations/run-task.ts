import { isDeepStrictEqual } from 'node:util'
import type { RunTaskRequest, Tag } from '@aws-sdk/client-ecs'
import { invalid, Refusal, required } from '../../../refusal.ts'
import type { Room } from '../../../room.ts'
import { createTask } from '../../../scheduler/launch.ts'
import { checkLength } from '../bounds.ts'
import { capacityOf, isFargate, networkOf, nextProvider } from '../capacity.ts'
import { checkSetting } from '../check-service.ts'
import { findActiveDefinition, findCluster } from '../find.ts'
import { firstBroken } from '../rule.ts'
import { RUN_RULES } from '../run-rules.ts'
import { showTask } from '../show-task.ts'
import type { Setting } from '../state/service.ts'
import type { Task } from '../state/task.ts'
import type { Cluster, Definition } from '../state.ts'
import { checkTags, managedTags } from '../tags.ts'

interface Asked {
  readonly definition: Definition
  readonly input: RunTaskRequest
}

const TAGS = ['TAGS']
/** Characters of its token. */
const LONGEST_TOKEN = 64

/** Also of who is not a caller: EventBridge starts tasks, too. */
type Place = Pick<Room, 'world' | 'now' | 'pace' | 'host'>

export function runTask(room: Place, input: RunTaskRequest) {
  const { world, now } = room
  checkLength(input.clientToken, LONGEST_TOKEN, 'clientToken')
  const cluster = findCluster(world, input.cluster)
  const { clientToken, ...asked } = input
  const run = clientToken === undefined ? undefined : world.runs[`${cluster.name} ${clientToken}`]
  if (run !== undefined) {
    if (!isDeepStrictEqual(JSON.parse(run.input), JSON.parse(JSON.stringify(asked)))) throw otherRun()
    return { tasks: run.tasks.flatMap(id => shown(room, world.tasks[id])), failures: [] }
  }
  const definition = findActiveDefinition(world, required(input.taskDefinition, 'taskDefinition'))
  const setting = checked(room, cluster, { definition, input })
  if (world.shortage !== undefined) return { tasks: [], failures: [{ reason: world.shortage.reason }] }
  const tasks = start(room, cluster, { definition, input }, setting)
  forgetOldRuns(room)
  if (clientToken !== undefined)
    world.runs[`${cluster.name} ${clientToken}`] = {
      at: now,
      input: JSON.stringify(asked),
      tasks: tasks.map(({ id }) => id),
    }
  return { tasks: tasks.map(task => showTask(world, task, TAGS)), failures: [] }
}

const DAY = 24 * 3600 * 1000

function forgetOldRuns({ world, now }: Place): void {
  for (const [token, { at }] of Object.entries(world.runs)) if (now - at > DAY) delete world.runs[token]
}

const shown = ({ world }: Pick<Place, 'world'>, task: Task | undefined) =>
  task === undefined ? [] : [showTask(world, task, TAGS)]

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ECS_Idempotency.html */
const otherRun = (): Refusal =>
  new Refusal(
    'ConflictException',
    'The RunTask request could not be processed due to conflicts. The provided clientToken is already in use with a different RunTask request.',
  )

function checked({ world, host }: Place, cluster: Cluster, { definition, input }: Asked): Setting {
  const setting: Setting = {
    taskDefinition: definition.arn,
    ...capacityOf(cluster, input),
    platformVersion: input.platformVersion ?? 'LATEST',
    networkConfiguration: networkOf(input.networkConfiguration),
    loadBalancers: [],
    serviceRegistries: [],
    volumeConfigurations: input.volumeConfigurations ?? [],
  }
  // of a strategy of places on Fargate it is not known whether RunTask refuses it, as CreateService does
  const { placementConstraints } = input
  checkSetting(world, setting, definition, { placementConstraints })
  checkTags(input.tags ?? [])
  if (!isFargate(setting)) throw invalid('No Container Instances were found in your cluster.')
  const broken = firstBroken(RUN_RULES, { input, recipe: definition.recipe, host })
  if (broken !== undefined) throw invalid(broken)
  return setting
}

function start(room: Place, cluster: Cluster, { definition, input }: Asked, setting: Setting): Task[] {
  const { count = 1, startedBy, group, overrides, enableExecuteCommand: exec = false } = input
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
      ...(overrides !== undefined && { overrides }),
      exec,
      tags: tagsOf(cluster, { definition, input }),
    })
  })
}

/** What was given counts more than what the task definition has. */
function tagsOf(cluster: Cluster, { definition, input }: Asked): Tag[] {
  const { tags = [], propagateTags, enableECSManagedTags } = input
  const inherited = propagateTags === 'TASK_DEFINITION' ? definition.tags : []
  return [
    ...(enableECSManagedTags ? managedTags(cluster.name) : []),
    ...inherited.filter(({ key }) => !tags.some(tag => tag.key === key)),
    ...tags,
  ]
}
