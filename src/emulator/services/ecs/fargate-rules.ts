/**
 * What keeps a task definition from Fargate: refused where it asks for Fargate, and no compatibility of it otherwise.
 * Words without another source were seen in 2026-09 (badmintoncryer/cdk-preflight, rules/ecs).
 */
import type { ContainerDefinition, RegisterTaskDefinitionRequest } from '@aws-sdk/client-ecs'
import { isWindows } from './platform.ts'
import { type Rule, when } from './rule.ts'
import { FARGATE_SIZES, units, WINDOWS_CPUS } from './size.ts'

/** With the host of the local registry. */
interface Asked {
  readonly definition: RegisterTaskDefinitionRequest
  readonly host: string
}

const LOG_DRIVERS = ['awslogs', 'splunk', 'awsfirelens']
/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html#container_definition_timeout */
const MOST_STOP_TIMEOUT = 120
const LEAST_START_TIMEOUT = 2
const MOST_START_TIMEOUT = 120

const containersOf = ({ definition }: Asked): readonly ContainerDefinition[] => definition.containerDefinitions ?? []
const some = (asked: Asked, holds: (container: ContainerDefinition) => unknown): boolean =>
  containersOf(asked).some(container => Boolean(holds(container)))
const usesDriver = (asked: Asked, driver: string): boolean =>
  some(asked, ({ logConfiguration }) => logConfiguration?.logDriver === driver)

