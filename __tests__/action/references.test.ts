/** What a new revision's tasks ask for outside of ECS is looked for before anything moves. */

import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs'
import { SecretsManager } from '@aws-sdk/client-secrets-manager'
import { SSM } from '@aws-sdk/client-ssm'
import { afterEach, expect, test } from '@jest/globals'
import { log, type Stage, setStage } from './stage.ts'

let stage: Stage
afterEach(() => stage.close())

const SECRET = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop/api-AbCdEf'
const manifest = (secrets: Record<string, string>) =>
  `cluster: shop\nservices:\n  api: ${JSON.stringify({ build: 'api', secrets })}\n`
const settings = () => ({
  endpoint: stage.url,
  region: 'eu-west-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
})

test('a parameter and a secret that are not there: both in one list, and nothing is built', async () => {
  stage = await setStage({ manifest: manifest({ DB: '/shop/db', KEY: `${SECRET}:key::`, USER: '/shop/user' }) })
  await new SSM(settings()).putParameter({ Name: '/shop/user', Value: 'x', Type: 'String' })
  const run = await stage.deploy('1.0.0')
  expect(run).toMatchObject({ exitCode: 1, outputs: { outcome: 'refused' } })
  expect(run.report.failure.faults.map(({ code, what }: { code: string; what: string }) => [code, what])).toEqual([
    [
      'EVK-218',
      'service "api": the secret DB of the container api is the parameter /shop/db in eu-west-1, and there is none of that name',
    ],
    [
      'EVK-218',
      `service "api": the secret KEY of the container api is the secret shop/api in eu-west-1, and there is none of that name`,
    ],
  ])
  expect(stage.builds()).toEqual([])
  expect(await stage.requests('UpdateService')).toEqual([])
})

test('a build makes its images before they are there, by a role that may read no tasks', async () => {
  stage = await setStage({ manifest: manifest({ DB: '/shop/db', KEY: `${SECRET}:key::` }) })
  await stage.door('policy', {
    accessKeyId: 'test',
    role: 'build',
    document: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', NotAction: ['ecs:ListTasks', 'ecs:DescribeTasks'], Resource: '*' }],
    },
  })
  stage.commit('1.0.0')
  expect(await stage.run({ command: 'build' })).toMatchObject({ exitCode: 0, outputs: { outcome: 'built' } })
  expect(stage.builds()).toHaveLength(1)
  expect(await stage.requests('DescribeParameters')).toEqual([])
})

test('what is there is deployed, in either spelling, and not asked for again', async () => {
  stage = await setStage({ manifest: manifest({ DB: '/shop/db' }) })
  await new SSM(settings()).putParameter({ Name: '/shop/db', Value: 'x', Type: 'SecureString' })
  const { ARN } = await new SecretsManager(settings()).createSecret({ Name: 'shop/api', SecretString: '{"key":"1"}' })
  stage.write({ 'evenkeel.yml': manifest({ DB: '/shop/db', KEY: `${ARN}:key::` }) })
  expect(await stage.deploy('1.0.0')).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed' } })
  expect(await stage.requests('DescribeParameters')).toHaveLength(1)
  expect(await stage.requests('DescribeSecret')).toHaveLength(1)
  stage.write({
    'evenkeel.yml': manifest({ DB: 'arn:aws:ssm:eu-west-1:123456789012:parameter/shop/db', KEY: `${ARN}:key::` }),
  })
  expect(await stage.deploy('1.1.0')).toMatchObject({ exitCode: 0 })
  expect(await stage.requests('DescribeParameters')).toHaveLength(1)
  expect(await stage.requests('GetSecretValue')).toEqual([])
})

test('a log group that a task definition of the repository names, and that is not there', async () => {
  const template = {
    ...{ family: 'api', networkMode: 'awsvpc', requiresCompatibilities: ['FARGATE'], cpu: '256', memory: '512' },
    executionRoleArn: 'arn:aws:iam::123456789012:role/execution',
    containerDefinitions: [
      {
        ...{ name: 'api', image: 'x', essential: true },
        logConfiguration: {
          logDriver: 'awslogs',
          options: { 'awslogs-group': '/ecs/new', 'awslogs-region': 'eu-west-1', 'awslogs-stream-prefix': 'ecs' },
        },
      },
    ],
  }
  stage = await setStage({ manifest: 'cluster: shop\nservices:\n  api: { build: api, task-definition: task.json }\n' })
  stage.write({ 'task.json': JSON.stringify(template) })
  const run = await stage.deploy('1.0.0')
  expect(run).toMatchObject({ exitCode: 1, outputs: { outcome: 'refused' } })
  expect(log(run)).toContain('the log of the container api is the log group /ecs/new in eu-west-1')
  // one that only begins so is another
  const logs = new CloudWatchLogs(settings())
  await logs.createLogGroup({ logGroupName: '/ecs/new-one' })
  expect((await stage.run()).outputs.outcome).toBe('refused')
  await logs.createLogGroup({ logGroupName: '/ecs/new' })
  expect((await stage.run()).outputs.outcome).toBe('deployed')
})

test.each([
  ['may not be looked for', { denied: ['ssm:DescribeParameters'] }],
  ['is not told', { fault: { operation: 'DescribeParameters', kind: 'throttle', times: null } }],
  ['is refused to be told', { fault: { operation: 'DescribeParameters', kind: 'unknown-error', times: null } }],
])(
  'what %s is not known, and keeps nobody from deploying',
  async (_, { denied, fault }: { denied?: string[]; fault?: object }) => {
    stage = await setStage({ manifest: manifest({ DB: '/shop/db' }) })
    await new SSM(settings()).putParameter({ Name: '/shop/db', Value: 'x', Type: 'String' })
    if (fault) await stage.door('faults', fault)
    const Statement = [{ Effect: 'Allow', NotAction: denied ?? ['ec2:*'], Resource: '*' }]
    await stage.door('policy', { accessKeyId: 'test', role: 'deploy', document: { Version: '2012-10-17', Statement } })
    expect(await stage.deploy('1.0.0')).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed' } })
  },
)
