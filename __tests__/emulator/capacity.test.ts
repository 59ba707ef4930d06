/** Launch types, capacity providers, and what a service or a task is refused for. */
import type { CapacityProviderStrategyItem, Volume } from '@aws-sdk/client-ecs'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { CLUSTER, type ReadyStage, ready, SERVICE } from './stage.ts'

let stage: ReadyStage
beforeEach(async () => {
  stage = await ready()
})
afterEach(() => stage.close())

const NETWORK = { networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } } }
const FARGATE = { launchType: 'FARGATE' as const }
const spread = (...items: [string, number, number?][]): CapacityProviderStrategyItem[] =>
  items.map(([capacityProvider, weight, base = 0]) => ({ capacityProvider, weight, base }))
const associate = (...defaults: CapacityProviderStrategyItem[]) =>
  stage.ecs.putClusterCapacityProviders({
    cluster: CLUSTER,
    capacityProviders: ['FARGATE', 'FARGATE_SPOT'],
    defaultCapacityProviderStrategy: defaults,
  })
const create = (input: object) =>
  stage.ecs.createService({
    cluster: CLUSTER,
    serviceName: SERVICE,
    taskDefinition: stage.taskDefinition,
    desiredCount: 1,
    ...NETWORK,
    ...input,
  })
const run = (input: object) =>
  stage.ecs.runTask({ cluster: CLUSTER, taskDefinition: stage.taskDefinition, ...NETWORK, ...input })

describe('without launch type and strategy', () => {
  test('a service has EC2, and no place for its tasks', async () => {
    const { service } = await create({})
    expect(service).toMatchObject({ launchType: 'EC2' })
    expect(service).not.toHaveProperty('platformVersion')
    stage.pass(60)
    expect(await stage.service()).toMatchObject({ runningCount: 0, pendingCount: 0 })
    expect((await stage.messages())[0]).toContain('No Container Instances were found in your cluster.')
  })

  test('a task is refused', async () => {
    await expect(run({})).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'No Container Instances were found in your cluster.',
    })
  })

  test("the cluster's default strategy holds for both", async () => {
    await associate(...spread(['FARGATE_SPOT', 1]))
    const { service } = await create({})
    expect(service?.launchType).toBeUndefined()
    expect(service?.deployments).toMatchObject([{ capacityProviderStrategy: spread(['FARGATE_SPOT', 1]) }])
    const { tasks } = await run({})
    expect(tasks).toMatchObject([{ capacityProviderName: 'FARGATE_SPOT', launchType: 'FARGATE' }])
  })
})

test('tasks go to providers by base and weight', async () => {
  await associate()
  const capacityProviderStrategy = spread(['FARGATE', 1, 2], ['FARGATE_SPOT', 3])
  const { tasks = [] } = await run({ capacityProviderStrategy, count: 10 })
  const many = (name: string, all: readonly { capacityProviderName?: string | undefined }[]) =>
    all.filter(({ capacityProviderName }) => capacityProviderName === name).length
  expect([many('FARGATE', tasks), many('FARGATE_SPOT', tasks)]).toEqual([4, 6])
  await create({ capacityProviderStrategy, desiredCount: 6 })
  stage.pass(60)
  const { taskArns } = await stage.ecs.listTasks({ cluster: CLUSTER, serviceName: SERVICE })
  const { tasks: own = [] } = await stage.ecs.describeTasks({ cluster: CLUSTER, tasks: taskArns })
  expect([many('FARGATE', own), many('FARGATE_SPOT', own)]).toEqual([3, 3])
})

test('a service goes to a strategy and back', async () => {
  await associate()
  await create(FARGATE)
  const move = { cluster: CLUSTER, service: SERVICE, capacityProviderStrategy: spread(['FARGATE_SPOT', 1]) }
  // without being forced neither there nor back
  const WORDS = 'you must force a new deployment.'
  await expect(stage.ecs.updateService(move)).rejects.toThrow(WORDS)
  const { service } = await stage.ecs.updateService({ ...move, forceNewDeployment: true })
  expect(service?.launchType).toBeUndefined()
  // what it has already is no change
  expect((await stage.ecs.updateService(move)).service?.deployments).toHaveLength(2)
  const home = { ...move, capacityProviderStrategy: [] }
  await expect(stage.ecs.updateService(home)).rejects.toThrow(WORDS)
  const back = await stage.ecs.updateService({ ...home, forceNewDeployment: true })
  expect(back.service).toMatchObject({ launchType: 'FARGATE' })
  expect(back.service?.capacityProviderStrategy).toBeUndefined()
})

