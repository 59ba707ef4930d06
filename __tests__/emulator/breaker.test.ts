import { StopServiceDeploymentCommand } from '@aws-sdk/client-ecs'
import { afterEach, describe, expect, test } from '@jest/globals'
import { threshold } from '../../src/emulator/scheduler/breaker.ts'
import { openStage, type Stage, settled } from './stage.ts'

describe('the threshold', () => {
  test.each([
    [1, 3],
    [2, 3],
    [6, 3],
    [7, 4],
    [25, 13],
    [400, 200],
    [800, 200],
    [0, 3],
  ])('for %i desired tasks is %i', (desired, expected) => {
    expect(threshold({ deploymentCircuitBreaker: { enable: true, rollback: true } }, desired)).toBe(expected)
  })

  test.each([
    ['BOUNDED_PERCENT', 10, 100, 10],
    ['BOUNDED_PERCENT', 10, 10, 3],
    ['UNBOUNDED_PERCENT', 10, 10, 1],
    ['UNBOUNDED_PERCENT', 50, 800, 400],
    ['COUNT', 2, 800, 2],
  ] as const)('%s %i for %i desired tasks is %i', (type, value, desired, expected) => {
    const deploymentCircuitBreaker = { enable: true, rollback: true, thresholdConfiguration: { type, value } }
    expect(threshold({ deploymentCircuitBreaker }, desired)).toBe(expected)
  })
})

const CHECKED = { healthCheck: { command: ['CMD-SHELL', 'true'], interval: 10, retries: 2 } }
const HOUR = 3600

