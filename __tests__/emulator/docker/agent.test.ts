/** What ECS's agent gives to real containers: overrides, metadata, and credentials that count. */
import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs'
import { ECS } from '@aws-sdk/client-ecs'
import { STS } from '@aws-sdk/client-sts'
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { type Emulator, startServer } from '../../../src/emulator/server.ts'
import { missing, pythonImage } from './stage.ts'

const lacking = await missing()
if (lacking) console.warn(`skipped: ${lacking}`)
jest.setTimeout(120_000)

const ROLE = 'arn:aws:iam::123456789012:role/shop-task'
const LOGS = 'shop'

/** Asks for everything there is to ask, says it in a line each, and waits for its end. */
const CURIOUS = `
import json, os, signal, sys, threading, urllib.request
opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
def ask(url, headers={}):
    return json.loads(opener.open(urllib.request.Request(url, headers=headers), timeout=20).read())
def say(name, value):
    print(name, json.dumps(value), flush=True)
here = os.environ['ECS_CONTAINER_METADATA_URI_V4']
say('environment', dict(os.environ))
for path in ['', '/task', '/stats', '/task/stats']:
    say(path or '/', ask(here + path))
relative = os.environ.get('AWS_CONTAINER_CREDENTIALS_RELATIVE_URI')
url = 'http://169.254.170.2' + relative if relative else os.environ['AWS_CONTAINER_CREDENTIALS_FULL_URI']
say('credentials', ask(url, {'Authorization': os.environ.get('AWS_CONTAINER_AUTHORIZATION_TOKEN', '')}))
stop = threading.Event()
signal.signal(signal.SIGTERM, lambda *_: stop.set())
say('done', 1)
stop.wait()
`

// biome-ignore lint/suspicious/noExplicitAny: whatever the container said.
type Said = Record<string, any>

