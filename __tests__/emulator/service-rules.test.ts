/** What ECS refuses of a service: what breaks each of the rules, through the real SDK. */
import type {
  AdvancedConfiguration,
  CreateServiceRequest,
  LoadBalancer,
  UpdateServiceRequest,
} from '@aws-sdk/client-ecs'
import { CreateTargetGroupCommand } from '@aws-sdk/client-elastic-load-balancing-v2'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { BALANCER_RULES } from '../../src/emulator/services/ecs/balancer-rules.ts'
import { SERVICE_RULES } from '../../src/emulator/services/ecs/service-rules.ts'
import { CLUSTER, type ReadyStage, ready, SERVICE } from './stage.ts'

let stage: ReadyStage
beforeEach(async () => {
  stage = await ready()
  const containerDefinitions = [{ name: 'app', image: 'a', memory: 128 }]
  await stage.ecs.registerTaskDefinition({ family: 'bridged', containerDefinitions })
  const volumes = [{ name: 'data', configuredAtLaunch: true }]
  const size = { cpu: '256', memory: '512', networkMode: 'awsvpc' } as const
  await stage.ecs.registerTaskDefinition({ family: 'with-volume', containerDefinitions, volumes, ...size })
})
afterEach(() => stage.close())

const network = (subnets: number, securityGroups = 0) => ({
  networkConfiguration: {
    awsvpcConfiguration: { subnets: Array(subnets).fill('s'), securityGroups: Array(securityGroups).fill('g') },
  },
})
const create = (input: Partial<CreateServiceRequest>) =>
  stage.ecs.createService({
    cluster: CLUSTER,
    serviceName: SERVICE,
    taskDefinition: stage.taskDefinition,
    desiredCount: 1,
    launchType: 'FARGATE',
    ...network(1),
    ...input,
  })
const update = (input: Partial<UpdateServiceRequest>) =>
  stage.ecs.updateService({ cluster: CLUSTER, service: SERVICE, ...input })

const NO_ROLE = (deed: string) =>
  `The service couldn't be ${deed} because a valid taskRoleArn is not being used. Specify a valid task role in your task definition and try again.`
const WITH_ROLE = 'You cannot specify an IAM role for services that require a service linked role.'
const EBS = { name: 'data', managedEBSVolume: { roleArn: 'r', sizeInGiB: 1 } }

const BRIDGED = { launchType: 'EC2', taskDefinition: 'bridged', networkConfiguration: undefined } as const
const registry = (id: number) => ({
  registryArn: `arn:aws:servicediscovery:ap-south-1:123456789012:service/srv-${id}`,
})

