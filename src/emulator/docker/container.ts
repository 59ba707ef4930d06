/** A container definition, in the words of the engine's `POST /containers/create`. */
import type { ContainerDefinition, HealthCheck, TaskDefinition, Tmpfs } from '@aws-sdk/client-ecs'
import type { TaskOrder } from '../fate.ts'

export interface Shape {
  readonly task: TaskOrder
  readonly container: ContainerDefinition
  /** As the engine shall pull and run it. */
  readonly image: string
  readonly speed: number
  /** Before every name: task ids are unique in one run only. */
  readonly scope: string
  readonly labels: Readonly<Record<string, string>>
  /** What ECS's agent gives it; stronger than what the task definition has. */
  readonly variables?: Readonly<Record<string, string>>
  /** The first container of a task owns its network namespace, the others join it. */
  readonly network: Owner | { readonly join: string }
}

export interface Owner {
  readonly name: string
  readonly address: string
  /** Lines for /etc/hosts: `name:address`. */
  readonly hosts: readonly string[]
}

const mebibyte = 1024 * 1024
/** A process does not start faster because ECS's clock does: neither period is scaled below what a start really takes. */
const floor = { interval: 1, startPeriod: 3 }

export function createBody(shape: Shape): Record<string, unknown> {
  const { container, image, labels, task, variables } = shape
  return {
    Image: image,
    Env: environment(task, container, variables),
    ...(container.command?.length && { Cmd: container.command }),
    ...(container.entryPoint?.length && { Entrypoint: container.entryPoint }),
    ...(container.user && { User: container.user }),
    ...(container.workingDirectory && { WorkingDir: container.workingDirectory }),
    ...(container.stopTimeout !== undefined && { StopTimeout: container.stopTimeout }),
    Healthcheck: healthcheck(container.healthCheck, shape.speed),
    Labels: { ...container.dockerLabels, ...agentLabels(task, container), ...labels },
    HostConfig: hostConfig(shape),
    ...('name' in shape.network && attachment(shape.network)),
  }
}

function hostConfig({ container, task, network, labels, scope }: Shape): Record<string, unknown> {
  const linux = container.linuxParameters
  const memory = Number(container.memory ?? task.taskDefinition.memory ?? 0) * mebibyte
  return {
    ...('name' in network
      ? { NetworkMode: network.name, ExtraHosts: network.hosts }
      : { NetworkMode: `container:${network.join}` }),
    LogConfig: { Type: 'json-file', Config: { 'max-size': '10m', 'max-file': '2' } },
    ReadonlyRootfs: container.readonlyRootFilesystem ?? false,
    Init: linux?.initProcessEnabled ?? false,
    ...(linux?.capabilities?.drop?.length && { CapDrop: linux.capabilities.drop }),
    ...(linux?.capabilities?.add?.length && { CapAdd: linux.capabilities.add }),
    ...(linux?.tmpfs?.length && { Tmpfs: Object.fromEntries(linux.tmpfs.map(tmpfs)) }),
    ...(linux?.sharedMemorySize && { ShmSize: linux.sharedMemorySize * mebibyte }),
    // Without swap, as on Fargate: a container over its limit is killed.
    ...(memory > 0 && { Memory: memory, MemorySwap: memory }),
    ...(container.memoryReservation && { MemoryReservation: container.memoryReservation * mebibyte }),
    CpuShares: Math.max(2, container.cpu || Number(task.taskDefinition.cpu ?? 0)),
    ...(container.ulimits?.length && {
      Ulimits: container.ulimits.map(({ name, softLimit, hardLimit }) => ({
        Name: name,
        Soft: softLimit,
        Hard: hardLimit,
      })),
    }),
    ...(container.mountPoints?.length && {
      Mounts: container.mountPoints.map(mount => ({
        Type: 'volume',
        Source: volumeName(scope, task, mount.sourceVolume ?? ''),
        Target: mount.containerPath,
        ReadOnly: mount.readOnly ?? false,
        VolumeOptions: { Labels: labels },
      })),
    }),
  }
}

function tmpfs({ containerPath, size, mountOptions }: Tmpfs): [string, string] {
  return [containerPath ?? '', [`size=${size}m`, ...(mountOptions ?? [])].join(',')]
}

