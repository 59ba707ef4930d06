import {
  DeleteServiceCommand,
  DescribeTasksCommand,
  ListTasksCommand,
  RegisterTaskDefinitionCommand,
} from '@aws-sdk/client-ecs'
import { afterEach, describe, expect, test } from '@jest/globals'
import { CLUSTER, openStage, SERVICE, type Stage, settled } from './stage.ts'

let stage: Stage
afterEach(() => stage.close())

describe('a first deployment', () => {
  test('goes PENDING, IN_PROGRESS, SUCCESSFUL while its tasks come up', async () => {
    stage = await openStage()
    const created = await stage.create({ taskDefinition: await stage.register('1.0.0') })
    expect(created).toMatchObject({ desiredCount: 2, runningCount: 0, pendingCount: 0 })
    expect((await stage.movements())[0]).toMatchObject({ status: 'PENDING', sourceServiceRevisions: [] })
    stage.pass(2)
    expect((await stage.movements())[0]).toMatchObject({ status: 'IN_PROGRESS' })
    expect(await stage.service()).toMatchObject({
      pendingCount: 2,
      deployments: [{ status: 'PRIMARY', rolloutState: 'IN_PROGRESS', desiredCount: 2, failedTasks: 0 }],
    })
    stage.pass(100)
    const service = await stage.service()
    const id = service.deployments?.[0]?.id ?? ''
    expect(id).toMatch(/^ecs-svc\/\d{19}$/)
    expect(service).toMatchObject({
      runningCount: 2,
      deployments: [{ rolloutState: 'COMPLETED', rolloutStateReason: `ECS deployment ${id} completed.` }],
    })
    const [movement] = await stage.movements()
    expect(movement).toMatchObject({
      status: 'SUCCESSFUL',
      targetServiceRevision: { requestedTaskCount: 2, runningTaskCount: 2, pendingTaskCount: 0 },
      deploymentCircuitBreaker: { status: 'MONITORING_COMPLETE', failureCount: 0, threshold: 3 },
    })
    expect(movement?.serviceDeploymentArn).toMatch(
      /^arn:aws:ecs:ap-south-1:123456789012:service-deployment\/shop\/api\/[\w-]{21}$/,
    )
    expect(movement?.targetServiceRevision?.arn).toMatch(/:service-revision\/shop\/api\/\d{19}$/)
    expect(service.currentServiceDeployment).toBe(movement?.serviceDeploymentArn)
    expect((await stage.messages()).slice(0, 2)).toEqual([
      '(service api) has reached a steady state.',
      `(service api) (deployment ${id}) deployment completed.`,
    ])
  })

  test('without any health check a task counts as healthy 40 s after RUNNING, not before', async () => {
    stage = await openStage()
    await stage.fates({ match: {}, behaviour: 'healthy', pullSeconds: 0, startSeconds: 0 })
    await stage.create({ taskDefinition: await stage.register('1.0.0') })
    stage.pass(1 + 10 + 1 + 2 + 39)
    expect((await stage.movements())[0]).toMatchObject({ status: 'IN_PROGRESS' })
    stage.pass(2)
    expect((await stage.movements())[0]).toMatchObject({ status: 'SUCCESSFUL' })
  })

  test('of nothing completes at once', async () => {
    stage = await openStage()
    await stage.create({ taskDefinition: await stage.register('1.0.0'), desiredCount: 0 })
    stage.pass(3)
    expect((await stage.movements())[0]).toMatchObject({ status: 'SUCCESSFUL' })
  })
})

