/** Logs, secrets, Service Connect, and the small neighbours. */
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs'
import { CreateServiceCommand, DescribeTasksCommand, ListTasksCommand } from '@aws-sdk/client-ecs'
import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { namesFor } from '../../src/emulator/scheduler/connect.ts'
import { resolveSecrets } from '../../src/emulator/scheduler/secrets.ts'
import { CLUSTER, openStage, type Stage } from './stage.ts'

let stage: Stage
beforeEach(async () => {
  stage = await openStage()
})
afterEach(() => stage.close())

const LOGS = {
  logConfiguration: {
    logDriver: 'awslogs' as const,
    options: { 'awslogs-group': '/ecs/api', 'awslogs-stream-prefix': 'ecs', 'awslogs-region': 'ap-south-1' },
  },
}

async function stopped(): Promise<{ stoppedReason?: string | undefined; stopCode?: string | undefined }[]> {
  const { taskArns = [] } = await stage.ecs.send(new ListTasksCommand({ cluster: CLUSTER, desiredStatus: 'STOPPED' }))
  return (await stage.ecs.send(new DescribeTasksCommand({ cluster: CLUSTER, tasks: taskArns }))).tasks ?? []
}

async function secretsManager(operation: string, input: object): Promise<Record<string, string>> {
  const response = await fetch(stage.emulator.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `secretsmanager.${operation}`,
      authorization: 'AWS4-HMAC-SHA256 Credential=test/20260101/ap-south-1/secretsmanager/aws4_request',
    },
    body: JSON.stringify(input),
  })
  return (await response.json()) as Record<string, string>
}

describe('logs', () => {
  test('stand in prefix/container/taskId', async () => {
    const logs = new CloudWatchLogsClient(stage.settings)
    await logs.send(new CreateLogGroupCommand({ logGroupName: '/ecs/api' }))
    await stage.fates({ match: {}, behaviour: 'healthy', logs: ['hello', '::error::x'] })
    await stage.create({ taskDefinition: await stage.register('1.0.0', LOGS), desiredCount: 1 })
    stage.pass(60)
    const { taskArns } = await stage.ecs.send(new ListTasksCommand({ cluster: CLUSTER }))
    const logStreamName = `ecs/app/${taskArns?.[0]?.split('/').at(-1)}`
    const got = await logs.send(
      new GetLogEventsCommand({ logGroupName: '/ecs/api', logStreamName, startFromHead: true }),
    )
    expect(got.events?.map(({ message }) => message)).toEqual(['hello', '::error::x'])
    const found = await logs.send(new FilterLogEventsCommand({ logGroupName: '/ecs/api', filterPattern: 'error' }))
    expect(found.events).toMatchObject([{ logStreamName, message: '::error::x' }])
    const last = await logs.send(new GetLogEventsCommand({ logGroupName: '/ecs/api', logStreamName, limit: 1 }))
    expect(last.events?.map(({ message }) => message)).toEqual(['::error::x'])
    logs.destroy()
  })

  test('a missing log group keeps the task from starting', async () => {
    await stage.create({ taskDefinition: await stage.register('1.0.0', LOGS), desiredCount: 1 })
    stage.pass(60)
    expect((await stopped())[0]).toMatchObject({
      stopCode: 'TaskFailedToStart',
      stoppedReason: expect.stringContaining('The specified log group does not exist'),
    })
  })
})

