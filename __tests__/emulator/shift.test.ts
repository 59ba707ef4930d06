/** Blue/green, canary and linear: the stages, the traffic, and the ways back. */
import {
  type DeploymentConfiguration,
  DescribeServiceRevisionsCommand,
  type LoadBalancer,
  StopServiceDeploymentCommand,
} from '@aws-sdk/client-ecs'
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateRuleCommand,
  DescribeRulesCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import { afterEach, describe, expect, test } from '@jest/globals'
import { openStage, type Stage } from './stage.ts'

let stage: Stage
afterEach(() => stage.close())

const MINUTE = 60
const ROLE = 'arn:aws:iam::123456789012:role/shop-ecs-infrastructure'

interface Ground {
  readonly blue: string
  readonly green: string
  readonly production: string
  readonly test: string
  readonly loadBalancers: LoadBalancer[]
}

/** Two target groups, a production and a test rule, and a service that runs 1.0.0 behind them. */
async function ground(deploymentConfiguration: DeploymentConfiguration): Promise<Ground> {
  stage = await openStage()
  const [blue, green] = [await stage.targetGroup({ delay: 30 }), await stage.targetGroup({ delay: 30, name: 'green' })]
  const { LoadBalancers = [] } = await stage.elb.send(new CreateLoadBalancerCommand({ Name: 'front' }))
  const { Listeners = [] } = await stage.elb.send(
    new CreateListenerCommand({
      LoadBalancerArn: LoadBalancers[0]?.LoadBalancerArn,
      Port: 80,
      Protocol: 'HTTP',
      DefaultActions: [{ Type: 'forward', TargetGroupArn: blue }],
    }),
  )
  const rule = async (Priority: number, field: string, TargetGroupArn: string) => {
    const condition =
      field === 'path-pattern'
        ? { PathPatternConfig: { Values: ['/*'] } }
        : { HttpHeaderConfig: { HttpHeaderName: 'x-evenkeel', Values: ['test'] } }
    const { Rules = [] } = await stage.elb.send(
      new CreateRuleCommand({
        ListenerArn: Listeners[0]?.ListenerArn,
        Priority,
        Conditions: [{ Field: field, ...condition }],
        Actions: [{ Type: 'forward', TargetGroupArn }],
      }),
    )
    return Rules[0]?.RuleArn ?? ''
  }
  const [production, test] = [await rule(100, 'path-pattern', blue), await rule(10, 'http-header', green)]
  const advancedConfiguration = {
    alternateTargetGroupArn: green,
    productionListenerRule: production,
    testListenerRule: test,
    roleArn: ROLE,
  }
  const loadBalancers = [{ targetGroupArn: blue, containerName: 'app', containerPort: 8080, advancedConfiguration }]
  await stage.create({ taskDefinition: await stage.register('1.0.0'), loadBalancers })
  stage.pass(120)
  const deploymentCircuitBreaker = { enable: true, rollback: true }
  await stage.update({ deploymentConfiguration: { deploymentCircuitBreaker, ...deploymentConfiguration } })
  return { blue, green, production, test, loadBalancers }
}

/** Weights of a rule: blue, green. */
async function weights({ blue, green }: Ground, rule: string) {
  const { Rules = [] } = await stage.elb.send(new DescribeRulesCommand({ RuleArns: [rule] }))
  const groups = Rules[0]?.Actions?.[0]?.ForwardConfig?.TargetGroups ?? []
  return [blue, green].map(arn => groups.find(({ TargetGroupArn }) => TargetGroupArn === arn)?.Weight ?? 0)
}

const now = async () => {
  const { status, lifecycleStage: stage_, targetServiceRevision: target } = (await stage.movements())[0] ?? {}
  return [status, stage_, target?.requestedTestTrafficWeight, target?.requestedProductionTrafficWeight]
}

