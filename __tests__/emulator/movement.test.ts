/** Stopping, superseding, scaling, draining, replacing, deleting. */

import {
  DeleteServiceCommand,
  DescribeServiceRevisionsCommand,
  DescribeTasksCommand,
  ListTasksCommand,
  RunTaskCommand,
  StopServiceDeploymentCommand,
  StopTaskCommand,
} from '@aws-sdk/client-ecs'
import { DescribeTargetHealthCommand } from '@aws-sdk/client-elastic-load-balancing-v2'
import { afterEach, describe, expect, test } from '@jest/globals'
import { CLUSTER, openStage, SERVICE, type Stage, settled } from './stage.ts'

let stage: Stage
afterEach(() => stage.close())

const BALANCED = (targetGroupArn: string) => [{ targetGroupArn, containerName: 'app', containerPort: 8080 }]

async function tasks(desiredStatus: 'RUNNING' | 'STOPPED' = 'RUNNING') {
  const { taskArns = [] } = await stage.ecs.send(
    new ListTasksCommand({ cluster: CLUSTER, serviceName: SERVICE, desiredStatus }),
  )
  if (taskArns.length === 0) return []
  const described = await stage.ecs.send(new DescribeTasksCommand({ cluster: CLUSTER, tasks: taskArns }))
  return described.tasks ?? []
}

const current = async () => (await stage.movements())[0]?.serviceDeploymentArn ?? ''
const stop = async (serviceDeploymentArn: string) =>
  stage.ecs.send(new StopServiceDeploymentCommand({ serviceDeploymentArn, stopType: 'ROLLBACK' }))

