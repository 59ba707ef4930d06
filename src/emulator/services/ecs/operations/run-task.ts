import type { RunTaskRequest } from '@aws-sdk/client-ecs'
import { invalid, required } from '../../../refusal.ts'
import type { Room } from '../../../room.ts'
import { createTask } from '../../../scheduler/launch.ts'
import { checkSetting } from '../check-service.ts'
import { findActiveDefinition, findCluster } from '../find.ts'
import { showTask } from '../show-task.ts'
import type { Setting } from '../state/service.ts'
import { checkTags } from '../tags.ts'

const MOST = 10

export function runTask(room: Room, input: RunTaskRequest) {
  const { world } = room
  const { count = 1, startedBy, group, tags, overrides } = input
  const cluster = findCluster(world, input.cluster)
  const definition = findActiveDefinition(world, required(input.taskDefinition, 'taskDefinition'))
  if (!Number.isInteger(count) || count < 1 || count > MOST) throw invalid(`count must be between 1 and ${MOST}.`)
  const setting: Setting = {
    taskDefinition: definition.arn,
    launchType: input.launchType ?? 'FARGATE',
    platformVersion: input.platformVersion ?? 'LATEST',
    networkConfiguration: input.networkConfiguration,
    loadBalancers: [],
    serviceRegistries: [],
    volumeConfigurations: [],
  }
  checkSetting(world, setting, definition)
  checkTags(tags ?? [])
  if (world.shortage !== undefined) return { tasks: [], failures: [{ reason: world.shortage.reason }] }
  const tasks = Array.from({ length: count }, () =>
    createTask(room, {
      cluster: cluster.name,
      definition,
      setting,
      ...(startedBy !== undefined && { startedBy }),
      ...(group !== undefined && { group }),
      ...(tags !== undefined && { tags }),
      ...(overrides !== undefined && { overrides: overrides as Record<string, unknown> }),
    }),
  )
  return { tasks: tasks.map(task => showTask(world, task)), failures: [] }
}
