import type { DescribeTasksRequest } from '@aws-sdk/client-ecs'
import { arn, lastPart } from '../../identity.ts'
import { invalid } from '../../refusal.ts'
import type { Room } from '../../room.ts'
import { findCluster } from './find.ts'
import { showTask } from './show-task.ts'

const MOST = 100

export function describeTasks({ world }: Room, { cluster, tasks = [], include = [] }: DescribeTasksRequest) {
  const place = findCluster(world, cluster)
  if (tasks.length === 0) throw invalid('Tasks cannot be empty.')
  if (tasks.length > MOST) throw invalid(`Too many tasks: at most ${MOST} can be described at once.`)
  const found = tasks.map(lastPart).map(id => ({ id, task: world.tasks[id] }))
  return {
    tasks: found.flatMap(({ task }) => (task?.cluster === place.name ? [showTask(world, task, include)] : [])),
    failures: found
      .filter(({ task }) => task?.cluster !== place.name)
      .map(({ id }) => ({ arn: arn(world, 'ecs', `task/${place.name}/${id}`), reason: 'MISSING' })),
  }
}
