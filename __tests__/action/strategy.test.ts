/** Canary, blue/green and linear: what the action tells ECS, what it watches, and how it ends. */
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateRuleCommand,
  CreateTargetGroupCommand,
  DescribeRulesCommand,
  ElasticLoadBalancingV2Client,
  ModifyTargetGroupAttributesCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import { afterEach, expect, test } from '@jest/globals'
import { MANIFEST, type Stage, setStage } from './stage.ts'

let stage: Stage
afterEach(() => stage.close())

const ALARMS = { alarmNames: ['web-5xx'], enable: true, rollback: true }

interface Place {
  readonly blue: string
  readonly green: string
  readonly production: string
  readonly test: string
}

interface Ground extends Place {
  /** Of the production rule: blue, green. */
  weights(): Promise<(number | undefined)[]>
}

/** As Terraform leaves it: two target groups, two rules, and a service that knows the first of the groups. */
async function place(endpoint: string): Promise<Ground> {
  const elb = new ElasticLoadBalancingV2Client({
    endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  })
  const group = async (Name: string) => {
    const settings = { Port: 8080, Protocol: 'HTTP', TargetType: 'ip', HealthCheckIntervalSeconds: 5 } as const
    const { TargetGroups = [] } = await elb.send(new CreateTargetGroupCommand({ Name, ...settings }))
    const TargetGroupArn = TargetGroups[0]?.TargetGroupArn ?? ''
    const Attributes = [{ Key: 'deregistration_delay.timeout_seconds', Value: '10' }]
    await elb.send(new ModifyTargetGroupAttributesCommand({ TargetGroupArn, Attributes }))
    return TargetGroupArn
  }
  const [blue, green] = [await group('web-blue'), await group('web-green')]
  const { LoadBalancers = [] } = await elb.send(new CreateLoadBalancerCommand({ Name: 'shop' }))
  const DefaultActions = [{ Type: 'forward' as const, TargetGroupArn: blue }]
  const { LoadBalancerArn } = LoadBalancers[0] ?? {}
  const { Listeners = [] } = await elb.send(
    new CreateListenerCommand({ LoadBalancerArn, Port: 80, Protocol: 'HTTP', DefaultActions }),
  )
  const rule = async (Priority: number, TargetGroupArn: string) => {
    const Conditions = [{ Field: 'path-pattern', Values: ['/*'] }]
    const Actions = [{ Type: 'forward' as const, TargetGroupArn }]
    const { ListenerArn } = Listeners[0] ?? {}
    const { Rules = [] } = await elb.send(new CreateRuleCommand({ ListenerArn, Priority, Conditions, Actions }))
    return Rules[0]?.RuleArn ?? ''
  }
  const [production, test] = [await rule(100, blue), await rule(10, green)]
  const weights = async () => {
    const { Rules = [] } = await elb.send(new DescribeRulesCommand({ RuleArns: [production] }))
    const groups = Rules[0]?.Actions?.[0]?.ForwardConfig?.TargetGroups ?? []
    return [blue, green].map(arn => groups.find(({ TargetGroupArn }) => TargetGroupArn === arn)?.Weight)
  }
  return { blue, green, production, test, weights }
}

async function open(): Promise<Ground> {
  let there: Ground | undefined
  stage = await setStage({
    async service(name, url) {
      if (name !== 'web') return {}
      there = await place(url)
      return {
        loadBalancers: [{ targetGroupArn: there.blue, containerName: 'web', containerPort: 8080 }],
        deploymentConfiguration: {
          deploymentCircuitBreaker: { enable: true, rollback: true },
          minimumHealthyPercent: 100,
          maximumPercent: 150,
          alarms: ALARMS,
        },
      }
    },
  })
  return there as Ground
}

const strategy = ({ green, production, test }: Place, lines: string) => `${MANIFEST}    strategy:
      ${lines.replaceAll('\n', '\n      ')}
      alternate-target-group: ${green}
      production-listener-rule: ${production}
      test-listener-rule: ${test}
      role: arn:aws:iam::123456789012:role/shop-ecs-infrastructure
`

