/** A service made at 0, as Terraform makes it: its first real deployment, and how that one fails. */
import { afterEach, expect, test } from '@jest/globals'
import { openStage, type Stage } from './stage.ts'

let stage: Stage
afterEach(() => stage.close())

/** An image that was never pushed, and no task asked for. */
async function bootstrapped(): Promise<string> {
  stage = await openStage()
  const taskDefinition = await stage.register('none', { image: `${stage.emulator.url.slice(7)}/shop/api:none` })
  await stage.create({ taskDefinition, desiredCount: 0 })
  stage.pass(5)
  return taskDefinition
}

const outcome = async () => {
  const { desiredCount, runningCount, pendingCount, deployments = [] } = await stage.service()
  return {
    desiredCount,
    runningCount,
    pendingCount,
    states: deployments.map(({ status, rolloutState, taskDefinition = '' }) =>
      [status, rolloutState, taskDefinition.slice(taskDefinition.lastIndexOf(':') + 1)].join(' '),
    ),
  }
}

const statuses = async () => (await stage.movements()).map(({ status }) => status)

test('the bootstrap deployment has nothing to start and completes at once', async () => {
  await bootstrapped()
  expect(await outcome()).toMatchObject({ runningCount: 0, states: ['PRIMARY COMPLETED 1'] })
  expect(await statuses()).toEqual(['SUCCESSFUL'])
})

test('a first deployment that fails rolls back to the bootstrap image, and that fails, too', async () => {
  const bootstrap = await bootstrapped()
  await stage.fates({ match: { tag: '1.0.0' }, behaviour: 'crashing' })
  await stage.update({ taskDefinition: await stage.register('1.0.0'), desiredCount: 1 })
  stage.pass(840)
  expect((await stage.service()).taskDefinition).toBe(bootstrap)
  expect(await statuses()).toEqual(['ROLLBACK_IN_PROGRESS', 'SUCCESSFUL'])
  stage.pass(7200)
  expect(await statuses()).toEqual(['ROLLBACK_FAILED', 'SUCCESSFUL'])
  expect(await outcome()).toEqual({
    desiredCount: 1,
    runningCount: 0,
    pendingCount: 0,
    states: ['PRIMARY FAILED 1'],
  })
  const before = (await stage.messages()).length
  stage.pass(7200)
  expect((await stage.messages()).length).toBe(before)
})

test('after it the next good deployment is as good as any', async () => {
  await bootstrapped()
  await stage.fates({ match: { tag: '1.0.0' }, behaviour: 'crashing' })
  await stage.update({ taskDefinition: await stage.register('1.0.0'), desiredCount: 1 })
  stage.pass(9000)
  await stage.update({ taskDefinition: await stage.register('1.0.1') })
  stage.pass(200)
  expect(await outcome()).toEqual({
    desiredCount: 1,
    runningCount: 1,
    pendingCount: 0,
    states: ['PRIMARY COMPLETED 3'],
  })
  expect(await statuses()).toEqual(['SUCCESSFUL', 'ROLLBACK_FAILED', 'SUCCESSFUL'])
  await stage.fates({ match: { tag: '1.0.2' }, behaviour: 'crashing' })
  await stage.update({ taskDefinition: await stage.register('1.0.2') })
  stage.pass(3600)
  expect(await statuses()).toEqual(['ROLLBACK_SUCCESSFUL', 'SUCCESSFUL', 'ROLLBACK_FAILED', 'SUCCESSFUL'])
})