/** Rule → what breaks it; a relative or two of each. */
const REFUSED: Readonly<Record<string, readonly (readonly [input: Partial<CreateServiceRequest>, words: string])[]>> = {
  'a desired count of a new service': [
    [{ desiredCount: undefined }, 'desiredCount is required'],
    [{ desiredCount: undefined, schedulingStrategy: 'REPLICA' }, 'desiredCount is required'],
  ],
  'a definition for Fargate': [
    [
      { taskDefinition: 'bridged', networkConfiguration: undefined },
      'Task definition does not support launch_type FARGATE.',
    ],
  ],
  'a network for awsvpc': [[{ networkConfiguration: undefined }, 'Network Configuration must be provided']],
  'a network for awsvpc alone': [
    [{ launchType: 'EC2', taskDefinition: 'bridged' }, 'Network Configuration is not valid'],
  ],
  subnets: [[network(0), 'subnets can not be empty.']],
  'not too many subnets and security groups': [
    [network(17), 'subnets can have at most 16 items.'],
    [network(1, 6), 'securityGroups can have at most 5 items.'],
  ],
  'volumes for what is configured at launch': [
    [{ taskDefinition: 'with-volume' }, "The volume 'data' is configured at launch"],
  ],
  'volumes that are configured at launch': [
    [
      { volumeConfigurations: [EBS] },
      "The volume name 'data' in your request does not have a matching volume in your Task Definition that is configurable at launch.",
    ],
  ],
  "no role in the place of ECS's own": [
    [{ role: 'ecsServiceRole' }, WITH_ROLE],
    [
      {
        ...{ role: 'ecsServiceRole', taskDefinition: 'bridged', networkConfiguration: undefined, launchType: 'EC2' },
        serviceRegistries: [{ registryArn: 'arn:aws:servicediscovery:ap-south-1:123456789012:service/srv-1' }],
      },
      WITH_ROLE,
    ],
  ],
  'a task role for ECS Exec': [[{ enableExecuteCommand: true }, NO_ROLE('created')]],
  'no strategy of places on Fargate': [
    [{ placementStrategy: [{ type: 'random' }] }, 'Placement strategies are not supported with FARGATE launch type.'],
  ],
  'no platform version of EC2': [
    [
      {
        ...{ launchType: 'EC2', taskDefinition: 'bridged', networkConfiguration: undefined },
        platformVersion: 'LATEST',
      },
      'The platform version must be null when specifying an EC2 launch type.',
    ],
  ],
  'strategies of places that there are': [
    [{ ...BRIDGED, placementStrategy: Array(6).fill({ type: 'random' }) }, 'Maximum number of strategies is 5.'],
    [{ ...BRIDGED, placementStrategy: [{ type: 'binpack', field: 'disk' }] }, "binpack field 'disk' is invalid."],
    [{ ...BRIDGED, placementStrategy: [{ type: 'random', field: 'cpu' }] }, 'random field should not be specified.'],
  ],
  'constraints of places that there are': [
    [
      { ...BRIDGED, placementConstraints: [{ type: 'distinctInstance', expression: 'x' }] },
      'distinctInstance expression should not be specified.',
    ],
  ],
  'room for what balances between zones': [
    [
      {
        availabilityZoneRebalancing: 'ENABLED',
        deploymentConfiguration: { minimumHealthyPercent: 0, maximumPercent: 100 },
      },
      "The service couldn't be created because Availability Zone Rebalancing does not support maximumPercent <= 100 % as deployment configuration.",
    ],
  ],
  'one service registry': [
    [{ serviceRegistries: [registry(1), registry(2)] }, 'service registries can have at most 1 items.'],
  ],
  'one alias of a Service Connect service': [
    [
      {
        serviceConnectConfiguration: {
          enabled: true,
          services: [{ portName: 'http', clientAliases: [{ port: 80 }, { port: 81 }] }],
        },
      },
      '2 clientAliases exceeds the max limit of 1',
    ],
  ],
  'no constraints of places on Fargate': [
    [
      { placementConstraints: [{ type: 'distinctInstance' }] },
      'Placement constraints are not supported with FARGATE launch type.',
    ],
  ],
}

interface Groups {
  readonly blue: string
  readonly green: string
  /** No load balancer leads there. */
  readonly alone: string
  readonly instances: string
  /** Rules that lead to blue and green, and to blue. */
  readonly both: string
  readonly one: string
}
type Unbalanced = readonly [balancers: readonly LoadBalancer[], words: string, more?: Partial<CreateServiceRequest>]

const UNBALANCED: Readonly<
  Record<
    string,
    (
      groups: Groups,
      shifted: (change: AdvancedConfiguration, more?: LoadBalancer) => LoadBalancer,
      listener: (rule: string) => string,
    ) => readonly Unbalanced[]
  >
