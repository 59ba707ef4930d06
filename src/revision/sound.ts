/**
 * What ECS would refuse of a task definition, told before anything is built or moved: a release that finds it out at a service's
 * turn has moved others already. Pure. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html
 */
import type { ContainerDefinition, RegisterTaskDefinitionCommandInput } from '@aws-sdk/client-ecs'
import { quoted, suggestion } from '../failure/words.ts'
import { isReference } from '../image/reference.ts'
import { circleIn, dependencyFlaws } from './dependency.ts'
import { fargateFlaws, isForFargate, storageFlaws } from './fargate.ts'
import { type Flaw, flaw } from './flaw.ts'
import { unitsOf } from './override.ts'

type Document = RegisterTaskDefinitionCommandInput

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html */
const MOST_CONTAINERS = 10

const MOST_BYTES = 65_536

const EITHER = 'Lower the one, or raise the other.'

/** `released`: containers that get their image later. */
export function flawsOf(document: Document, released: readonly string[] = []): Flaw[] {
  const { containerDefinitions: containers = [] } = document
  const names = containers.map(({ name = '' }) => name)
  const circle = circleIn(containers)
  return [
    ...twice(names).map(name => ({
      what: `has two containers with the name ${quoted(name)}`,
      fix: 'Give each a name of its own.',
    })),
    ...flaw(
      containers.length > MOST_CONTAINERS,
      `has ${containers.length} containers`,
      `ECS takes ${MOST_CONTAINERS} at most.`,
    ),
    ...flaw(
      containers.length > 0 && containers.every(({ essential }) => essential === false),
      'has no essential container',
      'Write `essential: true` of the one whose end is that of the task.',
    ),
    ...flaw(
      circle !== undefined,
      `has containers that wait for each other: ${circle?.join(' → ')}`,
      'Take one `dependsOn` out.',
    ),
    ...platformless(document),
    ...oversized(document),
    ...overdrawn(document),
    ...(isForFargate(document) ? storageFlaws(document) : []),
    ...containers.flatMap(each =>
      [...flawsIn(each, document, names), ...unpullable(each, released)].map(found => ({
        ...found,
        what: `has in ${quoted(each.name ?? '')} ${found.what}`,
      })),
    ),
  ]
}

function flawsIn(container: ContainerDefinition, document: Document, containers: readonly string[]): Flaw[] {
  const { environment = [], secrets = [], dependsOn = [], mountPoints = [], volumesFrom = [] } = container
  const volumes = (document.volumes ?? []).map(({ name = '' }) => name)
  const variables = new Set(environment.map(({ name = '' }) => name))
  const references = secrets.map(({ name = '' }) => name)
  return [
    ...twice(references).map(name => ({ what: `the secret ${name} twice`, fix: 'Take one of the two out.' })),
    ...[...new Set(references.filter(name => variables.has(name)))].map(name => ({
      what: `${name} both as a variable and as a secret`,
      fix: 'Take one of the two out.',
    })),
    ...dependsOn.flatMap(({ containerName: name = '' }) =>
      name === container.name
        ? [{ what: '`dependsOn` itself', fix: 'Name another container.' }]
        : missing('a `dependsOn` of', name, containers, 'containers'),
    ),
    ...dependencyFlaws(container, document.containerDefinitions ?? []),
    ...mountPoints.flatMap(({ sourceVolume = '' }) => missing('a mount point of', sourceVolume, volumes, 'volumes')),
    ...volumesFrom.flatMap(({ sourceContainer = '' }) =>
      missing('`volumesFrom`', sourceContainer, containers, 'containers'),
    ),
    ...tooLarge(container, document),
    ...ports(container, document),
    ...health(container),
    ...groupless(container),
    ...(isForFargate(document) ? fargateFlaws(container) : []),
  ]
}

const twice = (names: readonly string[]): string[] => [
  ...new Set(names.filter((name, place) => names.indexOf(name) !== place)),
]

function missing(by: string, name: string, there: readonly string[], kind: string): Flaw[] {
  if (there.includes(name)) return []
  const fix = there.length === 0 ? `There are no ${kind}.` : `Its ${kind} are: ${there.join(', ')}.`
  return [{ what: `${by} ${quoted(name)}, which is not there${suggestion(name, there)}`, fix }]
}

/** "Container.image should not be null or empty.", and "Container.image contains invalid characters." */
function unpullable({ name = '', image = '' }: ContainerDefinition, released: readonly string[]): Flaw[] {
  if (released.includes(name)) return []
  return [
    ...flaw(image === '', 'no image', 'Write `image`, or name the container in `containers`.'),
    ...flaw(
      image !== '' && !isReference(image),
      `the image ${quoted(image)}, which is none`,
      'Give an image as docker takes it: ghcr.io/acme/app:1.4.2, or …@sha256:….',
    ),
  ]
}

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RuntimePlatform.html */
const ARCHITECTURES = ['X86_64', 'ARM64']

/** A Windows that comes after us is none of our business. */
const FAMILY = /^(?:LINUX|WINDOWS_SERVER_[0-9A-Z]+_(?:CORE|FULL))$/