;(lacking ? describe.skip : describe)('beside a real container', () => {
  let emulator: Emulator
  let ecs: ECS
  let logs: CloudWatchLogs
  let settings: { endpoint: string; region: string; maxAttempts: number }
  let taskArn: string
  let said: Said

  beforeAll(async () => {
    emulator = await startServer({ tasks: 'docker', speed: 30, registry: process.env.EVENKEEL_REGISTRY ?? '' })
    settings = { endpoint: emulator.url, region: 'ap-south-1', maxAttempts: 1 }
    const credentials = { accessKeyId: 'admin', secretAccessKey: 'test' }
    ecs = new ECS({ ...settings, credentials })
    logs = new CloudWatchLogs({ ...settings, credentials })
    await ecs.createCluster({ clusterName: 'shop' })
    await logs.createLogGroup({ logGroupName: LOGS })
    await ecs.registerTaskDefinition({
      family: 'curious',
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      cpu: '256',
      memory: '512',
      executionRoleArn: 'arn:aws:iam::123456789012:role/execution',
      containerDefinitions: [
        {
          name: 'app',
          image: await pythonImage(),
          command: ['false'],
          environment: [
            { name: 'MODE', value: 'serve' },
            { name: 'KEPT', value: 'yes' },
          ],
          logConfiguration: {
            logDriver: 'awslogs',
            options: { 'awslogs-group': LOGS, 'awslogs-region': 'ap-south-1', 'awslogs-stream-prefix': 'x' },
          },
        },
      ],
    })
    const { tasks } = await ecs.runTask({
      cluster: 'shop',
      taskDefinition: 'curious',
      launchType: 'FARGATE',
      networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } },
      overrides: {
        cpu: '512',
        memory: '1024',
        taskRoleArn: ROLE,
        containerOverrides: [
          {
            name: 'app',
            command: ['python3', '-c', CURIOUS],
            environment: [{ name: 'MODE', value: 'ask' }],
            memory: 256,
          },
        ],
      },
    })
    taskArn = tasks?.[0]?.taskArn ?? ''
    said = await everythingSaid()
  })
  afterEach(() => fetch(`${emulator.url}/_internal/policy`, { method: 'DELETE' }))
  afterAll(async () => {
    ecs?.destroy()
    logs?.destroy()
    await emulator?.close()
  })

  async function everythingSaid(): Promise<Said> {
    for (const end = Date.now() + 60_000; Date.now() < end; await new Promise(resolve => setTimeout(resolve, 200))) {
      const { events = [] } = await logs.filterLogEvents({ logGroupName: LOGS })
      const lines = events.map(({ message = '' }) => message)
      if (lines.some(line => line.startsWith('done'))) return Object.fromEntries(lines.map(parted))
    }
    const { events } = await logs.filterLogEvents({ logGroupName: LOGS })
    throw new Error(JSON.stringify([events, (await ecs.describeTasks({ cluster: 'shop', tasks: [taskArn] })).tasks]))
  }

  const parted = (line: string): [string, unknown] => {
    const at = line.indexOf(' ')
    try {
      return [line.slice(0, at), JSON.parse(line.slice(at))]
    } catch {
      return [line, undefined]
    }
  }

  test('overrides reach it: command, variables', () => {
    expect(said.environment).toMatchObject({ MODE: 'ask', KEPT: 'yes' })
  })

  test('it is told of itself and of its task, in the form of the metadata endpoint', async () => {
    const { tasks } = await ecs.describeTasks({ cluster: 'shop', tasks: [taskArn] })
    const [task] = tasks ?? []
    const [container] = task?.containers ?? []
    const { cluster, address } = {
      cluster: task?.clusterArn,
      address: container?.networkInterfaces?.[0]?.privateIpv4Address,
    }
    const own = {
      DockerId: container?.runtimeId,
      Name: 'app',
      DockerName: 'app',
      Image: container?.image,
      ImageID: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
      Labels: {
        'com.amazonaws.ecs.cluster': cluster,
        'com.amazonaws.ecs.container-name': 'app',
        'com.amazonaws.ecs.task-arn': taskArn,
        'com.amazonaws.ecs.task-definition-family': 'curious',
        'com.amazonaws.ecs.task-definition-version': '1',
      },
      DesiredStatus: 'RUNNING',
      KnownStatus: 'RUNNING',
      Limits: { CPU: 2, Memory: 256 },
      CreatedAt: expect.stringMatching(/^20\d\d-/),
      StartedAt: expect.stringMatching(/^20\d\d-/),
      Type: 'NORMAL',
      LogDriver: 'awslogs',
      LogOptions: {
        'awslogs-group': LOGS,
        'awslogs-region': 'ap-south-1',
        'awslogs-stream-prefix': 'x',
        'awslogs-stream': `x/app/${taskArn.split('/').at(-1)}`,
      },
      ContainerARN: container?.containerArn,
      Networks: [
        {
          NetworkMode: 'awsvpc',
          IPv4Addresses: [address],
          AttachmentIndex: 0,
          MACAddress: expect.stringMatching(/^[0-9a-f:]{17}$/),
          IPv4SubnetCIDRBlock: expect.stringMatching(/\.0\/24$/),
          PrivateDNSName: `ip-${address?.replaceAll('.', '-')}.ap-south-1.compute.internal`,
          SubnetGatewayIpv4Address: expect.stringMatching(/\.1\/24$/),
        },
      ],
      Snapshotter: 'overlayfs',
    }
    expect(said['/']).toEqual(own)
    expect(said['/task']).toEqual({
      Cluster: cluster,
      TaskARN: taskArn,
      Family: 'curious',
      Revision: '1',
      DesiredStatus: 'RUNNING',
      KnownStatus: 'RUNNING',
      Limits: { CPU: 0.5, Memory: 1024 },
      PullStartedAt: expect.stringMatching(/Z$/),
      PullStoppedAt: expect.stringMatching(/Z$/),
      AvailabilityZone: task?.availabilityZone,
      LaunchType: 'FARGATE',
      Containers: [own],
      EphemeralStorageMetrics: { Utilized: expect.any(Number), Reserved: 20 * 1024 },
      FaultInjectionEnabled: false,
    })
  })

  test('it is told what it uses', async () => {
    const { tasks } = await ecs.describeTasks({ cluster: 'shop', tasks: [taskArn] })
    const id = tasks?.[0]?.containers?.[0]?.runtimeId ?? ''
    const usage = {
      id,
      name: 'app',
      memory_stats: { usage: expect.any(Number), limit: 256 * 1024 * 1024 },
      networks: { eth0: { rx_bytes: expect.any(Number) } },
      network_rate_stats: { rx_bytes_per_sec: expect.any(Number), tx_bytes_per_sec: expect.any(Number) },
    }
    expect(said['/stats']).toMatchObject(usage)
    expect(said['/stats'].cpu_stats.cpu_usage.total_usage).toBeGreaterThan(0)
    expect(said['/task/stats']).toMatchObject({ [id]: usage })
  })

  test('nobody else is told', async () => {
    const response = await fetch(said.environment.ECS_CONTAINER_METADATA_URI_V4)
    expect(response.status).toBe(404)
  })

  /** As the SDK finds them in the container's environment. */
  function withItsEnvironment(): void {
    for (const [name, value] of Object.entries<string>(said.environment))
      if (name.startsWith('AWS_CONTAINER_')) process.env[name] = value
  }
  afterEach(() => {
    for (const name of Object.keys(process.env)) if (name.startsWith('AWS_CONTAINER_')) delete process.env[name]
  })

  test('a real SDK takes the credentials of its task role, and they are let in', async () => {
    expect(said.credentials).toEqual({
      RoleArn: ROLE,
      AccessKeyId: expect.stringMatching(/^ASIA/),
      SecretAccessKey: expect.any(String),
      Token: expect.any(String),
      Expiration: expect.stringMatching(/^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    })
    // At the gateway, SDKs take nothing over plain HTTP.
    const found = said.environment.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI !== undefined
    withItsEnvironment()
    const { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, Token: sessionToken } = said.credentials
    const given = found ? {} : { credentials: { accessKeyId, secretAccessKey, sessionToken } }
    const sts = new STS({ ...settings, ...given })
    const own = new ECS({ ...settings, ...given })
    const arn = `arn:aws:sts::123456789012:assumed-role/shop-task/${taskArn.split('/').at(-1)}`
    expect(await sts.getCallerIdentity({})).toMatchObject({ Arn: arn })
    expect((await own.listClusters({})).clusterArns).toHaveLength(1)
    await policy({ taskRole: 'shop-task', ...allowing('ecs:ListClusters') })
    expect((await own.listClusters({})).clusterArns).toHaveLength(1)
    await expect(own.listServices({ cluster: 'shop' })).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining(`User: ${arn} is not authorized to perform: ecs:ListServices`),
    })
    await policy({ taskRole: 'another', ...allowing('ecs:Nothing') })
    expect((await own.listClusters({})).clusterArns).toHaveLength(1)
    const forged = new ECS({ ...settings, credentials: { accessKeyId, secretAccessKey, sessionToken: 'guessed' } })
    await expect(forged.listClusters({})).rejects.toThrow('The security token included in the request is invalid.')
    for (const client of [sts, own, forged]) client.destroy()
  })

  const allowing = (Action: string) => ({ document: { Statement: [{ Effect: 'Allow', Action, Resource: '*' }] } })
  const policy = (body: object) =>
    fetch(`${emulator.url}/_internal/policy`, { method: 'POST', body: JSON.stringify(body) })
})
