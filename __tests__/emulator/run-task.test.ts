/** RunTask: what overrides make of a task, and what ECS refuses of them. */
import type { RunTaskRequest, TaskOverride } from '@aws-sdk/client-ecs'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { overridden } from '../../src/emulator/services/ecs/overridden.ts'
import { CLUSTER, type ReadyStage, ready, SERVICE } from './stage.ts'

let stage: ReadyStage
beforeEach(async () => {
  stage = await ready({
    environment: [
      { name: 'MODE', value: 'serve' },
      { name: 'KEPT', value: 'yes' },
    ],
  })
})
afterEach(() => stage.close())

const PLACE: Pick<RunTaskRequest, 'launchType' | 'networkConfiguration'> = {
  launchType: 'FARGATE',
  networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } },
}
const run = (input: Partial<RunTaskRequest>) =>
  stage.ecs.runTask({ cluster: CLUSTER, taskDefinition: stage.taskDefinition, ...PLACE, ...input })
const ROLE = 'arn:aws:iam::123456789012:role/other'

test('without overrides a task has the size and the storage of its definition, and every container is named', async () => {
  const { tasks } = await run({})
  expect(tasks).toMatchObject([
    {
      cpu: '256',
      memory: '512',
      platformVersion: '1.4.0',
      ephemeralStorage: { sizeInGiB: 20 },
      fargateEphemeralStorage: { sizeInGiB: 20 },
      overrides: { containerOverrides: [{ name: 'app' }], inferenceAcceleratorOverrides: [] },
      enableExecuteCommand: false,
    },
  ])
})

test('overrides are told, and are what the task has', async () => {
  const overrides: TaskOverride = {
    cpu: '1 vCPU',
    memory: '2GB',
    taskRoleArn: ROLE,
    executionRoleArn: ROLE,
    ephemeralStorage: { sizeInGiB: 50 },
    containerOverrides: [{ name: 'app', command: ['migrate'], cpu: 512, memory: 1024, memoryReservation: 256 }],
  }
  const { tasks } = await run({ overrides, startedBy: 'nightly', group: 'jobs', platformVersion: '1.3.0' })
  const shown = {
    cpu: '1024',
    memory: '2048',
    ephemeralStorage: { sizeInGiB: 50 },
    fargateEphemeralStorage: { sizeInGiB: 50 },
    platformVersion: '1.3.0',
    startedBy: 'nightly',
    group: 'jobs',
    overrides: { ...overrides, inferenceAcceleratorOverrides: [] },
    containers: [{ name: 'app', cpu: '512', memory: '1024', memoryReservation: '256' }],
  }
  expect(tasks).toMatchObject([shown])
  stage.pass(60)
  const described = await stage.ecs.describeTasks({ cluster: CLUSTER, tasks: [tasks?.[0]?.taskArn ?? ''] })
  expect(described.tasks).toMatchObject([{ ...shown, lastStatus: 'RUNNING' }])
})

test('the container gets the variables of both, and of two with one name the newer', () => {
  const recipe = stage.emulator.world.definitions[stage.taskDefinition]?.recipe ?? {}
  const environment = [
    { name: 'MODE', value: 'migrate' },
    { name: 'NEW', value: '1' },
  ]
  expect(overridden(recipe, { containerOverrides: [{ name: 'app', environment }] }).containerDefinitions).toMatchObject(
    [{ environment: [{ name: 'KEPT', value: 'yes' }, ...environment] }],
  )
})