/** ECS ignores a HEALTHCHECK in the image: only the task definition's counts. */
export function healthcheck(check: HealthCheck | undefined, speed: number): Record<string, unknown> {
  if (!check?.command?.length || check.command[0] === 'NONE') return { Test: ['NONE'] }
  const interval = scaled(check.interval ?? 30, speed, floor.interval)
  const startPeriod = scaled(check.startPeriod ?? 0, speed, floor.startPeriod)
  const shell = check.command[0] !== 'CMD' && check.command[0] !== 'CMD-SHELL'
  return {
    Test: shell ? ['CMD', ...check.command] : check.command,
    Interval: nanoseconds(interval),
    Timeout: nanoseconds(check.timeout ?? 5),
    Retries: check.retries ?? 3,
    ...(startPeriod > 0 && {
      StartPeriod: nanoseconds(startPeriod),
      // The engine's own default, 5 s, would make a sped-up start slower than the steady checks.
      StartInterval: nanoseconds(Math.min(interval, 1)),
    }),
  }
}

function nanoseconds(seconds: number): number {
  return Math.round(seconds * 1e9)
}

function scaled(seconds: number, speed: number, least: number): number {
  return Math.max(seconds / speed, Math.min(seconds, least))
}

function environment(task: TaskOrder, container: ContainerDefinition, more: Shape['variables']): string[] {
  const region = task.taskArn.split(':')[3] ?? ''
  const variables: Record<string, string> = {
    AWS_EXECUTION_ENV: 'AWS_ECS_FARGATE',
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
  }
  for (const { name, value } of container.environment ?? []) if (name) variables[name] = value ?? ''
  Object.assign(variables, task.secrets[container.name ?? ''], more)
  return Object.entries(variables).map(([name, value]) => `${name}=${value}`)
}

/** The labels ECS's own agent puts on every container. */
type Labelled = Pick<TaskOrder, 'cluster' | 'taskArn' | 'taskDefinition'>

export function agentLabels({ cluster, taskArn, taskDefinition }: Labelled, container: ContainerDefinition) {
  return {
    'com.amazonaws.ecs.cluster': cluster,
    'com.amazonaws.ecs.container-name': container.name ?? '',
    'com.amazonaws.ecs.task-arn': taskArn,
    'com.amazonaws.ecs.task-definition-family': taskDefinition.family ?? '',
    'com.amazonaws.ecs.task-definition-version': String(taskDefinition.revision ?? ''),
  }
}

/** A container that only holds the namespace, for tasks whose first container may end before the task does. */
export function pauseBody(image: string, owner: Owner, labels: Readonly<Record<string, string>>) {
  return {
    Image: image,
    Cmd: ['/pause'],
    Labels: labels,
    HostConfig: { NetworkMode: owner.name, ExtraHosts: owner.hosts, ReadonlyRootfs: true, CapDrop: ['ALL'] },
    ...attachment(owner),
  }
}

function attachment({ name, address }: Owner): Record<string, unknown> {
  return {
    Hostname: `ip-${address.replaceAll('.', '-')}`,
    NetworkingConfig: { EndpointsConfig: { [name]: { IPAMConfig: { IPv4Address: address } } } },
  }
}

export function volumeName(scope: string, { taskId }: TaskOrder, name: string): string {
  return `${scope}-${taskId}-${name}`
}

/** For `docker ps`: which service's container this is. */
export function title(scope: string, { service, taskDefinition, taskId }: TaskOrder, name: string): string {
  return [scope, service ?? taskDefinition.family, name, taskId].join('-')
}

/** What the local ECS cannot do and the task cannot do without: it must not start as if nothing were missing. */
export function impossible(definition: TaskDefinition): string[] {
  const found: string[] = []
  for (const volume of definition.volumes ?? []) {
    const { name, configuredAtLaunch, ...source } = volume
    const other = Object.entries(source).filter(([, value]) => value !== undefined && Object.keys(value).length > 0)
    if (other.length > 0) found.push(`${other[0]?.[0]} of volume ${name}`)
    if (configuredAtLaunch) found.push(`configuredAtLaunch of volume ${name}`)
  }
  for (const container of definition.containerDefinitions ?? []) {
    const missing = (field: keyof ContainerDefinition) => {
      const value = container[field]
      if (value === undefined || (Array.isArray(value) && value.length === 0)) return
      found.push(`${field} of container ${container.name}`)
    }
    missing('environmentFiles')
    missing('repositoryCredentials')
    missing('resourceRequirements')
    missing('volumesFrom')
  }
  return found
}

/** What is left out, and the container runs all the same; said once in its log. */
export function ignored(container: ContainerDefinition): string[] {
  const names: (keyof ContainerDefinition)[] = [
    'credentialSpecs',
    'disableNetworking',
    'dnsSearchDomains',
    'dnsServers',
    'dockerSecurityOptions',
    'extraHosts',
    'firelensConfiguration',
    'hostname',
    'interactive',
    'links',
    'privileged',
    'pseudoTerminal',
    'restartPolicy',
    'systemControls',
  ]
  return names.filter(name => {
    const value = container[name]
    return value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0)
  })
}
