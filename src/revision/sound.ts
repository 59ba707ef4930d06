/**
 * What ECS would refuse of a task definition, told before anything is built or moved: a release that finds it out at a service's
 * turn has moved others already. Pure. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html
 */
import type { ContainerDefinition, RegisterTaskDefinitionCommandInput } from '@aws-sdk/client-ecs'
import { quoted, suggestion } from '../failure/words.ts'
import { unitsOf } from './override.ts'

export interface Flaw {
  /** What follows "its task definition". */
  readonly what: string
  readonly fix: string
}

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html */
const MOST_CONTAINERS = 10

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LogConfiguration.html */
const FARGATE_LOGS = ['awslogs', 'splunk', 'awsfirelens']

export function flawsOf(document: RegisterTaskDefinitionCommandInput): Flaw[] {
  const { containerDefinitions: containers = [] } = document
  const names = containers.map(({ name = '' }) => name)
  return [
    ...twice(names).map(name => ({
      what: `has two containers with the name ${quoted(name)}`,
      fix: 'Give each a name of its own.',
    })),
    ...(containers.length > MOST_CONTAINERS
      ? [{ what: `has ${containers.length} containers`, fix: `ECS takes ${MOST_CONTAINERS} at most.` }]
      : []),
    ...(containers.length > 0 && containers.every(({ essential }) => essential === false)
      ? [
          {
            what: 'has no essential container',
            fix: 'Write `essential: true` of the one whose end is that of the task.',
          },
        ]
      : []),
    ...overdrawn(document),
    ...containers.flatMap(each =>
      flawsIn(each, document, names).map(({ what, fix }) => ({
        what: `has in ${quoted(each.name ?? '')} ${what}`,
        fix,
      })),
    ),
  ]
}

function flawsIn(
  container: ContainerDefinition,
  document: RegisterTaskDefinitionCommandInput,
  containers: readonly string[],
): Flaw[] {
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
    ...mountPoints.flatMap(({ sourceVolume = '' }) => missing('a mount point of', sourceVolume, volumes, 'volumes')),
    ...volumesFrom.flatMap(({ sourceContainer = '' }) =>
      missing('`volumesFrom`', sourceContainer, containers, 'containers'),
    ),
    ...tooLarge(container, document),
    ...undriven(container, document),
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

/**
 * "The sum of all container 'cpu' values cannot be greater than the value of the task 'cpu'.", and the same of 'memoryReservation' and
 * 'memory': https://github.com/aws/aws-cdk/issues/24629
 */
function overdrawn({ containerDefinitions: containers = [], cpu, memory }: RegisterTaskDefinitionCommandInput): Flaw[] {
  const sums = [
    ['CPU units', sum(containers.map(each => each.cpu)), unitsOf(cpu ?? '')],
    ['MiB of reserved memory', sum(containers.map(each => each.memoryReservation)), unitsOf(memory ?? '')],
  ] as const
  return sums.flatMap(([unit, all, whole]) =>
    whole === undefined || all <= whole
      ? []
      : [
          {
            what: `has ${all} ${unit} in its containers, and ${whole} for the whole task`,
            fix: 'Lower the one, or raise the other.',
          },
        ],
  )
}

const sum = (numbers: readonly (number | undefined)[]) => numbers.reduce<number>((all, each) => all + (each ?? 0), 0)

function tooLarge({ memory: wanted = 0 }: ContainerDefinition, document: RegisterTaskDefinitionCommandInput): Flaw[] {
  const whole = unitsOf(document.memory ?? '') ?? Number.NaN
  if (!(wanted > whole)) return []
  return [
    { what: `${wanted} MiB of memory, and ${whole} for the whole task`, fix: 'Lower the one, or raise the other.' },
  ]
}

function undriven({ logConfiguration }: ContainerDefinition, document: RegisterTaskDefinitionCommandInput): Flaw[] {
  const driver = logConfiguration?.logDriver
  const isFargate = document.requiresCompatibilities?.includes('FARGATE') ?? false
  if (driver === undefined || !isFargate || FARGATE_LOGS.includes(driver)) return []
  const what = `the log driver ${quoted(driver)}, which Fargate has not${suggestion(driver, FARGATE_LOGS)}`
  return [{ what, fix: `Fargate has ${FARGATE_LOGS.join(', ')}.` }]
}
