import type { DescribeTasksRequest } from '@aws-sdk/client-ecs'
import { lastPart } from '../../../identity.ts'
import { invalid } from '../../../refusal.ts'
import type { Room } from '../../../room.ts'
import { checkMany } from '../bounds.ts'
import { checkCluster, checkTaskIds, findCluster, taskArn } from '../find.ts'
import { showTask } from '../show-task.ts'

const MOST = 100

export function describeTasks({ world }: Room, { cluster, tasks = [], include = [] }: DescribeTasksRequest) {
  const place = findCluster(world, cluster)
  if (tasks.length === 0) throw invalid('Tasks cannot be empty.')
  checkMany(tasks, MOST, 'taskIds')
  checkTaskIds(tasks)
  checkCluster(world, place.name, tasks)
  const found = tasks
    .map(given => taskArn(world, place.name, given))
    .map(arn => ({ arn, task: world.tasks[lastPart(arn)] }))
  return {
    tasks: found.flatMap(({ arn, task }) => (task?.arn === arn ? [showTask(world, task, include)] : [])),
    failures: found.filter(({ arn, task }) => task?.arn !== arn).map(({ arn }) => ({ arn, reason: 'MISSING' })),
  }
}
