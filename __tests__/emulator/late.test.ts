/** Reads that lag behind, each by its own depth, and lists that come in small pages. */
import {
  DescribeServiceDeploymentsCommand,
  DescribeServicesCommand,
  ListAccountSettingsCommand,
  ListServiceDeploymentsCommand,
  ListServicesCommand,
  ListTaskDefinitionsCommand,
  ListTasksCommand,
} from '@aws-sdk/client-ecs'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import type { Fault } from '../../src/emulator/fault.ts'
import { CLUSTER, SERVICE, type Stage, settled } from './stage.ts'

let stage: Stage
beforeEach(async () => {
  stage = await settled({ service: { desiredCount: 0 } })
})
afterEach(() => stage.close())

const arm = (...faults: Fault[]) => stage.post('faults', faults)
const place = { cluster: CLUSTER, service: SERVICE }
async function listed(): Promise<string[]> {
  const { serviceDeployments = [] } = await stage.ecs.send(new ListServiceDeploymentsCommand(place))
  return serviceDeployments.map(({ serviceDeploymentArn = '' }) => serviceDeploymentArn)
}
async function statusOf(arn: string | undefined): Promise<string | undefined> {
  const { serviceDeployments = [] } = await stage.ecs.send(
    new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: [arn ?? ''] }),
  )
  return serviceDeployments[0]?.status
}
const desired = async () => (await stage.service()).desiredCount

test('stale by seconds: several operations at once, each by its own depth', async () => {
  await arm(
    { operation: 'DescribeServices', kind: 'stale', behindSeconds: 60, times: null },
    { operation: 'ListServiceDeployments', kind: 'stale', behindSeconds: 120, times: null },
  )
  await stage.update({ desiredCount: 1 })
  expect(await desired()).toBe(0)
  stage.pass(50)
  await stage.update({ forceNewDeployment: true })
  stage.pass(20)
  expect(await desired()).toBe(1)
  stage.pass(60)
  expect((await stage.service()).deployments).toHaveLength(2)
  expect(await listed()).toHaveLength(1)
  stage.pass(60)
  expect(await listed()).toHaveLength(2)
})

test('stale by seconds sees what happened by itself, to the second', async () => {
  await arm({ operation: '*', kind: 'stale', behindSeconds: 30, times: null })
  const { currentServiceDeployment: arn } = await stage.update({ forceNewDeployment: true })
  expect(await statusOf(arn)).toBeUndefined()
  stage.pass(30)
  expect(await statusOf(arn)).toBe('PENDING')
  stage.pass(1)
  expect(await statusOf(arn)).not.toBe('PENDING')
})

test('stale by calls', async () => {
  await arm({ operation: 'DescribeServices', kind: 'stale', behindCalls: 2, times: null })
  const seen: (number | undefined)[] = []
  for (const desiredCount of [1, 2, 3, 4]) {
    await stage.update({ desiredCount })
    seen.push(await desired())
  }
  expect(seen).toEqual([0, 0, 1, 2])
})

test('a stale read and a broken one meet', async () => {
  await arm(
    { operation: 'DescribeServices', kind: 'stale', behindCalls: 1, times: null },
    { operation: 'DescribeServices', kind: 'throttle' },
  )
  await stage.update({ desiredCount: 1 })
  await expect(desired()).rejects.toMatchObject({ name: 'ThrottlingException' })
  const requests = (await stage.get('requests')) as { fault?: string }[]
  expect(requests.at(-1)?.fault).toBe('throttle+stale')
  expect(await desired()).toBe(1)
})

test('late: the list has everything but the newest, and the newest can be described', async () => {
  const [first] = await listed()
  await arm({ operation: 'ListServiceDeployments', kind: 'late', seconds: 60, times: null })
  const { currentServiceDeployment: arn } = await stage.update({ forceNewDeployment: true })
  expect(await listed()).toEqual([first])
  expect(await statusOf(arn)).toBe('PENDING')
  stage.pass(60)
  expect(await listed()).toEqual([arn, first])
})

test('late: an earlier deployment may appear after a later one', async () => {
  const [first] = await listed()
  const { currentServiceDeployment: earlier = '' } = await stage.update({ forceNewDeployment: true })
  await arm({ operation: 'ListServiceDeployments', kind: 'late', seconds: 60, arn: earlier, times: null })
  stage.pass(20)
  const { currentServiceDeployment: later } = await stage.update({ forceNewDeployment: true })
  expect(await listed()).toEqual([later, first])
  stage.pass(40)
  expect(await listed()).toEqual([later, earlier, first])
})

test('late-current: the service names the deployment before this one, in every answer that is hit', async () => {
  const [first] = await listed()
  await arm(
    { operation: 'UpdateService', kind: 'late-current', seconds: 60 },
    { operation: 'DescribeServices', kind: 'late-current', seconds: 60, times: null },
  )
  const answer = await stage.update({ forceNewDeployment: true })
  expect(answer.currentServiceDeployment).toBe(first)
  expect(answer.deployments?.[0]).toMatchObject({ status: 'PRIMARY', id: expect.stringMatching(/^ecs-svc\/\d{19}$/) })
  expect(answer.deployments?.[0]?.createdAt?.getTime()).toBe(stage.emulator.engine.now())
  const described = () => stage.ecs.send(new DescribeServicesCommand({ cluster: CLUSTER, services: [SERVICE] }))
  expect((await described()).services?.[0]?.currentServiceDeployment).toBe(first)
  stage.pass(60)
  expect((await described()).services?.[0]?.currentServiceDeployment).toBe((await listed())[0])
})

test('page-size: every list in pages of so many, and an empty page is not the end', async () => {
  for (const version of ['1.1.0', '1.2.0']) await stage.update({ taskDefinition: await stage.register(version) })
  await stage.update({ desiredCount: 3 })
  stage.pass(120)
  await arm(
    { operation: '*', kind: 'page-size', size: 2, times: null },
    { operation: 'ListServiceDeployments', kind: 'empty-page', afterCalls: 1, times: 2 },
  )
  const pages: number[] = []
  let nextToken: string | undefined
  do {
    const answer = await stage.ecs.send(
      new ListServiceDeploymentsCommand({ ...place, ...(nextToken && { nextToken }) }),
    )
    pages.push(answer.serviceDeployments?.length ?? -1)
    nextToken = answer.nextToken
  } while (nextToken !== undefined)
  expect(pages).toEqual([2, 0, 0, 1])
  const tasks = await stage.ecs.send(new ListTasksCommand({ cluster: CLUSTER }))
  expect([tasks.taskArns?.length, typeof tasks.nextToken]).toEqual([2, 'string'])
  const definitions = await stage.ecs.send(new ListTaskDefinitionsCommand({ maxResults: 1 }))
  expect([definitions.taskDefinitionArns?.length, typeof definitions.nextToken]).toEqual([1, 'string'])
  const services = await stage.ecs.send(new ListServicesCommand({ cluster: CLUSTER }))
  expect([services.serviceArns?.length, services.nextToken]).toEqual([1, undefined])
})

test('account settings come ten at a time', async () => {
  const list = (nextToken?: string) =>
    stage.ecs.send(new ListAccountSettingsCommand({ effectiveSettings: true, ...(nextToken && { nextToken }) }))
  const first = await list()
  expect(first.settings).toHaveLength(10)
  const { settings = [], nextToken } = await list(first.nextToken)
  expect([settings.length > 0, nextToken]).toEqual([true, undefined])
})
