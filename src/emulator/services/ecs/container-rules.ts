/** What RegisterTaskDefinition refuses of a container. Words without another source were seen in 2026-09 (badmintoncryer/cdk-preflight, rules/ecs). */
import type { ContainerDefinition, RegisterTaskDefinitionRequest } from '@aws-sdk/client-ecs'
import { type Rule, when } from './rule.ts'
import { units } from './size.ts'

interface Within {
  readonly container: ContainerDefinition
  readonly definition: RegisterTaskDefinitionRequest
}

const PART = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*'
const HOST = '(?:localhost|[A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)+|[A-Za-z0-9-]+(?=:\\d))(?::\\d+)?'
/** https://github.com/distribution/reference/blob/main/reference.go: in the name of an image there are no capitals. */
const IMAGE = new RegExp(`^(?:${HOST}/)?${PART}(?:/${PART})*(?::\\w[\\w.-]{0,127})?(?:@[a-z0-9]+:[a-f0-9]{32,})?$`)

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html */
const HEALTH_CHECK = {
  interval: [5, 300],
  timeout: [2, 60],
  retries: [1, 10],
  startPeriod: [0, 300],
} as const

/**
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LogConfiguration.html; more of its own may come. Seen to be refused:
 * amazon-ecs-agent issue 418, amazon-ecs-firelens-examples issue 83.
 */
const isOfAwslogs = (option: string): boolean =>
  option === 'mode' ||
  option === 'max-buffer-size' ||
  (option.startsWith('awslogs-') && !['awslogs-stream', 'awslogs-endpoint'].includes(option))

const named = ({ container: { name } }: Within): string => `container '${name}'`
const others = ({ definition: { containerDefinitions = [] } }: Within): Map<string | undefined, ContainerDefinition> =>
  new Map(containerDefinitions.map(one => [one.name, one]))

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerRestartPolicy.html: seconds, and how many codes */
const RESTARTS = { least: 60, most: 1800, mostCodes: 50 }

const OF_THE_NETWORK = {
  extraHosts: 'Extra hosts are',
  dnsServers: 'DNS servers are',
  dnsSearchDomains: 'DNS search domains are',
  disableNetworking: 'Disable Networking is',
}
const MOST_FILES = 10

function isRange(range: string): boolean {
  const [first = 0, last = 0] = range.split('-').map(Number)
  return /^\d+-\d+$/.test(range) && first < last
}

