/** The local ECS with what Terraform makes for each environment: a cluster, and services that have never run anything. */
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs'
import { ECR } from '@aws-sdk/client-ecr'
import { ECS } from '@aws-sdk/client-ecs'
import { SSM } from '@aws-sdk/client-ssm'
import { root } from '../../../script/lib/demo/github.mjs'

export const REGION = 'ap-south-1'

export async function startLocalEcs() {
  const args = ['--port', '0', '--clock', 'virtual', '--region', REGION, '--other-regions', 'taken']
  const child = spawn(process.execPath, [`${root}/dist/emulator/index.js`, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const url = await new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', line => resolve(JSON.parse(line).endpoint))
    child.once('exit', code => reject(new Error(`the local ECS ended with ${code}`)))
  })
  const settings = { endpoint: url, region: REGION, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } }
  const [ecs, ecr, logs] = [new ECS(settings), new ECR(settings), new CloudWatchLogs(settings)]
  const ssm = new SSM(settings)
  const door = async (path, body) => {
    const post = { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
    const answer = await fetch(`${url}/_internal/${path}`, body === undefined ? {} : post)
    if (!answer.ok) throw new Error(await answer.text())
    return await answer.json()
  }

  return {
    url,
    clients: { ecs, ecr, logs, ssm },
    createRepositories: async names => {
      for (const repositoryName of names)
        await ecr.createRepository({ repositoryName, imageTagMutability: 'IMMUTABLE' })
    },
    /**
     * As infra/modules names it: cluster, families, log groups and alarms carry the environment's name, services do not.
     * A container is named like its service unless `container` names it.
     */
    async createEnvironment(name, cluster, services, { alarms = [], container } = {}) {
      await ecs.createCluster({ clusterName: cluster })
      for (const service of services) {
        await logs.createLogGroup({ logGroupName: `/ecs/${name}/${service}` })
        await ecs.registerTaskDefinition(definition(name, service, container))
        await ecs.createService(serviceOf(name, cluster, service, alarms))
      }
    },
    breaks: async (service, version) => {
      const logs = ['KeyError: SHOP_CURRENCY is not set']
      await door('fates', { match: { service, version }, behaviour: 'crashing', exitCode: 3, logs })
    },
    /** What becomes of tasks from now on: `match` as the local ECS takes it. */
    fate: async (match, behaviour, more = {}) => await door('fates', { match, behaviour, ...more }),
    /** From now on rollouts of the service wait for a person once the new tasks are there; `false`: they do not. */
    async pauses(cluster, service, holds) {
      const { services: [found] = [] } = await ecs.describeServices({ cluster, services: [service] })
      const lifecycleHooks = holds ? [{ targetType: 'PAUSE', lifecycleStages: ['POST_SCALE_UP'] }] : []
      const deploymentConfiguration = { ...found.deploymentConfiguration, lifecycleHooks }
      await ecs.updateService({ cluster, service, deploymentConfiguration })
    },
    /** What runs in a cluster, as `service` → `{ version, image, running }`. */
    async truth(cluster, services) {
      const { services: found = [] } = await ecs.describeServices({ cluster, services })
      const told = await Promise.all(
        found.map(async ({ serviceName, taskDefinition, runningCount }) => {
          const { tags = [], taskDefinition: definition } = await ecs.describeTaskDefinition({
            taskDefinition,
            include: ['TAGS'],
          })
          const version = tags.find(({ key }) => key === 'evenkeel:version')?.value
          const [{ image } = {}] = definition?.containerDefinitions ?? []
          return [serviceName, { version, image: image?.split('/').slice(1).join('/'), running: runningCount }]
        }),
      )
      return Object.fromEntries(told)
    },
    /** Every call of an operation that named this cluster. */
    async calls(operation, cluster) {
      const all = await door('requests')
      return all.filter(each => each.operation === operation && each.input.cluster === cluster)
    },
    /** The clusters on which an operation was called, in the order of the calls. */
    async clustersOf(operation) {
      const all = await door('requests')
      return all.filter(each => each.operation === operation).map(each => each.input.cluster)
    },
    /** What each caller used, as `{ accessKeyId, action, resources }`. */
    permissions: async () => await door('permissions'),
    /** From now on this caller may do what the policy says, and nothing else. */
    restrict: async (accessKeyId, policy) => await door('policy', { accessKeyId, document: policy }),
    async stop() {
      for (const client of [ecs, ecr, logs, ssm]) client.destroy()
      const gone = new Promise(resolve => child.once('exit', resolve))
      child.kill('SIGTERM')
      await gone
    },
  }
}

const definition = (name, service, container = service) => ({
  family: `${name}-${service}`,
  networkMode: 'awsvpc',
  requiresCompatibilities: ['FARGATE'],
  cpu: '256',
  memory: '512',
  executionRoleArn: `arn:aws:iam::123456789012:role/${name}-${service}-execution`,
  taskRoleArn: `arn:aws:iam::123456789012:role/${name}-${service}-task`,
  containerDefinitions: [
    {
      name: container,
      image: 'public.ecr.aws/docker/library/busybox:1',
      essential: true,
      healthCheck: { command: ['CMD', 'true'], interval: 10, timeout: 5, retries: 3, startPeriod: 10 },
      logConfiguration: {
        logDriver: 'awslogs',
        options: {
          'awslogs-group': `/ecs/${name}/${service}`,
          'awslogs-region': REGION,
          'awslogs-stream-prefix': 'ecs',
        },
      },
    },
  ],
})

const serviceOf = (name, cluster, service, alarms) => ({
  cluster,
  serviceName: service,
  taskDefinition: `${name}-${service}`,
  desiredCount: 0,
  launchType: 'FARGATE',
  networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } },
  deploymentConfiguration: {
    deploymentCircuitBreaker: { enable: true, rollback: true },
    minimumHealthyPercent: 100,
    maximumPercent: 200,
    ...(alarms.length > 0 && {
      alarms: { alarmNames: alarms.map(each => `${name}-${each}`), enable: true, rollback: true },
    }),
  },
})