> = {
  'few load balancers': ({ blue }) => [
    [Array(6).fill({ targetGroupArn: blue }), 'load balancers can have at most 5 items.'],
  ],
  'a target group or a load balancer of old': ({ blue }) => [
    [[{ targetGroupArn: blue, loadBalancerName: 'old' }], 'loadBalancerName and targetGroupArn cannot both be'],
  ],
  'one generation of load balancers': ({ blue }) => [
    [[{ targetGroupArn: blue }, { loadBalancerName: 'old' }], 'All loadBalancers must be strictly either ELBv1'],
  ],
  'no advanced configuration of a load balancer of old': () => [
    [[{ loadBalancerName: 'old', advancedConfiguration: {} }], 'is not allowed with ELBv1 loadBalancers'],
  ],
  'no load balancer of old on Fargate': () => [
    [[{ loadBalancerName: 'old' }], 'Classic Load Balancers are not supported with Fargate.'],
  ],
  'target groups that there are': ({ blue }) => [
    [[{ targetGroupArn: `${blue}0` }], 'The specified target group does not exist. Target group: arn'],
    [[{}], 'The specified target group does not exist.'],
  ],
  'target groups that awsvpc can use': ({ instances }) => [
    [[{ targetGroupArn: instances }], 'has target type instance, which is incompatible with the awsvpc'],
  ],
  'target groups that a load balancer routes to': ({ blue, alone }) => [
    [[{ targetGroupArn: alone }], `The target group with targetGroupArn ${alone} does not have an associated load`],
    [[{ targetGroupArn: blue }, { targetGroupArn: alone }], 'does not have an associated load balancer.'],
  ],
  'containers that there are': ({ blue }) => [
    [[{ targetGroupArn: blue, containerName: 'nope' }], 'The container nope does not exist in the task definition.'],
  ],
  'container ports that there are': ({ blue }) => [
    [[{ targetGroupArn: blue, containerPort: 81 }], 'The container app did not have a container port 81 defined.'],
  ],
  'advanced configuration of all or of none': ({ green }, shifted) => [
    [[shifted({}), { targetGroupArn: green }], 'Either all or none of the provided loadBalancers must have'],
  ],
  'target groups once each': ({ blue }, shifted) => [
    [[shifted({ alternateTargetGroupArn: blue })], `Duplicate targetGroupArn found: ${blue}`],
    [[shifted({}), shifted({ alternateTargetGroupArn: undefined })], `Duplicate targetGroupArn found: ${blue}`],
  ],
  'alternate target groups that there are': (_, shifted) => [
    [[shifted({ alternateTargetGroupArn: 'arn:none' })], 'The specified alternate target group does not exist.'],
  ],
  'the form of listener rules': ({ both }, shifted, listener) => [
    [
      [shifted({ productionListenerRule: listener(both) })],
      `productionListenerRule has an invalid ARN format. Must be RuleArn for ALB or ListenerArn for NLB. Got: ${listener(both)}`,
    ],
    [[shifted({ testListenerRule: 'rule' })], 'testListenerRule has an invalid ARN format.'],
  ],
  'listener rules of their own': ({ both }, shifted) => [
    [
      [shifted({ testListenerRule: both })],
      `The following rules cannot be used as both production and test listener rules: ${both}`,
    ],
  ],
  'listener rules that there are': ({ both }, shifted) => [
    [[shifted({ productionListenerRule: `${both}0` })], `The productionListenerRule does not exist: ${both}0`],
    [[shifted({ testListenerRule: `${both}0` })], 'The testListenerRule does not exist'],
  ],
  'a test rule where production leads to one target group': ({ one }, shifted) => [
    [
      [shifted({ productionListenerRule: one })],
      'For Application LoadBalancer, testListenerRule is required when productionListenerRule is not associated with both targetGroup and alternateTargetGroup',
    ],
  ],
}

const PERCENTAGES: readonly (readonly [least: number | undefined, most: number | undefined, words: string])[] = [
  [100, 100, 'Both maximumPercent and minimumHealthyPercent cannot be 100 as this will block deployments.'],
  [undefined, 100, 'Both maximumPercent and minimumHealthyPercent cannot be 100'],
  [101, 200, 'minimumHealthyPercent must be at most 100'],
  [0, 99, 'maximumPercent must be at least 100'],
]
test.each(PERCENTAGES)('percentages of %s and %s are refused', async (least, most, words) => {
  const deploymentConfiguration = { minimumHealthyPercent: least, maximumPercent: most }
  await expect(create({ deploymentConfiguration })).rejects.toThrow(words)
  await create({})
  await expect(update({ deploymentConfiguration })).rejects.toThrow(words)
})

