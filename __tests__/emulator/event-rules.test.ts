/** EventBridge: rules that start tasks, by a schedule and by what ECS does. */
import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { fault, fits } from '../../src/emulator/services/events/pattern.ts'
import { inputFor } from '../../src/emulator/services/events/target.ts'
import { CLUSTER, CLUSTER_ARN, type ReadyStage, ready, SERVICE, STARTER, ask as send } from './stage.ts'

let stage: ReadyStage
beforeEach(async () => {
  stage = await ready()
})
afterEach(() => stage.close())

const ask = (operation: string, input: object, key = 'test') =>
  send(stage, 'events', { target: `AWSEvents.${operation}`, key }, input)
const target = (more: object = {}) => ({
  Id: 'job',
  Arn: CLUSTER_ARN,
  RoleArn: STARTER,
  EcsParameters: {
    TaskDefinitionArn: stage.taskDefinition,
    TaskCount: 2,
    LaunchType: 'FARGATE',
    NetworkConfiguration: { awsvpcConfiguration: { Subnets: ['subnet-1'], AssignPublicIp: 'DISABLED' } },
    Tags: [{ Key: 'team', Value: 'shop' }],
  },
  ...more,
})
async function tasks() {
  const { taskArns = [] } = await stage.ecs.listTasks({ cluster: CLUSTER })
  if (taskArns.length === 0) return []
  return (await stage.ecs.describeTasks({ cluster: CLUSTER, tasks: taskArns, include: ['TAGS'] })).tasks ?? []
}
const invocations = async () => (await stage.invocations()).map(({ outcome }) => outcome)

describe('a schedule', () => {
  test('starts tasks on the virtual clock, with overrides, until it is disabled', async () => {
    const overrides = { containerOverrides: [{ name: 'app', command: ['report'] }] }
    await ask('PutRule', { Name: 'nightly', ScheduleExpression: 'cron(30 0 * * ? *)' })
    await ask('PutTargets', { Rule: 'nightly', Targets: [target({ Input: JSON.stringify(overrides) })] })
    stage.pass(29 * 60)
    expect(await tasks()).toEqual([])
    stage.pass(2 * 60)
    expect(await tasks()).toMatchObject(
      Array(2).fill({
        startedBy: 'events-rule/nightly',
        lastStatus: 'RUNNING',
        overrides,
        tags: [{ key: 'team', value: 'shop' }],
      }),
    )
    stage.pass(24 * 3600)
    expect(await tasks()).toHaveLength(4)
    await ask('DisableRule', { Name: 'nightly' })
    stage.pass(24 * 3600)
    expect(await tasks()).toHaveLength(4)
    await ask('EnableRule', { Name: 'nightly' })
    stage.pass(24 * 3600)
    expect(await tasks()).toHaveLength(6)
  })

  test('of a rate is due a whole period after it was made', async () => {
    await ask('PutRule', { Name: 'often', ScheduleExpression: 'rate(10 minutes)' })
    await ask('PutTargets', { Rule: 'often', Targets: [target()] })
    stage.pass(9 * 60)
    expect(await invocations()).toEqual([])
    stage.pass(22 * 60)
    expect(await invocations()).toEqual(Array(3).fill('started 2 tasks'))
  })

  test('whose tasks cannot start says why', async () => {
    await ask('PutRule', { Name: 'often', ScheduleExpression: 'rate(1 hour)' })
    await ask('PutTargets', { Rule: 'often', Targets: [target({ Arn: `${CLUSTER_ARN}-2` })] })
    stage.pass(3700)
    expect(await invocations()).toEqual(['ClusterNotFoundException: Cluster not found.'])
  })

  test('the same calls and times give the same events, however the clock is moved', async () => {
    const script = async (step: number) => {
      await stage.close()
      stage = await ready()
      await ask('PutRule', { Name: 'often', ScheduleExpression: 'rate(7 minutes)' })
      await ask('PutRule', {
        Name: 'after',
        EventPattern: '{"source":["aws.ecs"],"detail":{"lastStatus":["RUNNING"]}}',
      })
      await ask('PutTargets', { Rule: 'often', Targets: [target()] })
      await ask('PutTargets', { Rule: 'after', Targets: [{ Id: 'x', Arn: 'arn:aws:sqs:ap-south-1:123456789012:q' }] })
      for (let passed = 0; passed < 3600; passed += step) stage.pass(step)
      return stage.get('events')
    }
    const whole = await script(3600)
    expect(whole).toEqual(await script(40))
    expect(JSON.stringify(whole)).toContain('not delivered')
  })
})

