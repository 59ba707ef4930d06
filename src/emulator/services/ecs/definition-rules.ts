/**
 * What RegisterTaskDefinition refuses of any task definition, one rule each, in the order they are told.
 * Words without another source were seen in 2026-09 (badmintoncryer/cdk-preflight, rules/ecs).
 */
import type { ContainerDefinition, EFSVolumeConfiguration, RegisterTaskDefinitionRequest } from '@aws-sdk/client-ecs'
import { CONTAINER_RULES } from './container-rules.ts'
import { circleIn } from './dependencies.ts'
import { isWindows } from './platform.ts'
import { firstBroken, type Rule, when } from './rule.ts'
import { units } from './size.ts'

type Definition = RegisterTaskDefinitionRequest

const MOST_CONTAINERS = 10
/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html */
const MOST_BYTES = 65_536
/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html */
const LEAST_CPU = 128
const MOST_CPU = 196_608
const IS_ROLE = /^arn:[^:]*:iam::[^:]*:role\/./

const containersOf = ({ containerDefinitions = [] }: Definition): readonly ContainerDefinition[] => containerDefinitions
const routersOf = (definition: Definition): readonly ContainerDefinition[] =>
  containersOf(definition).filter(({ firelensConfiguration }) => firelensConfiguration !== undefined)
const logsByRouter = (definition: Definition): boolean =>
  containersOf(definition).some(({ logConfiguration }) => logConfiguration?.logDriver === 'awsfirelens')

/** Whether there is anything at all comes before what Fargate makes of it. */
export const FIRST_RULES: readonly Rule<Definition>[] = [
  {
    name: 'family',
    says: ({ family }) =>
      family
        ? when(!/^[A-Za-z0-9_-]{1,255}$/.test(family), 'Invalid family name. The valid characters are A-Za-z0-9_-.')
        : 'Family should not be null or empty.',
  },
  {
    name: 'size of the document',
    says: definition => {
      const bytes = Buffer.byteLength(JSON.stringify(definition))
      return when(bytes > MOST_BYTES, `Actual length: '${bytes}'. Max allowed length is '${MOST_BYTES}' bytes.`)
    },
  },
  {
    name: 'some containers',
    says: definition => when(containersOf(definition).length === 0, 'Container list cannot be empty.'),
  },
  {
    name: 'not too many containers',
    says: definition => when(containersOf(definition).length > MOST_CONTAINERS, 'Too many containers.'),
  },
  {
    name: 'containers with names',
    says: definition =>
      when(
        containersOf(definition).some(({ name }) => !name),
        'Container.name should not be null or empty.',
      ),
  },
  {
    name: 'containers with names of their own',
    says: definition => {
      const names = containersOf(definition).map(({ name }) => name)
      return when(new Set(names).size < names.length, 'Container names must be unique.')
    },
  },
]

