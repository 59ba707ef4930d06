/** What is described of what was given: a case for each row of described.json, through the real SDK. */
import {
  type CreateServiceCommandInput,
  DescribeTaskDefinitionCommand,
  PutClusterCapacityProvidersCommand,
  RegisterTaskDefinitionCommand,
} from '@aws-sdk/client-ecs'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { added } from '../../infra/tests/described/added.mjs'
import { described, ROWS } from '../../src/emulator/services/ecs/described.ts'
import { type Document, isSame } from '../../src/revision/document.ts'
import { CLUSTER, openStage, type Stage } from './stage.ts'

let stage: Stage
beforeEach(async () => {
  stage = await openStage()
})
afterEach(() => stage.close())

/** What is given, what is described of it then, and what is described as it was given. */
type Case = readonly [given: object, described: object, whole?: object]

const container = (change: object): object => ({ containerDefinitions: [{ name: 'web', image: 'nginx', ...change }] })
const port = (change: object): object => container({ portMappings: [{ containerPort: 80, ...change }] })
const absent = (keys: readonly string[]): object => Object.fromEntries(keys.map(key => [key, undefined]))
const asGiven = (name: string): readonly string[] => ROWS.taskDefinition.find(row => row.name === name)?.asGiven ?? []

/** Of a value what the other one has, and nothing for what it has as undefined. */
function asIn(wanted: unknown, value: unknown): unknown {
  if (typeof wanted !== 'object' || wanted === null) return value
  if (Array.isArray(wanted) && wanted.length !== (value as unknown[])?.length) return value
  const pick = ([key, each]: [string, unknown]) => [key, asIn(each, (value as Record<string, unknown>)?.[key])] as const
  return Array.isArray(wanted)
    ? Object.entries(wanted).map(each => pick(each)[1])
    : Object.fromEntries(Object.entries(wanted).map(pick))
}

const FARGATE = { networkMode: 'awsvpc', requiresCompatibilities: ['FARGATE'], cpu: '256', memory: '512' }
const EC2 = { requiresCompatibilities: ['EC2'], memory: '512' }

const DEFINITIONS: Readonly<Record<string, Case>> = {
  'cpu of a container': [{}, container({ cpu: 0 }), container({ cpu: 64 })],
  essential: [{}, container({ essential: true })],
  'empty lists of a container': [
    {},
    container({ environment: [], mountPoints: [], volumesFrom: [], portMappings: [] }),
    // In the order in which they were given.
    container({ environment: ['B', 'A', 'C'].map(name => ({ name, value: '' })) }),
  ],
  'empty system controls': [{}, container({ systemControls: [] })],
  'hostPort of awsvpc and host': [port({ hostPort: 0 }), port({ hostPort: 80 }), port({ hostPort: 80 })],
  'hostPort of the bridge': [{ ...EC2, ...port({}) }, port({ hostPort: 0 }), { ...EC2, ...port({ hostPort: 8080 }) }],
  'protocol of a port': [port({}), port({ protocol: 'tcp' }), port({ protocol: 'udp' })],
  'times and tries of a health check': [
    container({ healthCheck: { command: ['CMD', 'true'] } }),
    container({ healthCheck: { interval: 30, timeout: 5, retries: 3, startPeriod: undefined } }),
    container({ healthCheck: { command: ['CMD', 'true'], interval: 7, timeout: 4, retries: 2, startPeriod: 9 } }),
  ],
  'capabilities of nothing': [
    container({ linuxParameters: { initProcessEnabled: true, capabilities: {} } }),
    container({ linuxParameters: { initProcessEnabled: true, capabilities: undefined } }),
  ],
  'both lists of capabilities': [
    container({ linuxParameters: { capabilities: { drop: ['ALL'] } } }),
    container({ linuxParameters: { capabilities: { add: [], drop: ['ALL'] } } }),
    container({ linuxParameters: { capabilities: { add: ['SYS_PTRACE'], drop: ['ALL'] } } }),
  ],
  'empty lists of the task': [{}, { volumes: [], placementConstraints: [] }, { volumes: [{ name: 'tmp' }] }],
  'root of a file system': [
    { volumes: [{ name: 'v', efsVolumeConfiguration: { fileSystemId: 'fs-1' } }] },
    { volumes: [{ name: 'v', efsVolumeConfiguration: { fileSystemId: 'fs-1', rootDirectory: '/' } }] },
    { volumes: [{ name: 'v', efsVolumeConfiguration: { fileSystemId: 'fs-1', rootDirectory: '/data' } }] },
  ],
  'what stays away where it was not given': [
    {},
    absent(asGiven('what stays away where it was not given')),
    {
      runtimePlatform: { cpuArchitecture: 'ARM64' },
      ephemeralStorage: { sizeInGiB: 30 },
      enableFaultInjection: false,
    },
  ],
  'what a container does not get where it was not given': [
    {},
    container(absent(asGiven('what a container does not get where it was not given'))),
    container({ environmentFiles: [], ulimits: [], dockerLabels: { a: 'b' }, readonlyRootFilesystem: false }),
  ],
  'no secret options': [
    container({ logConfiguration: { logDriver: 'splunk', options: { 'splunk-url': 'u' } } }),
    container({
      logConfiguration: { logDriver: 'splunk', options: { 'splunk-url': 'u' }, secretOptions: undefined },
    }),
    container({ logConfiguration: { logDriver: 'splunk', secretOptions: [] } }),
  ],
}

