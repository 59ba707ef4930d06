/** Early success: SUCCESSFUL with a part of the new tasks. */
import type { DeploymentConfiguration } from '@aws-sdk/client-ecs'
import { afterEach, expect, test } from '@jest/globals'
import { openStage, type Stage, settled } from './stage.ts'

let stage: Stage
afterEach(() => stage.close())

/** Of four new tasks `healthy` come up; the others never do. */
async function rollout(
  sourceServiceRevisionCleanup: 'BLOCKING' | 'DEFERRED',
  healthy: number,
  more: DeploymentConfiguration = {},
): Promise<void> {
  const earlySuccessCriteria = { enable: true, healthyPercent: 60, sourceServiceRevisionCleanup }
  const deploymentConfiguration = { minimumHealthyPercent: 50, earlySuccessCriteria, ...more }
  stage = await settled({ service: { desiredCount: 4, deploymentConfiguration } })
  await stage.fates(
    { match: { tag: '1.0.0' }, behaviour: 'stubborn', stopSeconds: 30 },
    { match: { tag: '1.1.0' }, behaviour: 'healthy', times: healthy },
    { match: { tag: '1.1.0' }, behaviour: 'stuck-pulling' },
  )
  await stage.update({ taskDefinition: await stage.register('1.1.0', { stopTimeout: 30 }) })
}

const counts = async () =>
  ((await stage.service()).deployments ?? []).map(({ status, runningCount }) => `${status} ${runningCount}`)

test('60 % of four is three: two are not enough', async () => {
  await rollout('DEFERRED', 2)
  stage.pass(1800)
  expect((await stage.movements())[0]).toMatchObject({
    status: 'IN_PROGRESS',
    deploymentConfiguration: { earlySuccessCriteria: { healthyPercent: 60 } },
  })
})

test('0 % still waits for one', async () => {
  const earlySuccessCriteria = { enable: true, healthyPercent: 0, sourceServiceRevisionCleanup: 'DEFERRED' as const }
  const more = { minimumHealthyPercent: 0, earlySuccessCriteria }
  await rollout('DEFERRED', 0, more)
  stage.pass(1800)
  expect((await stage.movements())[0]).toMatchObject({ status: 'IN_PROGRESS' })
  await stage.close()
  await rollout('DEFERRED', 1, more)
  stage.pass(1800)
  expect((await stage.movements())[0]).toMatchObject({ status: 'SUCCESSFUL' })
})

test('DEFERRED: successful first, then the old tasks are stopped, and the rest goes on coming up', async () => {
  await rollout('DEFERRED', 3)
  for (let i = 0; i < 300 && (await stage.movements())[0]?.status !== 'SUCCESSFUL'; i++) stage.pass(1)
  expect((await stage.movements())[0]).toMatchObject({
    status: 'SUCCESSFUL',
    targetServiceRevision: { runningTaskCount: 3 },
  })
  expect(await stage.service()).toMatchObject({ deployments: [{ rolloutState: 'COMPLETED' }, { status: 'ACTIVE' }] })
  expect((await stage.messages())[0]).toMatch(/deployment completed/)
  stage.pass(120)
  expect(await counts()).toEqual(['PRIMARY 3'])
  expect((await stage.service()).pendingCount).toBe(1)
})

test('BLOCKING: the old tasks are gone first', async () => {
  await rollout('BLOCKING', 3)
  const seen = new Set<string>()
  for (let i = 0; i < 300 && (await stage.movements())[0]?.status !== 'SUCCESSFUL'; i++) {
    for (const each of await counts()) seen.add(each)
    stage.pass(1)
  }
  expect((await stage.movements())[0]).toMatchObject({ status: 'SUCCESSFUL' })
  expect(await counts()).toEqual(['PRIMARY 3'])
  expect([...seen]).toContain('ACTIVE 4')
  expect((await stage.service()).runningCount).toBe(3)
})

test('a rollback has to be whole', async () => {
  await rollout('DEFERRED', 0)
  const { tasks } = (await stage.get('state')) as { tasks: Record<string, { id: string; status: string }> }
  await stage.fates(
    { match: { tag: '1.0.0' }, behaviour: 'stuck-pulling' },
    { match: { tag: '1.2.0' }, behaviour: 'crashing' },
  )
  const running = Object.values(tasks).find(({ status }) => status === 'RUNNING')
  await stage.post('kill-task', { taskId: running?.id })
  await stage.update({ taskDefinition: await stage.register('1.2.0') })
  stage.pass(1800)
  expect((await stage.movements())[0]).toMatchObject({ status: 'ROLLBACK_IN_PROGRESS' })
  expect((await counts())[0]).toBe('PRIMARY 3')
})

test('off unless enabled', async () => {
  await rollout('DEFERRED', 3, {
    earlySuccessCriteria: { enable: false, healthyPercent: 60, sourceServiceRevisionCleanup: 'DEFERRED' },
  })
  stage.pass(1800)
  expect((await stage.movements())[0]).toMatchObject({ status: 'IN_PROGRESS' })
})

test.each<[string, DeploymentConfiguration, RegExp]>([
  [
    'less than the floor',
    { earlySuccessCriteria: { enable: true, healthyPercent: 50, sourceServiceRevisionCleanup: 'BLOCKING' } },
    /minimumHealthyPercent/,
  ],
  [
    'no percentage',
    { earlySuccessCriteria: { enable: true, sourceServiceRevisionCleanup: 'BLOCKING' } },
    /healthyPercent/,
  ],
  ['no clean-up', { earlySuccessCriteria: { enable: true, healthyPercent: 100 } }, /sourceServiceRevisionCleanup/],
  [
    'another strategy',
    {
      strategy: 'CANARY',
      earlySuccessCriteria: { enable: true, healthyPercent: 100, sourceServiceRevisionCleanup: 'BLOCKING' },
    },
    /^Early success criteria not supported for CANARY deployment strategy$/,
  ],
])('%s is refused', async (_, deploymentConfiguration, words) => {
  stage = await openStage()
  const taskDefinition = await stage.register('1.0.0')
  await expect(stage.create({ taskDefinition, deploymentConfiguration })).rejects.toThrow(words)
})
