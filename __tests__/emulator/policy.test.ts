/** IAM policies: what a document says, which permissions a call needs, and what a caller is told who lacks one. */
import { GetAuthorizationTokenCommand } from '@aws-sdk/client-ecr'
import {
  DescribeServicesCommand,
  ECSClient,
  ListTasksCommand,
  RegisterTaskDefinitionCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs'
import { DescribeTargetGroupsCommand, ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { afterEach, describe, expect, test } from '@jest/globals'
import { loginOf, passwordOf } from '../../src/emulator/docker/login.ts'
import { actionOf, route } from '../../src/emulator/docker/oci.ts'
import { judge, readPolicy } from '../../src/emulator/policy/document.ts'
import type { Need } from '../../src/emulator/policy/need.ts'
import { needsOf } from '../../src/emulator/policy/needs.ts'
import { emptyWorld } from '../../src/emulator/world.ts'
import { CLUSTER, openStage, SERVICE, type Stage, settled } from './stage.ts'

const HERE = 'ap-south-1:123456789012'
const SERVICE_ARN = `arn:aws:ecs:${HERE}:service/shop/api`
const allow = (more: object) => ({ Statement: [{ Effect: 'Allow', Action: 'ecs:*', Resource: '*', ...more }] })
const need = (more: Partial<Need> = {}): Need => ({ action: 'ecs:UpdateService', resource: SERVICE_ARN, ...more })
const context = (values: Record<string, string[]>): Partial<Need> => ({ context: values })

describe('a document', () => {
  test.each([
    ['the very action', allow({ Action: 'ecs:UpdateService' }), need(), 'allowed'],
    ['another case', allow({ Action: 'ECS:updateservice' }), need(), 'allowed'],
    ['a wildcard', allow({ Action: ['ecr:*', 'ecs:Update*'] }), need(), 'allowed'],
    ['one character', allow({ Action: 'ecs:UpdateServic?' }), need(), 'allowed'],
    ['another action', allow({ Action: 'ecs:Describe*' }), need(), 'not allowed'],
    ['the very resource', allow({ Resource: [SERVICE_ARN] }), need(), 'allowed'],
    ['a pattern of resources', allow({ Resource: `arn:aws:ecs:${HERE}:service/shop/*` }), need(), 'allowed'],
    ['another cluster', allow({ Resource: `arn:aws:ecs:${HERE}:service/other/*` }), need(), 'not allowed'],
    ['everything but this', allow({ Action: undefined, NotAction: 'ecs:Update*' }), need(), 'not allowed'],
    ['everything but others', allow({ Action: undefined, NotAction: 'ecr:*' }), need(), 'allowed'],
    ['all resources but this', allow({ Resource: undefined, NotResource: SERVICE_ARN }), need(), 'not allowed'],
    ['no statement about it', { Statement: [] as object[] | object }, need(), 'not allowed'],
    [
      'a deny beside an allow',
      { Statement: [allow({}).Statement[0], { Effect: 'Deny', Action: 'ecs:UpdateService', Resource: '*' }] },
      need(),
      'denied',
    ],
  ])('%s', (_, policy, wanted, judgement) => {
    if (Array.isArray(policy.Statement) && policy.Statement.length === 0) {
      expect(judge([], wanted)).toBe(judgement)
      return
    }
    expect(judge(readPolicy(policy), wanted)).toBe(judgement)
  })

  const CLUSTER_ARN = `arn:aws:ecs:${HERE}:cluster/shop`
  test.each([
    [
      'StringEquals',
      { 'ecs:CreateAction': 'RegisterTaskDefinition' },
      { 'ecs:CreateAction': ['RegisterTaskDefinition'] },
      true,
    ],
    ['StringEquals', { 'ecs:CreateAction': 'RunTask' }, { 'ecs:CreateAction': ['RegisterTaskDefinition'] }, false],
    ['StringEquals', { 'ecs:CreateAction': 'RunTask' }, {}, false],
    ['StringEquals', { 'ECS:createaction': ['x', 'RunTask'] }, { 'ecs:CreateAction': ['RunTask'] }, true],
    [
      'StringLike',
      { 'iam:PassedToService': 'ecs-*.amazonaws.com' },
      { 'iam:PassedToService': ['ecs-tasks.amazonaws.com'] },
      true,
    ],
    ['StringNotEquals', { 'iam:PassedToService': 'x' }, {}, true],
    ['StringNotLike', { 'iam:PassedToService': 'ecs*' }, { 'iam:PassedToService': ['ecs.amazonaws.com'] }, false],
    ['StringEqualsIgnoreCase', { a: 'B' }, { a: ['b'] }, true],
    ['StringEqualsIfExists', { a: 'B' }, {}, true],
    ['ArnEquals', { 'ecs:cluster': CLUSTER_ARN }, { 'ecs:cluster': [CLUSTER_ARN] }, true],
    ['ArnEquals', { 'ecs:cluster': `arn:aws:ecs:${HERE}:cluster/*` }, { 'ecs:cluster': [CLUSTER_ARN] }, true],
    ['ArnLike', { 'ecs:cluster': 'arn:*' }, { 'ecs:cluster': [CLUSTER_ARN] }, false],
    ['ArnNotEquals', { 'ecs:cluster': CLUSTER_ARN }, { 'ecs:cluster': [CLUSTER_ARN] }, false],
    ['Null', { 'ecs:cluster': 'true' }, {}, true],
    ['Null', { 'ecs:cluster': 'true' }, { 'ecs:cluster': ['x'] }, false],
    ['Bool', { 'ecs:enable-execute-command': false }, { 'ecs:enable-execute-command': ['false'] }, true],
    ['ForAnyValue:StringEquals', { k: ['a', 'b'] }, { k: ['x', 'b'] }, true],
    ['ForAnyValue:StringEquals', { k: ['a'] }, {}, false],
    ['ForAllValues:StringEquals', { k: ['a', 'b'] }, { k: ['a', 'x'] }, false],
    ['ForAllValues:StringEquals', { k: ['a'] }, {}, true],
  ])('condition %s %j with %j: %s', (operator, keys, given, holds) => {
    const policy = readPolicy(allow({ Condition: { [operator]: keys } }))
    const values = given as unknown as Record<string, string[]>
    expect(judge(policy, need(context(values)))).toBe(holds ? 'allowed' : 'not allowed')
  })

  test.each([
    [{}, 'no Statement'],
    [{ Statement: [] }, 'no Statement'],
    [allow({ Effect: 'allow' }), 'Effect must be'],
    [allow({ Principal: '*' }), 'no Principal'],
    [allow({ NotAction: 'a:b' }), 'give Action or NotAction'],
    [allow({ Resource: undefined }), 'give Resource or NotResource'],
    [allow({ Resource: [] }), 'must be a text'],
    [
      allow({ Resource: [SERVICE_ARN, 'exec'] }),
      'MalformedPolicyDocument: Resource exec must be in ARN format or "*".',
    ],
    [allow({ Resource: undefined, NotResource: '*:role/exec' }), 'Resource *:role/exec must be in ARN format or "*".'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable.
    [allow({ Resource: 'arn:aws:iam::1:user/${aws:username}' }), 'policy variables'],
    [allow({ Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } }), 'does not know the condition IpAddress'],
    ['text', 'must be an object'],
  ])('that is not understood is refused: %j', (policy, reason) => {
    expect(() => readPolicy(policy)).toThrow(reason)
  })
})

describe('a call needs', () => {
  const world = emptyWorld({ region: 'ap-south-1', account: '123456789012', seed: 1 })
  const ecs = (path: string) => `arn:aws:ecs:${HERE}:${path}`
  test.each([
    [
      'ecs',
      'UpdateService',
      { cluster: 'shop', service: 'api', desiredCount: 1 },
      [`ecs:UpdateService ${SERVICE_ARN}`],
    ],
    [
      'ecs',
      'UpdateService',
      { cluster: 'shop', service: 'api', loadBalancers: [{ advancedConfiguration: { roleArn: 'arn:role/i' } }] },
      [`ecs:UpdateService ${SERVICE_ARN}`, 'iam:PassRole arn:role/i'],
    ],
    [
      'ecs',
      'UpdateService',
      { cluster: ecs('cluster/shop'), service: SERVICE_ARN },
      [`ecs:UpdateService ${SERVICE_ARN}`],
    ],
    [
      'ecs',
      'DescribeServices',
      { cluster: 'shop', services: ['a', 'b'] },
      [`ecs:DescribeServices ${ecs('service/shop/a')}`, `ecs:DescribeServices ${ecs('service/shop/b')}`],
    ],
    [
      'ecs',
      'RegisterTaskDefinition',
      { family: 'api', taskRoleArn: 'arn:role/t', executionRoleArn: 'arn:role/x', tags: [{ key: 'a', value: 'b' }] },
      [
        `ecs:RegisterTaskDefinition ${ecs('task-definition/api:*')}`,
        `ecs:TagResource ${ecs('task-definition/api:*')}`,
        'iam:PassRole arn:role/t',
        'iam:PassRole arn:role/x',
      ],
    ],
    [
      'ecs',
      'RegisterTaskDefinition',
      { family: 'api', taskRoleArn: 'path/t' },
      [
        `ecs:RegisterTaskDefinition ${ecs('task-definition/api:*')}`,
        'iam:PassRole arn:aws:iam::123456789012:role/path/t',
      ],
    ],
    [
      'ecs',
      'RegisterTaskDefinition',
      { family: 'api' },
      [`ecs:RegisterTaskDefinition ${ecs('task-definition/api:*')}`],
    ],
    ['ecs', 'DescribeTaskDefinition', { taskDefinition: 'api:3' }, ['ecs:DescribeTaskDefinition *']],
    ['ecs', 'ListTasks', { cluster: 'shop' }, ['ecs:ListTasks *']],
    ['ecs', 'DescribeTasks', { cluster: 'shop', tasks: ['0a'] }, [`ecs:DescribeTasks ${ecs('task/shop/0a')}`]],
    [
      'ecs',
      'StopServiceDeployment',
      { serviceDeploymentArn: ecs('service-deployment/shop/api/x') },
      [`ecs:StopServiceDeployment ${ecs('service-deployment/shop/api/x')}`],
    ],
    ['ecs', 'TagResource', { resourceArn: SERVICE_ARN }, [`ecs:TagResource ${SERVICE_ARN}`]],
    ['ecs', 'DescribeClusters', {}, [`ecs:DescribeClusters ${ecs('cluster/default')}`]],
    ['ecr', 'GetAuthorizationToken', {}, ['ecr:GetAuthorizationToken *']],
    ['ecr', 'PutImage', { repositoryName: 'shop/api' }, [`ecr:PutImage arn:aws:ecr:${HERE}:repository/shop/api`]],
    [
      'logs',
      'GetLogEvents',
      { logGroupName: '/ecs/api', logStreamName: 'a/b' },
      [`logs:GetLogEvents arn:aws:logs:${HERE}:log-group:/ecs/api:log-stream:a/b`],
    ],
    [
      'logs',
      'FilterLogEvents',
      { logGroupName: '/ecs/api' },
      [`logs:FilterLogEvents arn:aws:logs:${HERE}:log-group:/ecs/api:log-stream:`],
    ],
    ['ssm', 'PutParameter', { Name: '/shop/image' }, [`ssm:PutParameter arn:aws:ssm:${HERE}:parameter/shop/image`]],
    [
      'ssm',
      'GetParameters',
      { Names: ['a', '/b'] },
      [`ssm:GetParameters arn:aws:ssm:${HERE}:parameter/a`, `ssm:GetParameters arn:aws:ssm:${HERE}:parameter/b`],
    ],
    ['application-autoscaling', 'DescribeScalableTargets', {}, ['application-autoscaling:DescribeScalableTargets *']],
    [
      'cloudwatch',
      'DescribeAlarms',
      { AlarmNames: ['shop-5xx', 'shop/api/slow'] },
      ['shop-5xx', 'shop/api/slow'].map(name => `cloudwatch:DescribeAlarms arn:aws:cloudwatch:${HERE}:alarm:${name}`),
    ],
    ['sts', 'GetCallerIdentity', {}, []],
    ['ecs', 'DescribeServices', { services: 'nonsense' }, []],
    ['ec2', 'DescribeVpcs', {}, ['ec2:DescribeVpcs *']],
  ])('%s:%s %j', (service, operation, input, expected) => {
    expect(needsOf(world, service, operation, input).map(({ action, resource }) => `${action} ${resource}`)).toEqual(
      expected,
    )
  })

  test('the context its conditions speak of', () => {
    expect(needsOf(world, 'ecs', 'ListTasks', { cluster: 'shop' })[0]?.context).toEqual({
      'ecs:cluster': [ecs('cluster/shop')],
    })
    const [, tag, role] = needsOf(world, 'ecs', 'RegisterTaskDefinition', {
      tags: [{ key: 'team', value: 'a' }],
      taskRoleArn: 'r',
    })
    expect(tag?.context).toEqual({ 'ecs:CreateAction': ['RegisterTaskDefinition'], 'aws:TagKeys': ['team'] })
    expect(role?.context).toEqual({ 'iam:PassedToService': ['ecs-tasks.amazonaws.com'] })
  })
})

describe('a caller', () => {
  let stage: Stage
  afterEach(() => stage.close())
  const policy = (statement: object) =>
    stage.post('policy', { Statement: [{ Effect: 'Allow', Resource: '*', ...statement }] })

  test('that lacks a permission is told which, and nothing happens', async () => {
    stage = await settled()
    await policy({ Action: 'ecs:Describe*' })
    await expect(stage.update({ desiredCount: 5 })).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message:
        `User: arn:aws:sts::123456789012:assumed-role/local/evenkeel is not authorized to perform: ecs:UpdateService ` +
        `on resource: ${SERVICE_ARN} because no identity-based policy allows the ecs:UpdateService action`,
    })
    await expect(stage.service()).resolves.toMatchObject({ desiredCount: 2 })
  })

  test('that is denied is told so', async () => {
    stage = await openStage()
    await stage.post('policy', {
      role: 'deploy',
      document: {
        Statement: [
          { Effect: 'Allow', Action: '*', Resource: '*' },
          { Effect: 'Deny', Action: 'ecs:ListTasks', Resource: '*' },
        ],
      },
    })
    await expect(stage.ecs.send(new ListTasksCommand({ cluster: CLUSTER }))).rejects.toThrow(
      'assumed-role/deploy/evenkeel is not authorized to perform: ecs:ListTasks on resource: * with an explicit deny in an identity-based policy',
    )
  })

  test('may only pass the roles it is allowed to', async () => {
    stage = await openStage()
    const passed = 'arn:aws:iam::123456789012:role/execution'
    const register = (executionRoleArn: string) =>
      stage.ecs.send(
        new RegisterTaskDefinitionCommand({
          family: 'api',
          executionRoleArn,
          containerDefinitions: [{ name: 'a', image: 'x', memory: 128 }],
        }),
      )
    await stage.post('policy', {
      Statement: [
        {
          Effect: 'Allow',
          Action: 'ecs:RegisterTaskDefinition',
          Resource: `arn:aws:ecs:${HERE}:task-definition/api:*`,
        },
        {
          Effect: 'Allow',
          Action: 'iam:PassRole',
          Resource: passed,
          Condition: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
        },
      ],
    })
    await expect(register(passed)).resolves.toBeDefined()
    await expect(register(`${passed}2`)).rejects.toThrow(`perform: iam:PassRole on resource: ${passed}2`)
  })

  test("is the admin, or has a policy of its own, or everybody else's", async () => {
    stage = await openStage()
    await policy({ Action: 'ecs:ListTasks' })
    await stage.post('policy', {
      accessKeyId: 'reader',
      document: { Statement: { Effect: 'Allow', Action: 'ecs:Describe*', Resource: '*' } },
    })
    const as = async (accessKeyId: string) => {
      const ecs = new ECSClient({ ...stage.settings, credentials: { accessKeyId, secretAccessKey: 'x' } })
      const may = (call: Promise<unknown>) =>
        call.then(() => true).catch(({ name }) => name !== 'AccessDeniedException')
      const found = {
        lists: await may(ecs.send(new ListTasksCommand({ cluster: CLUSTER }))),
        describes: await may(ecs.send(new DescribeServicesCommand({ cluster: CLUSTER, services: [SERVICE] }))),
        updates: await may(ecs.send(new UpdateServiceCommand({ cluster: CLUSTER, service: SERVICE }))),
      }
      ecs.destroy()
      return found
    }
    expect(await as('test')).toEqual({ lists: true, describes: false, updates: false })
    expect(await as('reader')).toEqual({ lists: false, describes: true, updates: false })
    expect(await as('admin')).toEqual({ lists: true, describes: true, updates: true })
    await fetch(`${stage.emulator.url}/_internal/policy`, { method: 'DELETE' })
    expect(await as('test')).toEqual({ lists: true, describes: true, updates: true })
  })

  test('of a Query service is refused in its words; who one is may always be asked', async () => {
    stage = await openStage()
    await policy({ Action: 'ecs:*' })
    const elb = new ElasticLoadBalancingV2Client(stage.settings)
    const sts = new STSClient(stage.settings)
    await expect(elb.send(new DescribeTargetGroupsCommand({}))).rejects.toMatchObject({ name: 'AccessDenied' })
    await expect(sts.send(new GetCallerIdentityCommand({}))).resolves.toMatchObject({ Account: '123456789012' })
    elb.destroy()
    sts.destroy()
  })

  test('leaves behind which permissions it used, but not those it was refused', async () => {
    stage = await openStage()
    await stage.ecs.send(new ListTasksCommand({ cluster: CLUSTER }))
    await policy({ Action: 'ecs:DescribeServices' })
    await stage.ecs.send(new ListTasksCommand({ cluster: CLUSTER })).catch(() => {})
    await stage.ecs.send(new DescribeServicesCommand({ cluster: CLUSTER, services: [SERVICE] }))
    expect(await stage.get('permissions')).toEqual(
      expect.arrayContaining([
        { accessKeyId: 'test', action: 'ecs:ListTasks', resources: ['*'], calls: 1 },
        { accessKeyId: 'test', action: 'ecs:DescribeServices', resources: [SERVICE_ARN], calls: 1 },
      ]),
    )
  })

  test('a policy that is not understood is refused at the door', async () => {
    stage = await openStage()
    await expect(policy({ Condition: { Odd: {} }, Action: '*' })).rejects.toThrow('does not know the condition Odd')
  })

  test('a token carries whom it was given to', async () => {
    stage = await openStage()
    const { authorizationData = [] } = await stage.ecr.send(new GetAuthorizationTokenCommand({}))
    const [, password = ''] = Buffer.from(authorizationData[0]?.authorizationToken ?? '', 'base64')
      .toString()
      .split(':')
    expect(Buffer.from(password.split('.')[1] ?? '', 'base64url').toString()).toBe('test')
  })
})

