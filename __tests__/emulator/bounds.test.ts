/** What ECS takes at most: limits of its API reference that no model has. */
import type { RunTaskRequest } from '@aws-sdk/client-ecs'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { CLUSTER, CLUSTER_ARN, type ReadyStage, ready } from './stage.ts'

let stage: ReadyStage
beforeEach(async () => {
  stage = await ready()
})
afterEach(() => stage.close())

const ID = '0123456789abcdef0123456789abcdef'
const ARN = CLUSTER_ARN.replace(':cluster/', ':task/')
const PLACE: Pick<RunTaskRequest, 'cluster' | 'launchType' | 'networkConfiguration'> = {
  cluster: CLUSTER,
  launchType: 'FARGATE',
  networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } },
}
const many = (count: number, name: string) => Array.from({ length: count }, (_, at) => `${name}${at}`)

const describeTasks = (tasks: string[]) => stage.ecs.describeTasks({ cluster: CLUSTER, tasks })
const runTask = (more: object) => stage.ecs.runTask({ ...PLACE, taskDefinition: stage.taskDefinition, ...more })
const createService = (more: object) =>
  stage.ecs.createService({
    ...{ ...PLACE, serviceName: 'other', taskDefinition: stage.taskDefinition, desiredCount: 1 },
    ...more,
  })

describe('how many and how long', () => {
  test.each<[string, () => Promise<unknown>, string]>([
    [
      '101 clusters',
      () => stage.ecs.describeClusters({ clusters: many(101, 'c') }),
      'clusters can have at most 100 items.',
    ],
    [
      '11 services',
      () => stage.ecs.describeServices({ cluster: CLUSTER, services: many(11, 's') }),
      'services can have at most 10 items.',
    ],
    ['101 tasks', () => describeTasks(Array(101).fill(ID)), 'taskIds can have at most 100 items.'],
    [
      '11 task definitions',
      () => stage.ecs.deleteTaskDefinitions({ taskDefinitions: many(11, 'api:') }),
      'taskDefinitions can have at most 10 items.',
    ],
    ['the token of a service', () => createService({ clientToken: 'x'.repeat(37) }), 'clientToken longer than 36.'],
    ['the token of a task', () => runTask({ clientToken: 'x'.repeat(65) }), 'clientToken longer than 64.'],
  ])('%s', async (_, asked, message) => {
    await expect(asked()).rejects.toMatchObject({ name: 'InvalidParameterException', message })
  })

  test('as many and as long as may be', async () => {
    expect((await stage.ecs.describeClusters({ clusters: many(100, 'c') })).failures).toHaveLength(100)
    expect((await stage.ecs.deleteTaskDefinitions({ taskDefinitions: many(10, 'a:') })).failures).toHaveLength(10)
    await createService({ clientToken: 'x'.repeat(36) })
    await runTask({ clientToken: 'x'.repeat(64), startedBy: 'ECS Deploy' })
  })
})

describe('the id of a task', () => {
  test.each(['a', 'None', `${ID}0`, `${ARN}/a`, `${ID} ${ID}`])('%s is none', async task => {
    const refused = { name: 'InvalidParameterException', message: 'taskId length should be one of [32,36]' }
    await expect(describeTasks([ID, task])).rejects.toMatchObject(refused)
    await expect(stage.ecs.stopTask({ cluster: CLUSTER, task })).rejects.toMatchObject(refused)
  })

  test.each([ID, '01234567-89ab-cdef-0123-456789abcdef', `${ARN}/${ID}`])('%s may be one', async task => {
    expect(await describeTasks([task])).toMatchObject({ tasks: [], failures: [{ reason: 'MISSING' }] })
    await expect(stage.ecs.stopTask({ cluster: CLUSTER, task })).rejects.toThrow('The referenced task was not found.')
  })
})

describe('settings', () => {
  test('of a cluster have the values that there are', async () => {
    const settings = (value: string) => [{ name: 'containerInsights' as const, value }]
    const name = 'InvalidParameterException'
    await expect(stage.ecs.createCluster({ clusterName: 'b', settings: settings('maybe') })).rejects.toMatchObject({
      name,
    })
    await expect(stage.ecs.updateCluster({ cluster: CLUSTER, settings: settings('maybe') })).rejects.toMatchObject({
      name,
    })
    await expect(stage.ecs.updateClusterSettings({ cluster: CLUSTER, settings: settings('on') })).rejects.toMatchObject(
      { name },
    )
    for (const value of ['enabled', 'enhanced', 'disabled'])
      await stage.ecs.updateClusterSettings({ cluster: CLUSTER, settings: settings(value) })
  })

  test('of an account have the values that there are', async () => {
    await expect(stage.ecs.putAccountSetting({ name: 'containerInsights', value: 'zz' })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    })
    await expect(
      stage.ecs.putAccountSettingDefault({ name: 'fargateTaskRetirementWaitPeriod', value: '3' }),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' })
    await stage.ecs.putAccountSetting({ name: 'containerInsights', value: 'enhanced' })
    await stage.ecs.putAccountSetting({ name: 'guardDutyActivate', value: 'on' })
    await stage.ecs.putAccountSetting({ name: 'defaultLogDriverMode', value: 'blocking' })
    await stage.ecs.putAccountSetting({ name: 'fargateTaskRetirementWaitPeriod', value: '14' })
  })
})
