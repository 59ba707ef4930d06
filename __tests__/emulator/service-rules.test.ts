/** What ECS refuses of a service: what breaks each of the rules, through the real SDK. */
import type { CreateServiceRequest, UpdateServiceRequest } from '@aws-sdk/client-ecs'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
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
  'volumes that are configured at launch': [[{ volumeConfigurations: [EBS] }, "no volume 'data'"]],
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
  'no constraints of places on Fargate': [
    [
      { placementConstraints: [{ type: 'distinctInstance' }] },
      'Placement constraints are not supported with FARGATE launch type.',
    ],
  ],
}

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
