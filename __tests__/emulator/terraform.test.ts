/** What Terraform's provider asks of the services served here: said once, told again unchanged. */
import {
  ApplicationAutoScaling,
  type PutScalingPolicyCommandInput,
  type RegisterScalableTargetCommandInput,
} from '@aws-sdk/client-application-auto-scaling'
import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs'
import { ECR } from '@aws-sdk/client-ecr'
import { ECS } from '@aws-sdk/client-ecs'
import { SSM } from '@aws-sdk/client-ssm'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { CLUSTER, openStage, SERVICE, type Stage } from './stage.ts'

let stage: Stage
let open: { destroy(): void }[]
const client = <T extends { destroy(): void }>(made: T): T => {
  open.push(made)
  return made
}

beforeEach(async () => {
  open = []
  stage = await openStage()
})
afterEach(async () => {
  for (const one of open) one.destroy()
  await stage.close()
})

describe('Application Auto Scaling', () => {
  const place = {
    ServiceNamespace: 'ecs',
    ResourceId: `service/${CLUSTER}/${SERVICE}`,
    ScalableDimension: 'ecs:service:DesiredCount',
  } as const
  const target: RegisterScalableTargetCommandInput = { ...place, MinCapacity: 1, MaxCapacity: 4, Tags: { a: 'b' } }
  const policy: PutScalingPolicyCommandInput = {
    ...place,
    PolicyName: 'cpu',
    PolicyType: 'TargetTrackingScaling',
    TargetTrackingScalingPolicyConfiguration: {
      TargetValue: 70,
      PredefinedMetricSpecification: { PredefinedMetricType: 'ECSServiceAverageCPUUtilization' },
    },
  }

  test('keeps targets, policies, scheduled actions and tags, and scales nothing', async () => {
    const scaling = client(new ApplicationAutoScaling(stage.settings))
    await expect(scaling.registerScalableTarget(target)).rejects.toMatchObject({
      name: 'ValidationException',
      message: "ECS service doesn't exist: service/shop/api",
    })
    await stage.create({ taskDefinition: await stage.register('1.0.0'), desiredCount: 0 })
    await expect(scaling.putScalingPolicy(policy)).rejects.toMatchObject({ name: 'ObjectNotFoundException' })
    const { ScalableTargetARN: ResourceARN } = await scaling.registerScalableTarget(target)
    await scaling.registerScalableTarget({ ...place, MaxCapacity: 6 })
    const { ScalableTargets } = await scaling.describeScalableTargets({
      ServiceNamespace: 'ecs',
      ResourceIds: [place.ResourceId],
    })
    expect(ScalableTargets).toMatchObject([
      { ...place, MinCapacity: 1, MaxCapacity: 6, ScalableTargetARN: ResourceARN },
    ])

    await scaling.putScalingPolicy(policy)
    await scaling.putScheduledAction({
      ...place,
      ScheduledActionName: 'night',
      Schedule: 'cron(0 20 * * ? *)',
      ScalableTargetAction: { MinCapacity: 0, MaxCapacity: 0 },
    })
    expect((await scaling.describeScalingPolicies(place)).ScalingPolicies).toMatchObject([
      { PolicyName: 'cpu', TargetTrackingScalingPolicyConfiguration: { TargetValue: 70 }, Alarms: [{}, {}] },
    ])
    expect((await scaling.describeScheduledActions(place)).ScheduledActions).toMatchObject([
      { ScheduledActionName: 'night', ScalableTargetAction: { MaxCapacity: 0 } },
    ])
    await scaling.tagResource({ ResourceARN, Tags: { c: 'd' } })
    await scaling.untagResource({ ResourceARN, TagKeys: ['a'] })
    expect((await scaling.listTagsForResource({ ResourceARN })).Tags).toEqual({ c: 'd' })
    expect(await stage.service()).toMatchObject({ desiredCount: 0 })

    await scaling.deregisterScalableTarget(place)
    expect((await scaling.describeScalingPolicies(place)).ScalingPolicies).toEqual([])
    expect((await scaling.describeScheduledActions(place)).ScheduledActions).toEqual([])
    await expect(scaling.deregisterScalableTarget(place)).rejects.toMatchObject({ name: 'ObjectNotFoundException' })
  })
})

