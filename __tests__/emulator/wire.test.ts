/** Refusals, pages, faults: what a client can meet. */
import {
  DescribeServiceDeploymentsCommand,
  DescribeServicesCommand,
  DescribeTasksCommand,
  ECSClient,
  ListClustersCommand,
  ListServiceDeploymentsCommand,
  ListServicesCommand,
} from '@aws-sdk/client-ecs'
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts'
import { afterEach, describe, expect, test } from '@jest/globals'
import type { Fault } from '../../src/emulator/fault.ts'
import { CLUSTER, openStage, SERVICE, type Stage, settled } from './stage.ts'

let stage: Stage
afterEach(() => stage.close())

const describe1 = () => stage.ecs.send(new DescribeServicesCommand({ cluster: CLUSTER, services: [SERVICE] }))

describe('the door', () => {
  test('refuses keys that look real, and nobody at all', async () => {
    stage = await openStage()
    const real = new ECSClient({
      ...stage.settings,
      credentials: { accessKeyId: 'AKIAQ3EGRIVCD7YQZ2LB', secretAccessKey: 'x' },
    })
    await expect(real.send(new ListClustersCommand({}))).rejects.toMatchObject({ name: 'UnrecognizedClientException' })
    real.destroy()
    const target = 'AmazonEC2ContainerServiceV20141113.ListClusters'
    const bare = await fetch(stage.emulator.url, { method: 'POST', headers: { 'x-amz-target': target }, body: '{}' })
    expect(bare.status).toBe(403)
  })

  test('refuses web pages, at the control door too', async () => {
    stage = await openStage()
    const response = await fetch(`${stage.emulator.url}/_internal/reset`, {
      method: 'POST',
      headers: { origin: 'http://example.com' },
    })
    expect(response.status).toBe(403)
  })

  test('names an operation it does not know, in either protocol', async () => {
    stage = await openStage()
    const answer = await fetch(stage.emulator.url, {
      method: 'POST',
      headers: { 'x-amz-target': 'AmazonEC2ContainerServiceV20141113.RegisterMoon' },
      body: '{}',
    })
    expect(await answer.json()).toEqual({
      __type: 'UnknownOperationException',
      message: 'The local ECS does not know ecs:RegisterMoon.',
    })
    const sts = new STSClient(stage.settings)
    await expect(
      sts.send(new AssumeRoleCommand({ RoleArn: 'arn:aws:iam::123456789012:role/deployer', RoleSessionName: 'x' })),
    ).rejects.toMatchObject({ name: 'InvalidAction' })
    sts.destroy()
  })

  test('does not take bodies without an end', async () => {
    stage = await openStage()
    const response = await fetch(stage.emulator.url, { method: 'POST', body: 'x'.repeat(9 * 1024 * 1024) })
    expect(response.status).toBe(413)
  })
})

describe('what is missing', () => {
  test('is a failure in a 200 for services, tasks and service deployments', async () => {
    stage = await openStage()
    const { services, failures } = await describe1()
    expect(services).toEqual([])
    expect(failures).toEqual([{ arn: 'arn:aws:ecs:ap-south-1:123456789012:service/shop/api', reason: 'MISSING' }])
    await expect(
      stage.ecs.send(new DescribeTasksCommand({ cluster: CLUSTER, tasks: ['0'.repeat(32)] })),
    ).resolves.toMatchObject({ failures: [{ reason: 'MISSING' }] })
    await expect(
      stage.ecs.send(new DescribeServicesCommand({ cluster: 'none', services: ['x'] })),
    ).rejects.toMatchObject({ name: 'ClusterNotFoundException', message: 'Cluster not found.' })
    await expect(stage.update({ desiredCount: 1 })).rejects.toMatchObject({ name: 'ServiceNotFoundException' })
  })
})

describe('limits', () => {
  test('10 services, 20 service deployments and 100 tasks at once', async () => {
    stage = await openStage()
    const names = (n: number) => Array.from({ length: n }, (_, i) => `n${i}`)
    const refused = { name: 'InvalidParameterException' }
    const { ecs } = stage
    await expect(
      ecs.send(new DescribeServicesCommand({ cluster: CLUSTER, services: names(10) })),
    ).resolves.toBeDefined()
    await expect(
      ecs.send(new DescribeServicesCommand({ cluster: CLUSTER, services: names(11) })),
    ).rejects.toMatchObject(refused)
    await expect(
      ecs.send(new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: names(21) })),
    ).rejects.toMatchObject(refused)
    await expect(ecs.send(new DescribeTasksCommand({ cluster: CLUSTER, tasks: names(101) }))).rejects.toMatchObject(
      refused,
    )
  })

  test('ListServiceDeployments gives 20, newest first, and a token for the rest', async () => {
    stage = await settled({ service: { desiredCount: 0 } })
    for (let i = 0; i < 24; i++) {
      await stage.update({ forceNewDeployment: true })
      stage.pass(5)
    }
    const list = (nextToken?: string, status?: 'SUCCESSFUL' | 'STOPPED') =>
      stage.ecs.send(
        new ListServiceDeploymentsCommand({
          cluster: CLUSTER,
          service: SERVICE,
          ...(nextToken && { nextToken }),
          ...(status && { status: [status] }),
        }),
      )
    const first = await list()
    expect(first.serviceDeployments).toHaveLength(20)
    const second = await list(first.nextToken)
    expect(second.serviceDeployments).toHaveLength(5)
    expect(second.nextToken).toBeUndefined()
    const times = [...(first.serviceDeployments ?? []), ...(second.serviceDeployments ?? [])].map(
      ({ createdAt }) => createdAt?.getTime() ?? 0,
    )
    expect(times).toEqual([...times].sort((a, b) => b - a))
    expect((await list(undefined, 'STOPPED')).serviceDeployments).toEqual([])
    const services = await stage.ecs.send(new ListServicesCommand({ cluster: CLUSTER }))
    expect(services.serviceArns).toEqual(['arn:aws:ecs:ap-south-1:123456789012:service/shop/api'])
  })
})

