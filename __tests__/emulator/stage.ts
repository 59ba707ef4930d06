/** A local ECS in this process, on a virtual clock, with the real SDK in front of it. */
import { CloudWatch } from '@aws-sdk/client-cloudwatch'
import { CreateRepositoryCommand, ECRClient, PutImageCommand } from '@aws-sdk/client-ecr'
import {
  type ContainerDefinition,
  CreateClusterCommand,
  CreateServiceCommand,
  type CreateServiceCommandInput,
  DescribeServiceDeploymentsCommand,
  DescribeServicesCommand,
  ECS,
  ListServiceDeploymentsCommand,
  RegisterTaskDefinitionCommand,
  type Service,
  type ServiceDeployment,
  UpdateServiceCommand,
  type UpdateServiceCommandInput,
} from '@aws-sdk/client-ecs'
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  DescribeRulesCommand,
  ElasticLoadBalancingV2Client,
  ModifyTargetGroupAttributesCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import type { Options } from '../../src/emulator/options.ts'
import { type Emulator, startServer } from '../../src/emulator/server.ts'
import type { Script } from '../../src/emulator/simulated/script.ts'

export const CLUSTER = 'shop'
export const SERVICE = 'api'
export const CLUSTER_ARN = `arn:aws:ecs:ap-south-1:123456789012:cluster/${CLUSTER}`
/** What EventBridge and its Scheduler start tasks with. */
export const STARTER = 'arn:aws:iam::123456789012:role/starter'

export interface Stage {
  readonly emulator: Emulator
  readonly ecs: ECS
  readonly ecr: ECRClient
  readonly cloudwatch: CloudWatch
  readonly elb: ElasticLoadBalancingV2Client
  readonly settings: ReturnType<typeof clientSettings>
  /** Seconds of virtual time. */
  pass(seconds: number): void
  post(path: string, body: unknown): Promise<unknown>
  get(path: string): Promise<unknown>
  fates(...scripts: Script[]): Promise<unknown>
  image(tag: string): Promise<string>
  register(version: string, change?: Partial<ContainerDefinition>): Promise<string>
  create(input: Partial<CreateServiceCommandInput>): Promise<Service>
  update(input: Partial<UpdateServiceCommandInput>): Promise<Service>
  service(): Promise<Service>
  /** Newest first. */
  movements(): Promise<ServiceDeployment[]>
  messages(): Promise<string[]>
  /** What became of the targets of rules and schedules. */
  invocations(): Promise<{ at: number; outcome: string }[]>
  /** Behind a load balancer of its own. */
  targetGroup(settings?: { delay?: number; name?: string; typed?: boolean }): Promise<string>
  /** A rule of a new listener that forwards to these, everything to the first of them. */
  rule(...targetGroupArns: string[]): Promise<string>
  close(): Promise<void>
}

const clientSettings = (endpoint: string) => ({
  endpoint,
  region: 'ap-south-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  maxAttempts: 1,
})

const NETWORK = { awsvpcConfiguration: { subnets: ['subnet-1'] } }