describe('ECR', () => {
  test('keeps lifecycle and repository policies, scanning, encryption and tags', async () => {
    const ecr = client(new ECR(stage.settings))
    const repositoryName = 'shop/web'
    const { repository } = await ecr.createRepository({
      repositoryName,
      encryptionConfiguration: { encryptionType: 'KMS', kmsKey: 'arn:aws:kms:x' },
      tags: [{ Key: 'a', Value: 'b' }],
    })
    expect(repository).toMatchObject({ encryptionConfiguration: { encryptionType: 'KMS', kmsKey: 'arn:aws:kms:x' } })
    const resourceArn = repository?.repositoryArn ?? ''
    await ecr.tagResource({ resourceArn, tags: [{ Key: 'c', Value: 'd' }] })
    await ecr.untagResource({ resourceArn, tagKeys: ['a'] })
    expect((await ecr.listTagsForResource({ resourceArn })).tags).toEqual([{ Key: 'c', Value: 'd' }])

    await expect(ecr.getLifecyclePolicy({ repositoryName })).rejects.toMatchObject({
      name: 'LifecyclePolicyNotFoundException',
    })
    await expect(ecr.putLifecyclePolicy({ repositoryName, lifecyclePolicyText: '{' })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    })
    const lifecyclePolicyText = JSON.stringify({ rules: [], comment: 'long enough to be a policy'.padEnd(100, '.') })
    await ecr.putLifecyclePolicy({ repositoryName, lifecyclePolicyText })
    expect(await ecr.getLifecyclePolicy({ repositoryName })).toMatchObject({ lifecyclePolicyText })
    await ecr.deleteLifecyclePolicy({ repositoryName })
    await ecr.setRepositoryPolicy({ repositoryName, policyText: '{}' })
    expect(await ecr.getRepositoryPolicy({ repositoryName })).toMatchObject({ policyText: '{}' })
    await ecr.deleteRepositoryPolicy({ repositoryName })
    await expect(ecr.getRepositoryPolicy({ repositoryName })).rejects.toMatchObject({
      name: 'RepositoryPolicyNotFoundException',
    })

    await ecr.putImageScanningConfiguration({ repositoryName, imageScanningConfiguration: { scanOnPush: true } })
    const rules = [
      {
        scanFrequency: 'SCAN_ON_PUSH' as const,
        repositoryFilters: [{ filter: 'shop/*', filterType: 'WILDCARD' as const }],
      },
    ]
    await ecr.putRegistryScanningConfiguration({ scanType: 'BASIC', rules })
    expect((await ecr.getRegistryScanningConfiguration({})).scanningConfiguration).toEqual({ scanType: 'BASIC', rules })
  })

  test('tags that an exclusion matches can be moved', async () => {
    const ecr = client(new ECR(stage.settings))
    await ecr.putImageTagMutability({
      repositoryName: 'shop/api',
      imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
      imageTagMutabilityExclusionFilters: [{ filterType: 'WILDCARD', filter: 'latest*' }],
    })
    const put = (imageTag: string, digest: string) =>
      ecr.putImage({
        repositoryName: 'shop/api',
        imageTag,
        imageManifest: JSON.stringify({ schemaVersion: 2, config: { digest } }),
      })
    await put('latest', 'a')
    await put('latest', 'b')
    await put('1.0.0', 'a')
    await expect(put('1.0.0', 'b')).rejects.toMatchObject({ name: 'ImageTagAlreadyExistsException' })
  })
})

test('parameters: description, pattern, tags, filters, sealed secrets', async () => {
  const ssm = client(new SSM(stage.settings))
  const Name = '/shop/api/image'
  await ssm.putParameter({ Name, Value: 'v1', Type: 'String', Description: 'd', Tags: [{ Key: 'a', Value: 'b' }] })
  await ssm.putParameter({ Name, Value: 'v2', Overwrite: true })
  await ssm.putParameter({ Name: '/shop/api/settings/n', Value: '1', Type: 'String', AllowedPattern: '^\\d+$' })
  await ssm.putParameter({ Name: '/shop/password', Value: 's', Type: 'SecureString' })
  await expect(ssm.putParameter({ Name: '/shop/api/settings/n', Value: 'x', Overwrite: true })).rejects.toMatchObject({
    name: 'ParameterPatternMismatchException',
  })
  const described = await ssm.describeParameters({
    ParameterFilters: [{ Key: 'Name', Option: 'Equals', Values: [Name] }],
  })
  expect(described.Parameters).toMatchObject([
    { Name, Type: 'String', Description: 'd', Version: 2, Tier: 'Standard', DataType: 'text' },
  ])
  await ssm.addTagsToResource({ ResourceType: 'Parameter', ResourceId: Name, Tags: [{ Key: 'c', Value: 'd' }] })
  await ssm.removeTagsFromResource({ ResourceType: 'Parameter', ResourceId: Name, TagKeys: ['a'] })
  expect((await ssm.listTagsForResource({ ResourceType: 'Parameter', ResourceId: Name })).TagList).toEqual([
    { Key: 'c', Value: 'd' },
  ])
  const below = async (Recursive: boolean) =>
    (await ssm.getParametersByPath({ Path: '/shop/api', Recursive })).Parameters?.map(one => one.Name)
  expect(await below(false)).toEqual([Name])
  expect(await below(true)).toEqual([Name, '/shop/api/settings/n'])
  const password = async (WithDecryption: boolean) =>
    (await ssm.getParameter({ Name: '/shop/password', WithDecryption })).Parameter?.Value
  expect(await password(true)).toBe('s')
  expect(await password(false)).not.toBe('s')
  expect(await ssm.deleteParameters({ Names: [Name, '/none'] })).toMatchObject({
    DeletedParameters: [Name],
    InvalidParameters: ['/none'],
  })
})

