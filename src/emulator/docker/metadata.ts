/**
 * What the task metadata endpoint says of a task and its containers, version 4, in Fargate's form.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-metadata-endpoint-v4-fargate-response.html
 */
import type { Task as SdkTask } from '@aws-sdk/client-ecs'
import type { TaskOrder } from '../fate.ts'
import type { Wire } from '../room.ts'
import { agentLabels } from './container.ts'
import type { Subnet } from './subnet.ts'

/** What the engine says of a container, as far as it is told here. */
export interface Inspected {
  readonly Image: string
  readonly Created: string
  readonly SizeRw?: number
  readonly State: {
    readonly Status: string
    readonly StartedAt: string
    readonly FinishedAt: string
    readonly ExitCode: number
    readonly Health?: { readonly Status: string; readonly Log?: readonly { readonly End: string }[] | null }
  }
  readonly NetworkSettings?: { readonly Networks?: Readonly<Record<string, { readonly MacAddress: string }>> }
}

export interface Subject {
  readonly order: TaskOrder
  /** As DescribeTasks says it. */
  readonly task: Wire<SdkTask>
  /** By the container's name; what has not been created yet is absent. */
  readonly inspected: ReadonlyMap<string, Inspected>
  readonly address: string
  readonly mac: string
  readonly subnet: Subnet
}

type Json = Record<string, unknown>

export function taskMetadata(subject: Subject): Json {
  const { order, task, inspected } = subject
  const { family, revision, cpu, memory, containerDefinitions = [], enableFaultInjection } = order.taskDefinition
  const written = [...inspected.values()].reduce((sum, { SizeRw = 0 }) => sum + SizeRw, 0)
  const up = containerDefinitions.every(({ name = '' }) => ['RUNNING', 'STOPPED'].includes(knownStatus(subject, name)))
  return {
    Cluster: task.clusterArn,
    TaskARN: order.taskArn,
    Family: family,
    Revision: String(revision),
    ...(order.service !== undefined && { ServiceName: order.service }),
    DesiredStatus: task.desiredStatus,
    KnownStatus: up ? 'RUNNING' : 'CREATED',
    ...(cpu !== undefined && memory !== undefined && { Limits: { CPU: Number(cpu) / 1024, Memory: Number(memory) } }),
    ...(task.pullStartedAt !== undefined && { PullStartedAt: iso(task.pullStartedAt) }),
    ...(task.pullStoppedAt !== undefined && { PullStoppedAt: iso(task.pullStoppedAt) }),
    AvailabilityZone: task.availabilityZone,
    LaunchType: task.launchType,
    Containers: containerDefinitions.map(({ name = '' }) => containerMetadata(subject, name)),
    EphemeralStorageMetrics: {
      Utilized: Math.ceil(written / MEBIBYTE),
      Reserved: (task.ephemeralStorage?.sizeInGiB ?? 0) * 1024,
    },
    FaultInjectionEnabled: enableFaultInjection ?? false,
  }
}

export function containerMetadata(subject: Subject, name: string): Json {
  const { order, task, inspected } = subject
  const definition = order.taskDefinition.containerDefinitions?.find(one => one.name === name) ?? {}
  const shown = task.containers?.find(one => one.name === name)
  const found = inspected.get(name)
  const { logConfiguration: log, dockerLabels } = definition
  const health = found?.State.Health
  return {
    DockerId: shown?.runtimeId,
    Name: name,
    DockerName: name,
    Image: definition.image,
    ImageID: found?.Image ?? '',
    Labels: { ...dockerLabels, ...agentLabels({ ...order, cluster: task.clusterArn ?? '' }, definition) },
    DesiredStatus: task.desiredStatus,
    KnownStatus: knownStatus(subject, name),
    ...(found?.State.Status === 'exited' && { ExitCode: found.State.ExitCode }),
    Limits: { CPU: definition.cpu || LEAST_CPU, ...(definition.memory && { Memory: definition.memory }) },
    ...(found && { CreatedAt: found.Created }),
    ...(found && isSet(found.State.StartedAt) && { StartedAt: found.State.StartedAt }),
    ...(found && isSet(found.State.FinishedAt) && { FinishedAt: found.State.FinishedAt }),
    Type: 'NORMAL',
    ...(health &&
      health.Status !== 'none' && {
        Health: { status: HEALTH[health.Status] ?? 'UNKNOWN', statusSince: health.Log?.at(-1)?.End },
      }),
    ...(log && { LogDriver: log.logDriver, LogOptions: { ...log.options, ...stream(order, { name, log }) } }),
    ContainerARN: shown?.containerArn,
    Networks: [network(subject)],
    Snapshotter: 'overlayfs',
  }
}

const MEBIBYTE = 1024 * 1024
/** What a container without a share of its own has on Linux. */
const LEAST_CPU = 2

const STATUS: Readonly<Record<string, string>> = {
  created: 'CREATED',
  running: 'RUNNING',
  paused: 'RUNNING',
  exited: 'STOPPED',
  dead: 'STOPPED',
}
const HEALTH: Readonly<Record<string, string>> = { healthy: 'HEALTHY', unhealthy: 'UNHEALTHY' }

const knownStatus = ({ inspected }: Subject, name: string): string =>
  STATUS[inspected.get(name)?.State.Status ?? ''] ?? 'NONE'

/** The engine writes the year 1 where nothing has happened yet. */
const isSet = (time: string): boolean => !time.startsWith('0001-')

const iso = (seconds: number): string => new Date(seconds * 1000).toISOString()

interface Logged {
  readonly name: string
  readonly log: { readonly options?: Readonly<Record<string, string>> | undefined }
}

function stream({ taskId }: TaskOrder, { name, log }: Logged): Record<string, string> {
  const prefix = log.options?.['awslogs-stream-prefix']
  return prefix === undefined ? {} : { 'awslogs-stream': `${prefix}/${name}/${taskId}` }
}

function network({ order, address, mac, subnet }: Subject): Json {
  return {
    NetworkMode: 'awsvpc',
    IPv4Addresses: [address],
    AttachmentIndex: 0,
    MACAddress: mac,
    IPv4SubnetCIDRBlock: subnet.cidr,
    PrivateDNSName: `ip-${address.replaceAll('.', '-')}.${order.taskArn.split(':')[3]}.compute.internal`,
    SubnetGatewayIpv4Address: `${subnet.gateway}/${subnet.cidr.split('/')[1]}`,
  }
}