const rows = Object.entries(REFUSED).flatMap(([rule, cases]) =>
  cases.map(([input, words]) => [rule, input, words] as const),
)

test.each(rows)('%s: %j is refused', async (_, input, words) => {
  await expect(create(input)).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: expect.stringContaining(words),
  })
  expect(stage.emulator.world.services).toEqual({})
})

test('every rule has a row', () => {
  expect(Object.keys(REFUSED).sort()).toEqual(SERVICE_RULES.map(({ name }) => name).sort())
  expect(Object.keys(UNBALANCED).sort()).toEqual(BALANCER_RULES.map(({ name }) => name).sort())
})

describe('load balancers', () => {
  const ROLE = 'arn:aws:iam::123456789012:role/elb'
  const balancer = { containerName: 'app', containerPort: 8080 }
  let groups: Groups
  beforeEach(async () => {
    const [blue, green] = [await stage.targetGroup({ name: 'blue' }), await stage.targetGroup({ name: 'green' })]
    const alone = { Name: 'alone', Port: 80, Protocol: 'HTTP', TargetType: 'ip' } as const
    const { TargetGroups = [] } = await stage.elb.send(new CreateTargetGroupCommand(alone))
    groups = {
      ...{ blue, green, alone: TargetGroups[0]?.TargetGroupArn ?? '' },
      instances: await stage.targetGroup({ name: 'instances', typed: false }),
      both: await stage.rule(blue, green),
      one: await stage.rule(blue),
    }
  })
  const listener = (rule: string) => rule.replace(':listener-rule/', ':listener/').replace(/\/[^/]+$/, '')
  /** To blue, and with what is there to green. */
  const shifted = (change: AdvancedConfiguration, more: LoadBalancer = {}): LoadBalancer => ({
    ...{ ...balancer, targetGroupArn: groups.blue, ...more },
    advancedConfiguration: {
      ...{ alternateTargetGroupArn: groups.green, productionListenerRule: groups.both, roleArn: ROLE },
      ...change,
    },
  })
  const make = (name: string) => UNBALANCED[name]?.(groups, shifted, listener) ?? []

  test.each(Object.keys(UNBALANCED))('%s', async name => {
    for (const [loadBalancers, words, more = {}] of make(name))
      await expect(
        create({ loadBalancers: loadBalancers.map(one => ({ ...balancer, ...one })), ...more }),
      ).rejects.toMatchObject({ name: 'InvalidParameterException', message: expect.stringContaining(words) })
    expect(stage.emulator.world.services).toEqual({})
  })

  test.each<[string, () => LoadBalancer]>([
    ['a rule that leads to both', () => shifted({})],
    ['a rule for each', () => shifted({ productionListenerRule: groups.one, testListenerRule: groups.both })],
    ['nothing but the target group', () => ({ ...balancer, targetGroupArn: groups.green })],
  ])('taken: %s', async (_, balanced) => {
    await expect(create({ loadBalancers: [balanced()] })).resolves.toBeDefined()
  })

  test('those of a service are not looked up again where an update does not name them', async () => {
    await create({ loadBalancers: [{ ...balancer, targetGroupArn: groups.blue }] })
    stage.emulator.world.listeners = {}
    await expect(update({ forceNewDeployment: true })).resolves.toBeDefined()
    await expect(update({ loadBalancers: [{ ...balancer, targetGroupArn: groups.green }] })).rejects.toThrow(
      `The target group with targetGroupArn ${groups.green} does not have an associated load balancer.`,
    )
  })
})

test('ECS Exec without a task role is refused of an update as well, with a new deployment and without one', async () => {
  await create({})
  for (const more of [{}, { forceNewDeployment: true }])
    await expect(update({ enableExecuteCommand: true, ...more })).rejects.toThrow(NO_ROLE('updated'))
  await expect(update({ enableExecuteCommand: false })).resolves.toBeDefined()
  expect((await stage.service()).deployments).toHaveLength(1)
})

