/** What is out by decision is refused by name, and nothing of it is taken for something else. */
import * as sdk from '@aws-sdk/client-ecs'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { LEFT_OUT } from '../../src/emulator/services/ecs/left-out.ts'
import { ecs as served } from '../../src/emulator/services/ecs/service.ts'
import { CLUSTER, openStage, SERVICE, type Stage } from './stage.ts'

const OPERATIONS = Object.keys(sdk).flatMap(name => /^(\w+)Command$/.exec(name)?.[1] ?? [])

test('every operation of ECS is served, or out by decision, and none is both', () => {
  const neither = OPERATIONS.filter(name => !(name in served.operations) && !(name in LEFT_OUT))
  expect(neither).toEqual([])
  expect(Object.keys(LEFT_OUT).filter(name => name in served.operations)).toEqual([])
})

describe('over the wire', () => {
  let stage: Stage
  let ecs: sdk.ECS
  let taskDefinition: string
  beforeEach(async () => {
    stage = await openStage()
    ecs = new sdk.ECS(stage.settings)
    taskDefinition = await stage.register('1.0.0')
  })
  afterEach(async () => {
    ecs.destroy()
    await stage.close()
  })
  const refused = (message: string) => ({ name: 'UnsupportedFeatureException', message })

  test.each(Object.entries(LEFT_OUT))('%s: no %s', async (operation, what) => {
    const answer = await fetch(stage.emulator.url, {
      method: 'POST',
      headers: {
        authorization: 'AWS4-HMAC-SHA256 Credential=test/20260101/ap-south-1/ecs/aws4_request',
        'x-amz-target': `AmazonEC2ContainerServiceV20141113.${operation}`,
      },
      body: '{}',
    })
    expect(answer.status).toBe(400)
    expect(await answer.json()).toEqual({
      __type: 'UnsupportedFeatureException',
      message: `The local ECS has no ${what}: it does not serve ecs:${operation}.`,
    })
  })

  test.each<[string, Partial<sdk.CreateServiceCommandInput>, string]>([
    ['DAEMON', { schedulingStrategy: 'DAEMON' }, 'DAEMON services'],
    ['CODE_DEPLOY', { deploymentController: { type: 'CODE_DEPLOY' } }, 'CODE_DEPLOY deployment controller'],
    ['EXTERNAL', { deploymentController: { type: 'EXTERNAL' } }, 'EXTERNAL deployment controller'],
    ['EXTERNAL capacity', { launchType: 'EXTERNAL' }, 'capacity of the launch type EXTERNAL'],
  ])('a service of %s', async (_, input, what) => {
    await expect(stage.create({ taskDefinition, ...input })).rejects.toMatchObject(
      refused(`The local ECS has no ${what}.`),
    )
    const { serviceArns } = await ecs.listServices({ cluster: CLUSTER })
    expect(serviceArns).toEqual([])
  })

  test.each(['CODE_DEPLOY', 'EXTERNAL'] as const)('a service that is to become one of %s', async type => {
    await stage.create({ taskDefinition, desiredCount: 0 })
    await expect(stage.update({ deploymentController: { type } })).rejects.toMatchObject(
      refused(`The local ECS has no ${type} deployment controller.`),
    )
    await stage.update({ deploymentController: { type: 'ECS' } })
  })

  test('lists of what is on a container instance, and of DAEMON services', async () => {
    await stage.create({ taskDefinition, desiredCount: 1 })
    await expect(ecs.listTasks({ cluster: CLUSTER, containerInstance: 'i' })).rejects.toMatchObject(
      refused('The local ECS has no container instances.'),
    )
    const { serviceArns } = await ecs.listServices({ cluster: CLUSTER, schedulingStrategy: 'DAEMON' })
    expect(serviceArns).toEqual([])
    expect((await stage.service()).serviceName).toBe(SERVICE)
  })
})