describe('StopServiceDeployment', () => {
  test('rolls back where the breaker does not', async () => {
    stage = await settled({
      service: { deploymentConfiguration: { deploymentCircuitBreaker: { enable: false, rollback: false } } },
    })
    await stage.fates({ match: { tag: '1.1.0' }, behaviour: 'stuck-pulling' })
    await stage.update({ taskDefinition: await stage.register('1.1.0') })
    stage.pass(60)
    const arn = await current()
    await stop(arn)
    expect((await stage.movements())[0]).toMatchObject({ status: 'ROLLBACK_REQUESTED' })
    stage.pass(1)
    expect((await stage.movements())[0]).toMatchObject({ status: 'ROLLBACK_IN_PROGRESS' })
    await expect(stop(arn)).resolves.toMatchObject({ serviceDeploymentArn: arn })
    stage.pass(120)
    expect((await stage.movements())[0]).toMatchObject({
      status: 'ROLLBACK_SUCCESSFUL',
      statusReason: 'Service deployment rolled back by user.',
    })
    await expect(stop(arn)).rejects.toMatchObject({ name: 'ConflictException' })
    await expect(stop(`${arn}x`)).rejects.toMatchObject({ name: 'ServiceDeploymentNotFoundException' })
    await expect(
      stage.ecs.send(new StopServiceDeploymentCommand({ serviceDeploymentArn: arn, stopType: 'ABORT' })),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' })
  })
})

describe('a second update', () => {
  test('supersedes the first: STOPPED, and only the newest revision is left', async () => {
    stage = await settled()
    await stage.update({ taskDefinition: await stage.register('1.1.0') })
    stage.pass(30)
    await stage.update({ taskDefinition: await stage.register('1.2.0') })
    expect((await stage.movements()).map(({ status }) => status)).toEqual(['PENDING', 'STOPPED', 'SUCCESSFUL'])
    expect((await stage.movements())[1]).toMatchObject({ stoppedAt: expect.anything(), finishedAt: expect.anything() })
    expect((await stage.service()).deployments).toHaveLength(3)
    stage.pass(300)
    expect((await stage.movements()).map(({ status }) => status)).toEqual(['SUCCESSFUL', 'STOPPED', 'SUCCESSFUL'])
    expect(new Set((await tasks()).map(({ taskDefinitionArn }) => taskDefinitionArn))).toEqual(
      new Set([expect.stringMatching(/:3$/)]),
    )
  })

  test('that changes nothing starts nothing; forceNewDeployment does', async () => {
    stage = await settled()
    const { taskDefinition = '' } = await stage.service()
    await stage.update({ taskDefinition, healthCheckGracePeriodSeconds: 5 })
    expect(await stage.movements()).toHaveLength(1)
    await stage.update({ forceNewDeployment: true })
    expect(await stage.movements()).toHaveLength(2)
  })
})

describe('scaling', () => {
  test('starts and stops tasks without a deployment', async () => {
    stage = await settled()
    await stage.update({ desiredCount: 5 })
    stage.pass(100)
    expect(await stage.service()).toMatchObject({ desiredCount: 5, runningCount: 5 })
    await stage.update({ desiredCount: 0 })
    stage.pass(100)
    expect(await stage.service()).toMatchObject({ desiredCount: 0, runningCount: 0, pendingCount: 0 })
    expect(await stage.movements()).toHaveLength(1)
    expect((await stage.messages())[0]).toBe('(service api) has reached a steady state.')
  })

  test('from 0 together with a new revision is one deployment', async () => {
    stage = await settled({ service: { desiredCount: 0 } })
    await stage.update({ taskDefinition: await stage.register('1.1.0'), desiredCount: 1 })
    stage.pass(100)
    expect(await stage.service()).toMatchObject({ runningCount: 1, deployments: [{ rolloutState: 'COMPLETED' }] })
    expect(await stage.movements()).toHaveLength(2)
  })
})

describe('draining', () => {
  test('lasts as long as the deregistration delay, and the deployment waits for it', async () => {
    stage = await openStage()
    const group = await stage.targetGroup({ delay: 120 })
    await stage.fates({ match: {}, behaviour: 'healthy', pullSeconds: 0 })
    await stage.create({ taskDefinition: await stage.register('1.0.0'), loadBalancers: BALANCED(group) })
    stage.pass(120)
    await stage.update({ taskDefinition: await stage.register('1.1.0') })
    stage.pass(100)
    const states = async () => {
      const { TargetHealthDescriptions = [] } = await stage.elb.send(
        new DescribeTargetHealthCommand({ TargetGroupArn: group }),
      )
      return TargetHealthDescriptions.map(({ TargetHealth }) => TargetHealth?.State).sort()
    }
    expect(await states()).toEqual(['draining', 'draining', 'healthy', 'healthy'])
    expect((await tasks('STOPPED')).map(({ lastStatus }) => lastStatus)).toEqual(['DEACTIVATING', 'DEACTIVATING'])
    expect((await stage.service()).deployments?.[1]).toMatchObject({ status: 'ACTIVE', runningCount: 2 })
    expect(await stage.messages()).toEqual(
      expect.arrayContaining([
        '(service api) has begun draining connections on 2 tasks.',
        `(service api) deregistered 2 targets in (target-group ${group})`,
        `(service api) registered 2 targets in (target-group ${group})`,
      ]),
    )
    stage.pass(120)
    expect(await states()).toEqual(['healthy', 'healthy'])
    expect((await stage.movements())[0]).toMatchObject({ status: 'SUCCESSFUL' })
    stage.pass(60)
    expect(await tasks('STOPPED')).toMatchObject(
      Array(2).fill({
        lastStatus: 'STOPPED',
        stopCode: 'ServiceSchedulerInitiated',
        stoppedReason: expect.stringMatching(/^Scaling activity initiated by \(deployment ecs-svc\/\d+\)$/),
        containers: [{ exitCode: 0 }],
      }),
    )
  })
})

describe('health', () => {
  test('a target that stays unhealthy is replaced after the grace period, with the reason in the events', async () => {
    stage = await openStage()
    const group = await stage.targetGroup()
    await stage.fates({ match: {}, behaviour: 'unhealthy', times: 1, reason: 'Request timed out' })
    await stage.create({
      taskDefinition: await stage.register('1.0.0'),
      loadBalancers: BALANCED(group),
      desiredCount: 1,
      healthCheckGracePeriodSeconds: 100,
    })
    stage.pass(120)
    expect((await tasks()).map(({ lastStatus }) => lastStatus)).toEqual(['RUNNING'])
    expect(await tasks('STOPPED')).toEqual([])
    stage.pass(30)
    const [lost] = await tasks('STOPPED')
    expect(lost).toMatchObject({ stoppedReason: `Task failed ELB health checks in (target-group ${group})` })
    const id = lost?.taskArn?.split('/').at(-1)
    const messages = await stage.messages()
    expect(messages).toContain(
      `(service api) (task ${id}) (port 8080) is unhealthy in (target-group ${group}) due to (reason Request timed out).`,
    )
    expect(messages.find(message => message.includes('has started 1 tasks:'))).toMatch(
      / Amazon ECS replaced 1 tasks due to an unhealthy status\.$/,
    )
    stage.pass(100)
    expect((await stage.movements())[0]).toMatchObject({ status: 'SUCCESSFUL' })
  })

  test('a running task that dies is replaced, and that is no deployment', async () => {
    stage = await settled()
    const [victim] = await tasks()
    await stage.post('kill-task', { taskId: victim?.taskArn, exitCode: 137 })
    stage.pass(200)
    expect(await stage.service()).toMatchObject({ runningCount: 2 })
    expect(await tasks('STOPPED')).toMatchObject([
      {
        taskArn: victim?.taskArn,
        stopCode: 'EssentialContainerExited',
        stoppedReason: 'Essential container in task exited',
        containers: [{ exitCode: 137 }],
      },
    ])
    expect(await stage.movements()).toHaveLength(1)
  })
})

describe('tasks', () => {
  test('walk the whole path, and show digest, address and health', async () => {
    stage = await openStage()
    await stage.fates({ match: {}, behaviour: 'healthy', stopSeconds: 3 })
    const image = await stage.image('2.0.0')
    await stage.create({ taskDefinition: await stage.register('2.0.0', { image }), desiredCount: 1 })
    stage.pass(60)
    const [task] = await tasks()
    expect(task).toMatchObject({
      lastStatus: 'RUNNING',
      desiredStatus: 'RUNNING',
      startedBy: expect.stringMatching(/^ecs-svc\//),
      group: 'service:api',
      cpu: '256',
      memory: '512',
      healthStatus: 'UNKNOWN',
      containers: [{ name: 'app', image, imageDigest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) }],
      attachments: [{ type: 'ElasticNetworkInterface', status: 'ATTACHED' }],
    })
    expect(task?.containers?.[0]?.networkInterfaces?.[0]?.privateIpv4Address).toMatch(/^10\.0\.1[12]\.\d+$/)
    await stage.ecs.send(new StopTaskCommand({ cluster: CLUSTER, task: task?.taskArn, reason: 'by hand' }))
    stage.pass(60)
    const id = task?.taskArn?.split('/').at(-1)
    const path = stage.emulator.world.journal.filter(entry => entry.task === id).map(({ status }) => status)
    expect(path).toEqual(['PROVISIONING', 'PENDING', 'ACTIVATING', 'RUNNING', 'STOPPING', 'DEPROVISIONING', 'STOPPED'])
    expect(await tasks('STOPPED')).toMatchObject([{ stopCode: 'UserInitiated', stoppedReason: 'by hand' }])
  })

  test('can be found by the deployment that lost them', async () => {
    stage = await settled()
    await stage.fates({ match: { tag: '1.1.0' }, behaviour: 'unpullable' })
    const service = await stage.update({ taskDefinition: await stage.register('1.1.0') })
    const startedBy = service.deployments?.[0]?.id
    stage.pass(600)
    const { taskArns = [] } = await stage.ecs.send(
      new ListTasksCommand({ cluster: CLUSTER, startedBy, desiredStatus: 'STOPPED' }),
    )
    expect(taskArns.length).toBeGreaterThanOrEqual(3)
    const described = await stage.ecs.send(new DescribeTasksCommand({ cluster: CLUSTER, tasks: taskArns }))
    for (const task of described.tasks ?? [])
      expect(task).toMatchObject({
        stopCode: 'TaskFailedToStart',
        stoppedReason: expect.stringMatching(/^CannotPullContainerError: /),
      })
  })

  test('run by hand stop when their container has ended', async () => {
    stage = await openStage()
    await stage.fates({ match: {}, behaviour: 'crashing', exitCode: 0, exitSeconds: 30 })
    const { tasks: run = [] } = await stage.ecs.send(
      new RunTaskCommand({
        cluster: CLUSTER,
        taskDefinition: await stage.register('1.0.0'),
        launchType: 'FARGATE',
        startedBy: 'migration',
        networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } },
      }),
    )
    stage.pass(120)
    const { tasks: described } = await stage.ecs.send(
      new DescribeTasksCommand({ cluster: CLUSTER, tasks: [run[0]?.taskArn ?? ''] }),
    )
    expect(described).toMatchObject([{ lastStatus: 'STOPPED', startedBy: 'migration', containers: [{ exitCode: 0 }] }])
  })
})