describe('a task definition', () => {
  const register = async (change: object) => {
    // biome-ignore lint/suspicious/noExplicitAny: as loose as a case of the table.
    const input: any = { family: 'web', ...container({}), ...change }
    if (input.requiresCompatibilities === undefined) Object.assign(input, FARGATE)
    const { taskDefinition } = await stage.ecs.send(new RegisterTaskDefinitionCommand(input))
    return taskDefinition
  }

  test('has a case for each row that is carried out', () => {
    expect(Object.keys(DEFINITIONS).sort()).toEqual(names('taskDefinition'))
  })

  test.each(Object.entries(DEFINITIONS))('%s', async (_, [given, wanted, whole = {}]) => {
    const registered = await register(given)
    expect(asIn(wanted, registered)).toEqual(wanted)
    const { taskDefinition } = await stage.ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: 'web' }))
    expect(taskDefinition).toEqual(registered)
    expect(asIn(whole, await register(whole))).toEqual(whole)
  })

  test.each<[string, object]>([
    ...Object.entries(DEFINITIONS).flatMap(([name, [given, , whole]]): [string, object][] => [
      [name, given],
      ...(whole ? [[`${name}, given`, whole] as [string, object]] : []),
    ]),
    ['a port of the host that is 0', port({ hostPort: 0 })],
    ['a port of the host that is 0, on the bridge', { ...EC2, ...port({ hostPort: 0 }) }],
    ['roles by their names', { taskRoleArn: 'app', executionRoleArn: 'team/execution' }],
    ['sizes in words', { cpu: '0.25 vCPU', memory: '0.5 GB' }],
  ])('a release finds what it would register in what is described of it: %s', async (_, given) => {
    const registered = await register(given)
    const { taskDefinitionArn: _arn, revision: _revision, status: _status, ...definition } = registered ?? {}
    const whole = { family: 'web', ...container({}), ...given } as Document
    const asked = 'requiresCompatibilities' in given ? whole : { ...FARGATE, ...whole }
    expect(isSame(asked as Document, { definition, raw: definition, tags: [] })).toBe(true)
    const other = { ...asked, containerDefinitions: [{ name: 'web', image: 'another' }] } as Document
    expect(isSame(other, { definition, raw: definition, tags: [] })).toBe(false)
  })

  test('requires what its members ask of a container instance', async () => {
    const requires = async (change: object) =>
      (await register({ executionRoleArn: 'arn:aws:iam::123456789012:role/execution', ...change }))?.requiresAttributes
    expect(await requires({})).toEqual([
      { name: 'com.amazonaws.ecs.capability.docker-remote-api.1.18' },
      { name: 'ecs.capability.task-eni' },
    ])
    const image = '123456789012.dkr.ecr.ap-south-1.amazonaws.com/web:1'
    const secrets = [
      { name: 'A', valueFrom: 'arn:aws:secretsmanager:ap-south-1:123456789012:secret:a' },
      { name: 'B', valueFrom: '/b' },
    ]
    expect(await requires(container({ image, secrets, healthCheck: { command: ['CMD', 'true'] } }))).toEqual(
      [
        'com.amazonaws.ecs.capability.ecr-auth',
        'ecs.capability.secrets.asm.environment-variables',
        'ecs.capability.secrets.ssm.environment-variables',
        'ecs.capability.container-health-check',
        'ecs.capability.execution-role-ecr-pull',
        'com.amazonaws.ecs.capability.docker-remote-api.1.18',
        'ecs.capability.task-eni',
        'com.amazonaws.ecs.capability.docker-remote-api.1.29',
      ].map(name => ({ name })),
    )
  })

  test('is described here as in the test of infra/, row by row', () => {
    for (const [, [given]] of Object.entries(DEFINITIONS)) {
      const definition = { networkMode: 'awsvpc', ...container({}), ...given }
      const there = structuredClone(definition)
      for (const { name, unverified, asGiven } of ROWS.taskDefinition) {
        if (!unverified && !asGiven) added[name]?.(there)
      }
      expect(there).toEqual(described('taskDefinition', definition))
    }
  })
})

