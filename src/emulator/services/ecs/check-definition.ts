/** What RegisterTaskDefinition refuses. */
import type { ContainerDefinition, RegisterTaskDefinitionRequest } from '@aws-sdk/client-ecs'
import { client } from '../../refusal.ts'

const MIB = 1024
const range = (from: number, to: number, step: number): number[] =>
  Array.from({ length: (to - from) / step + 1 }, (_, i) => from + i * step)

const FARGATE_SIZES: Record<number, number[]> = {
  256: [512, 1024, 2048],
  512: range(1024, 4096, MIB),
  1024: range(2048, 8192, MIB),
  2048: range(4096, 16384, MIB),
  4096: range(8192, 30720, MIB),
  8192: range(16384, 61440, 4 * MIB),
  16384: range(32768, 122880, 8 * MIB),
}

const FARGATE_LOG_DRIVERS = ['awslogs', 'splunk', 'awsfirelens']
const MOST_CONTAINERS = 10

interface Checked {
  readonly family: string
  readonly containers: readonly ContainerDefinition[]
}

export function checkDefinition(input: RegisterTaskDefinitionRequest, host: string): Checked {
  const { family, containerDefinitions } = input
  if (typeof family !== 'string' || family === '') throw client('Family should not be null or empty.')
  if (!/^[A-Za-z0-9_-]{1,255}$/.test(family)) throw client('Invalid family name. The valid characters are A-Za-z0-9_-.')
  if (!Array.isArray(containerDefinitions) || containerDefinitions.length === 0)
    throw client('Container list cannot be empty.')
  if (containerDefinitions.length > MOST_CONTAINERS) throw client('Too many containers.')
  checkNames(containerDefinitions)
  if (input.requiresCompatibilities?.includes('FARGATE')) checkFargate(input, host)
  for (const container of containerDefinitions) checkContainer(container, input)
  if (containerDefinitions.every(({ essential }) => essential === false))
    throw client('Invalid setting: a task must have at least one essential container.')
  if (input.executionRoleArn === undefined && containerDefinitions.some(({ secrets }) => secrets?.length))
    throw client("When you are specifying container secrets, you must also specify a value for 'executionRoleArn'.")
  return { family, containers: containerDefinitions }
}

function checkNames(containers: readonly ContainerDefinition[]): void {
  const names = containers.map(({ name }) => name)
  if (names.some(name => !name)) throw client('Container.name should not be null or empty.')
  if (new Set(names).size < names.length) throw client('Container names must be unique.')
}

function checkContainer(container: ContainerDefinition, { memory, networkMode }: RegisterTaskDefinitionRequest): void {
  const { name, image, portMappings = [], dependsOn = [], healthCheck } = container
  if (!image) throw client('Container.image should not be null or empty.')
  if (/\s/.test(image)) throw client(`Container.image contains invalid characters.`)
  if (memory === undefined && container.memory === undefined && container.memoryReservation === undefined)
    throw client(
      `Invalid setting for container '${name}'. At least one of 'memory' or 'memoryReservation' must be specified.`,
    )
  for (const { hostPort, containerPort } of portMappings)
    if (networkMode === 'awsvpc' && hostPort && hostPort !== containerPort)
      throw client('When networkMode=awsvpc, the host ports and container ports in port mappings must match.')
  if (dependsOn.some(({ containerName }) => containerName === name))
    throw client(`Container '${name}' cannot depend on itself.`)
  if (healthCheck !== undefined && !healthCheck.command?.length)
    throw client('HealthCheck command should not be null or empty.')
}

function checkFargate(input: RegisterTaskDefinitionRequest, host: string): void {
  const { cpu, memory, networkMode, executionRoleArn, containerDefinitions = [] } = input
  if (networkMode !== 'awsvpc') throw client("Fargate only supports network mode 'awsvpc'.")
  if (cpu === undefined) throw client("Fargate requires that 'cpu' be defined at the task level.")
  if (memory === undefined) throw client("Fargate requires that 'memory' be defined at the task level.")
  if (!FARGATE_SIZES[units(cpu, 'vcpu')]?.includes(units(memory, 'gb')))
    throw client('No Fargate configuration exists for given values.')
  const drivers = containerDefinitions.flatMap(({ logConfiguration }) => logConfiguration?.logDriver ?? [])
  const unknown = drivers.find(driver => !FARGATE_LOG_DRIVERS.includes(driver))
  if (unknown !== undefined) throw client(`Fargate does not support the log driver '${unknown}'.`)
  if (executionRoleArn !== undefined) return
  if (containerDefinitions.some(({ image = '' }) => isEcrImage(image, host)))
    throw client('Fargate requires task definition to have execution role ARN to support ECR images.')
  if (drivers.includes('awslogs'))
    throw client('Fargate requires task definition to have execution role ARN to support log driver awslogs.')
}

/** `512`, `0.5 vCPU`, `1 GB` or `1024`. */
export function units(text: string, unit: 'vcpu' | 'gb'): number {
  const found = /^\s*(\d+(?:\.\d+)?)\s*(vcpu|gb)?\s*$/i.exec(text)
  if (found === null) throw client(`Invalid '${unit === 'gb' ? 'memory' : 'cpu'}' setting for task.`)
  return found[2]?.toLowerCase() === unit ? Number(found[1]) * MIB : Number(found[1])
}

const isEcrImage = (image: string, host: string): boolean =>
  image.startsWith(`${host}/`) || /^\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com/.test(image)