describe('faults', () => {
  const arm = (...faults: Fault[]) => stage.post('faults', faults)
  const update = () => stage.update({ forceNewDeployment: true })

  test.each([
    ['throttle', { name: 'ThrottlingException', message: 'Rate exceeded' }],
    ['500', { $metadata: { httpStatusCode: 500 } }],
    ['503-html', { $metadata: { httpStatusCode: 503 } }],
    ['access-denied', { name: 'AccessDeniedException', message: expect.stringContaining('ecs:UpdateService') }],
    ['expired-token', { name: 'ExpiredTokenException' }],
    ['reset', { message: expect.stringContaining('ECONNRESET') }],
  ] as const)('%s: nothing is applied, and the next call passes', async (kind, error) => {
    stage = await settled({ service: { desiredCount: 0 } })
    await arm({ operation: 'UpdateService', kind })
    await expect(update()).rejects.toMatchObject(error)
    expect(await stage.movements()).toHaveLength(1)
    await update()
    expect(await stage.movements()).toHaveLength(2)
  })

  test('reset-after-apply: the answer is lost, the deployment is not', async () => {
    stage = await settled({ service: { desiredCount: 0 } })
    await arm({ operation: 'ecs:UpdateService', kind: 'reset-after-apply' })
    await expect(update()).rejects.toThrow('ECONNRESET')
    expect(await stage.movements()).toHaveLength(2)
  })

  test('hang: no answer until the client gives up', async () => {
    stage = await settled({ service: { desiredCount: 0 } })
    await arm({ operation: 'DescribeServices', kind: 'hang' })
    const signal = AbortSignal.timeout(50)
    await expect(
      stage.ecs.send(new DescribeServicesCommand({ cluster: CLUSTER, services: [SERVICE] }), { abortSignal: signal }),
    ).rejects.toMatchObject({ name: 'AbortError' })
  })

  test('stale: so many reads see the world before the last write', async () => {
    stage = await settled({ service: { desiredCount: 0 } })
    await arm({ operation: 'DescribeServices', kind: 'stale', times: 2 })
    await stage.update({ desiredCount: 3 })
    const seen: (number | undefined)[] = []
    for (let i = 0; i < 3; i++) seen.push((await stage.service()).desiredCount)
    expect(seen).toEqual([0, 0, 3])
  })

  test('afterCalls, times: null, error, merge, and a list of what was asked', async () => {
    stage = await settled({ service: { desiredCount: 0 } })
    await arm({ operation: 'DescribeServices', kind: 'throttle', afterCalls: 1, times: null })
    await describe1()
    for (let i = 0; i < 3; i++) await expect(describe1()).rejects.toMatchObject({ name: 'ThrottlingException' })
    await fetch(`${stage.emulator.url}/_internal/faults`, { method: 'DELETE' })
    await arm(
      { operation: 'DescribeServices', kind: 'merge', fields: { failures: [{ reason: 'NEW_REASON' }] } },
      {
        operation: 'UpdateService',
        kind: 'error',
        code: 'ServerException',
        message: 'Service Unavailable. Please try again later.',
        status: 500,
      },
    )
    expect((await describe1()).failures).toEqual([{ reason: 'NEW_REASON' }])
    await expect(update()).rejects.toMatchObject({ name: 'ServerException' })
    const requests = (await stage.get('requests')) as { operation: string; fault?: string; accessKeyId: string }[]
    expect(requests.at(-1)).toMatchObject({ operation: 'UpdateService', fault: 'error', accessKeyId: 'test' })
    expect(requests.filter(({ fault }) => fault === 'throttle')).toHaveLength(3)
  })

  test('are refused when nobody knows them', async () => {
    stage = await openStage()
    await expect(stage.post('faults', [{ operation: 'X', kind: 'earthquake' }])).rejects.toThrow('kinds throttle')
    await expect(stage.post('fates', [{ match: {}, behaviour: 'lazy' }])).rejects.toThrow('behaviours healthy')
  })
})
