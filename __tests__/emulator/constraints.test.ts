/** What AWS's models forbid is refused, of every operation that is served. */

import { ApplicationAutoScaling } from '@aws-sdk/client-application-auto-scaling'
import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs'
import { ECR } from '@aws-sdk/client-ecr'
import { ECS } from '@aws-sdk/client-ecs'
import { ElasticLoadBalancingV2 } from '@aws-sdk/client-elastic-load-balancing-v2'
import { SSM } from '@aws-sdk/client-ssm'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { whole } from '../../src/emulator/constraints.ts'
import { inputOf, modelOf } from '../../src/emulator/input-model.ts'
import { SERVICES } from '../../src/emulator/services/index.ts'
import { CLUSTER, SERVICE, type Stage, settled } from './stage.ts'

let stage: Stage
let clients: ReturnType<typeof clientsOf>
beforeAll(async () => {
  stage = await settled()
  clients = clientsOf(stage)
})
afterAll(() => stage.close())

const clientsOf = ({ settings }: Stage) => ({
  ecs: new ECS(settings),
  ecr: new ECR(settings),
  logs: new CloudWatchLogs(settings),
  ssm: new SSM(settings),
  elb: new ElasticLoadBalancingV2(settings),
  scaling: new ApplicationAutoScaling(settings),
})

/** As somebody who does not use TypeScript. */
const ask = (client: keyof ReturnType<typeof clientsOf>, call: string, input: object): Promise<unknown> =>
  (clients[client] as unknown as Record<string, (input: object) => Promise<unknown>>)[call]?.(input) ??
  Promise.reject(new Error(`no ${call}`))

const PLACE = { cluster: CLUSTER, service: SERVICE }
const TARGET = {
  ServiceNamespace: 'ecs',
  ResourceId: 'service/shop/api',
  ScalableDimension: 'ecs:service:DesiredCount',
}
const COPIES = (most: number) => Array.from({ length: most }, (_, i) => `n${i}`)