/** Every stage with its weights, once, in order, until the deployment has ended or `seconds` have passed. */
async function stages(seconds: number) {
  const seen: string[] = []
  for (let i = 0; i < seconds; i += 5) {
    const [status, ...where] = await now()
    if (seen.at(-1) !== where.join(' ')) seen.push(where.join(' '))
    if (status !== 'PENDING' && status !== 'IN_PROGRESS') break
    stage.pass(5)
  }
  return seen
}

const BLUE_GREEN: DeploymentConfiguration = { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 10 }

describe('blue/green', () => {
  test('goes through the stages, all green tasks beside all blue ones, and cleans up after the bake time', async () => {
    const there = await ground(BLUE_GREEN)
    await stage.update({ taskDefinition: await stage.register('1.1.0') })
    stage.pass(60)
    expect(await stage.service()).toMatchObject({
      runningCount: 4,
      deployments: [
        { status: 'PRIMARY', runningCount: 2, rolloutState: 'IN_PROGRESS' },
        { status: 'ACTIVE', runningCount: 2 },
      ],
    })
    expect(await weights(there, there.production)).toEqual([100, 0])
    expect(await stages(20 * MINUTE)).toEqual([
      'POST_SCALE_UP 0 0',
      'TEST_TRAFFIC_SHIFT 100 0',
      'POST_TEST_TRAFFIC_SHIFT 100 0',
      'PRODUCTION_TRAFFIC_SHIFT 100 100',
      'POST_PRODUCTION_TRAFFIC_SHIFT 100 100',
      'BAKE_TIME 100 100',
      'CLEAN_UP 100 100',
    ])
    expect(await now()).toEqual(['SUCCESSFUL', 'CLEAN_UP', 100, 100])
    expect(await weights(there, there.production)).toEqual([0, 100])
    expect(await weights(there, there.test)).toEqual([0, 100])
    expect(await stage.service()).toMatchObject({ runningCount: 2, deployments: [{ rolloutState: 'COMPLETED' }] })
  })

  test('while it bakes both sides have all their tasks, and the next one goes the other way', async () => {
    const there = await ground(BLUE_GREEN)
    await stage.update({ taskDefinition: await stage.register('1.1.0') })
    stage.pass(5 * MINUTE)
    expect(await now()).toEqual(['IN_PROGRESS', 'BAKE_TIME', 100, 100])
    expect(await stage.service()).toMatchObject({ runningCount: 4 })
    stage.pass(10 * MINUTE)
    await stage.update({ taskDefinition: await stage.register('1.2.0') })
    const [{ targetServiceRevision } = {}] = await stage.movements()
    const { serviceRevisions = [] } = await stage.ecs.send(
      new DescribeServiceRevisionsCommand({ serviceRevisionArns: [targetServiceRevision?.arn ?? ''] }),
    )
    expect(serviceRevisions[0]).toMatchObject({
      resolvedConfiguration: { loadBalancers: [{ targetGroupArn: there.blue }] },
    })
    expect(await weights(there, there.production)).toEqual([0, 100])
    stage.pass(15 * MINUTE)
    expect((await now())[0]).toBe('SUCCESSFUL')
    expect(await weights(there, there.production)).toEqual([100, 0])
  })

  test('a task that dies on either side is replaced', async () => {
    await ground(BLUE_GREEN)
    await stage.update({ taskDefinition: await stage.register('1.1.0') })
    stage.pass(5 * MINUTE)
    const { tasks } = (await stage.get('state')) as { tasks: Record<string, { id: string; deploymentId: string }> }
    for (const deployment of (await stage.service()).deployments ?? []) {
      const task = Object.values(tasks).find(({ deploymentId }) => deploymentId === deployment.id)
      await stage.post('kill-task', { taskId: task?.id })
    }
    stage.pass(2 * MINUTE)
    expect(await stage.service()).toMatchObject({ deployments: [{ runningCount: 2 }, { runningCount: 2 }] })
    stage.pass(15 * MINUTE)
    expect((await now())[0]).toBe('SUCCESSFUL')
  })

  test('a changed count holds for both sides', async () => {
    await ground(BLUE_GREEN)
    await stage.update({ taskDefinition: await stage.register('1.1.0') })
    stage.pass(5 * MINUTE)
    await stage.update({ desiredCount: 3 })
    stage.pass(2 * MINUTE)
    expect(await stage.service()).toMatchObject({ deployments: [{ runningCount: 3 }, { runningCount: 3 }] })
    await stage.update({ desiredCount: 1 })
    stage.pass(2 * MINUTE)
    expect(await stage.service()).toMatchObject({ deployments: [{ runningCount: 1 }, { runningCount: 1 }] })
  })
})