const CANARY = 'type: canary\npercent: 10\nstep-minutes: 2\nbake-minutes: 1'

/** What web was told, newest last. */
const told = async () =>
  (await stage.requests('UpdateService')).map(({ input }) => input).filter(({ service }) => service === 'web')

/** 1.0.0 made the service ready, 1.1.0 came as the manifest says. */
async function underway(lines: string) {
  const there = await open()
  stage.write({ 'evenkeel.yml': strategy(there, lines) })
  const first = await stage.deploy('1.0.0')
  const second = await stage.deploy('1.1.0')
  return { there, first, second }
}

test('canary: the first release makes the service ready, the second goes step by step, the third tells ECS nothing new', async () => {
  const { there, first, second } = await underway(CANARY)
  expect(first).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed' } })
  expect(first.log.join('\n')).toContain('this release is rolling and makes the service ready, the next one is CANARY')
  stage.expectTranscript('canary', second)
  expect(second).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed' } })
  const advancedConfiguration = {
    alternateTargetGroupArn: there.green,
    productionListenerRule: there.production,
    testListenerRule: there.test,
    roleArn: 'arn:aws:iam::123456789012:role/shop-ecs-infrastructure',
  }
  const [ready, moved] = await told()
  expect(ready).toEqual({
    cluster: 'shop',
    service: 'web',
    desiredCount: 2,
    taskDefinition: expect.stringContaining('web:2'),
    loadBalancers: [{ targetGroupArn: there.blue, containerName: 'web', containerPort: 8080, advancedConfiguration }],
  })
  expect(moved).toEqual({
    cluster: 'shop',
    service: 'web',
    taskDefinition: expect.stringContaining('web:3'),
    deploymentConfiguration: {
      strategy: 'CANARY',
      bakeTimeInMinutes: 1,
      canaryConfiguration: { canaryPercent: 10, canaryBakeTimeInMinutes: 2 },
      // as ECS describes it, and sent back whole
      deploymentCircuitBreaker: {
        enable: true,
        rollback: true,
        resetOnHealthyTask: true,
        thresholdConfiguration: { type: 'BOUNDED_PERCENT', value: 50 },
      },
      minimumHealthyPercent: 100,
      maximumPercent: 150,
      alarms: ALARMS,
    },
  })
  expect(await there.weights()).toEqual([0, 100])
  expect(await stage.truth('web')).toMatchObject({ version: '1.1.0', running: 2, deployments: 1 })

  const third = await stage.deploy('1.2.0')
  expect(third).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed' } })
  expect(Object.keys((await told()).at(-1) ?? {}).sort()).toEqual(['cluster', 'service', 'taskDefinition'])
  expect(await there.weights()).toEqual([100, 0])

  const back = await stage.run({ command: 'rollback' })
  stage.expectTranscript('canary-rollback', back)
  expect(back).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed', version: '1.1.0' } })
  expect(await stage.truth('web')).toMatchObject({ version: '1.1.0', running: 2 })
  expect(await there.weights()).toEqual([0, 100])
}, 120_000)

test('an alarm during the canary: rolled back, and never more than its share', async () => {
  const { there } = await underway(CANARY)
  const run = await alarmed('1.2.0')
  // how long it waited is a matter of when the alarm rang
  stage.expectTranscript('canary-alarm', { ...run, log: run.log.filter(line => !/ waiting 2 min /.test(line)) })
  expect(run).toMatchObject({ exitCode: 1, outputs: { outcome: 'partial' } })
  expect(run.services).toMatchObject({ api: { outcome: 'deployed' }, web: { outcome: 'rolled-back' } })
  expect(await there.weights()).toEqual([0, 100])
  expect(await stage.truth('web')).toMatchObject({ version: '1.1.0', running: 2, deployments: 1 })
}, 120_000)