export const FARGATE_RULES: readonly Rule<Asked>[] = [
  {
    name: 'awsvpc',
    says: ({ definition }) => when(definition.networkMode !== 'awsvpc', "Fargate only supports network mode 'awsvpc'."),
  },
  {
    name: 'cpu of the task',
    says: ({ definition }) =>
      when(definition.cpu === undefined, "Fargate requires that 'cpu' be defined at the task level."),
  },
  {
    name: 'memory of the task',
    says: ({ definition }) =>
      when(definition.memory === undefined, "Fargate requires that 'memory' be defined at the task level."),
  },
  {
    name: 'a size that there is',
    says: ({ definition: { cpu = '', memory = '', runtimePlatform } }) => {
      const [many, much] = [units(cpu, 'vcpu'), units(memory, 'gb')]
      const sizes = isWindows({ runtimePlatform }) && !WINDOWS_CPUS.includes(many) ? undefined : FARGATE_SIZES[many]
      return when(
        !sizes?.includes(much),
        `No Fargate configuration exists for given values: ${many} CPU, ${much} memory. See the Amazon ECS documentation for the valid values.`,
      )
    },
  },
  {
    name: 'no swap',
    says: asked => {
      const keys = ['maxSwap', 'swappiness'] as const
      const found = keys.find(key => some(asked, ({ linuxParameters }) => linuxParameters?.[key] !== undefined))
      return when(found !== undefined, `Fargate compatible task definitions do not support ${found}`)
    },
  },
  {
    name: 'a start that does not take long',
    wordsOurs: true,
    says: asked =>
      when(
        some(
          asked,
          ({ startTimeout = LEAST_START_TIMEOUT }) =>
            startTimeout < LEAST_START_TIMEOUT || startTimeout > MOST_START_TIMEOUT,
        ),
        `startTimeout must be between ${LEAST_START_TIMEOUT} and ${MOST_START_TIMEOUT} seconds.`,
      ),
  },
  {
    name: 'log drivers',
    says: asked => {
      const drivers = containersOf(asked).flatMap(({ logConfiguration }) => logConfiguration?.logDriver ?? [])
      const unknown = drivers.find(driver => !LOG_DRIVERS.includes(driver))
      return when(unknown !== undefined, `${unknown} is not a valid log driver. Must be one of [${LOG_DRIVERS.join()}]`)
    },
  },
  {
    name: 'an execution role for ECR',
    says: asked =>
      when(
        !asked.definition.executionRoleArn && some(asked, ({ image = '' }) => isEcrImage(image, asked.host)),
        'Fargate requires task definition to have execution role ARN to support ECR images.',
      ),
  },
  {
    name: 'an execution role for awslogs',
    says: asked =>
      when(
        !asked.definition.executionRoleArn && usesDriver(asked, 'awslogs'),
        'Fargate requires task definition to have execution role ARN to support log driver awslogs.',
      ),
  },
  {
    // aws/aws-cdk issue 1422
    name: 'a stream prefix for awslogs',
    says: asked =>
      when(
        some(
          asked,
          ({ logConfiguration: { logDriver, options } = {} }) =>
            logDriver === 'awslogs' && !options?.['awslogs-stream-prefix'],
        ),
        'Fargate requires log configuration options to include awslogs-stream-prefix to support log driver awslogs.',
      ),
  },
  {
    name: 'no IPC',
    says: ({ definition }) =>
      when(definition.ipcMode !== undefined, 'Fargate compatible task definitions do not support ipcMode'),
  },
  {
    name: "not the host's processes",
    says: ({ definition }) =>
      when(
        definition.pidMode === 'host',
        "Tasks using the Fargate launch type do not support pidMode 'host'. The supported value for pidMode is 'task'.",
      ),
  },
  {
    name: 'no folder of a host',
    says: ({ definition: { volumes = [] } }) =>
      when(
        volumes.some(({ host }) => host?.sourcePath),
        'host.sourcePath should not be set for volumes in Fargate.',
      ),
  },
  {
    name: 'no volume driver',
    says: ({ definition: { volumes = [] } }) =>
      when(
        volumes.some(({ dockerVolumeConfiguration }) => dockerVolumeConfiguration !== undefined),
        'Fargate compatible task definitions do not support dockerVolumeConfiguration',
      ),
  },
  {
    name: 'no placement constraints',
    says: ({ definition: { placementConstraints = [] } }) =>
      when(placementConstraints.length > 0, 'Fargate compatible task definitions do not support constraints'),
  },
  {
    // quotation marks that are not of ASCII
    name: 'no privileges',
    says: asked =>
      when(
        some(asked, ({ privileged }) => privileged),
        'Fargate requires that the ‘privileged’ setting be ‘false’ at the container level.',
      ),
  },
  {
    name: 'few capabilities',
    says: asked => {
      const added = containersOf(asked).flatMap(({ linuxParameters }) => linuxParameters?.capabilities?.add ?? [])
      const strange = added.find(one => one !== 'SYS_PTRACE')
      return when(strange !== undefined, `${strange} is not allowed on Fargate.`)
    },
  },
  {
    name: 'no devices, no memory apart',
    says: asked => {
      const keys = ['devices', 'sharedMemorySize'] as const
      const found = keys.find(key =>
        some(asked, ({ linuxParameters }) => {
          const value = linuxParameters?.[key]
          return Array.isArray(value) ? value.length > 0 : value
        }),
      )
      return when(found !== undefined, `Fargate compatible task definitions do not support ${found}`)
    },
  },
  {
    name: 'no security options',
    says: asked =>
      when(
        some(asked, ({ dockerSecurityOptions }) => dockerSecurityOptions?.length),
        'Fargate compatible task definitions do not support dockerSecurityOptions',
      ),
  },
  {
    name: 'no graphics cards',
    says: asked =>
      when(
        some(asked, ({ resourceRequirements }) => resourceRequirements?.length),
        'Tasks using the Fargate launch type do not support GPU resource requirements.',
      ),
  },
  {
    name: 'a stop that does not take long',
    wordsOurs: true,
    says: asked =>
      when(
        some(asked, ({ stopTimeout = 0 }) => stopTimeout > MOST_STOP_TIMEOUT),
        `The stopTimeout of a Fargate task must not be greater than ${MOST_STOP_TIMEOUT} seconds.`,
      ),
  },
]

export const isEcrImage = (image: string, host: string): boolean =>
  image.startsWith(`${host}/`) || /^\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com/.test(image)
