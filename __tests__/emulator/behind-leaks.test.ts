/** With another emulator behind: what was made on one side is found from the other, and nobody unsigned comes through. */
import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs'
import {
  DescribeLoadBalancersCommand,
  DescribeTargetHealthCommand,
  RegisterTargetsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import { SSM } from '@aws-sdk/client-ssm'
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { CLUSTER, openStage, type Stage } from './stage.ts'
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

const ROLE = { RoleArn: 'arn:aws:iam::123456789012:role/deploy', RoleSessionName: 'run' }
const FORM = { 'content-type': 'application/x-www-form-urlencoded' }
const signed = (key: string, service: string) => ({
  authorization: `AWS4-HMAC-SHA256 Credential=${key}/20260101/ap-south-1/${service}/aws4_request, Signature=1`,
})
const asked = (key: string) =>
  fetch(stage.emulator.url, {
    method: 'POST',
    headers: { ...signed(key, 'ecs'), 'x-amz-target': 'AmazonEC2ContainerServiceV20141113.ListTasks' },
    body: JSON.stringify({ cluster: CLUSTER }),
  }).then(response => response.status)
const post = (headers: Record<string, string>, body: string) =>
  fetch(stage.emulator.url, { method: 'POST', headers, body }).then(async response => {
    await response.text()
    return response.status
  })

describe('with nothing behind any more', () => {
  const NOTHING = {
    name: 'ServiceUnavailable',
    message: expect.stringMatching(/nothing answers: connect ECONNREFUSED/),
  }

  test('what hangs on it is refused in its service’s own shape, and says why; the rest goes on', async () => {
    const taskDefinition = await stage.register('1.0.0')
    await stage.create({ taskDefinition })
    await upstream.close()
    const ssm = new SSM(stage.settings)
    await expect(stage.update({ desiredCount: 1 })).rejects.toMatchObject(NOTHING)
    await expect(stage.elb.send(new DescribeTargetHealthCommand({ TargetGroupArn: ARNS.group }))).rejects.toMatchObject(
      NOTHING,
    )
    await expect(stage.elb.send(new DescribeLoadBalancersCommand({}))).rejects.toMatchObject(NOTHING)
    await expect(ssm.getParameter({ Name: '/aws/service/a' })).rejects.toMatchObject(NOTHING)
    await expect(stage.post('reset', {})).rejects.toThrow('nothing answers: connect ECONNREFUSED')
    ssm.destroy()
    expect(await asked('test')).toBe(400)
    upstream = await openUpstream()
  })

  test('what breaks there says what it was', async () => {
    upstream.state.broken = 'DescribeTargetGroups'
    const taskDefinition = await stage.register('1.0.0')
    await expect(stage.create({ taskDefinition })).rejects.toMatchObject({
      name: 'ServiceUnavailable',
      message: expect.stringContaining('elasticloadbalancing:DescribeTargetGroups was answered 500 behind'),
    })
  })
})

describe('access keys that look real', () => {
  const KEY = 'ASIAQ3EGWKBGXL7XNDOU'
  const given = `<Credentials><AccessKeyId>${KEY}</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken></Credentials>`

  test('are let in once they were assumed through this door, here and behind', async () => {
    upstream.state.answers.AssumeRole = `<AssumeRoleResponse><AssumeRoleResult>${given}</AssumeRoleResult></AssumeRoleResponse>`
    expect(await asked(KEY)).toBe(403)
    const sts = new STSClient(stage.settings)
    const { Credentials } = await sts.send(new AssumeRoleCommand(ROLE))
    sts.destroy()
    expect(Credentials?.AccessKeyId).toBe(KEY)
    expect(await asked(KEY)).toBe(200)
    expect(await post({ ...FORM, ...signed(KEY, 'ec2') }, 'Action=DescribeVpcs')).toBe(200)
    expect(await asked('ASIAQ3EGWKBGXL7XNDOV')).toBe(403)
  })

  test.each([
    ['AssumeRoleWithWebIdentity', {}, given],
    ['GetSessionToken', signed('test', 'sts'), given],
    ['CreateAccessKey', signed('test', 'iam'), `<AccessKey><AccessKeyId>${KEY}</AccessKeyId></AccessKey>`],
  ])('given out by %s', async (operation, headers, answer) => {
    upstream.state.answers[operation] = answer
    const service = operation.startsWith('Create') ? '2010-05-08' : '2011-06-15'
    expect(await post({ ...FORM, ...headers }, `Action=${operation}&Version=${service}`)).toBe(200)
    expect(await asked(KEY)).toBe(200)
  })

  test('given out by GetCredentialsForIdentity, in JSON', async () => {
    upstream.state.answers.GetCredentialsForIdentity = JSON.stringify({ Credentials: { AccessKeyId: KEY } })
    const target = { 'x-amz-target': 'AWSCognitoIdentityService.GetCredentialsForIdentity' }
    expect(await post({ ...target, ...signed('test', 'cognito-identity') }, '{}')).toBe(200)
    expect(await asked(KEY)).toBe(200)
  })

  test('that an answer only lists are not', async () => {
    upstream.state.answers.ListAccessKeys = given
    expect(await post({ ...FORM, ...signed('test', 'iam') }, 'Action=ListAccessKeys')).toBe(200)
    expect(await asked(KEY)).toBe(403)
  })
})

test.each([
  ['a write', FORM, 'Action=CreateVpc'],
  ['a target', { 'x-amz-target': 'secretsmanager.GetSecretValue' }, '{}'],
  ['a user', FORM, 'Action=CreateUser&Version=2010-05-08'],
])('nobody unsigned comes through: %s', async (_, headers, body) => {
  upstream.asked.length = 0
  expect(await post(headers as Record<string, string>, body)).toBe(403)
  expect(upstream.asked).toEqual([])
})

test('a log group made here is found by what is done with it', async () => {
  const logs = new CloudWatchLogs(stage.settings)
  const group = { logGroupName: '/ecs/api' }
  await logs.createLogGroup({ ...group, tags: { a: '1' } })
  await logs.createLogStream({ ...group, logStreamName: 's' })
  await logs.tagLogGroup({ ...group, tags: { b: '2' } })
  await logs.untagLogGroup({ ...group, tags: ['a'] })
  expect((await logs.listTagsLogGroup(group)).tags).toEqual({ b: '2' })
  const destinationArn = 'arn:aws:lambda:ap-south-1:123456789012:function:f'
  await logs.putSubscriptionFilter({ ...group, filterName: 'f', filterPattern: '', destinationArn })
  expect((await logs.describeSubscriptionFilters(group)).subscriptionFilters).toMatchObject([
    { filterName: 'f', destinationArn, distribution: 'ByLogStream' },
  ])
  await logs.putSubscriptionFilter({ ...group, filterName: 'g', filterPattern: '', destinationArn })
  await expect(
    logs.putSubscriptionFilter({ ...group, filterName: 'h', filterPattern: '', destinationArn }),
  ).rejects.toMatchObject({ name: 'LimitExceededException' })
  await logs.deleteSubscriptionFilter({ ...group, filterName: 'f' })
  await expect(logs.deleteSubscriptionFilter({ ...group, filterName: 'f' })).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  })
  const kmsKeyId = 'arn:aws:kms:ap-south-1:123456789012:key/1'
  await logs.associateKmsKey({ ...group, kmsKeyId })
  expect((await logs.describeLogGroups({})).logGroups).toMatchObject([{ kmsKeyId }])
  await logs.disassociateKmsKey({ resourceIdentifier: 'arn:aws:logs:ap-south-1:123456789012:log-group:/ecs/api' })
  expect((await logs.describeLogGroups({})).logGroups?.[0]?.kmsKeyId).toBeUndefined()
  await logs.deleteLogStream({ ...group, logStreamName: 's' })
  expect((await logs.describeLogStreams(group)).logStreams).toEqual([])
  await expect(logs.deleteLogStream({ ...group, logStreamName: 's' })).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  })
  logs.destroy()
})

