/** A task definition as ECS would describe it: what it adds where nothing was said. For comparing only. Pure. */
import type {
  ContainerDefinition,
  LinuxParameters,
  PortMapping,
  RegisterTaskDefinitionCommandInput,
  Volume,
} from '@aws-sdk/client-ecs'
import { unitsOf } from './override.ts'

/**
 * Seen in what DescribeTaskDefinition gives back of what was registered with less; the order of containers, variables, secrets and
 * ports says nothing, and Terraform's provider knows that ECS does not keep it (task_definition_equivalency.go).
 */
export function normal(document: RegisterTaskDefinitionCommandInput): RegisterTaskDefinitionCommandInput {
  const { networkMode, cpu, memory, volumes, taskRoleArn, executionRoleArn } = document
  const isShared = networkMode === 'awsvpc' || networkMode === 'host'
  return {
    ...document,
    ...(cpu === undefined ? {} : { cpu: normalSize(cpu) }),
    ...(memory === undefined ? {} : { memory: normalSize(memory) }),
    ...(taskRoleArn === undefined ? {} : { taskRoleArn: normalRole(taskRoleArn) }),
    ...(executionRoleArn === undefined ? {} : { executionRoleArn: normalRole(executionRoleArn) }),
    ...(volumes && { volumes: volumes.map(normalVolume) }),
    ...(document.requiresCompatibilities
      ? { requiresCompatibilities: [...document.requiresCompatibilities].sort() }
      : {}),
    containerDefinitions:
      document.containerDefinitions &&
      byName(document.containerDefinitions.map(each => normalContainer(each, isShared))),
  }
}

/** A name alone is of the account that registers, whose number ECS fills in; no other account's role can be passed. */
const normalRole = (role: string): string => role.replace(/^arn:[^:]+:iam::\d{12}:role\//, '')

/** `0.25 vCPU` and `0.5 GB` are described as 256 and 512. */
const normalSize = (size: string): string => String(unitsOf(size) ?? size)

const normalVolume = (volume: Volume): Volume =>
  volume?.efsVolumeConfiguration
    ? { ...volume, efsVolumeConfiguration: { rootDirectory: '/', ...volume.efsVolumeConfiguration } }
    : volume

function normalContainer(container: ContainerDefinition, isShared: boolean): ContainerDefinition {
  const { cpu = 0, essential = true, healthCheck, environment, secrets, portMappings, linuxParameters } = container
  return {
    ...container,
    cpu,
    essential,
    ...(environment && { environment: byName(environment) }),
    ...(secrets && { secrets: byName(secrets) }),
    ...(portMappings && { portMappings: byPort(portMappings.map(each => normalPort(each, isShared))) }),
    ...(linuxParameters && { linuxParameters: normalLinux(linuxParameters) }),
    ...(healthCheck && { healthCheck: { interval: 30, timeout: 5, retries: 3, ...healthCheck } }),
  }
}

const sorted = <Each>(all: readonly Each[], keyOf: (each: Each) => string): Each[] =>
  [...all].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))

const byName = <Each extends { readonly name?: string | undefined }>(all: readonly Each[]): Each[] =>
  sorted(all, ({ name = '' }) => name)

/** Where the task has the host's network, or one of its own, both ports are one; on the bridge 0 is any that is free. */
function normalPort(port: PortMapping, isShared: boolean): PortMapping {
  const { containerPort, protocol } = port
  const hostPort = port.hostPort || (isShared ? containerPort : 0)
  const isRange = port.containerPortRange !== undefined
  return { ...port, protocol: (protocol || 'tcp').toLowerCase() as 'tcp', ...(isRange ? {} : { hostPort }) }
}

const byPort = (ports: readonly PortMapping[]): PortMapping[] =>
  sorted(ports, ({ containerPort, containerPortRange, hostPort, protocol }) =>
    JSON.stringify([containerPort, containerPortRange, hostPort, protocol]),
  )

/** Capabilities of nothing are not described. */
function normalLinux({ capabilities, ...rest }: LinuxParameters): LinuxParameters {
  const isNothing = Object.values(capabilities ?? {}).every(list => Array.isArray(list) && list.length === 0)
  return isNothing ? rest : { ...rest, capabilities }
}