const balancer = { containerName: 'app', containerPort: 8080 }
const strategy = (configuration: object): object => ({
  deploymentConfiguration: { strategy: 'BLUE_GREEN', ...configuration },
})

const SERVICES: Readonly<Record<string, Case>> = {
  'a deployment configuration': [{}, { deploymentConfiguration: { alarms: undefined, lifecycleHooks: undefined } }],
  'a rolling deployment': [
    {},
    {
      deploymentConfiguration: {
        strategy: 'ROLLING',
        maximumPercent: 200,
        minimumHealthyPercent: 100,
        bakeTimeInMinutes: 0,
      },
    },
    { deploymentConfiguration: { maximumPercent: 150, minimumHealthyPercent: 50, bakeTimeInMinutes: 1 } },
  ],
  'a breaker that is off': [
    {},
    { deploymentConfiguration: { deploymentCircuitBreaker: { enable: false, rollback: false } } },
    { deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: false } } },
  ],
  'how a breaker counts': [
    { deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } } },
    {
      deploymentConfiguration: {
        deploymentCircuitBreaker: {
          enable: true,
          resetOnHealthyTask: true,
          thresholdConfiguration: { type: 'BOUNDED_PERCENT', value: 50 },
        },
      },
    },
    {
      deploymentConfiguration: {
        deploymentCircuitBreaker: {
          enable: true,
          rollback: true,
          resetOnHealthyTask: false,
          thresholdConfiguration: { type: 'COUNT', value: 5 },
        },
      },
    },
  ],
  'a hook': [
    { deploymentConfiguration: { lifecycleHooks: [{ targetType: 'PAUSE', lifecycleStages: ['POST_SCALE_UP'] }] } },
    {
      deploymentConfiguration: {
        lifecycleHooks: [{ targetType: 'PAUSE', timeoutConfiguration: { action: 'ROLLBACK', timeoutInMinutes: 1440 } }],
      },
    },
    {
      deploymentConfiguration: {
        lifecycleHooks: [
          {
            targetType: 'PAUSE',
            lifecycleStages: ['POST_SCALE_UP'],
            timeoutConfiguration: { action: 'CONTINUE', timeoutInMinutes: 5 },
          },
        ],
      },
    },
  ],
  'early success that is off': [
    { deploymentConfiguration: { earlySuccessCriteria: { enable: false } } },
    {
      deploymentConfiguration: {
        earlySuccessCriteria: { enable: false, healthyPercent: 100, sourceServiceRevisionCleanup: 'BLOCKING' },
      },
    },
    {
      deploymentConfiguration: {
        earlySuccessCriteria: { enable: true, healthyPercent: 100, sourceServiceRevisionCleanup: 'DEFERRED' },
      },
    },
  ],
  'steps of a linear deployment': [
    strategy({ strategy: 'LINEAR', linearConfiguration: {} }),
    { deploymentConfiguration: { linearConfiguration: { stepPercent: 10, stepBakeTimeInMinutes: 6 } } },
    strategy({ strategy: 'LINEAR', linearConfiguration: { stepPercent: 50, stepBakeTimeInMinutes: 1 } }),
  ],
  'steps of a canary deployment': [
    strategy({ strategy: 'CANARY', canaryConfiguration: {} }),
    { deploymentConfiguration: { canaryConfiguration: { canaryPercent: 5, canaryBakeTimeInMinutes: 10 } } },
    strategy({ strategy: 'CANARY', canaryConfiguration: { canaryPercent: 50, canaryBakeTimeInMinutes: 1 } }),
  ],
  'the rest of a network': [
    {},
    { networkConfiguration: { awsvpcConfiguration: { assignPublicIp: 'DISABLED' } } },
    { networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'], assignPublicIp: 'ENABLED' } } },
  ],
  'no security group of its own': [
    {},
    { networkConfiguration: { awsvpcConfiguration: { securityGroups: [] } } },
    { networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'], securityGroups: ['sg-1'] } } },
  ],
  'weight and base of a capacity provider': [
    { launchType: undefined, capacityProviderStrategy: [{ capacityProvider: 'FARGATE' }] },
    { capacityProviderStrategy: [{ capacityProvider: 'FARGATE', weight: 0, base: 0 }], launchType: undefined },
    { launchType: undefined, capacityProviderStrategy: [{ capacityProvider: 'FARGATE_SPOT', weight: 3, base: 2 }] },
  ],
  'the newest platform': [
    {},
    { platformVersion: 'LATEST', platformFamily: 'Linux', deployments: [{ platformVersion: '1.4.0' }] },
    { platformVersion: '1.4.0' },
  ],
  'empty lists of a service': [
    {},
    { loadBalancers: [], serviceRegistries: [], placementConstraints: [], placementStrategy: [], roleArn: undefined },
  ],
  'what a service has without being asked': [
    {},
    {
      enableECSManagedTags: false,
      enableExecuteCommand: false,
      propagateTags: 'NONE',
      healthCheckGracePeriodSeconds: 0,
      availabilityZoneRebalancing: 'ENABLED',
    },
    {
      enableECSManagedTags: true,
      propagateTags: 'SERVICE',
      healthCheckGracePeriodSeconds: 60,
      availabilityZoneRebalancing: 'DISABLED',
    },
  ],
  'who runs a service, and how': [
    {},
    { schedulingStrategy: 'REPLICA', deploymentController: { type: 'ECS' }, resourceManagementType: 'CUSTOMER' },
  ],
}

describe('a service', () => {
  const create = async (serviceName: string, change: object) => {
    const input: Partial<CreateServiceCommandInput> = { serviceName, desiredCount: 0, ...change }
    if (!('deploymentConfiguration' in input)) input.deploymentConfiguration = { deploymentCircuitBreaker: undefined }
    return stage.create({ taskDefinition: 'api', ...input })
  }
  beforeEach(async () => {
    await stage.register('1')
    await stage.ecs.send(
      new PutClusterCapacityProvidersCommand({
        cluster: CLUSTER,
        capacityProviders: ['FARGATE', 'FARGATE_SPOT'],
        defaultCapacityProviderStrategy: [],
      }),
    )
  })

  test('has a case for each row that is carried out', () => {
    expect(Object.keys(SERVICES).sort()).toEqual(names('service'))
  })

  test.each(Object.entries(SERVICES))('%s', async (_, [given, wanted, whole = {}]) => {
    expect(asIn(wanted, await create('api', given))).toEqual(wanted)
    expect(asIn(wanted, await stage.service())).toEqual(wanted)
    expect(asIn(whole, await create('other', whole))).toEqual(whole)
  })

  test('keeps what an update leaves out of its deployment configuration', async () => {
    const thresholdConfiguration = { type: 'COUNT', value: 5 } as const
    await create('api', {
      deploymentConfiguration: {
        maximumPercent: 150,
        deploymentCircuitBreaker: { enable: true, rollback: true, resetOnHealthyTask: false, thresholdConfiguration },
        alarms: { alarmNames: ['a'], enable: true, rollback: true },
      },
    })
    const { deploymentConfiguration } = await stage.update({
      deploymentConfiguration: {
        minimumHealthyPercent: 50,
        deploymentCircuitBreaker: { enable: true, rollback: false },
      },
    })
    expect(deploymentConfiguration).toMatchObject({
      maximumPercent: 150,
      minimumHealthyPercent: 50,
      deploymentCircuitBreaker: { enable: true, rollback: false, resetOnHealthyTask: false, thresholdConfiguration },
      alarms: { alarmNames: ['a'] },
    })
  })

  test('loses the steps of the strategy that it leaves', async () => {
    await create('api', strategy({ strategy: 'CANARY', canaryConfiguration: { canaryPercent: 50 } }))
    stage.pass(1)
    const { deploymentConfiguration } = await stage.update({ deploymentConfiguration: { strategy: 'BLUE_GREEN' } })
    expect(deploymentConfiguration).toMatchObject({ strategy: 'BLUE_GREEN' })
    expect(deploymentConfiguration?.canaryConfiguration).toBeUndefined()
  })

  test('behind a load balancer has the role of ECS', async () => {
    const targetGroupArn = await stage.targetGroup()
    expect(await create('api', { loadBalancers: [{ ...balancer, targetGroupArn }] })).toMatchObject({
      roleArn: 'arn:aws:iam::123456789012:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS',
    })
  })

  test('without a network of its own has the role that was given', async () => {
    const bridged = { family: 'bridged', containerDefinitions: [{ name: 'app', image: 'a', memory: 128 }] }
    await stage.ecs.send(new RegisterTaskDefinitionCommand(bridged))
    const place = { taskDefinition: 'bridged', launchType: 'EC2', networkConfiguration: undefined } as const
    const roleArn = 'arn:aws:iam::123456789012:role/balancing'
    expect(await create('given', { ...place, role: 'balancing' })).toMatchObject({ roleArn })
    expect(await create('given-too', { ...place, role: roleArn })).toMatchObject({ roleArn })
  })

  test.each([
    ['that may not have more tasks', { deploymentConfiguration: { maximumPercent: 100, minimumHealthyPercent: 0 } }],
    ['that is packed', { launchType: 'EC2', placementStrategy: [{ type: 'binpack', field: 'cpu' }] }],
    [
      'that is held to a zone',
      {
        launchType: 'EC2',
        placementConstraints: [{ type: 'memberOf', expression: 'attribute:ecs.availability-zone == ap-south-1a' }],
      },
    ],
  ])('%s is not rebalanced unless it asks for it', async (_, change) => {
    expect(await create('api', change)).toMatchObject({ availabilityZoneRebalancing: 'DISABLED' })
  })
})

function names(kind: keyof typeof ROWS): string[] {
  return ROWS[kind]
    .filter(({ unverified }) => !unverified)
    .map(({ name }) => name)
    .sort()
}