describe("at the registry's door", () => {
  const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`
  test.each([
    [basic('AWS:s'), { caller: undefined }],
    [basic(`AWS:${passwordOf('deploy', 's')}`), { caller: 'deploy' }],
    [basic('AWS:wrong'), undefined],
    [basic(`AWS:${passwordOf('deploy', 'other')}`), undefined],
    [basic('root:s'), undefined],
    ['Bearer s', undefined],
    ['', undefined],
  ])('%s is %j', (header, login) => {
    expect(loginOf(header, 's')).toEqual(login)
  })

  test.each([
    ['HEAD', '/v2/a/b/blobs/sha256:0', 'BatchCheckLayerAvailability'],
    ['GET', '/v2/a/b/blobs/sha256:0', 'GetDownloadUrlForLayer'],
    ['POST', '/v2/a/b/blobs/uploads/', 'InitiateLayerUpload'],
    ['PATCH', '/v2/a/b/blobs/uploads/1', 'UploadLayerPart'],
    ['PUT', '/v2/a/b/blobs/uploads/1', 'CompleteLayerUpload'],
    ['PUT', '/v2/a/b/manifests/1.0.0', 'PutImage'],
    ['HEAD', '/v2/a/b/manifests/1.0.0', 'BatchGetImage'],
    ['GET', '/v2/a/b/tags/list', 'ListImages'],
  ])('%s %s is %s', (method, path, action) => {
    const found = route(path)
    expect(found && actionOf(method, found)).toBe(action)
  })
})