describe('targets', () => {
  const health = async (Targets?: { Id: string; Port?: number }[]) => {
    const { TargetHealthDescriptions = [] } = await stage.elb.send(
      new DescribeTargetHealthCommand({ TargetGroupArn: ARNS.group, Targets }),
    )
    return TargetHealthDescriptions.map(({ Target, TargetHealth }) => [Target?.Id, TargetHealth?.State])
  }

  test('that were registered behind stand beside the tasks', async () => {
    upstream.state.answers.RegisterTargets = '<RegisterTargetsResponse/>'
    upstream.state.targets = ['10.0.0.9']
    const Targets = [{ Id: '10.0.0.9', Port: 8080 }]
    await stage.elb.send(new RegisterTargetsCommand({ TargetGroupArn: ARNS.group, Targets }))
    expect(await health()).toEqual([['10.0.0.9', 'unused']])
    await stage.create({
      taskDefinition: await stage.register('1'),
      desiredCount: 1,
      loadBalancers: [{ targetGroupArn: ARNS.group, containerName: 'app', containerPort: 8080 }],
    })
    stage.pass(120)
    expect((await health()).map(([, state]) => state)).toEqual(['healthy', 'unused'])
    upstream.state.targets = []
    expect((await health()).map(([, state]) => state)).toEqual(['healthy'])
  })

  test('are told one by one when asked for by name, also those that nobody knows', async () => {
    upstream.state.targets = ['10.0.0.8', '10.0.0.9']
    expect(await health([{ Id: '10.0.0.9' }])).toEqual([['10.0.0.9', 'unused']])
    const { TargetHealthDescriptions } = await stage.elb.send(
      new DescribeTargetHealthCommand({ TargetGroupArn: ARNS.group, Targets: [{ Id: '10.0.0.7', Port: 8080 }] }),
    )
    expect(TargetHealthDescriptions).toMatchObject([
      { Target: { Id: '10.0.0.7', Port: 8080 }, TargetHealth: { State: 'unused', Reason: 'Target.NotRegistered' } },
    ])
  })
})