test('a target group is of instances where nobody says else, which awsvpc cannot use', async () => {
  const balanced = async (typed: boolean) => {
    const targetGroupArn = await stage.targetGroup({ typed, name: `typed-${typed}` })
    return await create({ ...FARGATE, loadBalancers: [{ targetGroupArn, containerName: 'app', containerPort: 8080 }] })
  }
  await expect(balanced(false)).rejects.toThrow('has target type instance, which is incompatible with the awsvpc')
  await balanced(true)
})

test.each<[string, object, string]>([
  ['ECS Exec without a task role', { enableExecuteCommand: true }, 'a valid taskRoleArn is not being used'],
  ['a strategy of places on Fargate', { placementStrategy: [{ type: 'random' }] }, 'strategies are not supported'],
  [
    'constraints of places on Fargate',
    { placementConstraints: [{ type: 'distinctInstance' }] },
    'constraints are not supported',
  ],
])('a service may not ask for %s', async (_, asked, words) => {
  await expect(create({ ...FARGATE, ...asked })).rejects.toThrow(words)
})

test('the ARN of a service or a task of another cluster is none of this one', async () => {
  await create(FARGATE)
  stage.pass(60)
  await stage.ecs.createCluster({ clusterName: 'other' })
  const [cluster] = (await stage.service()).clusterArn?.split('/').slice(-1) ?? []
  const service = (await stage.service()).serviceArn ?? ''
  const { taskArns: [task = ''] = [] } = await stage.ecs.listTasks({ cluster: CLUSTER })
  const WORDS = `Identifier is for cluster ${cluster}. Your cluster is other`
  const asked = { cluster: 'other', service }
  await expect(stage.ecs.updateService({ ...asked, desiredCount: 0 })).rejects.toThrow(WORDS)
  await expect(stage.ecs.deleteService({ ...asked, force: true })).rejects.toThrow(WORDS)
  await expect(stage.ecs.describeServices({ cluster: 'other', services: [service] })).rejects.toThrow(WORDS)
  await expect(stage.ecs.listTasks({ cluster: 'other', serviceName: service })).rejects.toThrow(WORDS)
  await expect(stage.ecs.describeTasks({ cluster: 'other', tasks: [task] })).rejects.toThrow(WORDS)
  await expect(stage.ecs.stopTask({ cluster: 'other', task })).rejects.toThrow(WORDS)
  expect((await stage.service()).status).toBe('ACTIVE')
})

