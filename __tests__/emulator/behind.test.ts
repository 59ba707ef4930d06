/** Another emulator behind this one: what is passed on, what is not, and what is read from there. */
import { setTimeout as sleep } from 'node:timers/promises'
import { ApplicationAutoScaling } from '@aws-sdk/client-application-auto-scaling'
import { CloudWatchLogsClient, CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs'
import { ListTasksCommand } from '@aws-sdk/client-ecs'
import {
  DescribeTargetHealthCommand,
  ModifyTargetGroupAttributesCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { addresseeOf } from '../../src/emulator/addressee.ts'
import { withSecrets } from '../../src/emulator/behind/secrets.ts'
import { parseXml } from '../../src/emulator/behind/xml.ts'
import type { Fate } from '../../src/emulator/fate.ts'
import { startServer } from '../../src/emulator/server.ts'
import { CLUSTER, openStage, SERVICE, type Stage } from './stage.ts'
import { ARNS, openUpstream } from './upstream.ts'

let upstream: Awaited<ReturnType<typeof openUpstream>>
let stage: Stage

beforeEach(async () => {
  upstream = await openUpstream()
  stage = await openStage({ behind: upstream.url })
})
afterEach(async () => {
  await stage.close()
  await upstream.close()
})

const signed = (service: string) =>
  `AWS4-HMAC-SHA256 Credential=test/20260101/ap-south-1/${service}/aws4_request, SignedHeaders=host, Signature=1`

const passedOn = () => upstream.asked.filter(({ body }) => !body.includes('Action=Describe'))

describe('a request for another service', () => {
  test('goes on as it came, and its answer comes back as it is', async () => {
    const response = await fetch(`${stage.emulator.url}/bucket/key?x=1`, {
      method: 'PUT',
      headers: { authorization: signed('s3'), 'x-amz-meta-a': 'b' },
      body: 'bytes',
    })
    expect(response.headers.get('x-behind')).toBe('yes')
    expect(await response.text()).toBe('behind PUT /bucket/key?x=1 bytes')
    expect(passedOn()).toMatchObject([{ headers: { 'x-amz-meta-a': 'b', authorization: signed('s3') } }])
    expect(stage.emulator.ledger.list().at(-1)).toMatchObject({
      service: 's3',
      operation: 'PUT /bucket/key',
      passedOn: true,
      status: 200,
    })
  })

  test('larger than any call served here, is not held up', async () => {
    const body = new Uint8Array(12 * 1024 * 1024).fill(97)
    const response = await fetch(stage.emulator.url, { method: 'PUT', headers: { authorization: signed('s3') }, body })
    expect((await response.text()).length).toBeGreaterThan(body.length)
  })

  test.each([
    ['a form', { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' }, 'Action=DescribeVpcs', 'ec2'],
    ['a target', { 'x-amz-target': 'Route53AutoNaming_v20170314.CreateHttpNamespace' }, '{}', 'servicediscovery'],
    ['a document of SSM', { 'x-amz-target': 'AmazonSSM.ListDocuments' }, '{}', 'ssm'],
    ['a policy of Logs', { 'x-amz-target': 'Logs_20140328.PutResourcePolicy' }, '{}', 'logs'],
    ['a role of STS', { 'content-type': 'application/x-www-form-urlencoded' }, 'Action=AssumeRole', 'sts'],
  ])('is known by its signature, target or form: %s', async (_, headers, body, service) => {
    const response = await fetch(stage.emulator.url, {
      method: 'POST',
      headers: { ...(headers as Record<string, string>), authorization: signed(service) },
      body,
    })
    expect(await response.text()).toBe(`behind POST / ${body}`)
  })

  test('without a signature goes on, too: a token is exchanged for keys', async () => {
    const body = 'Action=AssumeRoleWithWebIdentity&Version=2011-06-15'
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const response = await fetch(stage.emulator.url, { method: 'POST', headers, body })
    expect(await response.text()).toContain('behind POST')
  })

  test('with a key that looks real does not', async () => {
    const headers = { authorization: signed('s3').replace('test', 'AKIAIOSFODNN7') }
    const response = await fetch(stage.emulator.url, { headers })
    expect(response.status).toBe(403)
    expect(passedOn()).toEqual([])
  })

  test('is answered 503 when nothing stands there', async () => {
    await upstream.close()
    const response = await fetch(stage.emulator.url, { headers: { authorization: signed('ec2') } })
    expect(response.status).toBe(503)
    expect(await response.text()).toContain('nothing answers')
  })

  test('can be answered by a script where the other emulator has a gap', async () => {
    await stage.post('faults', [
      { operation: 'budgets:ListTagsForResource', kind: 'answer', fields: { ResourceTags: [] }, times: null },
    ])
    const response = await fetch(stage.emulator.url, {
      method: 'POST',
      headers: { authorization: signed('budgets'), 'x-amz-target': 'AWSBudgetServiceGateway.ListTagsForResource' },
      body: '{}',
    })
    expect(await response.json()).toEqual({ ResourceTags: [] })
    expect(passedOn()).toEqual([])
  })
})

test('nobody behind, or a policy nobody understands: it does not start, and says why', async () => {
  await expect(startServer({ clock: 'virtual', behind: 'http://127.0.0.1:9' })).rejects.toThrow(
    /^--behind http:\/\/127\.0\.0\.1:9: /,
  )
  await expect(startServer({ clock: 'virtual', policy: 'none.json' })).rejects.toThrow(/^--policy none\.json: ENOENT/)
})

test('what is served here never goes on', async () => {
  const logs = new CloudWatchLogsClient(stage.settings)
  const sts = new STSClient(stage.settings)
  await logs.send(new CreateLogGroupCommand({ logGroupName: '/ecs/api' }))
  await sts.send(new GetCallerIdentityCommand({}))
  await stage.ecs.send(new ListTasksCommand({ cluster: CLUSTER }))
  await expect(
    fetch(stage.emulator.url, {
      method: 'POST',
      headers: { authorization: signed('ecs'), 'x-amz-target': 'AmazonEC2ContainerServiceV20141113.Unheard' },
      body: '{}',
    }).then(response => response.json()),
  ).resolves.toMatchObject({ __type: 'UnknownOperationException' })
  expect(passedOn()).toEqual([])
  logs.destroy()
  sts.destroy()
})

describe('the load balancer behind', () => {
  const balanced = async () => {
    const taskDefinition = await stage.register('1.0.0')
    await stage.create({
      taskDefinition,
      loadBalancers: [{ targetGroupArn: ARNS.group, containerName: 'app', containerPort: 8080 }],
    })
  }

  test('is read at the start, with health checks, attributes and listeners', async () => {
    const { world } = stage.emulator
    expect(world.targetGroups[ARNS.group]).toMatchObject({
      healthCheck: { path: '/ready?a=1&b=2', intervalSeconds: 7, matcher: '200-299' },
      attributes: { 'deregistration_delay.timeout_seconds': '300' },
    })
    expect(await stage.get('listeners')).toEqual([
      { arn: ARNS.listener, loadBalancer: 'web', port: 80, protocol: 'HTTP' },
    ])
    expect(world.listeners[ARNS.listener]?.rules).toEqual([
      { priority: 'default', conditions: [], actions: [{ type: 'forward', groups: [{ arn: ARNS.group, weight: 1 }] }] },
    ])
  })

  test('is read again before the answer to a change of it comes back', async () => {
    upstream.state.delay = 30
    upstream.state.rules =
      '<member><Priority>5</Priority><Conditions><member><Field>path-pattern</Field><PathPatternConfig><Values><member>/old/*</member></Values></PathPatternConfig></member></Conditions>' +
      '<Actions><member><Type>redirect</Type><RedirectConfig><StatusCode>HTTP_301</StatusCode><Path>/new</Path></RedirectConfig></member></Actions></member>'
    await stage.elb.send(new ModifyTargetGroupAttributesCommand({ TargetGroupArn: ARNS.group, Attributes: [] }))
    const { world } = stage.emulator
    expect(world.targetGroups[ARNS.group]?.attributes['deregistration_delay.timeout_seconds']).toBe('30')
    expect(world.listeners[ARNS.listener]?.rules[0]).toMatchObject({
      priority: 5,
      conditions: [{ field: 'path-pattern', values: ['/old/*'] }],
      actions: [{ type: 'redirect', status: 301, to: { path: '/new', host: '#{host}' } }],
    })
  })

  test.each([
    ['DescribeTargetGroupAttributes', [], [ARNS.balancer], [ARNS.listener]],
    ['DescribeListeners', [ARNS.group], [], []],
    ['DescribeRules', [ARNS.group], [ARNS.balancer], []],
  ])('what is deleted between the list and %s is left out', async (gone, groups, balancers, listeners) => {
    upstream.state.gone = gone
    await stage.elb.send(new ModifyTargetGroupAttributesCommand({ TargetGroupArn: ARNS.group, Attributes: [] }))
    const { world } = stage.emulator
    expect(Object.keys(world.targetGroups)).toEqual(groups)
    expect(Object.keys(world.loadBalancers)).toEqual(balancers)
    expect(Object.keys(world.listeners)).toEqual(listeners)
  })

  test('a change that was carried out is answered so, although it cannot be read again', async () => {
    upstream.state.broken = 'DescribeTargetGroups'
    const change = new ModifyTargetGroupAttributesCommand({ TargetGroupArn: ARNS.group, Attributes: [] })
    await expect(stage.elb.send(change)).resolves.toMatchObject({ $metadata: { httpStatusCode: 200, attempts: 1 } })
    expect(stage.emulator.world.targetGroups[ARNS.group]).toBeDefined()
  })

  test('has the tasks of a service as its targets; their health is answered here', async () => {
    await balanced()
    stage.pass(120)
    const { TargetHealthDescriptions = [] } = await stage.elb.send(
      new DescribeTargetHealthCommand({ TargetGroupArn: ARNS.group }),
    )
    expect(TargetHealthDescriptions.map(({ TargetHealth }) => TargetHealth?.State)).toEqual(['healthy', 'healthy'])
  })

  test('is asked again when a service is created', async () => {
    upstream.state.groups = false
    await expect(balanced()).rejects.toThrow('target group does not exist')
    upstream.state.groups = true
    await stage.create({
      taskDefinition: SERVICE,
      loadBalancers: [{ targetGroupArn: ARNS.group, containerName: 'app', containerPort: 8080 }],
    })
  })
})

describe('an alarm that is kept behind', () => {
  const alarm = (fields: Record<string, string | number> = {}, action = '') => {
    const settings = {
      ...{ AlarmName: 'backlog', Namespace: 'Shop', MetricName: 'Backlog', Statistic: 'Average', Period: 60 },
      ...{ EvaluationPeriods: 2, Threshold: 10, ComparisonOperator: 'GreaterThanThreshold', StateValue: 'OK' },
      ...fields,
    }
    const tags = Object.entries(settings).map(([name, value]) => `<${name}>${value}</${name}>`)
    const dimension = '<Dimensions><member><Name>Queue</Name><Value>a</Value></member></Dimensions>'
    const actions = `<AlarmActions><member>${action}</member></AlarmActions>`
    const result = `<MetricAlarms><member>${tags.join('')}${dimension}${actions}</member></MetricAlarms>`
    upstream.state.answers.DescribeAlarms = `<DescribeAlarmsResponse><DescribeAlarmsResult>${result}</DescribeAlarmsResult></DescribeAlarmsResponse>`
  }
  /** Through this door: what is behind is read again. */
  const change = (operation: string) =>
    fetch(stage.emulator.url, {
      method: 'POST',
      headers: { authorization: signed('monitoring'), 'content-type': 'application/x-www-form-urlencoded' },
      body: `Action=${operation}&AlarmName=backlog`,
    })
  const state = () => stage.emulator.world.alarms.backlog
  const metric = { namespace: 'Shop', metricName: 'Backlog', dimensions: { Queue: 'a' } }

  test('follows the metric that the control door sets, and sets a policy going that it names', async () => {
    await stage.create({ taskDefinition: await stage.register('1.0.0') })
    const scaling = new ApplicationAutoScaling(stage.settings)
    const target = {
      ServiceNamespace: 'ecs',
      ResourceId: `service/${CLUSTER}/${SERVICE}`,
      ScalableDimension: 'ecs:service:DesiredCount',
    } as const
    await scaling.registerScalableTarget({ ...target, MinCapacity: 1, MaxCapacity: 10 })
    const { PolicyARN } = await scaling.putScalingPolicy({
      ...target,
      PolicyName: 'more',
      PolicyType: 'StepScaling',
      StepScalingPolicyConfiguration: {
        AdjustmentType: 'ChangeInCapacity',
        StepAdjustments: [{ MetricIntervalLowerBound: 0, ScalingAdjustment: 3 }],
      },
    })
    scaling.destroy()
    alarm({}, PolicyARN)
    await change('PutMetricAlarm')
    await stage.post('metrics', { ...metric, value: 20 })
    stage.pass(240)
    expect(state()).toBe('ALARM')
    expect(await stage.service()).toMatchObject({ desiredCount: 5 })
    await stage.post('metrics', { ...metric, value: 5 })
    stage.pass(240)
    expect(state()).toBe('OK')
  })

  test('is not judged by data that is missing here', async () => {
    alarm({ TreatMissingData: 'breaching' })
    await change('PutMetricAlarm')
    await stage.post('metrics', { namespace: 'Shop', metricName: 'Another', value: 1 })
    stage.pass(600)
    expect(state()).toBe('OK')
  })

  test('has the state that is set behind, or at the control door, which tells it behind', async () => {
    alarm()
    await change('PutMetricAlarm')
    alarm({ StateValue: 'ALARM' })
    await change('SetAlarmState')
    stage.pass(120)
    expect(state()).toBe('ALARM')
    await stage.post('alarms', { backlog: 'OK' })
    stage.pass(120)
    expect(state()).toBe('OK')
    const told = new URLSearchParams(passedOn().at(-1)?.body)
    expect(Object.fromEntries(told)).toMatchObject({
      Action: 'SetAlarmState',
      AlarmName: 'backlog',
      StateValue: 'OK',
    })
  })

  test('is gone with it, and stays where nothing answers', async () => {
    alarm()
    await change('PutMetricAlarm')
    upstream.state.answers.DescribeAlarms = '<DescribeAlarmsResponse/>'
    await change('DeleteAlarms')
    expect(state()).toBeUndefined()
    alarm()
    await change('PutMetricAlarm')
    upstream.state.broken = 'DescribeAlarms'
    await change('DeleteAlarms')
    expect(state()).toBe('OK')
  })
})

describe('secrets that are kept behind', () => {
  const ID = 'arn:aws:secretsmanager:ap-south-1:123456789012:secret:db-abcdef'

  /** Virtual time does not wait for an answer from behind: real time has to pass in between. */
  async function passSlowly(seconds: number): Promise<void> {
    for (let i = 0; i < seconds; i += 5) {
      stage.pass(5)
      await sleep(5)
    }
  }
  const started = async (valueFrom: string) => {
    const taskDefinition = await stage.register('1.0.0', { secrets: [{ name: 'PASSWORD', valueFrom }] })
    await stage.create({ taskDefinition, desiredCount: 1 })
    await passSlowly(120)
  }
  const tasks = () => Object.values(stage.emulator.world.tasks)

  test('are fetched when a task starts', async () => {
    upstream.state.secrets[ID] = '{"password":"p"}'
    await started(`${ID}:password::`)
    expect(tasks()).toMatchObject([{ status: 'RUNNING' }])
    expect(passedOn()).toHaveLength(1)
    expect(JSON.stringify(await stage.get('requests'))).not.toContain('"p"')
  })

  test.each(['', 'arn:aws:ssm:ap-south-1::parameter'])('or are parameters of AWS: %s', async prefix => {
    const name = `${prefix}/aws/service/x`
    upstream.state.answers.GetParameters = JSON.stringify({
      Parameters: [{ Name: '/aws/service/x', ARN: `arn:aws:ssm:ap-south-1::parameter/aws/service/x`, Value: 'v' }],
    })
    await started(name)
    expect(tasks()).toMatchObject([{ status: 'RUNNING' }])
    expect(JSON.parse(passedOn()[0]?.body ?? '')).toEqual({ Names: [name], WithDecryption: true })
  })

  test('a parameter of AWS that is not there keeps the task from starting', async () => {
    upstream.state.answers.GetParameters = JSON.stringify({ Parameters: [], InvalidParameters: ['/aws/service/x'] })
    await started('/aws/service/x')
    expect(tasks()[0]).toMatchObject({
      stopCode: 'TaskFailedToStart',
      stoppedReason: expect.stringContaining(
        'unable to retrieve secrets from ssm: service call has been retried 1 time(s): invalid ssm parameters: /aws/service/x',
      ),
    })
  })

  test.each([
    [ID, "ResourceNotFoundException: Secrets Manager can't find the specified secret."],
    [`${ID}:none::`, 'did not contain json key none'],
  ])('that are missing keep the task from starting: %s', async (valueFrom, reason) => {
    if (valueFrom !== ID) upstream.state.secrets[ID] = '{}'
    await started(valueFrom)
    expect(tasks()[0]).toMatchObject({
      status: 'STOPPED',
      stopCode: 'TaskFailedToStart',
      stoppedReason: expect.stringContaining(reason),
    })
  })
})

test('a task that is stopped while its secrets are fetched is gone, and never starts', async () => {
  const orders: string[] = []
  const fate: Fate = {
    carryOut: given => orders.push(...given.map(({ kind }) => kind)),
    facts: () => [],
    close: async () => {},
  }
  const waiting = withSecrets(fate, { url: new URL(upstream.url), region: 'ap-south-1' }, () => 0)
  const secrets = [{ name: 'A', valueFrom: 'arn:aws:secretsmanager:ap-south-1:123456789012:secret:db-abcdef' }]
  const taskDefinition = { containerDefinitions: [{ name: 'app', secrets }] }
  const task = { taskId: '1', taskArn: '', cluster: '', taskDefinition, secrets: { app: {} }, names: [] }
  waiting.carryOut(
    [
      { kind: 'run', task },
      { kind: 'stop', taskId: '1' },
    ],
    0,
  )
  for (let i = 0; i < 200 && upstream.asked.at(-1)?.headers['x-amz-target'] === undefined; i++) await sleep(5)
  await sleep(20)
  expect(waiting.facts(0)).toEqual([{ kind: 'gone', taskId: '1', at: 0 }])
  waiting.carryOut([{ kind: 'forget', taskId: '1' }], 0)
  expect(orders).toEqual(['forget'])
})

test.each([
  [{ host: 'api.ecr.eu-west-1.amazonaws.com' }, '/', 'ecr', undefined],
  [{ host: 'sns.amazonaws.com' }, '/', 'sns', undefined],
  [
    { authorization: signed('monitoring') },
    '/service/GraniteServiceVersion20100801/operation/DescribeAlarms',
    'cloudwatch',
    'DescribeAlarms',
  ],
  [{}, '/key?X-Amz-Credential=k%2F20260101%2Feu-west-1%2Fs3%2Faws4_request', 's3', undefined],
  [
    { 'x-amz-target': 'AnyScaleFrontendService.RegisterScalableTarget' },
    '/',
    'application-autoscaling',
    'RegisterScalableTarget',
  ],
])('%j %s is for %s', (headers, url, service, operation) => {
  expect(addresseeOf({ headers: headers as Record<string, string>, url })).toEqual({ service, operation })
})

test('XML: elements, lists, entities, empty and self-closing elements, attributes', () => {
  expect(
    parseXml(
      '<?xml version="1.0"?><a xmlns="x"><b>1 &lt; 2 &#65;&#x42;</b><c/><d></d><e><member>x</member><member><f>y</f></member></e></a>',
    ),
  ).toEqual({ a: { b: '1 < 2 AB', c: '', d: '', e: ['x', { f: 'y' }] } })
})
