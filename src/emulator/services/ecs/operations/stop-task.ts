import type { StopTaskRequest } from '@aws-sdk/client-ecs'
import { lastPart } from '../../../identity.ts'
import { invalid, required } from '../../../refusal.ts'
import type { Room } from '../../../room.ts'
import { checkCluster, checkTaskIds, findCluster, taskArn } from '../find.ts'
import { showTask } from '../show-task.ts'

/** Only marks the wish: the scheduler's next tick takes the task down. */
export function stopTask({ world }: Room, input: StopTaskRequest) {
  const cluster = findCluster(world, input.cluster)
  const given = required(input.task, 'task')
  checkTaskIds([given])
  checkCluster(world, cluster.name, [given])
  const arn = taskArn(world, cluster.name, given)
  const task = world.tasks[lastPart(arn)]
  if (task === undefined || task.arn !== arn) throw invalid('The referenced task was not found.')
  if (task.desired === 'RUNNING')
    task.stopAsked = { code: 'UserInitiated', reason: input.reason ?? 'Task stopped by user' }
  return { task: { ...showTask(world, task), desiredStatus: 'STOPPED' } }
}