const UNASSOCIATED = 'not associated with the cluster'
const volume = (name: string): Volume => ({ name, configuredAtLaunch: true })
describe.each([
  ['CreateService', create],
  ['RunTask', run],
] as const)('%s refuses', (_, send) => {
  test.each<[string, object, string]>([
    ['both', { ...FARGATE, capacityProviderStrategy: spread(['FARGATE', 1]) }, 'Specifying both a launch type and'],
    ['a provider that is none', { capacityProviderStrategy: spread(['MOON', 1]) }, "provider 'MOON' was not found"],
    ['a provider of no cluster', { cluster: 'bare', capacityProviderStrategy: spread(['FARGATE', 1]) }, UNASSOCIATED],
    ['two bases', { capacityProviderStrategy: spread(['FARGATE', 1, 1], ['FARGATE_SPOT', 1, 1]) }, 'base value'],
    [
      'no weight',
      { capacityProviderStrategy: spread(['FARGATE', 0], ['FARGATE_SPOT', 0]) },
      'with a weight value greater than zero.',
    ],
    ['one twice', { capacityProviderStrategy: spread(['FARGATE', 1], ['FARGATE', 1]) }, 'twice'],
    ['a launch type that is none', { launchType: 'MOON' }, '[EC2, FARGATE, EXTERNAL, MANAGED_INSTANCES]'],
    [
      'no subnets',
      { ...FARGATE, networkConfiguration: { awsvpcConfiguration: { subnets: [] } } },
      'subnets can not be empty.',
    ],
    ['no network', { ...FARGATE, networkConfiguration: undefined }, 'Network Configuration must be provided'],
    [
      '17 subnets',
      { ...FARGATE, networkConfiguration: { awsvpcConfiguration: { subnets: Array(17).fill('s') } } },
      'at most 16',
    ],
    [
      '6 security groups',
      {
        ...FARGATE,
        networkConfiguration: { awsvpcConfiguration: { subnets: ['s'], securityGroups: Array(6).fill('s') } },
      },
      'securityGroups can have at most 5 items.',
    ],
    [
      'a definition for EC2 alone',
      { ...FARGATE, taskDefinition: 'bridged', networkConfiguration: undefined },
      'Task definition does not support launch_type FARGATE.',
    ],
    ['a network of a bridge', { launchType: 'EC2', taskDefinition: 'bridged' }, 'Network Configuration is not valid'],
    [
      'a volume without a configuration',
      { ...FARGATE, taskDefinition: 'with-volume' },
      "The volume 'data' is configured at launch",
    ],
    [
      'a configuration without a volume',
      { ...FARGATE, volumeConfigurations: [{ name: 'data' }] },
      "volume name 'data'",
    ],
  ])('%s', async (_, input, words) => {
    await associate()
    await stage.ecs.createCluster({ clusterName: 'bare' })
    const containerDefinitions = [{ name: 'app', image: 'a', memory: 128 }]
    await stage.ecs.registerTaskDefinition({ family: 'bridged', containerDefinitions })
    const { taskDefinition: known } = await stage.ecs.describeTaskDefinition({ taskDefinition: stage.taskDefinition })
    await stage.ecs.registerTaskDefinition({
      ...{ family: 'with-volume', containerDefinitions, cpu: known?.cpu, memory: known?.memory },
      ...{ networkMode: 'awsvpc', volumes: [volume('data')] },
    })
    await expect(send(input)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: expect.stringContaining(words),
    })
  })

  test.each(['EXTERNAL', 'MANAGED_INSTANCES'])('the launch type %s, which is not here', async launchType => {
    await expect(send({ launchType })).rejects.toMatchObject({ name: 'UnsupportedFeatureException' })
  })
})

test('alarms without names are refused', async () => {
  const alarms = { enable: true, rollback: true, alarmNames: [] }
  await expect(create({ ...FARGATE, deploymentConfiguration: { alarms } })).rejects.toThrow('alarmNames is empty')
  await create({ ...FARGATE, deploymentConfiguration: { alarms: { ...alarms, enable: false } } })
})

describe('the same client token', () => {
  test('starts no second task', async () => {
    const input = { ...FARGATE, count: 2, clientToken: 'once' }
    const arns = async () => (await run(input)).tasks?.map(({ taskArn }) => taskArn)
    const first = await arns()
    expect(await arns()).toEqual(first)
    expect(Object.keys(stage.emulator.world.tasks)).toHaveLength(2)
    await expect(run({ ...input, count: 1 })).rejects.toMatchObject({ name: 'ConflictException' })
    expect((await run({ ...input, clientToken: 'twice' })).tasks).toHaveLength(2)
  })

  test('creates no second service', async () => {
    const first = await create({ ...FARGATE, clientToken: 'once' })
    const again = await create({ ...FARGATE, clientToken: 'once' })
    expect(again.service?.createdAt).toEqual(first.service?.createdAt)
    await expect(create(FARGATE)).rejects.toThrow('Creation of service was not idempotent.')
  })
})

test('an override of no container is refused', async () => {
  const overrides = { containerOverrides: [{ name: 'none' }] }
  await expect(run({ ...FARGATE, overrides })).rejects.toThrow(
    'Override for container named none is not a container in the TaskDefinition.',
  )
})
