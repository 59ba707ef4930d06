/** A task definition as ECS would describe it: what it adds where nothing was said. For comparing only. Pure. */
import type { ContainerDefinition, PortMapping, RegisterTaskDefinitionCommandInput, Volume } from '@aws-sdk/client-ecs'
import { unitsOf } from './override.ts'

/**
 * Seen in what DescribeTaskDefinition gives back of what was registered with less; the order of variables, secrets and ports says
 * nothing.
 */
export function normal(document: RegisterTaskDefinitionCommandInput): RegisterTaskDefinitionCommandInput {
  const { networkMode, cpu, memory, volumes } = document
  const isAwsvpc = networkMode === 'awsvpc'
  return {
    ...document,
    ...(cpu === undefined ? {} : { cpu: normalSize(cpu) }),
    ...(memory === undefined ? {} : { memory: normalSize(memory) }),
    ...(volumes && { volumes: volumes.map(normalVolume) }),
    ...(document.requiresCompatibilities
      ? { requiresCompatibilities: [...document.requiresCompatibilities].sort() }
      : {}),
    containerDefinitions: document.containerDefinitions?.map(each => each && normalContainer(each, isAwsvpc)),
  }
}

/** `0.25 vCPU` and `0.5 GB` are described as 256 and 512. */
const normalSize = (size: string): string => String(unitsOf(size) ?? size)

const normalVolume = (volume: Volume): Volume =>
  volume?.efsVolumeConfiguration
    ? { ...volume, efsVolumeConfiguration: { rootDirectory: '/', ...volume.efsVolumeConfiguration } }
    : volume

function normalContainer(container: ContainerDefinition, isAwsvpc: boolean): ContainerDefinition {
  const { cpu = 0, essential = true, healthCheck, environment, secrets, portMappings } = container
  return {
    ...container,
    cpu,
    essential,
    ...(environment && { environment: byName(environment) }),
    ...(secrets && { secrets: byName(secrets) }),
    ...(portMappings && { portMappings: portMappings.map(each => normalPort(each, isAwsvpc)) }),
    ...(healthCheck && { healthCheck: { interval: 30, timeout: 5, retries: 3, ...healthCheck } }),
  }
}

const byName = <Each extends { readonly name?: string | undefined }>(all: readonly Each[]): Each[] =>
  [...all].sort((a, b) => ((a.name ?? '') < (b.name ?? '') ? -1 : 1))

const normalPort = (port: PortMapping, isAwsvpc: boolean): PortMapping => ({
  ...port,
  protocol: port.protocol ?? 'tcp',
  ...(isAwsvpc ? { hostPort: port.hostPort ?? port.containerPort } : {}),
})
