import { afterEach, describe, expect, test } from '@jest/globals'
import { openStage, type Stage, settled } from './stage.ts'

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

  test('with 100/100 can neither start nor stop, and says so', async () => {
    stage = await settled({ service: { deploymentConfiguration: { minimumHealthyPercent: 100, maximumPercent: 100 } } })
    await stage.update({ taskDefinition: await stage.register('1.1.0') })
    stage.pass(1800)
    expect((await stage.movements())[0]).toMatchObject({ status: 'IN_PROGRESS' })
    expect((await stage.messages())[0]).toMatch(/was unable to stop or start tasks during a deployment because/)
  })
})