describe('a rolling update', () => {
  test('with 100/200 starts all new tasks beside the old ones and then stops the old ones', async () => {
    stage = await settled()
    await stage.update({ taskDefinition: await stage.register('1.1.0') })
    stage.pass(2)
    let service = await stage.service()
    expect(service.deployments).toMatchObject([
      { status: 'PRIMARY', pendingCount: 2, rolloutState: 'IN_PROGRESS' },
      { status: 'ACTIVE', runningCount: 2, rolloutState: 'COMPLETED' },
    ])
    stage.pass(120)
    service = await stage.service()
    expect(service.deployments).toHaveLength(1)
    expect(service).toMatchObject({ runningCount: 2, pendingCount: 0 })
    expect((await stage.movements()).map(({ status }) => status)).toEqual(['SUCCESSFUL', 'SUCCESSFUL'])
  })

  test('with 50/100 stops half, and starts new tasks in the room they leave', async () => {
    stage = await settled({
      service: { desiredCount: 4, deploymentConfiguration: { minimumHealthyPercent: 50, maximumPercent: 100 } },
    })
    await stage.update({ taskDefinition: await stage.register('1.1.0') })
    stage.pass(1)
    expect((await stage.messages())[0]).toMatch(/^\(service api\) has stopped 2 running tasks: \(task /)
    stage.pass(4)
    expect((await stage.messages())[0]).toMatch(/^\(service api\) has started 2 tasks: \(task /)
    stage.pass(300)
    expect((await stage.movements())[0]).toMatchObject({ status: 'SUCCESSFUL' })
  })

  test('with 99/100 can neither start nor stop, and says so', async () => {
    stage = await settled({ service: { deploymentConfiguration: { minimumHealthyPercent: 99, maximumPercent: 100 } } })
    await stage.update({ taskDefinition: await stage.register('1.1.0') })
    stage.pass(1800)
    expect((await stage.movements())[0]).toMatchObject({ status: 'IN_PROGRESS' })
    expect((await stage.messages())[0]).toMatch(/was unable to stop or start tasks during a deployment because/)
  })
})

describe('a check on a container that is not essential', () => {
  test('makes the container HEALTHY, the task stays UNKNOWN, and ECS waits for no check', async () => {
    stage = await openStage()
    const image = await stage.image('1.0.0')
    const healthCheck = { command: ['CMD', 'true'], interval: 300 }
    const { taskDefinition } = await stage.ecs.send(
      new RegisterTaskDefinitionCommand({
        family: 'api',
        networkMode: 'awsvpc',
        requiresCompatibilities: ['FARGATE'],
        cpu: '256',
        memory: '512',
        executionRoleArn: 'arn:aws:iam::123456789012:role/execution',
        containerDefinitions: [
          { name: 'app', image },
          { name: 'proxy', image, essential: false, healthCheck },
        ],
      }),
    )
    await stage.create({ taskDefinition: taskDefinition?.taskDefinitionArn })
    stage.pass(100)
    expect((await stage.movements())[0]).toMatchObject({ status: 'SUCCESSFUL' })
    stage.pass(300)
    const { taskArns } = await stage.ecs.send(new ListTasksCommand({ cluster: CLUSTER }))
    const { tasks } = await stage.ecs.send(new DescribeTasksCommand({ cluster: CLUSTER, tasks: taskArns }))
    expect(tasks?.[0]).toMatchObject({
      healthStatus: 'UNKNOWN',
      containers: [
        { name: 'app', healthStatus: 'UNKNOWN' },
        { name: 'proxy', healthStatus: 'HEALTHY' },
      ],
    })
  })
})

describe('a service', () => {
  test('that is deleted during a deployment is DRAINING, then INACTIVE, and stays to be seen', async () => {
    stage = await settled()
    await stage.update({ taskDefinition: await stage.register('1.1.0', { stopTimeout: 30 }) })
    stage.pass(10)
    const del = (force: boolean) =>
      stage.ecs.send(new DeleteServiceCommand({ cluster: CLUSTER, service: SERVICE, force }))
    await expect(del(false)).rejects.toThrow('scaled above 0')
    await del(true)
    expect(await stage.service()).toMatchObject({ status: 'DRAINING', desiredCount: 0 })
    stage.pass(60)
    expect(await stage.service()).toMatchObject({ status: 'INACTIVE', runningCount: 0, deployments: [] })
    await expect(stage.update({ forceNewDeployment: true })).rejects.toMatchObject({
      name: 'ServiceNotActiveException',
    })
  })

  test('of another kind is refused', async () => {
    stage = await openStage()
    const taskDefinition = await stage.register('1.0.0')
    for (const input of [{ schedulingStrategy: 'DAEMON' }, { deploymentController: { type: 'CODE_DEPLOY' } }] as const)
      await expect(stage.create({ taskDefinition, ...input })).rejects.toMatchObject({
        name: 'UnsupportedFeatureException',
      })
  })

  test('ordered to 0 tasks with a new version has none, and is done', async () => {
    stage = await settled()
    await stage.update({ taskDefinition: await stage.register('1.1.0'), desiredCount: 0 })
    stage.pass(60)
    expect(await stage.service()).toMatchObject({ runningCount: 0, deployments: [{ rolloutState: 'COMPLETED' }] })
    expect((await stage.movements())[0]).toMatchObject({ status: 'SUCCESSFUL' })
  })

  test('whose deployment is replaced says so in the one that was stopped', async () => {
    stage = await settled()
    for (const version of ['1.1.0', '1.2.0']) await stage.update({ taskDefinition: await stage.register(version) })
    expect((await stage.movements())[1]).toMatchObject({
      status: 'STOPPED',
      statusReason: 'Service deployment was stopped because it was replaced by a newer service deployment.',
    })
  })
})
