/** What is of another region or account, or was deleted, is not what has its name here. */
import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs'
import {
  BatchGetImageCommand,
  CreateRepositoryCommand,
  DescribeImagesCommand,
  DescribeRepositoriesCommand,
  ECRClient,
  ListTagsForResourceCommand as EcrTagsCommand,
  GetAuthorizationTokenCommand,
  ListImagesCommand,
  PutImageCommand,
} from '@aws-sdk/client-ecr'
import {
  DeleteServiceCommand,
  DescribeCapacityProvidersCommand,
  DescribeClustersCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  ECSClient,
  ListTagsForResourceCommand,
  ListTasksCommand,
  StopTaskCommand,
  TagResourceCommand,
} from '@aws-sdk/client-ecs'
import {
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import { SSM } from '@aws-sdk/client-ssm'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { afterEach, describe, expect, test } from '@jest/globals'
import { CLUSTER, openStage, SERVICE, type Stage, settled } from './stage.ts'

const ACCOUNT = '999999999999'
const OTHER = { repositoryName: 'shop/api', registryId: ACCOUNT }

const logs = ({ settings }: Stage) => new CloudWatchLogs(settings)
const ssm = ({ settings }: Stage) => new SSM(settings)

async function taskTagged({ ecs }: Stage, at: (service: string, resource: string) => string): Promise<unknown> {
  const { taskArns = [] } = await ecs.send(new ListTasksCommand({ cluster: CLUSTER }))
  const resourceArn = at('ecs', taskArns[0]?.split(':')[5] ?? '')
  return ecs.send(new TagResourceCommand({ resourceArn, tags: [{ key: 'a', value: 'b' }] }))
}

let stage: Stage
afterEach(() => stage.close())

test.each([
  ['region', 'arn:aws:ecs:eu-west-1:123456789012:'],
  ['account', 'arn:aws:ecs:ap-south-1:999999999999:'],
])('ARNs of another %s are missing or refused', async (_, prefix) => {
  stage = await settled()
  const { ecs } = stage
  const [id = ''] = (await ecs.send(new ListTasksCommand({ cluster: CLUSTER }))).taskArns ?? []
  const cluster = `${prefix}cluster/${CLUSTER}`
  const service = `${prefix}service/${CLUSTER}/${SERVICE}`
  const task = `${prefix}task/${CLUSTER}/${id.split('/').at(-1)}`
  const missing = (arn: string) => [{ arn, reason: 'MISSING' }]
  const clusters = await ecs.send(new DescribeClustersCommand({ clusters: [cluster] }))
  expect([clusters.clusters, clusters.failures]).toEqual([[], missing(cluster)])
  await expect(ecs.send(new ListTasksCommand({ cluster }))).rejects.toMatchObject({ name: 'ClusterNotFoundException' })
  await expect(ecs.send(new DescribeServicesCommand({ cluster, services: [SERVICE] }))).rejects.toMatchObject({
    name: 'ClusterNotFoundException',
  })
  const services = await ecs.send(new DescribeServicesCommand({ cluster: CLUSTER, services: [service] }))
  expect([services.services, services.failures]).toEqual([[], missing(service)])
  await expect(stage.update({ service, forceNewDeployment: true })).rejects.toMatchObject({
    name: 'ServiceNotFoundException',
  })
  const tasks = await ecs.send(new DescribeTasksCommand({ cluster: CLUSTER, tasks: [task] }))
  expect([tasks.tasks, tasks.failures]).toEqual([[], missing(task)])
  await expect(ecs.send(new StopTaskCommand({ cluster: CLUSTER, task }))).rejects.toMatchObject({
    message: 'The referenced task was not found.',
  })
  const taskDefinition = `${prefix}task-definition/${SERVICE}:1`
  await expect(ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition }))).rejects.toMatchObject({
    name: 'ClientException',
  })
  await expect(stage.update({ taskDefinition })).rejects.toMatchObject({ message: 'TaskDefinition not found.' })
})

const ELSEWHERE: [string, string, string][] = [
  ['region', 'eu-west-1', '123456789012'],
  ['account', 'ap-south-1', '999999999999'],
]