test('canary: some of the traffic first, then all of it', async () => {
  const there = await ground({
    strategy: 'CANARY',
    bakeTimeInMinutes: 2,
    canaryConfiguration: { canaryPercent: 12.5, canaryBakeTimeInMinutes: 7 },
  })
  await stage.update({ taskDefinition: await stage.register('1.1.0') })
  stage.pass(4 * MINUTE)
  expect(await weights(there, there.production)).toEqual([87.5, 12.5])
  const [{ sourceServiceRevisions } = {}] = await stage.movements()
  expect(sourceServiceRevisions).toMatchObject([{ requestedProductionTrafficWeight: 87.5 }])
  expect(await stages(20 * MINUTE)).toEqual([
    'PRODUCTION_TRAFFIC_SHIFT 100 12.5',
    'PRODUCTION_TRAFFIC_SHIFT 100 100',
    'POST_PRODUCTION_TRAFFIC_SHIFT 100 100',
    'BAKE_TIME 100 100',
    'CLEAN_UP 100 100',
  ])
  expect((await now())[0]).toBe('SUCCESSFUL')
})

test('linear: equal steps, and no wait after the last', async () => {
  await ground({
    strategy: 'LINEAR',
    bakeTimeInMinutes: 0,
    linearConfiguration: { stepPercent: 30, stepBakeTimeInMinutes: 5 },
  })
  await stage.update({ taskDefinition: await stage.register('1.1.0') })
  const seen = await stages(40 * MINUTE)
  expect(seen.filter(each => each.startsWith('PRODUCTION'))).toEqual(
    [30, 60, 90, 100].map(percent => `PRODUCTION_TRAFFIC_SHIFT 100 ${percent}`),
  )
  expect((await now())[0]).toBe('SUCCESSFUL')
  const journal = (await stage.get('events')) as { at: number; what: string; stage?: string; production?: number }[]
  const shifts = journal.filter(({ stage: at }) => at === 'PRODUCTION_TRAFFIC_SHIFT').map(({ at }) => at)
  const gaps = shifts.slice(1).map((at, i) => (at - (shifts[i] ?? 0)) / 60_000)
  expect(gaps).toEqual([5, 5, 5])
})