describe('what ECS does', () => {
  let logs: CloudWatchLogs
  beforeEach(async () => {
    logs = new CloudWatchLogs(stage.settings)
    await logs.createLogGroup({ logGroupName: '/events' })
  })
  afterEach(() => logs.destroy())

  async function follow(pattern: object): Promise<void> {
    await ask('PutRule', { Name: 'follow', EventPattern: JSON.stringify(pattern) })
    const Arn = 'arn:aws:logs:ap-south-1:123456789012:log-group:/events'
    await ask('PutTargets', { Rule: 'follow', Targets: [{ Id: 'log', Arn }] })
  }
  async function told(): Promise<{ 'detail-type': string; detail: Record<string, unknown> }[]> {
    const { events = [] } = await logs.filterLogEvents({ logGroupName: '/events' })
    return events.map(({ message = '' }) => JSON.parse(message))
  }

  test('is told: each state of a task', async () => {
    await follow({
      source: ['aws.ecs'],
      'detail-type': ['ECS Task State Change'],
      detail: { clusterArn: [CLUSTER_ARN] },
    })
    const { tasks: run } = await stage.ecs.runTask({
      cluster: CLUSTER,
      taskDefinition: stage.taskDefinition,
      launchType: 'FARGATE',
      networkConfiguration: { awsvpcConfiguration: { subnets: ['s'] } },
    })
    stage.pass(60)
    await stage.ecs.stopTask({ cluster: CLUSTER, task: run?.[0]?.taskArn, reason: 'enough' })
    stage.pass(60)
    const all = await told()
    expect(all.map(({ detail }) => detail.lastStatus)).toEqual(
      'PROVISIONING PENDING ACTIVATING RUNNING STOPPING DEPROVISIONING STOPPED'.split(' '),
    )
    expect(all.at(-1)).toMatchObject({
      version: '0',
      source: 'aws.ecs',
      account: '123456789012',
      region: 'ap-south-1',
      resources: [run?.[0]?.taskArn],
      time: expect.stringMatching(/^2026-01-01T00:0\d:\d\dZ$/),
      detail: {
        taskArn: run?.[0]?.taskArn,
        stopCode: 'UserInitiated',
        stoppedReason: 'enough',
        createdAt: '2026-01-01T00:00:00.000Z',
        containers: [{ name: 'app' }],
      },
    })
    expect(all.at(-1)?.detail).not.toHaveProperty('tags')
  })

  test('is told: deployments and service actions', async () => {
    await follow({ 'detail-type': [{ 'anything-but': 'ECS Task State Change' }] })
    await stage.create({ taskDefinition: stage.taskDefinition })
    stage.pass(120)
    await stage.fates({ match: { tag: '2.0.0' }, behaviour: 'crashing' })
    await stage.update({ taskDefinition: await stage.register('2.0.0') })
    stage.pass(3 * 3600)
    const { deployments } = await stage.service()
    const names = (await told()).map(({ detail }) => `${detail.eventType} ${detail.eventName}`)
    expect(names).toEqual([
      'INFO SERVICE_DEPLOYMENT_IN_PROGRESS',
      'INFO SERVICE_DEPLOYMENT_COMPLETED',
      'INFO SERVICE_STEADY_STATE',
      'INFO SERVICE_DEPLOYMENT_IN_PROGRESS',
      'WARN SERVICE_TASK_START_IMPAIRED',
      'ERROR SERVICE_DEPLOYMENT_FAILED',
      'INFO SERVICE_DEPLOYMENT_IN_PROGRESS',
      'INFO SERVICE_DEPLOYMENT_COMPLETED',
      'INFO SERVICE_STEADY_STATE',
    ])
    const last = (await told()).filter(event => event['detail-type'] === 'ECS Deployment State Change').at(-1)
    expect(last).toMatchObject({
      resources: [`arn:aws:ecs:ap-south-1:123456789012:service/${CLUSTER}/${SERVICE}`],
      detail: {
        deploymentId: deployments?.[0]?.id,
        reason: `ECS deployment ${deployments?.[0]?.id} completed.`,
      },
    })
  })

  test('starts tasks, with overrides out of the event', async () => {
    await ask('PutRule', {
      Name: 'after',
      EventPattern: JSON.stringify({
        'detail-type': ['ECS Deployment State Change'],
        detail: { eventName: ['SERVICE_DEPLOYMENT_COMPLETED'] },
      }),
    })
    const InputTransformer = {
      InputPathsMap: { id: '$.detail.deploymentId', service: '$.resources[0]' },
      InputTemplate:
        '{"containerOverrides":[{"name":"app","environment":[{"name":"ID","value":<id>},{"name":"SERVICE","value":"<service>"}]}]}',
    }
    await ask('PutTargets', { Rule: 'after', Targets: [target({ InputTransformer })] })
    await stage.create({ taskDefinition: stage.taskDefinition, desiredCount: 0 })
    stage.pass(60)
    const environment = [
      { name: 'ID', value: expect.stringMatching(/^ecs-svc\//) },
      { name: 'SERVICE', value: `arn:aws:ecs:ap-south-1:123456789012:service/${CLUSTER}/${SERVICE}` },
    ]
    expect(await tasks()).toMatchObject(
      Array(2).fill({ overrides: { containerOverrides: [{ name: 'app', environment }] } }),
    )
  })
})

describe('kept and told again', () => {
  test('a rule, its targets, and its tags, as Terraform asks for them', async () => {
    const Tags = [{ Key: 'a', Value: 'b' }]
    const { RuleArn } = await ask('PutRule', {
      Name: 'nightly',
      ScheduleExpression: 'rate(1 day)',
      Description: 'every night',
      State: 'DISABLED',
      Tags,
    })
    expect(RuleArn).toBe('arn:aws:events:ap-south-1:123456789012:rule/nightly')
    expect(await ask('DescribeRule', { Name: 'nightly', EventBusName: 'default' })).toEqual({
      Name: 'nightly',
      Arn: RuleArn,
      ScheduleExpression: 'rate(1 day)',
      Description: 'every night',
      State: 'DISABLED',
      EventBusName: 'default',
      CreatedBy: '123456789012',
    })
    await ask('TagResource', { ResourceARN: RuleArn, Tags: [{ Key: 'c', Value: 'd' }] })
    await ask('UntagResource', { ResourceARN: RuleArn, TagKeys: ['a'] })
    expect(await ask('ListTagsForResource', { ResourceARN: RuleArn })).toEqual({ Tags: [{ Key: 'c', Value: 'd' }] })
    const Targets = [target(), { Id: 'q', Arn: 'arn:aws:sqs:ap-south-1:123456789012:q', Input: '{}' }]
    expect(await ask('PutTargets', { Rule: 'nightly', Targets })).toEqual({ FailedEntryCount: 0, FailedEntries: [] })
    expect(await ask('ListTargetsByRule', { Rule: 'nightly' })).toEqual({ Targets })
    expect(await ask('ListRuleNamesByTarget', { TargetArn: CLUSTER_ARN })).toEqual({ RuleNames: ['nightly'] })
    expect((await ask('ListRules', { NamePrefix: 'n' })).Rules).toMatchObject([{ Name: 'nightly', State: 'DISABLED' }])
    await expect(ask('DeleteRule', { Name: 'nightly' })).rejects.toThrow("Rule can't be deleted since it has targets.")
    expect(await ask('RemoveTargets', { Rule: 'nightly', Ids: ['job', 'q', 'x'] })).toMatchObject({
      FailedEntryCount: 1,
    })
    await ask('DeleteRule', { Name: 'nightly' })
    await expect(ask('DescribeRule', { Name: 'nightly' })).rejects.toThrow(
      'ResourceNotFoundException: Rule nightly does not exist on EventBus default.',
    )
  })

  test.each<[string, string, object, string]>([
    ['nothing to wait for', 'PutRule', { Name: 'r' }, 'EventPattern or ScheduleExpression must be specified'],
    ['a schedule that is none', 'PutRule', { Name: 'r', ScheduleExpression: 'rate(1 days)' }, 'is not valid.'],
    ['a single time', 'PutRule', { Name: 'r', ScheduleExpression: 'at(2026-01-01T00:00:00)' }, 'is not valid.'],
    [
      'a name with blanks',
      'PutRule',
      { Name: 'a b', ScheduleExpression: 'rate(1 day)' },
      'failed to satisfy constraint',
    ],
    ['a pattern that is none', 'PutRule', { Name: 'r', EventPattern: '{"a":1}' }, 'InvalidEventPatternException'],
    [
      'a target that is none',
      'PutTargets',
      { Arn: 'x' },
      'Parameter x is not valid. Reason: Provided Arn is not in correct format.',
    ],
    ['a cluster without a role', 'PutTargets', { RoleArn: undefined }, 'RoleArn is required for target'],
    ['a cluster without a task', 'PutTargets', { EcsParameters: undefined }, 'EcsParameters is required'],
    ['two inputs', 'PutTargets', { Input: '{}', InputPath: '$' }, 'Only one of Input'],
  ])('refused: %s', async (_, operation, input, words) => {
    await ask('PutRule', { Name: 'known', ScheduleExpression: 'rate(1 day)' })
    const whole = operation === 'PutTargets' ? { Rule: 'known', Targets: [target(input)] } : input
    await expect(ask(operation, whole)).rejects.toThrow(words)
  })

  test('roles have to be passed', async () => {
    await ask('PutRule', { Name: 'r', ScheduleExpression: 'rate(1 day)' })
    const Statement = [{ Effect: 'Allow', Action: 'events:*', Resource: '*' }]
    await stage.post('policy', { document: { Statement } })
    await expect(ask('PutTargets', { Rule: 'r', Targets: [target()] })).rejects.toThrow(
      `is not authorized to perform: iam:PassRole on resource: ${STARTER}`,
    )
    await ask('PutTargets', { Rule: 'r', Targets: [target()] }, 'admin')
  })
})

test.each<[string, object, object, boolean]>([
  ['a value', { a: ['x'] }, { a: 'x' }, true],
  ['another value', { a: ['x', 'y'] }, { a: 'z' }, false],
  ['one of a list', { a: ['x'] }, { a: ['w', 'x'] }, true],
  ['a member', { a: { b: [1] } }, { a: { b: 1 } }, true],
  ['a member of things in a list', { a: { b: [1] } }, { a: [{ b: 2 }, { b: 1 }] }, true],
  ['a prefix', { a: [{ prefix: 'x' }] }, { a: 'xy' }, true],
  ['a suffix', { a: [{ suffix: 'x' }] }, { a: 'xy' }, false],
  ['whatever the case', { a: [{ 'equals-ignore-case': 'XY' }] }, { a: 'xy' }, true],
  ['a wildcard', { a: [{ wildcard: 'x*y*z' }] }, { a: 'x.y.y.z' }, true],
  ['a wildcard that overlaps', { a: [{ wildcard: 'xy*yx' }] }, { a: 'xyx' }, false],
  ['anything but', { a: [{ 'anything-but': ['x', 'y'] }] }, { a: 'z' }, true],
  ['anything but, absent', { a: [{ 'anything-but': 'x' }] }, {}, false],
  ['anything but a prefix', { a: [{ 'anything-but': { prefix: 'x' } }] }, { a: 'xy' }, false],
  ['numbers', { a: [{ numeric: ['>', 0, '<=', 5] }] }, { a: 5 }, true],
  ['absence', { a: [{ exists: false }] }, { b: 1 }, true],
  ['presence', { a: { b: [{ exists: true }] } }, { a: { b: null } }, true],
  ['one of two', { $or: [{ a: [1] }, { b: [2] }] }, { b: 2 }, true],
])('a pattern knows %s', (_, pattern, event, expected) => {
  expect(fault(JSON.stringify(pattern))).toBeUndefined()
  expect(fits(pattern as Record<string, unknown>, event as Record<string, unknown>)).toBe(expected)
})

test.each(['', '[]', '{}', '{"a":1}', '{"a":[]}', '{"a":[{"cidr":"10.0.0.0/8"}]}', '{"a":[{"numeric":["~",1]}]}'])(
  '%s is no pattern that can be judged here',
  text => {
    expect(fault(text)).toBeDefined()
  },
)

test('a template takes values as JSON and as text', () => {
  const event = { detail: { name: 'api', count: 2, list: ['a'] } }
  const InputPathsMap = { name: '$.detail.name', count: '$.detail.count', first: '$.detail.list[0]' }
  const given = (InputTemplate: string) =>
    inputFor({ Id: 'x', Arn: 'y', InputTransformer: { InputPathsMap, InputTemplate } }, event)
  expect(given('{"name":<name>,"count":<count>,"text":"<first>"}')).toBe('{"name":"api","count":2,"text":"a"}')
  expect(given('<name> has <count>')).toBe('api has 2')
  expect(inputFor({ Id: 'x', Arn: 'y', InputPath: '$.detail' }, event)).toBe(JSON.stringify(event.detail))
})