describe("AWS's own parameters", () => {
  const NAME = '/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id'
  const BEHIND = { Name: NAME, Value: 'ami-1', Type: 'String', Version: 1 }
  let ssm: SSM
  beforeEach(() => {
    ssm = new SSM(stage.settings)
  })
  afterEach(() => ssm.destroy())

  test('come from behind, alone, among others and by path', async () => {
    await ssm.putParameter({ Name: '/shop/url', Value: 'x', Type: 'String' })
    upstream.state.answers.GetParameter = JSON.stringify({ Parameter: BEHIND })
    upstream.state.answers.GetParameters = JSON.stringify({ Parameters: [BEHIND], InvalidParameters: ['/aws/none'] })
    upstream.state.answers.GetParametersByPath = JSON.stringify({ Parameters: [BEHIND] })
    expect((await ssm.getParameter({ Name: NAME })).Parameter?.Value).toBe('ami-1')
    const { Parameters = [], InvalidParameters } = await ssm.getParameters({
      Names: ['/shop/url', NAME, '/none', '/aws/none'],
    })
    expect(Parameters.map(({ Value }) => Value)).toEqual(['x', 'ami-1'])
    expect(InvalidParameters).toEqual(['/none', '/aws/none'])
    const body = upstream.asked.find(({ headers }) => headers['x-amz-target'] === 'AmazonSSM.GetParameters')?.body
    expect(JSON.parse(body ?? '')).toEqual({ Names: [NAME, '/aws/none'] })
    expect((await ssm.getParametersByPath({ Path: '/aws/service/ecs', Recursive: true })).Parameters).toHaveLength(1)
  })

  test("that are one's own never ask behind", async () => {
    await ssm.putParameter({ Name: '/shop/url', Value: 'x', Type: 'String' })
    upstream.asked.length = 0
    await ssm.getParameter({ Name: '/shop/url' })
    await ssm.getParametersByPath({ Path: '/shop' })
    await ssm.getParameters({ Names: ['/shop/url', '/none'] })
    expect(upstream.asked).toEqual([])
  })
})

test('without anything behind they are not found', async () => {
  const alone = await openStage()
  const ssm = new SSM(alone.settings)
  await expect(ssm.getParameter({ Name: '/aws/service/x' })).rejects.toMatchObject({ name: 'ParameterNotFound' })
  expect((await ssm.getParameters({ Names: ['/aws/service/x'] })).InvalidParameters).toEqual(['/aws/service/x'])
  expect((await ssm.getParametersByPath({ Path: '/aws/service' })).Parameters).toEqual([])
  ssm.destroy()
  await alone.close()
})