describe('the way back', () => {
  const REASON = { user: /by user/, alarm: /CloudWatch alarms/ }

  test.each([
    ['a person, while it bakes', 'user', 5 * MINUTE],
    ['a person, while green starts', 'user', 30],
    ['an alarm, while it bakes', 'alarm', 5 * MINUTE],
  ] as const)('%s: traffic at once, then the green tasks', async (_, who, seconds) => {
    const alarms = { alarmNames: ['5xx'], enable: true, rollback: true }
    const there = await ground({ ...BLUE_GREEN, alarms })
    await stage.update({ taskDefinition: await stage.register('1.1.0') })
    stage.pass(seconds)
    const [{ serviceDeploymentArn } = {}] = await stage.movements()
    if (who === 'user') await stage.ecs.send(new StopServiceDeploymentCommand({ serviceDeploymentArn }))
    else await stage.post('alarms', { '5xx': 'ALARM' })
    stage.pass(1)
    expect(await now()).toEqual([expect.stringMatching(/^ROLLBACK_(IN_PROGRESS|SUCCESSFUL)$/), 'CLEAN_UP', 0, 0])
    expect(await weights(there, there.production)).toEqual([100, 0])
    expect((await stage.service()).deployments?.[0]).toMatchObject({ status: 'PRIMARY', runningCount: 2 })
    stage.pass(5 * MINUTE)
    const [movement] = await stage.movements()
    expect(movement).toMatchObject({ status: 'ROLLBACK_SUCCESSFUL', statusReason: expect.stringMatching(REASON[who]) })
    expect(await stage.service()).toMatchObject({ runningCount: 2, deployments: [{ rolloutState: 'COMPLETED' }] })
    await stage.post('alarms', { '5xx': 'OK' })
    await stage.update({ taskDefinition: await stage.register('1.2.0') })
    stage.pass(20 * MINUTE)
    expect((await now())[0]).toBe('SUCCESSFUL')
    expect(await weights(there, there.production)).toEqual([0, 100])
  })

  test.each(['unhealthy', 'crashing'] as const)('the breaker: %s green tasks never get traffic', async behaviour => {
    const there = await ground(BLUE_GREEN)
    await stage.fates({ match: { version: '1.1.0' }, behaviour })
    await stage.update({ taskDefinition: await stage.register('1.1.0') })
    stage.pass(3600)
    expect((await stage.movements())[0]).toMatchObject({
      status: 'ROLLBACK_SUCCESSFUL',
      statusReason: 'Service deployment rolled back because the circuit breaker threshold was exceeded.',
      deploymentCircuitBreaker: { status: 'TRIGGERED' },
    })
    const journal = (await stage.get('events')) as { what: string; production?: number }[]
    expect(journal.filter(({ what, production = 0 }) => what === 'lifecycle-stage' && production > 0)).toEqual([])
    expect(await weights(there, there.production)).toEqual([100, 0])
    expect(await stage.service()).toMatchObject({ runningCount: 2, deployments: [{ runningCount: 2 }] })
  })

  test('without a breaker green tasks are tried again until the stage times out', async () => {
    const there = await ground({ ...BLUE_GREEN, deploymentCircuitBreaker: { enable: false, rollback: false } })
    await stage.fates({ match: { version: '1.1.0' }, behaviour: 'crashing' })
    await stage.update({ taskDefinition: await stage.register('1.1.0') })
    stage.pass(6 * 3600)
    expect(await now()).toEqual(['IN_PROGRESS', 'SCALE_UP', 0, 0])
    expect((await stage.service()).deployments?.[0]?.failedTasks).toBeGreaterThan(3)
    stage.pass(19 * 3600)
    expect((await now())[0]).toBe('ROLLBACK_SUCCESSFUL')
    expect(await weights(there, there.production)).toEqual([100, 0])
  })

  test('an alarm without rollback stops it where it is, until the next deployment sorts it out', async () => {
    const there = await ground({ ...BLUE_GREEN, alarms: { alarmNames: ['5xx'], enable: true, rollback: false } })
    await stage.update({ taskDefinition: await stage.register('1.1.0') })
    stage.pass(5 * MINUTE)
    await stage.post('alarms', { '5xx': 'ALARM' })
    stage.pass(MINUTE)
    expect((await now())[0]).toBe('STOPPED')
    expect(await stage.service()).toMatchObject({ runningCount: 4 })
    await stage.post('alarms', { '5xx': 'OK' })
    await stage.update({ taskDefinition: await stage.register('1.2.0') })
    stage.pass(2)
    expect(await now()).toEqual(['IN_PROGRESS', 'RECONCILE_SERVICE', 0, 0])
    expect(await weights(there, there.production)).toEqual([100, 0])
    stage.pass(20 * MINUTE)
    expect((await now())[0]).toBe('SUCCESSFUL')
    expect(await stage.service()).toMatchObject({ runningCount: 2 })
  })

  test('a newer deployment takes traffic back first, and reconciles', async () => {
    const there = await ground(BLUE_GREEN)
    await stage.update({ taskDefinition: await stage.register('1.1.0') })
    stage.pass(5 * MINUTE)
    await stage.update({ taskDefinition: await stage.register('1.2.0') })
    expect(await weights(there, there.production)).toEqual([100, 0])
    stage.pass(20 * MINUTE)
    expect((await stage.movements()).map(({ status }) => status)).toEqual(['SUCCESSFUL', 'STOPPED', 'SUCCESSFUL'])
    expect(await stage.service()).toMatchObject({ runningCount: 2, deployments: [{ rolloutState: 'COMPLETED' }] })
  })

  test('not in its clean-up any more', async () => {
    await ground({ strategy: 'BLUE_GREEN', bakeTimeInMinutes: 0 })
    await stage.update({ taskDefinition: await stage.register('1.1.0') })
    for (let i = 0; i < 100 && (await now())[1] !== 'CLEAN_UP'; i++) stage.pass(2)
    const [{ serviceDeploymentArn } = {}] = await stage.movements()
    await expect(stage.ecs.send(new StopServiceDeploymentCommand({ serviceDeploymentArn }))).rejects.toMatchObject({
      name: 'ConflictException',
    })
  })
})