describe('secrets', () => {
  test('come from parameters, secrets and their JSON keys', async () => {
    const ssm = new SSMClient(stage.settings)
    await ssm.send(new PutParameterCommand({ Name: '/shop/url', Value: 'redis://x', Type: 'SecureString' }))
    await expect(ssm.send(new GetParameterCommand({ Name: '/shop/url', WithDecryption: true }))).resolves.toMatchObject(
      {
        Parameter: { Value: 'redis://x', Version: 1 },
      },
    )
    ssm.destroy()
    const { ARN = '' } = await secretsManager('CreateSecret', {
      Name: 'db',
      SecretString: '{"password":"p","port":5432}',
    })
    expect(await secretsManager('GetSecretValue', { SecretId: 'db' })).toMatchObject({ ARN })
    const found = resolveSecrets(stage.emulator.world, {
      containerDefinitions: [
        {
          name: 'app',
          secrets: [
            { name: 'URL', valueFrom: '/shop/url' },
            { name: 'URL2', valueFrom: 'arn:aws:ssm:ap-south-1:123456789012:parameter/shop/url' },
            { name: 'ALL', valueFrom: ARN },
            { name: 'PASSWORD', valueFrom: `${ARN}:password::` },
            { name: 'PORT', valueFrom: `${ARN.slice(0, -7)}:port::` },
          ],
        },
      ],
    })
    expect(found.values?.app).toEqual({
      URL: 'redis://x',
      URL2: 'redis://x',
      ALL: '{"password":"p","port":5432}',
      PASSWORD: 'p',
      PORT: '5432',
    })
    const asked = stage.emulator.ledger.list().filter(({ service }) => service !== 'ecs')
    expect(JSON.stringify(asked)).not.toMatch(/redis:\/\/x|password/)
  })

  test.each([
    [
      '/none',
      'unable to retrieve secrets from ssm: service call has been retried 1 time(s): invalid ssm parameters: /none',
    ],
    [
      'arn:aws:secretsmanager:ap-south-1:123456789012:secret:none-abcdef',
      "ResourceNotFoundException: Secrets Manager can't find the specified secret.",
    ],
  ])('that are missing keep the task from starting: %s', async (valueFrom, reason) => {
    const taskDefinition = await stage.register('1.0.0', { secrets: [{ name: 'A', valueFrom }] })
    await stage.create({ taskDefinition, desiredCount: 1 })
    stage.pass(60)
    const [task] = await stopped()
    expect(task?.stoppedReason).toMatch(/^ResourceInitializationError: unable to pull secrets or registry auth: /)
    expect(task?.stoppedReason).toContain(reason)
  })
})

describe('Service Connect', () => {
  test('a task knows the endpoints of its namespace that exist when it starts', async () => {
    const taskDefinition = await stage.register('1.0.0')
    const serviceConnectConfiguration = (dnsName?: string) => ({
      enabled: true,
      ...(dnsName && {
        services: [{ portName: 'http', discoveryName: dnsName, clientAliases: [{ port: 5000, dnsName }] }],
      }),
    })
    const create = (serviceName: string, dnsName?: string) =>
      stage.ecs.send(
        new CreateServiceCommand({
          cluster: CLUSTER,
          serviceName,
          taskDefinition,
          launchType: 'FARGATE',
          desiredCount: 1,
          networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } },
          serviceConnectConfiguration: serviceConnectConfiguration(dnsName),
        }),
      )
    await create('front')
    const { world } = stage.emulator
    const front = Object.values(world.services).find(({ name }) => name === 'front')
    expect(namesFor(world, front)).toEqual([])
    await create('flask-app', 'flask-app')
    expect(namesFor(world, front)).toEqual([
      { dnsName: 'flask-app', port: 5000, endpoint: 'flask-app', namespace: 'shop.local' },
    ])
    stage.pass(60)
    expect(Object.values(world.tasks).flatMap(({ connected }) => connected)).toEqual([
      { namespace: 'shop.local', endpoint: 'flask-app' },
    ])
    await expect(
      stage.create({
        taskDefinition,
        serviceConnectConfiguration: { enabled: true, services: [{ portName: 'none' }] },
      }),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' })
  })
})

test('STS says who is asking', async () => {
  const sts = new STSClient(stage.settings)
  await expect(sts.send(new GetCallerIdentityCommand({}))).resolves.toMatchObject({ Account: '123456789012' })
  sts.destroy()
})