describe.each(ELSEWHERE)('of another %s', (_, region, account) => {
  const at = (service: string, resource: string) => `arn:aws:${service}:${region}:${account}:${resource}`
  const rows: [string, string, (given: Stage) => Promise<unknown>][] = [
    ['a task to tag', 'InvalidParameterException', given => taskTagged(given, at)],
    [
      'a cluster to tag',
      'InvalidParameterException',
      ({ ecs }) => ecs.send(new ListTagsForResourceCommand({ resourceArn: at('ecs', `cluster/${CLUSTER}`) })),
    ],
    [
      'a repository to tag',
      'RepositoryNotFoundException',
      ({ ecr }) => ecr.send(new EcrTagsCommand({ resourceArn: at('ecr', 'repository/shop/api') })),
    ],
    [
      'a log group',
      'ResourceNotFoundException',
      given => logs(given).filterLogEvents({ logGroupIdentifier: at('logs', 'log-group:g') }),
    ],
    [
      'a log group to tag',
      'ResourceNotFoundException',
      given => logs(given).listTagsForResource({ resourceArn: at('logs', 'log-group:g') }),
    ],
    ['a parameter', 'ParameterNotFound', given => ssm(given).getParameter({ Name: at('ssm', 'parameter/p') })],
    [
      'a parameter to delete',
      'ParameterNotFound',
      given => ssm(given).deleteParameter({ Name: at('ssm', 'parameter/p') }),
    ],
    [
      'a target group',
      'TargetGroupNotFoundException',
      async given => {
        const [, , , , , own = ''] = (await given.targetGroup()).split(':')
        return given.elb.send(new DescribeTargetHealthCommand({ TargetGroupArn: at('elasticloadbalancing', own) }))
      },
    ],
  ]
  test.each(rows)('%s is refused', async (_name, name, ask) => {
    stage = await settled()
    await logs(stage).createLogGroup({ logGroupName: 'g' })
    await ssm(stage).putParameter({ Name: '/p', Value: '1', Type: 'String' })
    await expect(ask(stage)).rejects.toMatchObject({ name })
  })

  test('parameters among others and capacity providers are told as missing', async () => {
    stage = await openStage()
    await ssm(stage).putParameter({ Name: '/p', Value: '1', Type: 'String' })
    const parameter = at('ssm', 'parameter/p')
    const { Parameters, InvalidParameters } = await ssm(stage).getParameters({ Names: [parameter, '/p'] })
    expect([Parameters?.length, InvalidParameters]).toEqual([1, [parameter]])
    const provider = at('ecs', 'capacity-provider/FARGATE')
    const found = await stage.ecs.send(new DescribeCapacityProvidersCommand({ capacityProviders: [provider] }))
    expect([found.capacityProviders, found.failures]).toEqual([[], [{ arn: provider, reason: 'MISSING' }]])
  })

  test.each(['parameter/p', 'secret:s'])('what keeps a task from starting: %s', async resource => {
    stage = await openStage()
    await ssm(stage).putParameter({ Name: '/p', Value: '1', Type: 'String' })
    const { secrets } = stage.emulator.world
    secrets.s = {
      arn: 'arn:aws:secretsmanager:ap-south-1:123456789012:secret:s-abcdef',
      name: 's',
      createdAt: 0,
      value: '1',
      versionId: 'v',
    }
    const valueFrom = at(resource.startsWith('secret') ? 'secretsmanager' : 'ssm', resource)
    await stage.create({
      taskDefinition: await stage.register('1', { secrets: [{ name: 'A', valueFrom }] }),
      desiredCount: 1,
    })
    stage.pass(60)
    const { taskArns: tasks } = await stage.ecs.send(
      new ListTasksCommand({ cluster: CLUSTER, desiredStatus: 'STOPPED' }),
    )
    const stopped = await stage.ecs.send(new DescribeTasksCommand({ cluster: CLUSTER, tasks }))
    expect(stopped.tasks?.[0]).toMatchObject({ stopCode: 'TaskFailedToStart' })
  })
})

test.each<[string, string, (given: Stage) => Promise<unknown>]>([
  ['images', 'RepositoryNotFoundException', given => given.ecr.send(new DescribeImagesCommand(OTHER))],
  ['images to list', 'RepositoryNotFoundException', given => given.ecr.send(new ListImagesCommand(OTHER))],
  [
    'repositories by name',
    'RepositoryNotFoundException',
    ({ ecr }) => ecr.send(new DescribeRepositoriesCommand({ registryId: ACCOUNT, repositoryNames: ['shop/api'] })),
  ],
  [
    'all repositories',
    'InvalidParameterException',
    ({ ecr }) => ecr.send(new DescribeRepositoriesCommand({ registryId: ACCOUNT })),
  ],
  [
    'a password',
    'InvalidParameterException',
    ({ ecr }) => ecr.send(new GetAuthorizationTokenCommand({ registryIds: [ACCOUNT] })),
  ],
])('of the registry of another account nothing is told: %s', async (_, name, ask) => {
  stage = await openStage()
  await expect(ask(stage)).rejects.toMatchObject({ name, message: expect.stringContaining(ACCOUNT) })
  const { images } = await stage.ecr.send(
    new BatchGetImageCommand({ ...OTHER, registryId: '123456789012', imageIds: [{ imageTag: 'none' }] }),
  )
  expect(images).toEqual([])
})