/** A deploy during whose first traffic an alarm rings. */
async function alarmed(version: string) {
  const sha = stage.commit(version)
  let rung: Promise<unknown> | undefined
  const onLine = (line: string) => {
    if (/production traffic 10 %/.test(line)) rung ??= stage.door('alarms', { 'web-5xx': 'ALARM' })
  }
  const run = await stage.run({}, { env: { GITHUB_SHA: sha }, onLine })
  await rung
  return run
}

test('blue/green with failing tasks: the breaker, and no traffic for them', async () => {
  const { there } = await underway('type: blue-green\nbake-minutes: 2')
  await stage.fate('web', '1.2.0', 'unhealthy')
  const run = await stage.deploy('1.2.0')
  stage.expectTranscript('blue-green-broken', run)
  expect(run).toMatchObject({ exitCode: 1, outputs: { outcome: 'partial' } })
  expect(run.services).toMatchObject({ api: { outcome: 'deployed' }, web: { outcome: 'rolled-back' } })
  expect(run.report.services.web.evidence.cause.kind).toBe('never-healthy')
  expect(await there.weights()).toEqual([0, 100])
}, 120_000)

test.each([
  [110, 2],
  [110, 5],
  [140, 5],
])(
  'blue/green whose tasks end after %i s, over and over, baking %i min: it is not called deployed',
  async (exitSeconds, bake) => {
    await underway(`type: blue-green\nbake-minutes: ${bake}`)
    await stage.fate('web', '1.2.0', 'late-crash', { exitSeconds, exitCode: 3 })
    const run = await stage.deploy('1.2.0', { timeout: '60m' })
    expect(run.services.web.outcome).toBe('failed-mixed')
    expect(run.exitCode).toBe(1)
  },
  120_000,
)

test('the service’s own strategy takes longer than the run may: that is told before anything moves', async () => {
  await underway('type: blue-green\nbake-minutes: 15')
  stage.write({ 'evenkeel.yml': MANIFEST })
  const run = await stage.deploy('1.2.0', { timeout: '10m' })
  expect(run.services.web.outcome).toBe('timed-out')
  const log = run.log.join('\n')
  expect(log).toContain('::warning title=web takes longer than this run may::Deployments one after another wait 15 min')
  expect(log.indexOf('takes longer')).toBeLessThan(log.indexOf('Roll out'))
}, 120_000)

test('a run that was lost while it bakes: the next one watches the end', async () => {
  await underway('type: blue-green\nbake-minutes: 2')
  const sha = stage.commit('1.2.0')
  const lost = await stage.run({}, { env: { GITHUB_SHA: sha }, cancelAt: /baking 2 min/, signal: 'SIGKILL' })
  expect(lost.exitCode).not.toBe(0)
  const before = (await told()).length
  const again = await stage.run({}, { env: { GITHUB_SHA: sha } })
  expect(again.log.join('\n')).toMatch(/web:4 is already being rolled out; watching how that ends/)
  expect(again).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed' } })
  expect((await told()).length).toBe(before)
}, 120_000)

test('cancelled with on-cancel rollback while it bakes: the traffic goes back', async () => {
  const { there } = await underway('type: blue-green\nbake-minutes: 2')
  const sha = stage.commit('1.2.0')
  const run = await stage.run({ 'on-cancel': 'rollback' }, { env: { GITHUB_SHA: sha }, cancelAt: /baking 2 min/ })
  expect(run).toMatchObject({ exitCode: 1, outputs: { outcome: 'cancelled' } })
  stage.advance(2)
  expect(await there.weights()).toEqual([0, 100])
}, 120_000)