export async function openStage(options: Partial<Options> = {}): Promise<Stage> {
  const emulator = await startServer({ clock: 'virtual', ...options })
  const settings = clientSettings(emulator.url)
  const ecs = new ECS(settings)
  const ecr = new ECRClient(settings)
  const cloudwatch = new CloudWatch(settings)
  const elb = new ElasticLoadBalancingV2Client(settings)
  await ecs.send(
    new CreateClusterCommand({ clusterName: CLUSTER, serviceConnectDefaults: { namespace: 'shop.local' } }),
  )
  const { repository } = await ecr.send(
    new CreateRepositoryCommand({ repositoryName: 'shop/api', imageTagMutability: 'IMMUTABLE' }),
  )
  const uri = repository?.repositoryUri ?? ''

  let rules = 0
  const listen = async (Name: string, to: object): Promise<string> => {
    const { LoadBalancers = [] } = await elb.send(new CreateLoadBalancerCommand({ Name }))
    const { LoadBalancerArn } = LoadBalancers[0] ?? {}
    const DefaultActions = [{ Type: 'forward' as const, ...to }]
    const asked = { LoadBalancerArn, Port: 80, Protocol: 'HTTP' as const, DefaultActions }
    const { Listeners = [] } = await elb.send(new CreateListenerCommand(asked))
    return Listeners[0]?.ListenerArn ?? ''
  }
  const call = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(`${emulator.url}/_internal/${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const value: unknown = await response.json()
    if (!response.ok) throw new Error(JSON.stringify(value))
    return value
  }

  const stage: Stage = {
    emulator,
    ecs,
    ecr,
    cloudwatch,
    elb,
    settings,
    pass: seconds => emulator.advance(seconds * 1000),
    post: (path, body) => call('POST', path, body),
    get: path => call('GET', path),
    fates: (...scripts) => call('POST', 'fates', scripts),
    async image(tag) {
      const imageManifest = JSON.stringify({ schemaVersion: 2, config: { size: 7, digest: tag }, layers: [] })
      await ecr.send(new PutImageCommand({ repositoryName: 'shop/api', imageTag: tag, imageManifest }))
      return `${uri}:${tag}`
    },
    async register(version, change = {}) {
      const image = change.image ?? (await stage.image(version))
      const { taskDefinition } = await ecs.send(
        new RegisterTaskDefinitionCommand({
          family: SERVICE,
          requiresCompatibilities: ['FARGATE'],
          networkMode: 'awsvpc',
          cpu: '256',
          memory: '512',
          executionRoleArn: 'arn:aws:iam::123456789012:role/execution',
          tags: [{ key: 'evenkeel:version', value: version }],
          containerDefinitions: [
            { name: 'app', portMappings: [{ name: 'http', containerPort: 8080 }], ...change, image },
          ],
        }),
      )
      return taskDefinition?.taskDefinitionArn ?? ''
    },
    async create(input) {
      const { service } = await ecs.send(
        new CreateServiceCommand({
          cluster: CLUSTER,
          serviceName: SERVICE,
          desiredCount: 2,
          networkConfiguration: NETWORK,
          ...(input.capacityProviderStrategy === undefined && { launchType: 'FARGATE' }),
          ...input,
          deploymentConfiguration: {
            deploymentCircuitBreaker: { enable: true, rollback: true },
            ...input.deploymentConfiguration,
          },
        }),
      )
      return service ?? {}
    },
    async update(input) {
      const { service } = await ecs.send(new UpdateServiceCommand({ cluster: CLUSTER, service: SERVICE, ...input }))
      return service ?? {}
    },
    async service() {
      const { services } = await ecs.send(new DescribeServicesCommand({ cluster: CLUSTER, services: [SERVICE] }))
      return services?.[0] ?? {}
    },
    async movements() {
      const { serviceDeployments = [] } = await ecs.send(
        new ListServiceDeploymentsCommand({ cluster: CLUSTER, service: SERVICE }),
      )
      const arns = serviceDeployments.map(({ serviceDeploymentArn = '' }) => serviceDeploymentArn)
      const described = await ecs.send(new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: arns }))
      return described.serviceDeployments ?? []
    },
    async invocations() {
      const events = (await stage.get('events')) as { what: string; at: number; outcome: string }[]
      return events.filter(({ what }) => what === 'invocation')
    },
    messages: async () => ((await stage.service()).events ?? []).map(({ message = '' }) => message),
    async targetGroup({ delay = 300, name = 'web', typed = true } = {}) {
      const { TargetGroups } = await elb.send(
        new CreateTargetGroupCommand({
          Name: name,
          Port: 80,
          Protocol: 'HTTP',
          ...(typed && { TargetType: 'ip' }),
          HealthCheckPath: '/health',
          HealthCheckIntervalSeconds: 10,
          HealthyThresholdCount: 2,
          UnhealthyThresholdCount: 3,
        }),
      )
      const TargetGroupArn = TargetGroups?.[0]?.TargetGroupArn ?? ''
      await elb.send(
        new ModifyTargetGroupAttributesCommand({
          TargetGroupArn,
          Attributes: [{ Key: 'deregistration_delay.timeout_seconds', Value: String(delay) }],
        }),
      )
      await listen(`to-${name}`, { TargetGroupArn })
      return TargetGroupArn
    },
    async rule(...arns) {
      const TargetGroups = arns.map((TargetGroupArn, index) => ({ TargetGroupArn, Weight: index === 0 ? 100 : 0 }))
      const ListenerArn = await listen(`rule-${++rules}`, { ForwardConfig: { TargetGroups } })
      const { Rules = [] } = await elb.send(new DescribeRulesCommand({ ListenerArn }))
      return Rules[0]?.RuleArn ?? ''
    },
    async close() {
      for (const client of [ecs, ecr, elb, cloudwatch]) client.destroy()
      await emulator.close()
    },
  }
  return stage
}

export interface ReadyStage extends Stage {
  readonly taskDefinition: string
}

/** With a task definition that RunTask, a rule or a schedule can start. */
export async function ready(change: Partial<ContainerDefinition> = {}): Promise<ReadyStage> {
  const stage = await openStage()
  return { ...stage, taskDefinition: await stage.register('1.0.0', change) }
}

interface Asking {
  readonly method?: string
  readonly path?: string
  /** `AWSEvents.PutRule`, of the services that speak JSON. */
  readonly target?: string
  readonly key?: string
}

/** As every SDK asks, of a service whose client is not here, or what no client would send. */
// biome-ignore lint/suspicious/noExplicitAny: an answer is what it is.
export async function ask({ emulator }: Stage, service: string, asking: Asking, input?: object): Promise<any> {
  const { method = 'POST', path = '', target, key = 'test' } = asking
  const answer = await fetch(`${emulator.url}${path}`, {
    method,
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=${key}/20260101/ap-south-1/${service}/aws4_request`,
      'content-type': 'application/json',
      ...(target !== undefined && { 'x-amz-target': target }),
    },
    ...(input && { body: JSON.stringify(input) }),
  })
  const value = (await answer.json()) as { __type?: string; message?: string }
  if (!answer.ok) throw new Error(`${answer.status} ${value.__type}: ${value.message}`)
  return value
}

/** A service that runs `version` and stands still. */
export async function settled(
  options: { version?: string; service?: Partial<CreateServiceCommandInput>; emulator?: Partial<Options> } = {},
): Promise<Stage> {
  const stage = await openStage(options.emulator)
  const taskDefinition = await stage.register(options.version ?? '1.0.0')
  await stage.create({ taskDefinition, ...options.service })
  stage.pass(120)
  return stage
}