describe('with the code and in the words of the service', () => {
  test.each([
    [
      'ecs',
      'runTask',
      { cluster: CLUSTER, taskDefinition: SERVICE, launchType: 'MOON' },
      'InvalidParameterException',
      "1 validation error detected: Value 'MOON' at 'launchType' failed to satisfy constraint: Member must satisfy enum value set: [EC2, FARGATE, EXTERNAL, MANAGED_INSTANCES]",
    ],
    ['ecs', 'updateService', { cluster: CLUSTER }, 'InvalidParameterException', "Value null at 'service'"],
    [
      'ecs',
      'updateService',
      { ...PLACE, deploymentConfiguration: { alarms: { alarmNames: ['a'] } } },
      'InvalidParameterException',
      "2 validation errors detected: Value null at 'deploymentConfiguration.alarms.rollback'",
    ],
    [
      'ecs',
      'updateService',
      { ...PLACE, capacityProviderStrategy: [{ capacityProvider: 'FARGATE', weight: 1001 }] },
      'InvalidParameterException',
      "Value '1001' at 'capacityProviderStrategy.1.member.weight' failed to satisfy constraint: Member must have value less than or equal to 1000",
    ],
    [
      'ecs',
      'updateService',
      { ...PLACE, networkConfiguration: { awsvpcConfiguration: { subnets: ['s'], assignPublicIp: 'YES' } } },
      'InvalidParameterException',
      '[ENABLED, DISABLED]',
    ],
    ['ecs', 'describeServices', { cluster: CLUSTER }, 'InvalidParameterException', 'Services cannot be empty.'],
    [
      'ecs',
      'registerTaskDefinition',
      { containerDefinitions: [] },
      'ClientException',
      'Family should not be null or empty.',
    ],
    [
      'ecs',
      'registerTaskDefinition',
      { family: 'a', networkMode: 'tube', containerDefinitions: [{ name: 'a', image: 'a', memory: 4 }] },
      'ClientException',
      'Member must satisfy enum value set: [bridge, host, awsvpc, none]',
    ],
    [
      'ecs',
      'tagResource',
      { resourceArn: 'x', tags: [{ key: 'a!', value: 'b' }] },
      'InvalidParameterException',
      'regular expression pattern',
    ],
    [
      'ecs',
      'tagResource',
      { resourceArn: 'x', tags: [{ key: 'k'.repeat(129), value: 'b' }] },
      'InvalidParameterException',
      'length less than or equal to 128',
    ],
    [
      'ecr',
      'createRepository',
      { repositoryName: 'Shop/API' },
      'InvalidParameterException',
      "Invalid parameter at 'repositoryName' failed to satisfy constraint: 'must satisfy regular expression '",
    ],
    [
      'ecr',
      'createRepository',
      { repositoryName: 'shop/web', imageTagMutability: 'STONE' },
      'InvalidParameterException',
      "Invalid parameter at 'imageTagMutability'",
    ],
    ['ecr', 'describeRepositories', { repositoryNames: COPIES(101) }, 'InvalidParameterException', "'repositoryNames'"],
    [
      'ecr',
      'putLifecyclePolicy',
      { repositoryName: 'shop/api', lifecyclePolicyText: '{"rules":[]}' },
      'InvalidParameterException',
      'greater than or equal to 100',
    ],
    [
      'logs',
      'createLogGroup',
      { logGroupName: 'a b' },
      'InvalidParameterException',
      'regular expression pattern: [\\.\\-_/#A-Za-z0-9]+',
    ],
    [
      'logs',
      'createLogStream',
      { logGroupName: 'a', logStreamName: 'a:b' },
      'InvalidParameterException',
      'logStreamName',
    ],
    ['logs', 'describeLogGroups', { limit: 51 }, 'InvalidParameterException', 'value less than or equal to 50'],
    [
      'ssm',
      'putParameter',
      { Name: 'a', Value: 'geheim', Type: 'Number' },
      'ValidationException',
      "Value 'Number' at 'type' failed",
    ],
    [
      'ssm',
      'getParameters',
      { Names: COPIES(11) },
      'ValidationException',
      "at 'names' failed to satisfy constraint: Member must have length less than or equal to 10",
    ],
    [
      'scaling',
      'registerScalableTarget',
      { ...TARGET, ServiceNamespace: 'moon' },
      'ValidationException',
      "1 validation error detected: Value 'moon' at 'serviceNamespace' failed",
    ],
    [
      'scaling',
      'putScalingPolicy',
      { ...TARGET, PolicyName: 'p', PolicyType: 'Guess' },
      'ValidationException',
      'StepScaling, TargetTrackingScaling, PredictiveScaling',
    ],
    [
      'elb',
      'createTargetGroup',
      { Name: 'x', Protocol: 'SMOKE' },
      'ValidationError',
      "Value 'SMOKE' at 'protocol' failed",
    ],
    [
      'elb',
      'createTargetGroup',
      { Name: 'x', Port: 65536 },
      'ValidationError',
      "Value '65536' at 'port' failed to satisfy constraint: Member must have value less than or equal to 65535",
    ],
  ] as const)('%s %s %j', async (service, call, input, name, words) => {
    await expect(ask(service, call, input)).rejects.toMatchObject({ name, message: expect.stringContaining(words) })
  })

  test('a secret value is not repeated', () => {
    const broken = [{ at: 'secretString', value: 'geheim', rule: 'Member must be short' }]
    const refusal = SERVICES.find(({ name }) => name === 'secretsmanager')?.refuse(broken, 'CreateSecret')
    expect(refusal?.message).toContain("Value '***' at 'secretString' failed")
  })
})

const operations = SERVICES.flatMap(({ name, operations }) => Object.keys(operations).map(one => [name, one] as const))

test.each(operations)('%s:%s stands in the table', (service, operation) => {
  const found = inputOf(service, operation)
  expect(
    found?.shape.kind ?? (operation === 'GetCallerIdentity' || operation === 'GetRegistryScanningConfiguration'),
  ).toBeTruthy()
})

describe('no pattern of the models keeps the loop busy', () => {
  const patterns = new Set(
    SERVICES.flatMap(({ name }) => Object.values(modelOf(name)?.shapes ?? {}).flatMap(({ pattern = [] }) => pattern)),
  )
  test.each([...patterns])('%s', pattern => {
    const began = performance.now()
    for (const part of ['a', 'a/', '-', ' ', ':', '1.'])
      for (const end of ['', '!', '\u0000']) whole(pattern).test(part.repeat(2000) + end)
    expect(performance.now() - began).toBeLessThan(500)
  })
})