test('linear, then back to rolling: only the strategy is sent', async () => {
  const { there, second } = await underway('type: linear\npercent: 50\nstep-minutes: 1\nbake-minutes: 0')
  stage.expectTranscript('linear', second)
  stage.write({ 'evenkeel.yml': `${MANIFEST}    strategy: rolling\n` })
  const run = await stage.deploy('1.2.0')
  expect(run).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed' } })
  const last = (await told()).at(-1)
  expect(last).not.toHaveProperty('loadBalancers')
  expect(last).toMatchObject({ deploymentConfiguration: { strategy: 'ROLLING', maximumPercent: 150, alarms: ALARMS } })
  expect(last?.deploymentConfiguration).not.toHaveProperty('linearConfiguration')
  expect(await there.weights()).toEqual([0, 100])
}, 120_000)

test('another strategy while a deployment is under way: refused, nothing is sent', async () => {
  const { there } = await underway('type: blue-green\nbake-minutes: 2')
  const sha = stage.commit('1.2.0')
  await stage.run({}, { env: { GITHUB_SHA: sha }, cancelAt: /baking 2 min/, signal: 'SIGKILL' })
  const before = (await told()).length
  stage.write({ 'evenkeel.yml': strategy(there, CANARY) })
  const run = await stage.deploy('1.3.0')
  expect(run.log.join('\n')).toContain('ECS changes the strategy between deployments only')
  expect(run.services.web.outcome).toBe('failed-on-old')
  expect((await told()).length).toBe(before)
}, 120_000)

test('refused before anything is changed: no load balancer, the same target group twice, a timeout that cannot do', async () => {
  const there = await open()
  stage.commit('1.0.0')
  const twice = strategy({ ...there, green: there.blue }, CANARY)
  stage.write({ 'evenkeel.yml': twice.replace('  api:\n', `  api:\n    strategy: ${inline(there)}\n`) })
  const run = await stage.run()
  expect(run.exitCode).toBe(1)
  const log = run.log.join('\n')
  expect(log).toContain('service "api" is to be rolled out blue-green, and has no load balancer')
  expect(log).toContain('service "web" is to be rolled out canary, and its target group is the alternate one as well')
  stage.write({ 'evenkeel.yml': strategy(there, 'type: linear\nstep-minutes: 5') })
  const slow = await stage.run()
  expect(slow.log.join('\n')).toContain('input timeout is 30 min, and the strategy of web waits 55 min')
  expect(await told()).toEqual([])
}, 120_000)

test('a deploy role that may not pass the infrastructure role: the statement to add names ECS', async () => {
  const there = await open()
  stage.write({ 'evenkeel.yml': strategy(there, CANARY) })
  const Resource = 'arn:aws:iam::123456789012:role/shop-ecs-infrastructure'
  const Statement = [
    { Effect: 'Allow', Action: '*', Resource: '*' },
    { Effect: 'Deny', Action: 'iam:PassRole', Resource },
  ]
  await stage.door('policy', { document: { Version: '2012-10-17', Statement }, accessKeyId: 'test' })
  const run = await stage.deploy('1.0.0')
  expect(run.services.web.outcome).toBe('failed-on-old')
  expect(run.log.join('\n')).toMatch(/"iam:PassedToService":\s*"ecs\.amazonaws\.com"/)
  // told by the error, once, and not a second time with another receiver
  expect(run.log.filter(line => line.startsWith('::warning'))).toEqual([])
}, 120_000)

/** As a client that knows more than the SDK. */
async function ask(operation: string, input: object): Promise<void> {
  const headers = {
    authorization: 'AWS4-HMAC-SHA256 Credential=test/20260101/eu-west-1/ecs/aws4_request',
    'x-amz-target': `AmazonEC2ContainerServiceV20141113.${operation}`,
  }
  const answer = await fetch(stage.url, { method: 'POST', headers, body: JSON.stringify(input) })
  if (!answer.ok) throw new Error(await answer.text())
}

