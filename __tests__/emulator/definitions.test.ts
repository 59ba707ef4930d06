import {
  DeregisterTaskDefinitionCommand,
  DescribeTaskDefinitionCommand,
  ListTagsForResourceCommand,
  ListTaskDefinitionsCommand,
  RegisterTaskDefinitionCommand,
  type RegisterTaskDefinitionCommandInput,
  TagResourceCommand,
} from '@aws-sdk/client-ecs'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { openStage, type Stage } from './stage.ts'

let stage: Stage
beforeEach(async () => {
  stage = await openStage()
})
afterEach(() => stage.close())

const WELL: RegisterTaskDefinitionCommandInput = {
  family: 'web',
  requiresCompatibilities: ['FARGATE'],
  networkMode: 'awsvpc',
  cpu: '256',
  memory: '512',
  executionRoleArn: 'arn:aws:iam::123456789012:role/execution',
  containerDefinitions: [{ name: 'web', image: 'public.example/nginx:1', portMappings: [{ containerPort: 80 }] }],
}
const register = (change: Partial<RegisterTaskDefinitionCommandInput>) =>
  stage.ecs.send(new RegisterTaskDefinitionCommand({ ...WELL, ...change }))
const container = (change: object) => [{ name: 'web', image: 'public.example/nginx:1', ...change }]

describe('RegisterTaskDefinition', () => {
  test('counts revisions per family and fills in what is left out', async () => {
    await register({})
    const { taskDefinition } = await register({})
    expect(taskDefinition).toMatchObject({
      taskDefinitionArn: 'arn:aws:ecs:ap-south-1:123456789012:task-definition/web:2',
      revision: 2,
      status: 'ACTIVE',
      compatibilities: ['EC2', 'FARGATE', 'MANAGED_INSTANCES'],
      containerDefinitions: [
        {
          cpu: 0,
          essential: true,
          environment: [],
          portMappings: [{ containerPort: 80, hostPort: 80, protocol: 'tcp' }],
        },
      ],
    })
    expect(taskDefinition?.registeredAt).toBeInstanceOf(Date)
  })

  test.each([
    ['no containers', { containerDefinitions: [] }, 'Container list cannot be empty.'],
    [
      'a size that Fargate does not have',
      { memory: '4096' },
      'No Fargate configuration exists for given values: 256 CPU, 4096 memory. See the Amazon ECS documentation for the valid values.',
    ],
    ['no cpu', { cpu: undefined }, "Fargate requires that 'cpu' be defined at the task level."],
    ['no memory', { memory: undefined }, "Fargate requires that 'memory' be defined at the task level."],
    ['another network mode', { networkMode: 'bridge' as const }, "Fargate only supports network mode 'awsvpc'."],
    ['no image', { containerDefinitions: [{ name: 'web' }] }, 'Container.image should not be null or empty.'],
    [
      'awslogs without an execution role',
      { executionRoleArn: undefined, containerDefinitions: container({ logConfiguration: { logDriver: 'awslogs' } }) },
      'Fargate requires task definition to have execution role ARN to support log driver awslogs.',
    ],
    [
      'an image in ECR without an execution role',
      {
        executionRoleArn: undefined,
        containerDefinitions: container({ image: '123456789012.dkr.ecr.ap-south-1.amazonaws.com/web:1' }),
      },
      'Fargate requires task definition to have execution role ARN to support ECR images.',
    ],
    [
      'secrets without an execution role',
      { executionRoleArn: undefined, containerDefinitions: container({ secrets: [{ name: 'A', valueFrom: '/a' }] }) },
      "When you are specifying container secrets, you must also specify a value for 'executionRoleArn'.",
    ],
    [
      'different host and container ports',
      { containerDefinitions: container({ portMappings: [{ containerPort: 80, hostPort: 8080 }] }) },
      'When networkMode=awsvpc, the host ports and container ports in port mappings must match.',
    ],
  ])('refuses %s', async (_name, change, message) => {
    await expect(register(change)).rejects.toMatchObject({ name: 'ClientException', message })
  })

  test.each([
    ['256', '512'],
    ['0.5 vCPU', '1 GB'],
    ['.25 vcpu', '.5 gb'],
    ['1024', '8192'],
    ['4096', '30720'],
    ['8192', '61440'],
    ['16384', '122880'],
  ])('takes %s / %s', async (cpu, memory) => {
    await expect(register({ cpu, memory })).resolves.toBeDefined()
  })
})

describe('DescribeTaskDefinition', () => {
  test('by family means the latest ACTIVE revision; tags come only when asked for', async () => {
    await register({ tags: [{ key: 'a', value: '1' }] })
    await register({})
    await stage.ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition: 'web:2' }))
    const plain = await stage.ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: 'web' }))
    expect(plain.taskDefinition).toMatchObject({ revision: 1 })
    expect(plain.tags).toBeUndefined()
    const tagged = await stage.ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: 'web', include: ['TAGS'] }))
    expect(tagged.tags).toEqual([{ key: 'a', value: '1' }])
    const gone = await stage.ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: 'web:2' }))
    expect(gone.taskDefinition).toMatchObject({ status: 'INACTIVE' })
    await expect(stage.ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: 'none' }))).rejects.toMatchObject({
      name: 'ClientException',
      message: 'Unable to describe task definition.',
    })
  })

  test('an INACTIVE revision cannot be rolled out', async () => {
    const taskDefinition = await stage.register('1.0.0')
    await stage.create({ taskDefinition, desiredCount: 0 })
    const next = await stage.register('1.1.0')
    await stage.ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition: next }))
    await expect(stage.update({ taskDefinition: next })).rejects.toMatchObject({
      message: 'TaskDefinition is inactive',
    })
  })

  test('lists newest first when asked, and tags afterwards', async () => {
    for (let i = 0; i < 11; i++) await register({})
    const { taskDefinitionArns = [] } = await stage.ecs.send(
      new ListTaskDefinitionsCommand({ familyPrefix: 'web', sort: 'DESC', maxResults: 2 }),
    )
    expect(taskDefinitionArns.map(arn => arn.split(':').at(-1))).toEqual(['11', '10'])
    const resourceArn = taskDefinitionArns[0]
    await stage.ecs.send(new TagResourceCommand({ resourceArn, tags: [{ key: 'good', value: 'yes' }] }))
    await expect(stage.ecs.send(new ListTagsForResourceCommand({ resourceArn }))).resolves.toMatchObject({
      tags: [{ key: 'good', value: 'yes' }],
    })
  })
})