/** ECS tells capital letters from small ones. */
const platformless = ({ runtimePlatform: { cpuArchitecture, operatingSystemFamily } = {} }: Document): Flaw[] => [
  ...flaw(
    cpuArchitecture !== undefined && !ARCHITECTURES.includes(cpuArchitecture),
    `has the cpuArchitecture ${quoted(cpuArchitecture ?? '')}${suggestion(cpuArchitecture ?? '', ARCHITECTURES)}`,
    `ECS has ${ARCHITECTURES.join(' and ')}, in capital letters.`,
  ),
  ...flaw(
    operatingSystemFamily !== undefined && !FAMILY.test(operatingSystemFamily),
    `has the operatingSystemFamily ${quoted(operatingSystemFamily ?? '')}${suggestion(operatingSystemFamily ?? '', ['LINUX'])}`,
    'ECS has LINUX and Windows such as WINDOWS_SERVER_2022_CORE, in capital letters.',
  ),
]

/** "Actual length: '66519'. Max allowed length is '65536' bytes." Images and our tags, which come later, add a little. */
function oversized(document: Document): Flaw[] {
  const bytes = Buffer.byteLength(JSON.stringify(document))
  return flaw(
    bytes > MOST_BYTES,
    `has ${bytes} bytes`,
    `ECS takes ${MOST_BYTES} at most: give what is long by a secret, or by a file in the image.`,
  )
}

/**
 * "The sum of all container 'cpu' values cannot be greater than the value of the task 'cpu'.", and the same of 'memoryReservation' and
 * 'memory': https://github.com/aws/aws-cdk/issues/24629
 */
function overdrawn(document: Document): Flaw[] {
  const { containerDefinitions: containers = [], cpu, memory } = document
  if (isForWindows(document)) return []
  const sums = [
    ['cpu', 'CPU units', sum(containers.map(each => each.cpu)), unitsOf(cpu ?? '')],
    ['memory', 'MiB of reserved memory', sum(containers.map(each => each.memoryReservation)), unitsOf(memory ?? '')],
  ] as const
  return sums.flatMap(([size, unit, all, whole = Number.POSITIVE_INFINITY]) =>
    sized(size, flaw(all > whole, `has ${all} ${unit} in its containers, and ${whole} for the whole task`, EITHER)),
  )
}

const sized = (size: 'cpu' | 'memory', flaws: readonly Flaw[]): Flaw[] => flaws.map(each => ({ ...each, size }))

/** The size of a task says nothing there (Amazon ECS API Reference, TaskDefinition). */
const isForWindows = ({ runtimePlatform }: Document): boolean =>
  runtimePlatform?.operatingSystemFamily?.startsWith('WINDOWS') ?? false

const sum = (numbers: readonly (number | undefined)[]) => numbers.reduce<number>((all, each) => all + (each ?? 0), 0)

/** "The 'memory' setting for container 'api' is greater than for the task.", and below its own reservation. */
function tooLarge({ memory: wanted, memoryReservation: least = 0 }: ContainerDefinition, document: Document): Flaw[] {
  const whole = isForWindows(document) ? undefined : unitsOf(document.memory ?? '')
  if (wanted === undefined) return []
  return [
    ...sized(
      'memory',
      flaw(whole !== undefined && wanted > whole, `${wanted} MiB of memory, and ${whole} for the whole task`, EITHER),
    ),
    ...sized(
      'memory',
      flaw(least > wanted, `a memoryReservation of ${least} MiB, and ${wanted} MiB of memory`, EITHER),
    ),
  ]
}

/** "When networkMode=awsvpc, the host ports and container ports in port mappings must match." */
const ports = ({ portMappings = [] }: ContainerDefinition, { networkMode }: Document): Flaw[] =>
  portMappings.flatMap(({ hostPort, containerPort, protocol = 'tcp' }) => [
    ...flaw(
      networkMode === 'awsvpc' && hostPort !== undefined && hostPort !== 0 && hostPort !== containerPort,
      `the port ${containerPort} as ${hostPort} of the host`,
      'Take `hostPort` out: under awsvpc they are one.',
    ),
    ...flaw(
      !/^(?:tcp|udp)?$/i.test(protocol),
      `a port of the protocol ${quoted(protocol)}`,
      'A protocol is `tcp` or `udp`; HTTP is an `appProtocol`.',
    ),
  ])

/** Seconds, and times. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html */
const HEALTH = { interval: [5, 300], timeout: [2, 120], retries: [1, 10], startPeriod: [0, 300] } as const

function health({ healthCheck }: ContainerDefinition): Flaw[] {
  if (healthCheck === undefined) return []
  const limits = Object.entries(HEALTH) as [keyof typeof HEALTH, readonly [number, number]][]
  return [
    ...flaw(
      (healthCheck.command ?? []).length === 0,
      'a health check without a command',
      'Write one, such as ["CMD-SHELL", "curl -f http://localhost/"].',
    ),
    ...limits.flatMap(([key, [least, most]]) => {
      // who writes no number writes 0, in some languages
      const value = healthCheck[key] || least
      return flaw(
        value < least || value > most,
        `a health check whose ${key} is ${value}`,
        `It is ${least} to ${most}.`,
      )
    }),
  ]
}

/** Whoever lets ECS create it has to name it, too. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_awslogs.html */
const groupless = ({ logConfiguration: log }: ContainerDefinition): Flaw[] =>
  flaw(
    log?.logDriver === 'awslogs' &&
      !log.options?.['awslogs-group'] &&
      !log.secretOptions?.some(({ name }) => name === 'awslogs-group'),
    'the log driver awslogs without awslogs-group',
    'Name the log group in its options.',
  )