test('log groups: class, retention, tags, metric filters, lines from outside', async () => {
  const logs = client(new CloudWatchLogs(stage.settings))
  const logGroupName = '/ecs/shop'
  await logs.createLogGroup({ logGroupName, tags: { a: 'b' }, kmsKeyId: 'arn:aws:kms:x' })
  await logs.putRetentionPolicy({ logGroupName, retentionInDays: 30 })
  const metricTransformations = [{ metricName: 'errors', metricNamespace: 'Shop', metricValue: '1' }]
  await logs.putMetricFilter({
    logGroupName,
    filterName: 'errors',
    filterPattern: '{ $.level = "ERROR" }',
    metricTransformations,
  })
  const { logGroups = [] } = await logs.describeLogGroups({ logGroupNamePrefix: '/ecs' })
  expect(logGroups).toMatchObject([
    { logGroupName, retentionInDays: 30, logGroupClass: 'STANDARD', kmsKeyId: 'arn:aws:kms:x', metricFilterCount: 1 },
  ])
  const { metricFilters } = await logs.describeMetricFilters({ logGroupName, filterNamePrefix: 'err' })
  expect(metricFilters).toMatchObject([
    { filterName: 'errors', filterPattern: '{ $.level = "ERROR" }', metricTransformations },
  ])
  const resourceArn = logGroups[0]?.logGroupArn ?? ''
  await logs.tagResource({ resourceArn, tags: { c: 'd' } })
  await logs.untagResource({ resourceArn, tagKeys: ['a'] })
  expect((await logs.listTagsForResource({ resourceArn })).tags).toEqual({ c: 'd' })
  await logs.createLogStream({ logGroupName, logStreamName: 's' })
  await logs.putLogEvents({
    logGroupName,
    logStreamName: 's',
    logEvents: [{ timestamp: stage.emulator.engine.now(), message: 'm' }],
  })
  expect((await logs.getLogEvents({ logGroupName, logStreamName: 's' })).events).toMatchObject([{ message: 'm' }])
  await logs.deleteMetricFilter({ logGroupName, filterName: 'errors' })
  await logs.deleteRetentionPolicy({ logGroupName })
  await logs.deleteLogGroup({ logGroupName })
  expect((await logs.describeLogGroups({})).logGroups).toEqual([])
})

test.each(['plain', '/plain'])('a parameter is one with and without its leading slash: %s', async Name => {
  const ssm = client(new SSM(stage.settings))
  const other = Name === 'plain' ? '/plain' : 'plain'
  await ssm.putParameter({ Name, Value: 'v1', Type: 'String' })
  const { Parameter } = await ssm.getParameter({ Name: other })
  expect(Parameter).toMatchObject({ Name, ARN: 'arn:aws:ssm:ap-south-1:123456789012:parameter/plain', Value: 'v1' })
  expect((await ssm.getParameters({ Names: [other] })).Parameters).toMatchObject([{ Value: 'v1' }])
  await expect(ssm.putParameter({ Name: other, Value: 'v2', Type: 'String' })).rejects.toMatchObject({
    name: 'ParameterAlreadyExists',
  })
  expect(await ssm.putParameter({ Name: other, Value: 'v2', Overwrite: true })).toMatchObject({ Version: 2 })
  const place = { ResourceType: 'Parameter', ResourceId: other } as const
  await ssm.addTagsToResource({ ...place, Tags: [{ Key: 'a', Value: 'b' }] })
  expect((await ssm.listTagsForResource({ ...place, ResourceId: Name })).TagList).toEqual([{ Key: 'a', Value: 'b' }])
  expect(await ssm.deleteParameters({ Names: [other] })).toMatchObject({ DeletedParameters: [other] })
  await expect(ssm.getParameter({ Name })).rejects.toMatchObject({ name: 'ParameterNotFound' })
})