test('constraints of places are taken by an update on Fargate, as AWS was seen to take them', async () => {
  await create({})
  await expect(update({ placementConstraints: [{ type: 'distinctInstance' }] })).resolves.toBeDefined()
})

test('a role is taken where one load balancer leads to the bridge', async () => {
  const bridged = { taskDefinition: 'bridged', networkConfiguration: undefined, launchType: 'EC2' } as const
  await expect(create({ ...bridged, role: 'ecsServiceRole' })).resolves.toMatchObject({
    service: { roleArn: 'arn:aws:iam::123456789012:role/ecsServiceRole' },
  })
})

test('a token that is given again with another request creates nothing, and tells nothing of the first', async () => {
  const first = await create({ clientToken: 'once' })
  await expect(create({ clientToken: 'once' })).resolves.toMatchObject({
    service: { serviceArn: first.service?.serviceArn },
  })
  for (const other of [{ desiredCount: 2 }, { tags: [{ key: 'a', value: 'b' }] }, { clientToken: 'twice' }])
    await expect(create({ clientToken: 'once', ...other })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'Creation of service was not idempotent.',
    })
  expect(await stage.service()).toMatchObject({ desiredCount: 1 })
})

test('Windows has a platform of its own, which is told of the service, its revision and its tasks', async () => {
  const operatingSystemFamily = 'WINDOWS_SERVER_2022_CORE'
  await stage.ecs.registerTaskDefinition({
    ...{ family: 'windows', networkMode: 'awsvpc', requiresCompatibilities: ['FARGATE'], cpu: '1024', memory: '2048' },
    runtimePlatform: { operatingSystemFamily, cpuArchitecture: 'X86_64' },
    containerDefinitions: [{ name: 'app', image: 'a' }],
  })
  const windows = { taskDefinition: 'windows' }
  await expect(create({ ...windows, platformVersion: '1.4.0' })).rejects.toMatchObject({
    name: 'PlatformUnknownException',
  })
  await create(windows)
  stage.pass(120)
  const platform = { platformFamily: operatingSystemFamily, platformVersion: '1.0.0' }
  const service = await stage.service()
  expect(service).toMatchObject({ ...platform, platformVersion: 'LATEST', deployments: [platform] })
  const { taskArns } = await stage.ecs.listTasks({ cluster: CLUSTER })
  expect(await stage.ecs.describeTasks({ cluster: CLUSTER, tasks: taskArns })).toMatchObject({ tasks: [platform] })
  const serviceRevisionArns = service.currentServiceRevisions?.map(({ arn = '' }) => arn)
  expect(await stage.ecs.describeServiceRevisions({ serviceRevisionArns })).toMatchObject({
    serviceRevisions: [{ platformFamily: operatingSystemFamily }],
  })
})

test('an update may not ask for balance between zones without room for it', async () => {
  await create({ deploymentConfiguration: { minimumHealthyPercent: 0, maximumPercent: 100 } })
  await expect(update({ availabilityZoneRebalancing: 'ENABLED' })).rejects.toThrow(
    "The service couldn't be updated because Availability Zone Rebalancing does not support maximumPercent <= 100 %",
  )
  await expect(update({ availabilityZoneRebalancing: 'DISABLED' })).resolves.toBeDefined()
})

test('nor may it take the room from a service that is balanced, also by default', async () => {
  const tight = { deploymentConfiguration: { minimumHealthyPercent: 0, maximumPercent: 100 } }
  await create({})
  const words = 'because Availability Zone Rebalancing does not support maximumPercent <= 100 %'
  await expect(update(tight)).rejects.toThrow(words)
  await expect(update({ ...tight, availabilityZoneRebalancing: 'DISABLED' })).resolves.toBeDefined()
  await expect(update({ desiredCount: 1 })).resolves.toBeDefined()
})
