/** The running version during a deployment, as ECS treats it since November 2025. */
import { afterEach, expect, test } from '@jest/globals'
import { type Stage, settled } from './stage.ts'

let stage: Stage
afterEach(() => stage.close())

interface Seen {
  id: string
  definition: string
  status: string
  desired: string
}

const tasks = async (revision: number): Promise<Seen[]> =>
  Object.values(((await stage.get('state')) as { tasks: Record<string, Seen> }).tasks).filter(
    ({ definition, desired }) => definition.endsWith(`:${revision}`) && desired === 'RUNNING',
  )

/** New tasks that take their time. */
async function slowly(options: Parameters<typeof settled>[0] = {}): Promise<void> {
  stage = await settled(options)
  await stage.fates({ match: { tag: '1.1.0' }, behaviour: 'stuck-pulling' })
  await stage.update({ taskDefinition: await stage.register('1.1.0') })
  stage.pass(30)
}

test('a task that ends is replaced by one of its own version', async () => {
  await slowly()
  const [old] = await tasks(1)
  await stage.post('kill-task', { taskId: old?.id })
  stage.pass(60)
  expect(await tasks(1)).toHaveLength(2)
  expect((await tasks(1)).map(({ id }) => id)).not.toContain(old?.id)
  expect((await stage.service()).deployments).toMatchObject([
    { status: 'PRIMARY', runningCount: 0, pendingCount: 2 },
    { status: 'ACTIVE', runningCount: 2, rolloutState: 'COMPLETED' },
  ])
  expect((await stage.movements())[0]).toMatchObject({ status: 'IN_PROGRESS' })
})

test('so it is at 50/100, in the room that is left', async () => {
  await slowly({
    service: { desiredCount: 4, deploymentConfiguration: { minimumHealthyPercent: 50, maximumPercent: 100 } },
  })
  expect([await tasks(1), await tasks(2)].map(({ length }) => length)).toEqual([2, 2])
  await stage.post('kill-task', { taskId: (await tasks(1))[0]?.id })
  stage.pass(60)
  expect([await tasks(1), await tasks(2)].map(({ length }) => length)).toEqual([2, 2])
})

test('a replacement that was never healthy is not tried again', async () => {
  await slowly()
  await stage.fates({ match: { tag: '1.0.0' }, behaviour: 'crashing' })
  await stage.post('kill-task', { taskId: (await tasks(1))[0]?.id })
  stage.pass(1200)
  expect(await tasks(1)).toHaveLength(1)
  const { tasks: all } = (await stage.get('state')) as { tasks: Record<string, Seen> }
  expect(Object.values(all).filter(({ definition }) => definition.endsWith(':1'))).toHaveLength(3)
})

test('once new tasks are healthy in its place, a lost one is not replaced', async () => {
  stage = await settled({ service: { desiredCount: 3 } })
  await stage.fates(
    { match: { tag: '1.1.0' }, behaviour: 'healthy', times: 2 },
    { match: { tag: '1.1.0' }, behaviour: 'stuck-pulling' },
  )
  await stage.update({ taskDefinition: await stage.register('1.1.0') })
  stage.pass(120)
  const old = await tasks(1)
  expect(old).toHaveLength(1)
  await stage.post('kill-task', { taskId: old[0]?.id })
  stage.pass(60)
  expect(await tasks(1)).toHaveLength(1)
  await stage.fates({ match: { tag: '1.1.0' }, behaviour: 'healthy' })
  await stage.post('stop-task', {
    taskId: (await tasks(2)).find(({ status }) => status === 'PENDING')?.id,
    stopCode: 'InfrastructureHealth',
  })
  stage.pass(120)
  expect((await stage.movements())[0]).toMatchObject({ status: 'SUCCESSFUL' })
  expect((await stage.service()).runningCount).toBe(3)
})

test('a scale-out goes to both versions, and a scale-in to both', async () => {
  await slowly()
  await stage.update({ desiredCount: 5 })
  stage.pass(100)
  expect([await tasks(1), await tasks(2)].map(({ length }) => length)).toEqual([5, 5])
  expect((await stage.service()).deployments).toMatchObject([{ pendingCount: 5 }, { runningCount: 5 }])
  await stage.update({ desiredCount: 1 })
  stage.pass(100)
  expect([await tasks(1), await tasks(2)].map(({ length }) => length)).toEqual([1, 1])
})

test('an order that scales out and rolls out at once starts new tasks only', async () => {
  stage = await settled({ service: { desiredCount: 0 } })
  await stage.update({ taskDefinition: await stage.register('1.1.0'), desiredCount: 2 })
  stage.pass(5)
  await stage.update({ desiredCount: 3 })
  stage.pass(60)
  expect([await tasks(1), await tasks(2)].map(({ length }) => length)).toEqual([0, 3])
})