export const DEFINITION_RULES: readonly Rule<Definition>[] = [
  {
    name: 'volumes with names of their own',
    wordsOurs: true,
    says: ({ volumes = [] }) => {
      const names = volumes.map(({ name }) => name)
      if (names.some(name => !name)) return 'Volume name should not be null or empty.'
      return when(new Set(names).size < names.length, 'Volume names must be unique.')
    },
  },
  {
    name: 'file systems that are reached as they ask',
    says: ({ volumes = [] }) => {
      for (const { efsVolumeConfiguration: efs = {} as EFSVolumeConfiguration } of volumes) {
        const { accessPointId, iam } = efs.authorizationConfig ?? {}
        if (efs.transitEncryption !== 'ENABLED') {
          if (iam === 'ENABLED') return 'EFS IAM authorization requires TransitEncryption to be enabled.'
          if (efs.transitEncryptionPort !== undefined)
            return 'TransitEncryptionPort requires that TransitEncryption is enabled.'
          // by analogy; https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_EFSAuthorizationConfig.html
          if (accessPointId !== undefined) return 'EFS access points require TransitEncryption to be enabled.'
        }
        if (accessPointId !== undefined && ![undefined, '/'].includes(efs.rootDirectory))
          return 'When using an EFS access point, the root directory must either be set to "/" or be omitted.'
      }
      return undefined
    },
  },
  {
    name: 'containers as they may be',
    says: definition => {
      for (const container of containersOf(definition)) {
        const message = firstBroken(CONTAINER_RULES, { container, definition })
        if (message !== undefined) return message
      }
      return undefined
    },
  },
  {
    name: 'dependencies without a circle',
    wordsOurs: true,
    says: definition => {
      const circle = circleIn(containersOf(definition))
      return when(circle !== undefined, `Container dependencies should not have a cycle: ${circle?.join(' → ')}.`)
    },
  },
  {
    // hashicorp/waypoint issue 574; the containers of Windows alone count
    name: 'a size between the least and the most',
    says: ({ cpu, runtimePlatform }) => {
      const many = cpu === undefined ? LEAST_CPU : units(cpu, 'vcpu')
      const isIn = many >= LEAST_CPU && many <= MOST_CPU
      return when(!isIn && !isWindows({ runtimePlatform }), "Invalid 'cpu' setting for task.")
    },
  },
  {
    name: 'containers within the task',
    wordsOurs: true,
    says: definition => {
      const { cpu, memory } = definition
      const total = (of: (container: ContainerDefinition) => number | undefined): number =>
        containersOf(definition).reduce((sum, container) => sum + (of(container) ?? 0), 0)
      const most = memory === undefined ? Number.POSITIVE_INFINITY : units(memory, 'gb')
      if (total(one => one.memoryReservation) > most)
        return "The sum of all container 'memoryReservation' values cannot be greater than the value of the task 'memory'."
      if (total(one => one.memoryReservation ?? one.memory) > most)
        return 'The total memory of the containers is greater than the memory of the task.'
      return when(
        cpu !== undefined && total(one => one.cpu) > units(cpu, 'vcpu'),
        "The sum of all container 'cpu' values cannot be greater than the value of the task 'cpu'.",
      )
    },
  },
  {
    name: 'ports that one container alone has',
    says: definition => {
      if (definition.networkMode !== 'awsvpc' && definition.networkMode !== 'host') return undefined
      const seen = new Set<string>()
      for (const { portMappings = [] } of containersOf(definition))
        for (const { hostPort, containerPort, protocol = 'tcp' } of portMappings) {
          if (containerPort === undefined) continue
          const port = `${protocol.toUpperCase()} container port '${hostPort || containerPort}'`
          if (seen.has(port))
            return `${port} is used multiple times in task when networkMode=${definition.networkMode}.`
          seen.add(port)
        }
      return undefined
    },
  },
  {
    name: 'port names of their own',
    says: definition => {
      const names = containersOf(definition).flatMap(({ portMappings = [] }) =>
        portMappings.flatMap(one => one.name ?? []),
      )
      const twice = names.find((name, index) => names.indexOf(name) !== index)
      return when(
        twice !== undefined,
        `When networkMode=${definition.networkMode ?? 'bridge'}, port mapping name is already used`,
      )
    },
  },
  {
    name: 'an essential container',
    says: definition =>
      when(
        containersOf(definition).every(({ essential }) => essential === false),
        "Task definition doesn't have any essential container",
      ),
  },
  {
    name: 'secrets with an execution role',
    says: definition =>
      when(
        !definition.executionRoleArn && containersOf(definition).some(({ secrets }) => secrets?.length),
        "When you are specifying container secrets, you must also specify a value for 'executionRoleArn'.",
      ),
  },
  {
    // aws-samples/aws-modern-application-workshop issue 9; a name is one of the caller's account, whether an empty one is none is not known
    name: 'roles that are roles',
    says: ({ taskRoleArn = '', executionRoleArn = '' }) =>
      when(
        [taskRoleArn, executionRoleArn].some(role => role.startsWith('arn:') && !IS_ROLE.test(role)),
        'Role is not valid',
      ),
  },
  {
    // fabfuel/ecs-deploy issue 164
    name: 'a log router for awsfirelens',
    says: definition =>
      when(
        logsByRouter(definition) && routersOf(definition).length === 0,
        'When awsfirelens log driver is specified in log configuration, a firelens configuration object must be configured in one of the containers.',
      ),
  },
  {
    // aws/amazon-cloudwatch-logs-for-fluent-bit issue 20
    name: 'a log router for somebody',
    says: definition =>
      when(
        routersOf(definition).length > 0 && !logsByRouter(definition),
        'When a firelensConfiguration object is specified, at least one container has to be configured with the awsfirelens log driver.',
      ),
  },
  {
    name: 'one log router',
    wordsOurs: true,
    says: definition => {
      const names = routersOf(definition).map(({ name }) => `'${name}'`)
      return when(names.length > 1, `Only one container can have a firelensConfiguration: ${names.join(', ')}.`)
    },
  },
  {
    name: 'ephemeral storage',
    says: ({ ephemeralStorage: { sizeInGiB = LEAST_STORAGE } = {} }) =>
      sizeInGiB > MOST_STORAGE
        ? `EphemeralStorage size should be at most ${MOST_STORAGE}`
        : when(sizeInGiB < LEAST_STORAGE, `EphemeralStorage size should be at least ${LEAST_STORAGE}`),
  },
  {
    name: 'no ephemeral storage of EC2',
    says: ({ ephemeralStorage, requiresCompatibilities = [] }) =>
      when(
        ephemeralStorage !== undefined && requiresCompatibilities.join() === 'EC2',
        'Tasks using the EC2 launch type do not support EphemeralStorage.',
      ),
  },
  {
    name: 'no inference accelerators',
    says: ({ inferenceAccelerators = [] }) =>
      when(inferenceAccelerators.length > 0, "Unsupported field 'inferenceAccelerators'."),
  },
  {
    name: 'a proxy under awsvpc',
    says: ({ proxyConfiguration, networkMode }) =>
      when(
        proxyConfiguration !== undefined && networkMode !== 'awsvpc',
        'APPMESH proxy configuration is only supported in networkMode=awsvpc',
      ),
  },
  {
    name: 'a proxy that there is',
    says: definition => {
      const name = definition.proxyConfiguration?.containerName
      return when(
        name !== undefined && !containersOf(definition).some(one => one.name === name),
        `Proxy container [${name}] does not exist.`,
      )
    },
  },
]

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_EphemeralStorage.html */
const LEAST_STORAGE = 21
const MOST_STORAGE = 200