describe('a service', () => {
  test('is deleted by way of DRAINING', async () => {
    stage = await settled()
    const remove = (force: boolean) =>
      stage.ecs.send(new DeleteServiceCommand({ cluster: CLUSTER, service: SERVICE, force }))
    await expect(remove(false)).rejects.toMatchObject({ name: 'InvalidParameterException' })
    await remove(true)
    expect(await stage.service()).toMatchObject({ status: 'DRAINING' })
    stage.pass(60)
    expect(await stage.service()).toMatchObject({ status: 'INACTIVE', runningCount: 0 })
    await expect(stage.update({ desiredCount: 1 })).rejects.toMatchObject({ name: 'ServiceNotActiveException' })
  })

  test('pins the digest that its revision first ran, even when the tag moves', async () => {
    stage = await settled()
    const [movement] = await stage.movements()
    const revision = async () => {
      const { serviceRevisions } = await stage.ecs.send(
        new DescribeServiceRevisionsCommand({ serviceRevisionArns: [movement?.targetServiceRevision?.arn ?? ''] }),
      )
      return serviceRevisions?.[0]
    }
    const before = (await revision())?.containerImages?.[0]
    expect(before).toMatchObject({ containerName: 'app', imageDigest: expect.stringMatching(/^sha256:/) })
    const repository = stage.emulator.world.repositories['shop/api']
    if (repository) repository.mutability = 'MUTABLE'
    await stage.image('9.9.9')
    if (repository) repository.tagged['1.0.0'] = repository.tagged['9.9.9'] ?? ''
    await stage.update({ desiredCount: 3 })
    stage.pass(100)
    expect(new Set((await tasks()).map(({ containers }) => containers?.[0]?.imageDigest))).toEqual(
      new Set([before?.imageDigest]),
    )
  })
})