test('another strategy: what the service has that no SDK knows is sent again with it', async () => {
  const there = await open()
  const { services: [web] = [] } = await stage.ecs.describeServices({ cluster: 'shop', services: ['web'] })
  const [balancer] = web?.loadBalancers ?? []
  await ask('UpdateService', {
    cluster: 'shop',
    service: 'web',
    deploymentConfiguration: { ...web?.deploymentConfiguration, futureGuard: { level: 2 } },
    loadBalancers: [{ ...balancer, routing: { hue: 'blue' } }],
    desiredCount: 2,
  })
  stage.advance(600)
  stage.write({ 'evenkeel.yml': strategy(there, CANARY) })
  const before = (await told()).length
  await stage.deploy('1.0.0')
  expect((await told())[before]).toMatchObject({
    loadBalancers: [{ routing: { hue: 'blue' }, advancedConfiguration: { alternateTargetGroupArn: there.green } }],
  })
  await stage.deploy('1.1.0')
  expect((await told()).at(-1)).toMatchObject({
    deploymentConfiguration: { strategy: 'CANARY', futureGuard: { level: 2 }, alarms: ALARMS },
  })
}, 120_000)

const SHIFTS = [
  ['CANARY', CANARY, 2],
  ['LINEAR', 'type: linear\npercent: 50\nstep-minutes: 1\nbake-minutes: 0', 2],
  ['BLUE_GREEN', 'type: blue-green\nbake-minutes: 1', 1],
] as const

test.each(SHIFTS)(
  '%s with a pause before every step of the traffic: each is named, and continue goes past one at a time',
  async (_, lines, steps) => {
    await underway(lines)
    const { services: [web] = [] } = await stage.ecs.describeServices({ cluster: 'shop', services: ['web'] })
    const lifecycleHooks = [
      { targetType: 'PAUSE' as const, lifecycleStages: ['PRE_PRODUCTION_TRAFFIC_SHIFT' as const] },
    ]
    await stage.ecs.updateService({
      cluster: 'shop',
      service: 'web',
      deploymentConfiguration: { ...web?.deploymentConfiguration, lifecycleHooks },
    })
    const end = { 'on-pause': 'end', services: 'web' }
    let run = await stage.deploy('1.2.0', end)
    for (let step = 1; step <= steps; step++) {
      expect(run).toMatchObject({ exitCode: 1, outputs: { outcome: 'paused', version: '1.2.0' } })
      expect(run.services.web.reason).toMatch(/^paused at PRE_PRODUCTION_TRAFFIC_SHIFT by hook ecs-pause-/)
      run = await stage.run({ command: 'continue', ...end })
    }
    expect(run).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed', version: '1.2.0' } })
    expect(await stage.truth('web')).toMatchObject({ version: '1.2.0', running: 2 })
  },
  120_000,
)

test('the function before the first traffic fails: rolled back, its name in the cause, and no traffic went', async () => {
  const { there } = await underway(CANARY)
  const { services: [web] = [] } = await stage.ecs.describeServices({ cluster: 'shop', services: ['web'] })
  const hook = {
    hookTargetArn: 'arn:aws:lambda:eu-west-1:123456789012:function:smoke',
    roleArn: 'arn:aws:iam::123456789012:role/hooks',
    lifecycleStages: ['PRE_PRODUCTION_TRAFFIC_SHIFT' as const],
  }
  await stage.ecs.updateService({
    cluster: 'shop',
    service: 'web',
    deploymentConfiguration: { ...web?.deploymentConfiguration, lifecycleHooks: [hook] },
  })
  await stage.door('hooks', { match: { service: 'web' }, result: 'FAILED' })
  const run = await stage.deploy('1.2.0', { services: 'web' })
  expect(run).toMatchObject({ exitCode: 1, outputs: { outcome: 'rolled-back' } })
  expect(run.services.web.reason).toMatch(/hook \S+ of smoke FAILED/)
  expect(run.log.join('\n')).not.toContain('production traffic 10 %')
  expect(await there.weights()).toEqual([0, 100])
}, 120_000)

const inline = ({ green, production }: Place) =>
  `{type: blue-green, alternate-target-group: "${green}", production-listener-rule: "${production}", role: "arn:aws:iam::123456789012:role/x"}`