test.each<[string, string, number, (settings: Stage['settings']) => Promise<unknown>]>([
  ['ECS', 'InvalidSignatureException', 400, settings => new ECSClient(settings).send(new ListTasksCommand({}))],
  [
    'ECR',
    'InvalidSignatureException',
    400,
    settings => new ECRClient(settings).send(new DescribeRepositoriesCommand({})),
  ],
  ['Logs', 'InvalidSignatureException', 400, settings => new CloudWatchLogs(settings).describeLogGroups({})],
  [
    'ELBv2',
    'SignatureDoesNotMatch',
    403,
    settings => new ElasticLoadBalancingV2Client(settings).send(new DescribeTargetGroupsCommand({})),
  ],
  ['STS', 'SignatureDoesNotMatch', 403, settings => new STSClient(settings).send(new GetCallerIdentityCommand({}))],
])('what is signed for another region is refused and changes nothing: %s', async (_, name, status, ask) => {
  stage = await openStage()
  const before = stage.emulator.ledger.list().length
  await expect(ask({ ...stage.settings, region: 'eu-west-1' })).rejects.toMatchObject({
    name,
    message: expect.stringMatching(/^Credential should be scoped to a valid region\..*ap-south-1.*--region eu-west-1/),
    $metadata: { httpStatusCode: status },
  })
  expect(stage.emulator.ledger.list()).toHaveLength(before)
})

test('and taken where that is asked for', async () => {
  stage = await openStage({ otherRegions: 'taken' })
  const ecr = new ECRClient({ ...stage.settings, region: 'eu-west-1' })
  const { repositories = [] } = await ecr.send(new DescribeRepositoriesCommand({}))
  expect(repositories.map(({ repositoryName }) => repositoryName)).toEqual(['shop/api'])
  ecr.destroy()
})

test("the global endpoint of STS is every region's", async () => {
  stage = await openStage()
  const sts = new STSClient({ ...stage.settings, region: 'us-east-1' })
  await expect(sts.send(new GetCallerIdentityCommand({}))).resolves.toMatchObject({ Account: '123456789012' })
  sts.destroy()
})

test('the ARNs of what is here mean it', async () => {
  stage = await settled()
  const service = await stage.service()
  const answer = await stage.ecs.send(
    new DescribeServicesCommand({ cluster: service.clusterArn, services: [service.serviceArn ?? ''] }),
  )
  expect(answer.services).toMatchObject([{ serviceName: SERVICE }])
})

test('a service deleted under a watch is DRAINING, then INACTIVE, and takes no update', async () => {
  stage = await settled()
  await stage.update({ forceNewDeployment: true })
  stage.pass(15)
  await stage.ecs.send(new DeleteServiceCommand({ cluster: CLUSTER, service: SERVICE, force: true }))
  expect(await stage.service()).toMatchObject({ status: 'DRAINING', desiredCount: 0 })
  await expect(stage.update({ forceNewDeployment: true })).rejects.toMatchObject({ name: 'ServiceNotActiveException' })
  stage.pass(300)
  expect(await stage.service()).toMatchObject({ status: 'INACTIVE', runningCount: 0 })
  await expect(stage.update({ forceNewDeployment: true })).rejects.toMatchObject({ name: 'ServiceNotActiveException' })
})

test('an immutable repository lets go of the tags that its exclusions match', async () => {
  stage = await openStage()
  const repositoryName = 'shop/web'
  const { repository } = await stage.ecr.send(
    new CreateRepositoryCommand({
      repositoryName,
      imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
      imageTagMutabilityExclusionFilters: [
        { filterType: 'WILDCARD', filter: 'latest' },
        { filterType: 'WILDCARD', filter: 'dev-*' },
      ],
    }),
  )
  expect(repository).toMatchObject({
    imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
    imageTagMutabilityExclusionFilters: [{ filter: 'latest' }, { filter: 'dev-*' }],
  })
  const put = (imageTag: string, text: string) => {
    const imageManifest = JSON.stringify({ schemaVersion: 2, config: { size: 7, digest: text }, layers: [] })
    return stage.ecr.send(new PutImageCommand({ repositoryName, imageTag, imageManifest }))
  }
  for (const tag of ['latest', 'dev-1', '1.0.0', 'latest2']) await put(tag, tag)
  await put('latest', 'again')
  await put('dev-1', 'again')
  for (const tag of ['1.0.0', 'latest2'])
    await expect(put(tag, 'again')).rejects.toMatchObject({ name: 'ImageTagAlreadyExistsException' })
})
