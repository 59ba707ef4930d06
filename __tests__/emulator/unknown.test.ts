/** Fields that no model knows yet: AWS is ahead of its SDKs, and what is not sent again is lost. */
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { CLUSTER, openStage, SERVICE, type Stage, ask as send } from './stage.ts'

let stage: Stage
beforeEach(async () => {
  stage = await openStage()
})
afterEach(() => stage.close())

/** As a client that knows more than the SDK. */
const ask = (operation: string, input: object) =>
  send(stage, 'ecs', { target: `AmazonEC2ContainerServiceV20141113.${operation}` }, input)

const LOGS = { 'awslogs-group': 'g', 'awslogs-region': 'r', 'awslogs-stream-prefix': 'p' }
const DEFINITION = {
  family: 'web',
  networkMode: 'awsvpc',
  requiresCompatibilities: ['FARGATE'],
  cpu: '256',
  memory: '512',
  executionRoleArn: 'arn:aws:iam::123456789012:role/execution',
  quantumConfiguration: { mode: 'X', nested: [{ of: 1 }] },
  containerDefinitions: [
    {
      name: 'web',
      image: 'public.example/nginx:1',
      fooBar: { deep: [1, null, 'two'] },
      portMappings: [{ containerPort: 80, hue: 'blue' }],
      logConfiguration: { logDriver: 'awslogs', options: LOGS, zap: true },
    },
  ],
}

test('of a task definition are given back by the answer and by DescribeTaskDefinition', async () => {
  const unknown = {
    quantumConfiguration: DEFINITION.quantumConfiguration,
    containerDefinitions: [
      {
        fooBar: { deep: [1, null, 'two'] },
        portMappings: [{ containerPort: 80, hostPort: 80, protocol: 'tcp', hue: 'blue' }],
        logConfiguration: DEFINITION.containerDefinitions[0]?.logConfiguration,
      },
    ],
  }
  const registered = await ask('RegisterTaskDefinition', { ...DEFINITION, tags: [{ key: 'a', value: 'b' }] })
  expect(registered.taskDefinition).toMatchObject(unknown)
  expect(registered.taskDefinition).not.toHaveProperty('tags')
  const described = await ask('DescribeTaskDefinition', { taskDefinition: 'web' })
  expect(described.taskDefinition).toMatchObject(unknown)
})

test('of a service are told by the service, its deployments and its revisions, and kept by an update', async () => {
  await ask('RegisterTaskDefinition', DEFINITION)
  const targetGroupArn = await stage.targetGroup()
  const balancer = { targetGroupArn, containerName: 'web', containerPort: 80 }
  const place = { cluster: CLUSTER, service: SERVICE }
  const network = { networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } } }
  const look = async () => {
    const { services } = await ask('DescribeServices', { cluster: CLUSTER, services: [SERVICE] })
    const [service] = services
    const movements = await ask('DescribeServiceDeployments', {
      serviceDeploymentArns: [service.currentServiceDeployment],
    })
    const [movement] = movements.serviceDeployments
    const revisions = await ask('DescribeServiceRevisions', {
      serviceRevisionArns: [movement.targetServiceRevision.arn],
    })
    return { service, movement, revision: revisions.serviceRevisions[0] }
  }
  const created = await ask('CreateService', {
    cluster: CLUSTER,
    serviceName: SERVICE,
    taskDefinition: 'web',
    desiredCount: 0,
    ...network,
    deploymentConfiguration: { pace: 'brisk', maximumPercent: 150 },
    loadBalancers: [{ ...balancer, zap: { a: 1 } }],
  })
  expect(created.service.deploymentConfiguration).toMatchObject({ pace: 'brisk', maximumPercent: 150 })
  expect(await look()).toMatchObject({
    service: { deploymentConfiguration: { pace: 'brisk' }, loadBalancers: [{ zap: { a: 1 } }] },
    movement: { deploymentConfiguration: { pace: 'brisk' } },
    revision: { loadBalancers: [{ zap: { a: 1 } }] },
  })
  await ask('UpdateService', { ...place, forceNewDeployment: true })
  expect(await look()).toMatchObject({
    movement: { deploymentConfiguration: { pace: 'brisk' } },
    revision: { loadBalancers: [{ zap: { a: 1 } }] },
  })
  await ask('UpdateService', {
    ...place,
    deploymentConfiguration: { minimumHealthyPercent: 50, mood: 'calm' },
    loadBalancers: [balancer],
  })
  const { service, movement, revision } = await look()
  for (const { deploymentConfiguration } of [service, movement]) {
    expect(deploymentConfiguration).toMatchObject({
      pace: 'brisk',
      mood: 'calm',
      minimumHealthyPercent: 50,
      maximumPercent: 150,
    })
  }
  expect(service.loadBalancers).toEqual([balancer])
  expect(revision.loadBalancers).toEqual([balancer])
})

test('capabilities are described with both lists, and ports of the bridge are given out later', async () => {
  const [container] = DEFINITION.containerDefinitions
  const { taskDefinition } = await ask('RegisterTaskDefinition', {
    family: 'bridged',
    containerDefinitions: [
      { ...container, memory: 128, linuxParameters: { initProcessEnabled: true, capabilities: { drop: ['ALL'] } } },
    ],
  })
  expect(taskDefinition.containerDefinitions[0]).toMatchObject({
    linuxParameters: { initProcessEnabled: true, capabilities: { add: [], drop: ['ALL'] } },
    portMappings: [{ containerPort: 80, hostPort: 0, protocol: 'tcp' }],
  })
})

test.each([
  ['more than 50', Array.from({ length: 51 }, (_, i) => ({ key: `k${i}`, value: '' })), 'less than or equal to 50'],
  ['of AWS', [{ key: 'aws:cloudformation:stack-name', value: 'x' }], 'aws: prefixed tag key names'],
  [
    'with a key twice',
    [
      { key: 'a', value: '1' },
      { key: 'A', value: '2' },
      { key: 'a', value: '3' },
    ],
    'Duplicate tag keys found: a.',
  ],
])('tags %s are refused', async (_, tags, words) => {
  await expect(ask('RegisterTaskDefinition', { ...DEFINITION, tags })).rejects.toThrow(words)
  await ask('RegisterTaskDefinition', DEFINITION)
  const resourceArn = 'arn:aws:ecs:ap-south-1:123456789012:task-definition/web:1'
  await expect(ask('TagResource', { resourceArn, tags })).rejects.toThrow('InvalidParameterException')
})
