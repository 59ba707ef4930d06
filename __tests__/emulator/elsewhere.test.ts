/** What is of another region or account, or was deleted, is not what has its name here. */
import { CreateRepositoryCommand, PutImageCommand } from '@aws-sdk/client-ecr'
import {
  DeleteServiceCommand,
  DescribeClustersCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  ListTasksCommand,
  StopTaskCommand,
} from '@aws-sdk/client-ecs'
import { afterEach, expect, test } from '@jest/globals'
import { CLUSTER, openStage, SERVICE, type Stage, settled } from './stage.ts'

let stage: Stage
afterEach(() => stage.close())

test.each([
  ['region', 'arn:aws:ecs:eu-west-1:123456789012:'],
  ['account', 'arn:aws:ecs:ap-south-1:999999999999:'],
])('ARNs of another %s are missing or refused', async (_, prefix) => {
  stage = await settled()
  const { ecs } = stage
  const [id = ''] = (await ecs.send(new ListTasksCommand({ cluster: CLUSTER }))).taskArns ?? []
  const cluster = `${prefix}cluster/${CLUSTER}`
  const service = `${prefix}service/${CLUSTER}/${SERVICE}`
  const task = `${prefix}task/${CLUSTER}/${id.split('/').at(-1)}`
  const missing = (arn: string) => [{ arn, reason: 'MISSING' }]
  const clusters = await ecs.send(new DescribeClustersCommand({ clusters: [cluster] }))
  expect([clusters.clusters, clusters.failures]).toEqual([[], missing(cluster)])
  await expect(ecs.send(new ListTasksCommand({ cluster }))).rejects.toMatchObject({ name: 'ClusterNotFoundException' })
  await expect(ecs.send(new DescribeServicesCommand({ cluster, services: [SERVICE] }))).rejects.toMatchObject({
    name: 'ClusterNotFoundException',
  })
  const services = await ecs.send(new DescribeServicesCommand({ cluster: CLUSTER, services: [service] }))
  expect([services.services, services.failures]).toEqual([[], missing(service)])
  await expect(stage.update({ service, forceNewDeployment: true })).rejects.toMatchObject({
    name: 'ServiceNotFoundException',
  })
  const tasks = await ecs.send(new DescribeTasksCommand({ cluster: CLUSTER, tasks: [task] }))
  expect([tasks.tasks, tasks.failures]).toEqual([[], missing(task)])
  await expect(ecs.send(new StopTaskCommand({ cluster: CLUSTER, task }))).rejects.toMatchObject({
    message: 'The referenced task was not found.',
  })
  const taskDefinition = `${prefix}task-definition/${SERVICE}:1`
  await expect(ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition }))).rejects.toMatchObject({
    name: 'ClientException',
  })
  await expect(stage.update({ taskDefinition })).rejects.toMatchObject({ message: 'TaskDefinition not found.' })
})

test('the ARNs of what is here mean it', async () => {
  stage = await settled()
  const service = await stage.service()
  const answer = await stage.ecs.send(
    new DescribeServicesCommand({ cluster: service.clusterArn, services: [service.serviceArn ?? ''] }),
  )
  expect(answer.services).toMatchObject([{ serviceName: SERVICE }])
})

test('a service deleted under a watch is DRAINING, then INACTIVE, and takes no update', async () => {
  stage = await settled()
  await stage.update({ forceNewDeployment: true })
  stage.pass(15)
  await stage.ecs.send(new DeleteServiceCommand({ cluster: CLUSTER, service: SERVICE, force: true }))
  expect(await stage.service()).toMatchObject({ status: 'DRAINING', desiredCount: 0 })
  await expect(stage.update({ forceNewDeployment: true })).rejects.toMatchObject({ name: 'ServiceNotActiveException' })
  stage.pass(300)
  expect(await stage.service()).toMatchObject({ status: 'INACTIVE', runningCount: 0 })
  await expect(stage.update({ forceNewDeployment: true })).rejects.toMatchObject({ name: 'ServiceNotActiveException' })
})

test('an immutable repository lets go of the tags that its exclusions match', async () => {
  stage = await openStage()
  const repositoryName = 'shop/web'
  const { repository } = await stage.ecr.send(
    new CreateRepositoryCommand({
      repositoryName,
      imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
      imageTagMutabilityExclusionFilters: [
        { filterType: 'WILDCARD', filter: 'latest' },
        { filterType: 'WILDCARD', filter: 'dev-*' },
      ],
    }),
  )
  expect(repository).toMatchObject({
    imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
    imageTagMutabilityExclusionFilters: [{ filter: 'latest' }, { filter: 'dev-*' }],
  })
  const put = (imageTag: string, text: string) => {
    const imageManifest = JSON.stringify({ schemaVersion: 2, config: { size: 7, digest: text }, layers: [] })
    return stage.ecr.send(new PutImageCommand({ repositoryName, imageTag, imageManifest }))
  }
  for (const tag of ['latest', 'dev-1', '1.0.0', 'latest2']) await put(tag, tag)
  await put('latest', 'again')
  await put('dev-1', 'again')
  for (const tag of ['1.0.0', 'latest2'])
    await expect(put(tag, 'again')).rejects.toMatchObject({ name: 'ImageTagAlreadyExistsException' })
})