export const CONTAINER_RULES: readonly Rule<Within>[] = [
  {
    name: 'a name that can be',
    says: ({ container: { name = '' } }) =>
      when(!/^[A-Za-z0-9_-]{1,255}$/.test(name), 'Container.name contains invalid characters.'),
  },
  {
    name: 'an image',
    says: ({ container: { image } }) => when(!image, 'Container.image should not be null or empty.'),
  },
  {
    name: 'an image that can be',
    says: ({ container: { image = '' } }) => when(!IMAGE.test(image), 'Container.image contains invalid characters.'),
  },
  {
    name: 'some memory',
    says: within =>
      when(
        within.definition.memory === undefined &&
          within.container.memory === undefined &&
          within.container.memoryReservation === undefined,
        `Invalid setting for ${named(within)}. At least one of 'memory' or 'memoryReservation' must be specified.`,
      ),
  },
  {
    name: 'no more memory than the task',
    says: within =>
      when(
        within.definition.memory !== undefined &&
          (within.container.memory ?? 0) > units(within.definition.memory, 'gb'),
        `The 'memory' setting for ${named(within)} is greater than for the task.`,
      ),
  },
  {
    name: 'a reservation below the limit',
    says: within =>
      when(
        (within.container.memoryReservation ?? 0) > (within.container.memory ?? Number.POSITIVE_INFINITY),
        `Invalid setting for ${named(within)}. 'memory' must be greater than or equal to 'memoryReservation'.`,
      ),
  },
  {
    name: 'ports that there are',
    wordsOurs: true,
    says: ({ container: { portMappings = [] } }) => {
      const ports = portMappings.flatMap(({ containerPort, hostPort }) => [containerPort ?? 1, hostPort ?? 0])
      const strange = ports.find(port => port < 0 || port > 65_535)
      return when(strange !== undefined, `There is no port ${strange}: one is between 1 and 65535.`)
    },
  },
  {
    name: 'restarts that are not too near',
    says: within => {
      const { restartAttemptPeriod: period = RESTARTS.least } = within.container.restartPolicy ?? {}
      const isIn = period >= RESTARTS.least && period <= RESTARTS.most
      return when(
        !isIn,
        `The 'restartAttemptPeriod' setting for ${named(within)} must be between ${RESTARTS.least} and ${RESTARTS.most}.`,
      )
    },
  },
  {
    name: 'few exit codes after which nothing restarts',
    wordsOurs: true,
    says: within =>
      when(
        (within.container.restartPolicy?.ignoredExitCodes?.length ?? 0) > RESTARTS.mostCodes,
        `The 'ignoredExitCodes' of ${named(within)} can be at most ${RESTARTS.mostCodes}.`,
      ),
  },
  {
    name: 'the same port inside and outside',
    says: ({ container: { portMappings = [] }, definition: { networkMode } }) =>
      when(
        (networkMode === 'awsvpc' || networkMode === 'host') &&
          portMappings.some(one => one.hostPort && one.hostPort !== one.containerPort),
        `When networkMode=${networkMode}, the host ports and container ports in port mappings must match.`,
      ),
  },
  {
    name: 'no host name under awsvpc',
    says: ({ container: { hostname }, definition: { networkMode } }) =>
      when(!!hostname && networkMode === 'awsvpc', 'hostname is not supported on container when networkMode=awsvpc.'),
  },
  {
    name: 'no links under awsvpc',
    says: ({ container: { links }, definition: { networkMode } }) =>
      when(networkMode === 'awsvpc' && !!links?.length, 'Links are not supported when networkMode=awsvpc.'),
  },
  {
    // that of search domains by analogy
    name: 'no network of its own under awsvpc',
    says: ({ container, definition: { networkMode } }) => {
      const given = Object.entries(OF_THE_NETWORK).find(([key]) => {
        const value = container[key as keyof ContainerDefinition]
        return Array.isArray(value) ? value.length > 0 : value === true
      })
      return when(
        networkMode === 'awsvpc' && given !== undefined,
        `${given?.[1]} not supported on container when networkMode=awsvpc.`,
      )
    },
  },
  {
    name: 'a port or a range of ports',
    says: within =>
      when(
        within.container.portMappings?.some(
          ({ containerPort, hostPort, containerPortRange }) => containerPortRange && (containerPort ?? hostPort),
        ) ?? false,
        `Invalid port mapping for ${named(within)}, cannot specify both single port and port range.`,
      ),
  },
  {
    name: 'a range of ports from the first to the last',
    says: within =>
      when(
        within.container.portMappings?.some(({ containerPortRange: range }) => range && !isRange(range)) ?? false,
        `Invalid 'containerPortRange' setting for ${named(within)}.`,
      ),
  },
  {
    name: 'few environment files',
    says: ({ container: { environmentFiles = [] } }) =>
      when(
        environmentFiles.length > MOST_FILES,
        'The maximum number of environment files was exceeded. Specify ten or less and try again.',
      ),
  },
  {
    name: 'environment files by their ARN',
    says: ({ container: { environmentFiles = [] } }) =>
      when(
        environmentFiles.some(({ value = '' }) => !value.startsWith('arn:')),
        'Invalid arn syntax.',
      ),
  },
  {
    name: 'soft limits below the hard ones',
    says: ({ container: { ulimits = [] } }) => {
      const above = ulimits.find(({ softLimit = 0, hardLimit = 0 }) => hardLimit >= 0 && softLimit > hardLimit)
      return when(above !== undefined, `Soft limit exceeds hard limit for ulimit ${above?.name}`)
    },
  },
  {
    name: 'volumes that there are',
    says: ({ container: { mountPoints = [] }, definition: { volumes = [] } }) => {
      const unknown = mountPoints.find(({ sourceVolume }) => !volumes.some(({ name }) => name === sourceVolume))
      return when(unknown !== undefined, `Unknown volume '${unknown?.sourceVolume ?? null}'.`)
    },
  },
  {
    name: 'volumes of containers that there are',
    says: within => {
      const unknown = within.container.volumesFrom?.find(({ sourceContainer }) => !others(within).has(sourceContainer))
      return when(
        unknown !== undefined,
        `Invalid 'volumesFrom' setting. Unknown container: '${unknown?.sourceContainer ?? null}'.`,
      )
    },
  },
  {
    name: 'no dependency on itself',
    wordsOurs: true,
    says: within =>
      when(
        within.container.dependsOn?.some(({ containerName }) => containerName === within.container.name) ?? false,
        `Container '${within.container.name}' cannot depend on itself.`,
      ),
  },
  {
    name: 'dependencies that there are',
    says: within => {
      const unknown = within.container.dependsOn?.find(({ containerName }) => !others(within).has(containerName))
      return when(
        unknown !== undefined,
        `Cannot depend on container + '${unknown?.containerName}' because it does not exist`,
      )
    },
  },
  {
    name: 'dependencies that may end',
    says: within =>
      when(
        within.container.dependsOn?.some(
          ({ containerName, condition = '' }) =>
            ['SUCCESS', 'COMPLETE'].includes(condition) && others(within).get(containerName)?.essential !== false,
        ) ?? false,
        'A dependency container with SUCCESS or COMPLETE condition cannot be an essential container',
      ),
  },
  {
    name: 'dependencies whose health is known',
    says: within =>
      when(
        within.container.dependsOn?.some(
          ({ containerName, condition }) => condition === 'HEALTHY' && !others(within).get(containerName)?.healthCheck,
        ) ?? false,
        'A dependency container with HEALTHY condition must have health check configured',
      ),
  },
  {
    name: 'secrets once each',
    says: ({ container: { secrets = [] } }) => {
      const names = secrets.map(({ name }) => name)
      const twice = names.find((name, index) => names.indexOf(name) !== index)
      return when(twice !== undefined, `Duplicate secret names found: ${twice}. Each secret name must be unique.`)
    },
  },
  {
    name: 'secrets that are no variables',
    says: ({ container: { secrets = [], environment = [] } }) => {
      const both = secrets.find(secret => environment.some(({ name }) => name === secret.name))
      return when(
        both !== undefined,
        `The secret name must be unique and not shared with any new or existing environment variables set on the container, such as '${both?.name}'.`,
      )
    },
  },
  {
    name: 'a health check with a command',
    says: ({ container: { healthCheck } }) =>
      when(
        healthCheck !== undefined && !healthCheck.command?.length,
        'HealthCheck command should not be null or empty.',
      ),
  },
  {
    name: 'a health check in its bounds',
    says: within => {
      for (const [key, [least, most]] of Object.entries(HEALTH_CHECK)) {
        const value = within.container.healthCheck?.[key as keyof typeof HEALTH_CHECK] ?? least
        if (value > most)
          return `Health check ${key} must be less than or equal to the maximum allowed value ${most} for ${named(within)}`
        // by analogy
        if (value < least)
          return `Health check ${key} must be greater than or equal to the minimum allowed value ${least} for ${named(within)}`
      }
      return undefined
    },
  },
  {
    name: 'a log group',
    says: ({ container: { logConfiguration } }) => {
      const options = logConfiguration?.options ?? {}
      const missing = ['awslogs-group', 'awslogs-region'].filter(option => !options[option])
      return when(
        logConfiguration?.logDriver === 'awslogs' && missing.length > 0,
        `Log driver awslogs requires options: ${missing.join(', ')}`,
      )
    },
  },
  {
    name: 'options that awslogs has',
    says: ({ container: { logConfiguration } }) => {
      const strange = Object.keys(logConfiguration?.options ?? {}).filter(option => !isOfAwslogs(option))
      return when(
        logConfiguration?.logDriver === 'awslogs' && strange.length > 0,
        `Log driver awslogs disallows options: ${strange.join(', ')}`,
      )
    },
  },
]