describe('the breaker', () => {
  let stage: Stage
  afterEach(() => stage.close())

  test('counts tasks that fail before RUNNING and rolls back under the old id', async () => {
    stage = await settled()
    const old = (await stage.service()).deployments?.[0]?.id
    await stage.fates({ match: { tag: '1.1.0' }, behaviour: 'crashing', exitCode: 3 })
    const bad = await stage.register('1.1.0')
    const failing = (await stage.update({ taskDefinition: bad })).deployments?.[0]?.id
    stage.pass(30)
    expect((await stage.service()).deployments?.[0]).toMatchObject({ id: failing, failedTasks: 2 })
    expect((await stage.movements())[0]).toMatchObject({
      status: 'IN_PROGRESS',
      deploymentCircuitBreaker: { status: 'MONITORING', failureCount: 2, threshold: 3 },
    })
    stage.pass(30)
    const service = await stage.service()
    expect(service.events?.map(({ message }) => message)).toEqual(
      expect.arrayContaining([
        `(service api) (deployment ${failing}) deployment failed: tasks failed to start.`,
        `(service api) rolling back to deployment ${old}.`,
      ]),
    )
    stage.pass(HOUR)
    const after = await stage.service()
    expect(after.taskDefinition).toMatch(/:1$/)
    expect(after.deployments).toMatchObject([{ id: old, status: 'PRIMARY', rolloutState: 'COMPLETED' }])
    expect((await stage.movements())[0]).toMatchObject({
      status: 'ROLLBACK_SUCCESSFUL',
      statusReason: 'Service deployment rolled back because the circuit breaker threshold was exceeded.',
      deploymentCircuitBreaker: { status: 'TRIGGERED', failureCount: 3, threshold: 3 },
      rollback: { serviceRevisionArn: (await stage.movements())[1]?.targetServiceRevision?.arn },
    })
  })

  test('while it rolls back shows the failed deployment as ACTIVE and the old one as PRIMARY', async () => {
    stage = await settled()
    const old = (await stage.service()).deployments?.[0]?.id
    await stage.fates({ match: { tag: '1.1.0' }, behaviour: 'crashing', pullSeconds: 1 })
    await stage.update({ taskDefinition: await stage.register('1.1.0') })
    for (let i = 0; i < 600 && (await stage.movements())[0]?.status !== 'ROLLBACK_IN_PROGRESS'; i++) stage.pass(1)
    expect((await stage.service()).deployments).toMatchObject([
      {
        id: old,
        status: 'PRIMARY',
        rolloutState: 'IN_PROGRESS',
        rolloutStateReason: `ECS deployment circuit breaker: rolling back to deploymentId ${old}.`,
      },
      {
        status: 'ACTIVE',
        rolloutState: 'FAILED',
        rolloutStateReason: 'ECS deployment circuit breaker: tasks failed to start.',
      },
    ])
  })

  test('with a delay is TRIGGERED first, starts nothing, and rolls back later', async () => {
    stage = await settled({ emulator: { rollbackDelay: 40 } })
    await stage.fates({ match: { tag: '1.1.0' }, behaviour: 'crashing' })
    await stage.update({ taskDefinition: await stage.register('1.1.0') })
    const tripped = async () => (await stage.movements())[0]?.deploymentCircuitBreaker?.status === 'TRIGGERED'
    for (let i = 0; i < 600 && !(await tripped()); i++) stage.pass(1)
    for (const seconds of [0, 39]) {
      stage.pass(seconds)
      expect((await stage.movements())[0]).toMatchObject({
        status: 'IN_PROGRESS',
        deploymentCircuitBreaker: { status: 'TRIGGERED', failureCount: 3 },
      })
      expect((await stage.service()).deployments?.[0]).toMatchObject({ status: 'PRIMARY', rolloutState: 'FAILED' })
    }
    stage.pass(1)
    expect((await stage.movements())[0]).toMatchObject({ status: expect.stringMatching(/^ROLLBACK_/) })
    stage.pass(100)
    expect((await stage.movements())[0]).toMatchObject({
      status: 'ROLLBACK_SUCCESSFUL',
      statusReason: 'Service deployment rolled back because the circuit breaker threshold was exceeded.',
    })
  })

  test('with a delay set through the door: a person may be faster', async () => {
    stage = await settled()
    await stage.post('breaker', { rollbackDelaySeconds: 3600 })
    await stage.fates({ match: { tag: '1.1.0' }, behaviour: 'crashing' })
    await stage.update({ taskDefinition: await stage.register('1.1.0') })
    stage.pass(300)
    const [{ serviceDeploymentArn, deploymentCircuitBreaker } = {}] = await stage.movements()
    expect(deploymentCircuitBreaker).toMatchObject({ status: 'TRIGGERED' })
    await stage.ecs.send(new StopServiceDeploymentCommand({ serviceDeploymentArn }))
    stage.pass(60)
    expect((await stage.movements())[0]).toMatchObject({
      status: 'ROLLBACK_SUCCESSFUL',
      statusReason: 'Service deployment rolled back by user.',
    })
    const failed = (await stage.messages()).filter(message => message.includes('deployment failed'))
    expect(failed).toHaveLength(1)
  })

  test.each([
    ['COUNT', 5, 5],
    ['UNBOUNDED_PERCENT', 50, 2],
  ] as const)('by %s %i trips at %i', async (type, value, threshold) => {
    const deploymentCircuitBreaker = { enable: true, rollback: true, thresholdConfiguration: { type, value } }
    stage = await settled({ service: { desiredCount: 4, deploymentConfiguration: { deploymentCircuitBreaker } } })
    await stage.fates({ match: { tag: '1.1.0' }, behaviour: 'crashing', pullSeconds: 1 })
    await stage.update({ taskDefinition: await stage.register('1.1.0') })
    for (let i = 0; i < 3600 && (await stage.movements())[0]?.rollback === undefined; i++) stage.pass(1)
    const { deploymentCircuitBreaker: breaker } = (await stage.movements())[0] ?? {}
    expect(breaker).toMatchObject({ status: 'TRIGGERED', threshold })
    expect(breaker?.failureCount).toBeGreaterThanOrEqual(threshold)
  })

  test('that is not enabled is DISABLED, and never ends a broken deployment', async () => {
    const deploymentCircuitBreaker = { enable: false, rollback: false }
    stage = await settled({ service: { deploymentConfiguration: { deploymentCircuitBreaker } } })
    await stage.fates({ match: { tag: '1.1.0' }, behaviour: 'crashing' })
    await stage.update({ taskDefinition: await stage.register('1.1.0') })
    stage.pass(3 * HOUR)
    const [movement] = await stage.movements()
    expect(movement).toMatchObject({ status: 'IN_PROGRESS', deploymentCircuitBreaker: { status: 'DISABLED' } })
    expect((await stage.service()).deployments?.[0]?.failedTasks).toBeGreaterThan(3)
  })

  test('in stage 2 counts failed container health checks', async () => {
    stage = await openStage()
    await stage.create({ taskDefinition: await stage.register('1.0.0', CHECKED) })
    stage.pass(120)
    await stage.fates({ match: { tag: '1.1.0' }, behaviour: 'unhealthy' })
    await stage.update({ taskDefinition: await stage.register('1.1.0', CHECKED) })
    stage.pass(600)
    expect((await stage.movements())[0]).toMatchObject({ status: 'ROLLBACK_SUCCESSFUL' })
    expect((await stage.messages()).filter(m => m.endsWith('failed container health checks.')).length).toBeGreaterThan(
      2,
    )
  })

  test('in stage 2 counts a checked task that ends before it was ever healthy', async () => {
    stage = await settled()
    await stage.fates({ match: { tag: '1.1.0' }, behaviour: 'crashing', exitSeconds: 5 })
    await stage.update({ taskDefinition: await stage.register('1.1.0', CHECKED) })
    stage.pass(HOUR)
    expect((await stage.movements())[0]).toMatchObject({ status: 'ROLLBACK_SUCCESSFUL' })
  })

  test('in stage 2 counts failed checks of the load balancer', async () => {
    stage = await openStage()
    const targetGroupArn = await stage.targetGroup({ delay: 10 })
    const loadBalancers = [{ targetGroupArn, containerName: 'app', containerPort: 8080 }]
    await stage.create({ taskDefinition: await stage.register('1.0.0'), loadBalancers })
    stage.pass(120)
    await stage.fates({ match: { tag: '1.1.0' }, behaviour: 'unhealthy' })
    await stage.update({ taskDefinition: await stage.register('1.1.0') })
    stage.pass(HOUR)
    expect((await stage.movements())[0]).toMatchObject({ status: 'ROLLBACK_SUCCESSFUL' })
  })

  test('in stage 2 no longer counts tasks that cannot be started', async () => {
    stage = await settled({ service: { desiredCount: 3 } })
    await stage.fates(
      { match: { tag: '1.1.0' }, behaviour: 'healthy', times: 1, pullSeconds: 0 },
      { match: { tag: '1.1.0' }, behaviour: 'unpullable' },
    )
    await stage.update({ taskDefinition: await stage.register('1.1.0') })
    stage.pass(2 * HOUR)
    expect((await stage.movements())[0]).toMatchObject({
      status: 'IN_PROGRESS',
      deploymentCircuitBreaker: { status: 'MONITORING', failureCount: 0 },
    })
  })

  test('does not count a task that dies after RUNNING when nobody checks its health', async () => {
    stage = await settled()
    await stage.fates({ match: { tag: '1.1.0' }, behaviour: 'late-crash' })
    await stage.update({ taskDefinition: await stage.register('1.1.0') })
    stage.pass(HOUR)
    expect((await stage.movements())[0]).toMatchObject({
      status: 'IN_PROGRESS',
      deploymentCircuitBreaker: { status: 'MONITORING', failureCount: 0 },
    })
  })

  test('does not count a worker that ends after it was healthy: it is started again for ever', async () => {
    stage = await settled({ service: { desiredCount: 4 } })
    await stage.fates({ match: { tag: '1.1.0' }, behaviour: 'healthy', exitSeconds: 60, exitCode: 1, pullSeconds: 20 })
    await stage.update({ taskDefinition: await stage.register('1.1.0') })
    stage.pass(HOUR)
    expect((await stage.movements())[0]?.deploymentCircuitBreaker).toMatchObject({ failureCount: 0 })
    const started = (await stage.messages()).filter(message => message.includes('has started'))
    expect(started.length).toBeGreaterThan(20)
    expect((await stage.service()).taskDefinition).toMatch(/:2$/)
  })

  test('leaves the old tasks where none of the new ones stays long enough to be healthy', async () => {
    stage = await settled({ service: { desiredCount: 4 } })
    await stage.fates({ match: { tag: '1.1.0' }, behaviour: 'healthy', exitSeconds: 30 })
    await stage.update({ taskDefinition: await stage.register('1.1.0') })
    stage.pass(HOUR)
    expect((await stage.movements())[0]).toMatchObject({
      status: 'IN_PROGRESS',
      deploymentCircuitBreaker: { status: 'MONITORING', failureCount: 0 },
    })
    expect((await stage.service()).deployments?.[1]).toMatchObject({ status: 'ACTIVE', runningCount: 4 })
  })

  test('of a first deployment finds no candidate, and the service stalls', async () => {
    stage = await openStage()
    await stage.fates({ match: {}, behaviour: 'unpullable' })
    await stage.create({ taskDefinition: await stage.register('1.0.0') })
    stage.pass(2 * HOUR)
    const service = await stage.service()
    expect(service).toMatchObject({
      runningCount: 0,
      pendingCount: 0,
      deployments: [{ status: 'PRIMARY', rolloutState: 'FAILED', failedTasks: 4 }],
    })
    expect((await stage.movements())[0]).toMatchObject({
      status: 'ROLLBACK_FAILED',
      statusReason: 'No rollback candidate was found to run the rollback.',
    })
  })

  test('without rollback leaves the failed deployment as it is', async () => {
    stage = await settled({
      service: { deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: false } } },
    })
    await stage.fates({ match: { tag: '1.1.0' }, behaviour: 'crashing' })
    await stage.update({ taskDefinition: await stage.register('1.1.0') })
    stage.pass(HOUR)
    expect((await stage.movements())[0]).toMatchObject({ status: 'STOPPED' })
    expect((await stage.service()).deployments).toMatchObject([
      { status: 'PRIMARY', rolloutState: 'FAILED', runningCount: 0 },
      { status: 'ACTIVE', rolloutState: 'COMPLETED', runningCount: 2 },
    ])
  })

  test('that trips during the rollback ends it as ROLLBACK_FAILED', async () => {
    stage = await settled({
      service: { deploymentConfiguration: { minimumHealthyPercent: 0, maximumPercent: 100 } },
    })
    await stage.fates({ match: {}, behaviour: 'unpullable' })
    await stage.update({ taskDefinition: await stage.register('1.1.0') })
    stage.pass(6 * HOUR)
    expect((await stage.movements())[0]).toMatchObject({ status: 'ROLLBACK_FAILED' })
    expect((await stage.service()).deployments?.[0]).toMatchObject({ rolloutState: 'FAILED', runningCount: 0 })
  })

  test('resets on a healthy task, unless told to count on', async () => {
    for (const resetOnHealthyTask of [true, false]) {
      stage = await settled({
        service: {
          desiredCount: 1,
          deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true, resetOnHealthyTask } },
        },
      })
      await stage.fates({ match: { tag: '1.1.0' }, behaviour: 'crashing', times: 2, pullSeconds: 1 })
      await stage.update({ taskDefinition: await stage.register('1.1.0') })
      stage.pass(1000)
      expect((await stage.movements())[0]?.deploymentCircuitBreaker?.failureCount).toBe(resetOnHealthyTask ? 0 : 2)
      if (resetOnHealthyTask) await stage.close()
    }
  })

  test('waits longer and longer before the next start, and says that starts keep failing', async () => {
    stage = await settled({ service: { desiredCount: 1 } })
    await stage.fates({ match: { tag: '1.1.0' }, behaviour: 'unpullable' })
    await stage.update({ taskDefinition: await stage.register('1.1.0') })
    const begun = stage.emulator.engine.now()
    const failedAt: number[] = []
    while (failedAt.length < 3) {
      stage.pass(1)
      const failures = (await stage.service()).deployments?.find(({ status }) => status === 'PRIMARY')?.failedTasks ?? 0
      const tripped = (await stage.movements())[0]?.deploymentCircuitBreaker?.failureCount ?? 0
      if (Math.max(failures, tripped) > failedAt.length) failedAt.push((stage.emulator.engine.now() - begun) / 1000)
    }
    const [first = 0, second = 0, third = 0] = failedAt
    expect(second - first).toBeLessThan(200)
    expect(third - second).toBeGreaterThan(300)
    expect(await stage.messages()).toContain(
      '(service api) is unable to consistently start tasks successfully. For more information, see the Troubleshooting section.',
    )
  })

  test('never trips for want of capacity', async () => {
    stage = await settled()
    await stage.post('capacity', { reason: 'Capacity is unavailable at this time.' })
    await stage.update({ taskDefinition: await stage.register('1.1.0') })
    stage.pass(2 * HOUR)
    expect((await stage.movements())[0]).toMatchObject({ status: 'IN_PROGRESS' })
    expect(await stage.messages()).toContain(
      '(service api) was unable to place a task. Reason: Capacity is unavailable at this time.',
    )
    await stage.post('capacity', {})
    stage.pass(200)
    expect((await stage.movements())[0]).toMatchObject({ status: 'SUCCESSFUL' })
  })

  test('rolls back to the most recent deployment that completed, not to one that was itself rolled back', async () => {
    stage = await settled()
    await stage.update({ taskDefinition: await stage.register('1.1.0') })
    stage.pass(300)
    await stage.fates(
      { match: { tag: '1.2.0' }, behaviour: 'crashing' },
      { match: { tag: '1.3.0' }, behaviour: 'crashing' },
    )
    for (const version of ['1.2.0', '1.3.0']) {
      await stage.update({ taskDefinition: await stage.register(version) })
      stage.pass(HOUR)
      expect((await stage.service()).taskDefinition).toMatch(/:2$/)
    }
    expect((await stage.movements()).map(({ status }) => status)).toEqual([
      'ROLLBACK_SUCCESSFUL',
      'ROLLBACK_SUCCESSFUL',
      'SUCCESSFUL',
      'SUCCESSFUL',
    ])
  })
})