describe('refused', () => {
  const app = (change: object): { overrides: TaskOverride } => ({
    overrides: { containerOverrides: [{ name: 'app', ...change }] },
  })
  test.each<[string, Partial<RunTaskRequest>, string]>([
    ['a size that there is not', { overrides: { cpu: '256', memory: '8192' } }, 'No Fargate configuration exists'],
    ['a cpu alone that does not fit', { overrides: { cpu: '1024' } }, 'No Fargate configuration exists'],
    [
      'a container larger than the task',
      app({ memory: 1024 }),
      "The 'memory' setting for container 'app' is greater than for the task.",
    ],
    [
      'too little storage',
      { overrides: { ephemeralStorage: { sizeInGiB: 5 } } },
      'EphemeralStorage size should be at least 21',
    ],
    [
      'overrides that are too long',
      app({ environment: [{ name: 'A', value: 'a'.repeat(8192) }] }),
      'Container Overrides length must be at most 8192',
    ],
    ['a role that is none', { overrides: { taskRoleArn: 'arn:aws:s3:::shop' } }, 'Role is not valid'],
    [
      'a constraint of places on Fargate',
      { placementConstraints: [{ type: 'distinctInstance' }] },
      'Placement constraints are not supported with FARGATE launch type.',
    ],
    [
      'an override for no container',
      { overrides: { containerOverrides: [{ command: ['a'] }] } },
      'Override for container named null is not a container in the TaskDefinition.',
    ],
    ['an unknown container', { overrides: { containerOverrides: [{ name: 'b' }] } }, 'Override for container named b'],
    ['tags of a service', { propagateTags: 'SERVICE' }, 'propagateTags cannot be SERVICE'],
    ['a starter that is too long', { startedBy: 'a'.repeat(129) }, 'startedBy longer than 128.'],
    ['too many', { count: 11 }, 'count must be between 1 and 10'],
    [
      'ECS Exec without a role',
      { enableExecuteCommand: true },
      'The execute command failed because a valid task role is not being used. Specify a valid task role in your task definition or as a task override and try again.',
    ],
  ])('%s', async (_, input, message) => {
    await expect(run(input)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: expect.stringContaining(message),
    })
    expect(stage.emulator.world.tasks).toEqual({})
  })

  test('a platform that there is not', async () => {
    await expect(run({ platformVersion: '9.9.9' })).rejects.toMatchObject({
      name: 'PlatformUnknownException',
      message: 'The specified platform does not exist.',
    })
  })

  test('another request with a token that is taken', async () => {
    await run({ clientToken: 'once', ...app({ command: ['a'] }) })
    await expect(run({ clientToken: 'once', ...app({ command: ['b'] }) })).rejects.toMatchObject({
      name: 'ConflictException',
    })
  })
})

test('ECS Exec with the role of an override: the agent runs as the container does', async () => {
  const { tasks } = await run({ enableExecuteCommand: true, overrides: { taskRoleArn: ROLE } })
  expect(tasks).toMatchObject([{ enableExecuteCommand: true }])
  stage.pass(60)
  const described = await stage.ecs.describeTasks({ cluster: CLUSTER, tasks: [tasks?.[0]?.taskArn ?? ''] })
  expect(described.tasks?.[0]?.containers).toMatchObject([
    { managedAgents: [{ name: 'ExecuteCommandAgent', lastStatus: 'RUNNING' }] },
  ])
})

test('tags: those of ECS, those of the definition, and those that were given', async () => {
  const { tasks } = await run({
    propagateTags: 'TASK_DEFINITION',
    enableECSManagedTags: true,
    tags: [{ key: 'team', value: 'shop' }],
  })
  expect(tasks?.[0]?.tags).toEqual([
    { key: 'aws:ecs:clusterName', value: CLUSTER },
    { key: 'evenkeel:version', value: '1.0.0' },
    { key: 'team', value: 'shop' },
  ])
  const resourceArn = tasks?.[0]?.taskArn ?? ''
  await stage.ecs.tagResource({ resourceArn, tags: [{ key: 'team', value: 'till' }] })
  const { tags } = await stage.ecs.listTagsForResource({ resourceArn })
  expect(tags).toContainEqual({ key: 'team', value: 'till' })
})

test('a Spot interruption sends SIGTERM at once, without draining, and the service starts another task', async () => {
  await stage.ecs.putClusterCapacityProviders({
    cluster: CLUSTER,
    capacityProviders: ['FARGATE_SPOT'],
    defaultCapacityProviderStrategy: [],
  })
  const targetGroupArn = await stage.targetGroup()
  await stage.create({
    taskDefinition: stage.taskDefinition,
    desiredCount: 1,
    capacityProviderStrategy: [{ capacityProvider: 'FARGATE_SPOT', weight: 1 }],
    loadBalancers: [{ targetGroupArn, containerName: 'app', containerPort: 8080 }],
  })
  stage.pass(180)
  const only = async () => (await stage.ecs.listTasks({ cluster: CLUSTER, serviceName: SERVICE })).taskArns ?? []
  const [first = ''] = await only()
  await stage.post('stop-task', { taskId: first, stopCode: 'SpotInterruption' })
  stage.pass(2)
  const described = await stage.ecs.describeTasks({ cluster: CLUSTER, tasks: [first] })
  expect(described.tasks).toMatchObject([
    { capacityProviderName: 'FARGATE_SPOT', lastStatus: 'DEPROVISIONING', stopCode: 'SpotInterruption' },
  ])
  stage.pass(120)
  expect(await only()).toEqual([expect.not.stringContaining(first)])
  expect((await stage.service()).runningCount).toBe(1)
})