describe('ECS', () => {
  test('clusters keep configuration, providers and their strategy, which services take over', async () => {
    const ecs = client(new ECS(stage.settings))
    const configuration = { executeCommandConfiguration: { logging: 'NONE' as const } }
    await ecs.createCluster({ clusterName: 'big', configuration, serviceConnectDefaults: { namespace: 'arn:x/ns-1' } })
    await expect(
      ecs.putClusterCapacityProviders({
        cluster: 'big',
        capacityProviders: ['FARGATE'],
        defaultCapacityProviderStrategy: [{ capacityProvider: 'FARGATE_SPOT' }],
      }),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' })
    await ecs.putClusterCapacityProviders({
      cluster: 'big',
      capacityProviders: ['FARGATE', 'FARGATE_SPOT'],
      defaultCapacityProviderStrategy: [{ capacityProvider: 'FARGATE', weight: 1 }],
    })
    await ecs.updateClusterSettings({ cluster: 'big', settings: [{ name: 'containerInsights', value: 'enhanced' }] })
    const { clusters } = await ecs.describeClusters({ clusters: ['big'], include: ['SETTINGS', 'CONFIGURATIONS'] })
    expect(clusters).toMatchObject([
      {
        configuration,
        settings: [{ name: 'containerInsights', value: 'enhanced' }],
        capacityProviders: ['FARGATE', 'FARGATE_SPOT'],
        defaultCapacityProviderStrategy: [{ capacityProvider: 'FARGATE', weight: 1, base: 0 }],
        serviceConnectDefaults: { namespace: 'arn:x/ns-1' },
      },
    ])
    const { service } = await ecs.createService({
      cluster: 'big',
      serviceName: 'api',
      desiredCount: 0,
      taskDefinition: await stage.register('1.0.0'),
      networkConfiguration: { awsvpcConfiguration: { subnets: ['s'] } },
    })
    expect(service?.launchType).toBeUndefined()
    expect(service?.capacityProviderStrategy).toEqual([{ capacityProvider: 'FARGATE', weight: 1, base: 0 }])
  })

  test('tasks get the tags of their service when they are propagated', async () => {
    await stage.create({
      taskDefinition: await stage.register('1.0.0'),
      desiredCount: 1,
      propagateTags: 'SERVICE',
      tags: [{ key: 'a', value: 'b' }],
    })
    stage.pass(5)
    expect(Object.values(stage.emulator.world.tasks)).toMatchObject([{ tags: [{ key: 'a', value: 'b' }] }])
  })

  test("account settings: the default, the account's, the caller's", async () => {
    const ecs = client(new ECS(stage.settings))
    const name = 'containerInsights'
    const effective = async () =>
      (await ecs.listAccountSettings({ name, effectiveSettings: true })).settings?.map(({ value }) => value)
    expect(await effective()).toEqual(['disabled'])
    await ecs.putAccountSettingDefault({ name, value: 'enabled' })
    expect(await effective()).toEqual(['enabled'])
    await ecs.putAccountSetting({ name, value: 'enhanced' })
    expect(await effective()).toEqual(['enhanced'])
    await ecs.deleteAccountSetting({ name })
    expect(await effective()).toEqual(['enabled'])
    const { settings, nextToken } = await ecs.listAccountSettings({ effectiveSettings: true, maxResults: 2 })
    expect(settings).toHaveLength(2)
    const next = await ecs.listAccountSettings({ effectiveSettings: true, maxResults: 10, nextToken })
    expect(next.settings?.map(each => each.name)).not.toContain(settings?.[1]?.name)
    await expect(ecs.listAccountSettings({ maxResults: 11 })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    })
  })

  test('task definitions can be deleted once they are inactive', async () => {
    const ecs = client(new ECS(stage.settings))
    const taskDefinition = await stage.register('1.0.0')
    const { failures } = await ecs.deleteTaskDefinitions({ taskDefinitions: [taskDefinition] })
    expect(failures).toMatchObject([{ arn: taskDefinition }])
    const unknown = await ecs.deleteTaskDefinitions({ taskDefinitions: ['none:1'] })
    expect(unknown.failures).toEqual([
      {
        arn: 'none:1',
        reason:
          'The specified task definition does not exist. Specify a valid account, family, revision and try again.',
      },
    ])
    expect((await ecs.deleteTaskDefinitions({ taskDefinitions: ['none'] })).failures).toMatchObject([
      { arn: 'none', reason: expect.stringContaining('identifier is invalid') },
    ])
    for (const [name, message] of [
      ['none:1', 'The specified task definition does not exist.'],
      ['none', 'Revision is missing.'],
      ['none:new', 'Invalid revision number. Number: new'],
    ] as const)
      await expect(ecs.deregisterTaskDefinition({ taskDefinition: name })).rejects.toMatchObject({
        name: 'ClientException',
        message,
      })
    await ecs.deregisterTaskDefinition({ taskDefinition })
    await ecs.deleteTaskDefinitions({ taskDefinitions: [taskDefinition] })
    await expect(ecs.describeTaskDefinition({ taskDefinition })).rejects.toMatchObject({ name: 'ClientException' })
  })
})