describe('deployment alarms', () => {
  let stage: Stage
  afterEach(() => stage.close())
  const alarms = { alarmNames: ['5xx'], enable: true, rollback: true }

  test('roll back while the deployment moves', async () => {
    stage = await settled({ service: { deploymentConfiguration: { alarms } } })
    stage.pass(300)
    await stage.update({ taskDefinition: await stage.register('1.1.0') })
    stage.pass(100)
    expect((await stage.movements())[0]).toMatchObject({ status: 'IN_PROGRESS', alarms: { status: 'MONITORING' } })
    await stage.post('alarms', { '5xx': 'ALARM' })
    stage.pass(300)
    await stage.post('alarms', { '5xx': 'OK' })
    stage.pass(300)
    expect((await stage.movements())[0]).toMatchObject({
      status: 'ROLLBACK_SUCCESSFUL',
      alarms: { status: 'TRIGGERED', triggeredAlarmNames: ['5xx'] },
    })
    expect((await stage.service()).taskDefinition).toMatch(/:1$/)
  })
  test('that ring when it begins watch nothing, and hold nothing up', async () => {
    stage = await settled({ service: { deploymentConfiguration: { alarms } } })
    stage.pass(300)
    const { cloudwatch } = stage
    await stage.post('alarms', { '5xx': 'ALARM' })
    expect((await cloudwatch.describeAlarms({ AlarmNames: ['5xx', 'other'] })).MetricAlarms).toMatchObject([
      { AlarmName: '5xx', StateValue: 'ALARM' },
    ])
    expect((await cloudwatch.describeAlarms({ StateValue: 'OK' })).MetricAlarms).toEqual([])
    await stage.update({ taskDefinition: await stage.register('1.1.0') })
    stage.pass(300)
    expect((await stage.movements())[0]).toMatchObject({
      status: 'SUCCESSFUL',
      alarms: { status: 'DISABLED', triggeredAlarmNames: [] },
    })
    expect((await stage.service()).taskDefinition).toMatch(/:2$/)
  })
})
