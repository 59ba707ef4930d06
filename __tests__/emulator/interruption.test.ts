/** Tasks that end because of what they run on: nobody's fault. */
import { DescribeTasksCommand } from '@aws-sdk/client-ecs'
import { afterEach, expect, test } from '@jest/globals'
import { CLUSTER, type Stage, settled } from './stage.ts'

let stage: Stage
afterEach(() => stage.close())

/** Ids of the running tasks of the service's newest deployment. */
async function running(): Promise<string[]> {
  const { tasks } = (await stage.get('state')) as {
    tasks: Record<string, { id: string; deploymentId: string; status: string; desired: string }>
  }
  const id = (await stage.service()).deployments?.[0]?.id
  return Object.values(tasks)
    .filter(task => task.deploymentId === id && task.status === 'RUNNING' && task.desired === 'RUNNING')
    .map(task => task.id)
}

test.each([
  ['SpotInterruption', 'Your Spot Task was interrupted.'],
  ['TerminationNotice', 'ECS is performing maintenance on the underlying infrastructure hosting the task.'],
  ['InfrastructureHealth', 'The infrastructure hosting the task is unhealthy.'],
])('%s: the task is replaced, again and again, and the breaker counts nothing', async (stopCode, stoppedReason) => {
  stage = await settled()
  await stage.update({
    taskDefinition: await stage.register('1.1.0', { healthCheck: { command: ['CMD', 'true'], interval: 120 } }),
  })
  for (let lost = 0; lost < 6; lost++) {
    for (let i = 0; i < 100 && (await running()).length === 0; i++) stage.pass(1)
    const [taskId = ''] = await running()
    await stage.post('stop-task', { taskId, stopCode })
    stage.pass(60)
    const { tasks } = await stage.ecs.send(new DescribeTasksCommand({ cluster: CLUSTER, tasks: [taskId] }))
    expect(tasks).toMatchObject([{ lastStatus: 'STOPPED', stopCode, stoppedReason }])
  }
  expect((await stage.movements())[0]).toMatchObject({
    status: 'IN_PROGRESS',
    deploymentCircuitBreaker: { status: 'MONITORING', failureCount: 0 },
  })
  stage.pass(300)
  expect((await stage.movements())[0]).toMatchObject({ status: 'SUCCESSFUL' })
})

test('in words of the test’s own; other codes, and tasks that do not run, are refused', async () => {
  stage = await settled()
  const [taskId = ''] = await running()
  await expect(stage.post('stop-task', { taskId, stopCode: 'UserInitiated' })).rejects.toThrow('SpotInterruption')
  await stage.post('stop-task', { taskId, stopCode: 'InfrastructureHealth', stoppedReason: 'A rack burns.' })
  stage.pass(60)
  const { tasks } = await stage.ecs.send(new DescribeTasksCommand({ cluster: CLUSTER, tasks: [taskId] }))
  expect(tasks).toMatchObject([{ stopCode: 'InfrastructureHealth', stoppedReason: 'A rack burns.' }])
  expect(await running()).toHaveLength(2)
  await expect(stage.post('stop-task', { taskId, stopCode: 'SpotInterruption' })).rejects.toThrow('No running task')
})
