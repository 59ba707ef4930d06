import type { ListTasksRequest } from '@aws-sdk/client-ecs'
import { page } from '../../../page.ts'
import { invalid, leftOut } from '../../../refusal.ts'
import type { Room } from '../../../room.ts'
import { tasksOf } from '../../../scheduler/count.ts'
import { findCluster, findService } from '../find.ts'

export function listTasks({ world }: Room, input: ListTasksRequest) {
  const { family, startedBy, serviceName, desiredStatus = 'RUNNING', launchType } = input
  if (input.containerInstance !== undefined) throw leftOut('container instances')
  if (startedBy !== undefined && (family !== undefined || serviceName !== undefined))
    throw invalid('startedBy cannot be combined with family or serviceName.')
  const cluster = findCluster(world, input.cluster)
  const service = serviceName === undefined ? undefined : findService(world, cluster.name, serviceName)
  const found = (service === undefined ? Object.values(world.tasks) : tasksOf(world, service)).filter(
    task =>
      task.cluster === cluster.name &&
      task.desired === desiredStatus &&
      (startedBy === undefined || task.startedBy === startedBy) &&
      (launchType === undefined || (task.setting.launchType ?? 'FARGATE') === launchType) &&
      (family === undefined || world.definitions[task.definition]?.family === family),
  )
  const { items, nextToken } = page(found, input, { standard: 100, most: 100 })
  return { taskArns: items.map(({ arn }) => arn), nextToken }
}
