/** Answers that once were not AWS's, and doors that once told or took too much. */
import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs'
import { CreateRepositoryCommand } from '@aws-sdk/client-ecr'
import { DeleteServiceCommand, ListClustersCommand, ListTasksCommand } from '@aws-sdk/client-ecs'
import { SSM } from '@aws-sdk/client-ssm'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { CLUSTER, openStage, SERVICE, type Stage } from './stage.ts'

let stage: Stage
beforeEach(async () => {
  stage = await openStage()
})
afterEach(() => stage.close())

test.each(['other.example/acme/app', 'acme/app'])(
  'a fate by tag holds for %s after ECS has pinned its digest',
  async name => {
    await stage.create({ taskDefinition: await stage.register('1', { image: `${name}:good` }), desiredCount: 2 })
    stage.pass(120)
    await stage.fates({ match: { repository: 'acme/app', tag: 'bad' }, behaviour: 'crashing' })
    await stage.update({ taskDefinition: await stage.register('2', { image: `${name}:bad` }) })
    stage.pass(3600)
    const [movement] = await stage.movements()
    expect(movement).toMatchObject({ status: 'ROLLBACK_SUCCESSFUL' })
  },
)

test('secrets are not told at the control door', async () => {
  const ssm = new SSM(stage.settings)
  await ssm.putParameter({ Name: '/a', Value: 'geheim', Type: 'SecureString' })
  stage.emulator.world.secrets.b = { arn: 'b', name: 'b', createdAt: 0, value: 'geheim', versionId: 'v' }
  for (const path of ['state', 'requests', 'events'])
    expect(JSON.stringify(await stage.get(path))).not.toContain('geheim')
  expect(stage.emulator.world.parameters['/a']?.value).toBe('geheim')
  ssm.destroy()
})

test('others are answered while the clock moves on', async () => {
  await stage.create({ taskDefinition: await stage.register('1'), desiredCount: 30 })
  await stage.fates({ match: {}, behaviour: 'late-crash' })
  let moving = true
  const moved = stage.post('clock', { advanceMs: 2 * 3600 * 1000 }).finally(() => {
    moving = false
  })
  let answered = 0
  while (moving) {
    await stage.get('hosts')
    answered++
  }
  await moved
  expect(answered).toBeGreaterThan(10)
})

test('two emulators count their requests apart', async () => {
  const other = await openStage()
  const count = async ({ ecs }: Stage): Promise<number> => {
    const { $metadata } = await ecs.send(new ListClustersCommand({}))
    return Number($metadata.requestId?.slice(-12))
  }
  const counts = [await count(other), await count(stage), await count(other)]
  await other.close()
  expect(counts[2]).toBe(Number(counts[0]) + 1)
})

test('log events too old, too new and expired are told', async () => {
  const logs = new CloudWatchLogs(stage.settings)
  const place = { logGroupName: 'g', logStreamName: 's' }
  await logs.createLogGroup({ logGroupName: 'g' })
  await logs.createLogStream(place)
  const now = stage.emulator.engine.now()
  const HOUR = 3_600_000
  const put = (...hours: number[]) =>
    logs.putLogEvents({
      ...place,
      logEvents: hours.map(each => ({ timestamp: now + each * HOUR, message: `${each}` })),
    })
  expect((await put(-1, 0)).rejectedLogEventsInfo).toBeUndefined()
  expect((await put(-400, -337, -2, 3)).rejectedLogEventsInfo).toEqual({
    tooOldLogEventEndIndex: 2,
    tooNewLogEventStartIndex: 3,
  })
  await logs.putRetentionPolicy({ logGroupName: 'g', retentionInDays: 1 })
  expect((await put(-25, 0)).rejectedLogEventsInfo).toEqual({ expiredLogEventEndIndex: 1 })
  const { events = [] } = await logs.getLogEvents({ ...place, startFromHead: true })
  expect(events.map(({ message }) => message)).toEqual(['-1', '0', '-2', '0'])
  logs.destroy()
})

test('what is left out of a network and of a key is described', async () => {
  await stage.create({ taskDefinition: await stage.register('1'), desiredCount: 0 })
  const network = { awsvpcConfiguration: { subnets: ['subnet-1'], securityGroups: [], assignPublicIp: 'DISABLED' } }
  const service = await stage.service()
  expect([service.networkConfiguration, service.deployments?.[0]?.networkConfiguration]).toEqual([network, network])
  await stage.update({ networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } } })
  expect((await stage.service()).deployments).toHaveLength(1)
  const { repository } = await stage.ecr.send(
    new CreateRepositoryCommand({ repositoryName: 'shop/kms', encryptionConfiguration: { encryptionType: 'KMS' } }),
  )
  expect(repository?.encryptionConfiguration?.kmsKey).toMatch(/^arn:aws:kms:ap-south-1:123456789012:key\//)
})

test('tasks of a service are listed after another one has taken its name', async () => {
  const list = async () => {
    const stopped = { cluster: CLUSTER, serviceName: SERVICE, desiredStatus: 'STOPPED' } as const
    return (await stage.ecs.send(new ListTasksCommand(stopped))).taskArns
  }
  const taskDefinition = await stage.register('1')
  await stage.create({ taskDefinition, desiredCount: 2 })
  stage.pass(120)
  await stage.ecs.send(new DeleteServiceCommand({ cluster: CLUSTER, service: SERVICE, force: true }))
  stage.pass(120)
  await stage.create({ taskDefinition, desiredCount: 1 })
  expect(await list()).toHaveLength(2)
  stage.pass(2 * 3600)
  expect(await list()).toEqual([])
  expect(await stage.service()).toMatchObject({ runningCount: 1 })
})