describe('is refused:', () => {
  test.each<[string, DeploymentConfiguration, RegExp]>([
    ['an unknown strategy', { strategy: 'RED' as 'ROLLING' }, /RED.*Member must satisfy enum value set/],
    ['a bake time over a day', { ...BLUE_GREEN, bakeTimeInMinutes: 1441 }, /bakeTimeInMinutes/],
    ['steps of 2 %', { strategy: 'LINEAR', linearConfiguration: { stepPercent: 2 } }, /stepPercent/],
    ['a canary of 0.05 %', { strategy: 'CANARY', canaryConfiguration: { canaryPercent: 0.05 } }, /canaryPercent/],
    ['a canary’s steps in blue/green', { ...BLUE_GREEN, canaryConfiguration: {} }, /only valid with the CANARY/],
  ])('%s', async (_, deploymentConfiguration, words) => {
    await ground(BLUE_GREEN)
    await expect(stage.update({ deploymentConfiguration })).rejects.toThrow(words)
  })

  test('a load balancer without its advanced configuration, and one that no rolling deployment has made ready', async () => {
    stage = await openStage()
    const [targetGroupArn, alternateTargetGroupArn] = [
      await stage.targetGroup(),
      await stage.targetGroup({ name: 'green' }),
    ]
    const plain = { targetGroupArn, containerName: 'app', containerPort: 8080 }
    const productionListenerRule = await stage.rule(targetGroupArn, alternateTargetGroupArn)
    const advancedConfiguration = { alternateTargetGroupArn, productionListenerRule, roleArn: ROLE }
    const taskDefinition = await stage.register('1.0.0')
    await expect(
      stage.create({ taskDefinition, loadBalancers: [plain], deploymentConfiguration: BLUE_GREEN }),
    ).rejects.toThrow('advancedConfiguration field is required for all loadBalancers when using the blue/green')
    await stage.create({ taskDefinition, loadBalancers: [plain] })
    const loadBalancers = [{ ...plain, advancedConfiguration }]
    const both = { deploymentConfiguration: BLUE_GREEN, loadBalancers }
    await expect(stage.update(both)).rejects.toThrow('is in progress')
    stage.pass(120)
    await expect(stage.update({ deploymentConfiguration: BLUE_GREEN })).rejects.toThrow('advancedConfiguration field')
    await expect(stage.update(both)).rejects.toThrow('A rolling deployment with advancedConfiguration is needed')
    await stage.update({ loadBalancers })
    stage.pass(400)
    await stage.update({ deploymentConfiguration: BLUE_GREEN })
    expect((await stage.service()).deploymentConfiguration).toMatchObject({
      ...BLUE_GREEN,
      maximumPercent: 200,
      deploymentCircuitBreaker: { enable: true, rollback: true },
    })
  })
})
