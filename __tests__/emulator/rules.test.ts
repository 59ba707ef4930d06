/** What ECS refuses of task definitions beyond their model, and what it takes. */
import { RegisterTaskDefinitionCommand, type RegisterTaskDefinitionCommandInput } from '@aws-sdk/client-ecs'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { CONTAINER_RULES } from '../../src/emulator/services/ecs/container-rules.ts'
import { DEFINITION_RULES, FIRST_RULES } from '../../src/emulator/services/ecs/definition-rules.ts'
import { FARGATE_RULES } from '../../src/emulator/services/ecs/fargate-rules.ts'
import { openStage, type Stage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

type Input = Partial<RegisterTaskDefinitionCommandInput>
type Container = NonNullable<RegisterTaskDefinitionCommandInput['containerDefinitions']>[number]

const WELL: RegisterTaskDefinitionCommandInput = {
  family: 'web',
  requiresCompatibilities: ['FARGATE'],
  networkMode: 'awsvpc',
  cpu: '256',
  memory: '512',
  executionRoleArn: 'arn:aws:iam::123456789012:role/execution',
  containerDefinitions: [{ name: 'web', image: 'public.example/nginx:1' }],
}
const EC2: Input = { requiresCompatibilities: ['EC2'] }
const register = (change: Input) => stage.ecs.send(new RegisterTaskDefinitionCommand({ ...WELL, ...change }))
const container = (change: Partial<Container>): Container => ({
  name: 'web',
  image: 'public.example/nginx:1',
  ...change,
})
const one = (change: Partial<Container>): Input => ({ containerDefinitions: [container(change)] })
const two = (first: Partial<Container>, second: Partial<Container>): Input => ({
  containerDefinitions: [container(first), container({ name: 'side', ...second })],
})
const waitsFor = (containerName: string, condition: 'START' | 'SUCCESS' | 'HEALTHY' | 'COMPLETE' = 'START') => ({
  dependsOn: [{ containerName, condition }],
})
const check = (change: object): Input => one({ healthCheck: { command: ['CMD', 'true'], ...change } })
const disk = (sizeInGiB: number): Input => ({ ephemeralStorage: { sizeInGiB } })
const efs = (more: object): Input => ({
  volumes: [{ name: 'a', efsVolumeConfiguration: { fileSystemId: 'fs-1', ...more } }],
})
const log = (options: Record<string, string>): Input => one({ logConfiguration: { logDriver: 'awslogs', options } })

const LOGS = { 'awslogs-group': 'g', 'awslogs-region': 'r', 'awslogs-stream-prefix': 'p' }
const WINDOWS: Input = { runtimePlatform: { operatingSystemFamily: 'WINDOWS_SERVER_2022_CORE' } }
const byRouter = { logConfiguration: { logDriver: 'awsfirelens' as const } }
const router = { firelensConfiguration: { type: 'fluentbit' as const } }

/** Rule → what breaks it; a relative or two of each. */
const REFUSED: Readonly<Record<string, readonly (readonly [change: Input, words: string])[]>> = {
  family: [[{ family: 'a b' }, 'Invalid family name.']],
  'size of the document': [
    [one({ command: ['x'.repeat(65_536)] }), "Max allowed length is '65536' bytes."],
    [
      one({ environment: Array.from({ length: 3000 }, (_, i) => ({ name: `VARIABLE_${i}`, value: '✓' })) }),
      'Actual length',
    ],
  ],
  'some containers': [[{ containerDefinitions: [] }, 'Container list cannot be empty.']],
  'not too many containers': [
    [
      { containerDefinitions: Array.from({ length: 11 }, (_, i) => container({ name: `c${i}` })) },
      'Too many containers.',
    ],
  ],
  'containers with names': [
    [{ containerDefinitions: [{ image: 'a' }] }, 'Container.name should not be null or empty.'],
  ],
  'containers with names of their own': [[two({}, { name: 'web' }), 'Container names must be unique.']],
  'volumes with names of their own': [
    [{ volumes: [{ name: 'a' }, { name: 'a' }] }, 'Volume names must be unique.'],
    [{ volumes: [{}] }, 'Volume name should not be null or empty.'],
  ],
  'dependencies without a circle': [
    [two(waitsFor('side'), waitsFor('web')), 'should not have a cycle: web → side → web'],
    [
      {
        containerDefinitions: [
          container({ name: 'a', ...waitsFor('b') }),
          container({ name: 'b', ...waitsFor('c') }),
          container({ name: 'c', ...waitsFor('b') }),
        ],
      },
      'b → c → b',
    ],
  ],
  'containers within the task': [
    [two({ memory: 300 }, { memory: 300 }), 'The total memory of the containers is greater'],
    [
      two({ memoryReservation: 500 }, { memoryReservation: 100 }),
      "The sum of all container 'memoryReservation' values cannot be greater",
    ],
    [two({ memoryReservation: 500 }, { memory: 100 }), 'The total memory of the containers is greater'],
    [two({ cpu: 200 }, { cpu: 200 }), "The sum of all container 'cpu' values cannot be greater"],
    [one({ cpu: 257 }), "The sum of all container 'cpu' values cannot be greater than the value of the task 'cpu'."],
  ],
  'ports that one container alone has': [
    [
      two({ portMappings: [{ containerPort: 80 }] }, { portMappings: [{ containerPort: 80 }] }),
      "TCP container port '80' is used multiple times in task when networkMode=",
    ],
    [
      one({ portMappings: [{ containerPort: 53 }, { containerPort: 53, hostPort: 53 }] }),
      "TCP container port '53' is used multiple times in task when networkMode=awsvpc.",
    ],
    [
      {
        ...EC2,
        networkMode: 'host',
        ...two({ portMappings: [{ containerPort: 80 }] }, { portMappings: [{ containerPort: 80 }] }),
      },
      "TCP container port '80' is used multiple times in task when networkMode=",
    ],
  ],
  'port names of their own': [
    [
      two(
        { portMappings: [{ containerPort: 80, name: 'http' }] },
        { portMappings: [{ containerPort: 81, name: 'http' }] },
      ),
      'When networkMode=awsvpc, port mapping name is already used',
    ],
  ],
  'an essential container': [[one({ essential: false }), "Task definition doesn't have any essential container"]],
  'secrets with an execution role': [
    [{ executionRoleArn: undefined, ...one({ secrets: [{ name: 'A', valueFrom: '/a' }] }) }, "'executionRoleArn'"],
  ],
  'a log router for awsfirelens': [
    [
      one(byRouter),
      'When awsfirelens log driver is specified in log configuration, a firelens configuration object must be configured in one of the containers.',
    ],
    [{ ...EC2, ...two(byRouter, {}) }, 'a firelens configuration object must be configured'],
  ],
  'a log router for somebody': [
    [
      two({}, router),
      'When a firelensConfiguration object is specified, at least one container has to be configured with the awsfirelens log driver.',
    ],
    [one(router), 'at least one container has to be configured with the awsfirelens log driver.'],
  ],
  'one log router': [
    [two({ ...byRouter, ...router }, router), "Only one container can have a firelensConfiguration: 'web', 'side'."],
  ],
  'ephemeral storage': [
    [disk(10), 'EphemeralStorage size should be at least 21'],
    [disk(20), 'EphemeralStorage size should be at least 21'],
    [disk(201), 'EphemeralStorage size should be at most 200'],
  ],
  'a size between the least and the most': [
    [{ ...EC2, cpu: '64' }, "Invalid 'cpu' setting for task."],
    [{ ...EC2, cpu: '0' }, "Invalid 'cpu' setting for task."],
    [{ requiresCompatibilities: undefined, cpu: '193 vcpu' }, "Invalid 'cpu' setting for task."],
  ],
  'few exit codes after which nothing restarts': [
    [
      one({ restartPolicy: { enabled: true, ignoredExitCodes: Array.from({ length: 51 }, (_, i) => i) } }),
      "The 'ignoredExitCodes' of container 'web' can be at most 50.",
    ],
  ],
  'roles that are roles': [
    [{ taskRoleArn: 'arn:aws:s3:::shop' }, 'Role is not valid'],
    [{ executionRoleArn: 'arn:aws:iam::123456789012:user/deployer' }, 'Role is not valid'],
    [{ ...EC2, taskRoleArn: 'arn:aws:ecs:ap-south-1:123456789012:cluster/shop' }, 'Role is not valid'],
  ],
  'an image': [[one({ image: undefined }), 'Container.image should not be null or empty.']],
  'an image that can be': [
    'Nginx',
    'a/B:1',
    'a b',
    'a::1',
    'public.example/Shop/api:1',
    'a:',
    'a@sha256:zz',
    '/a',
    'a//b',
    '-a',
    'host:5000/A',
  ].map(image => [one({ image }), 'Container.image contains invalid characters.'] as const),
  'some memory': [[{ ...EC2, memory: undefined }, "At least one of 'memory' or 'memoryReservation'"]],
  'no more memory than the task': [
    [one({ memory: 1024 }), "The 'memory' setting for container 'web' is greater than for the task."],
    [{ memory: '0.5 GB', ...one({ memory: 513 }) }, "The 'memory' setting for container 'web'"],
  ],
  'a reservation below the limit': [
    [one({ memory: 128, memoryReservation: 256 }), "'memory' must be greater than or equal to 'memoryReservation'."],
  ],
  'the same port inside and outside': [
    [one({ portMappings: [{ containerPort: 80, hostPort: 8080 }] }), 'When networkMode=awsvpc, the host ports and'],
    [
      { ...EC2, networkMode: 'host', ...one({ portMappings: [{ containerPort: 80, hostPort: 8080 }] }) },
      'When networkMode=host, the host ports and container ports in port mappings must match.',
    ],
  ],
  'no host name under awsvpc': [[one({ hostname: 'me' }), 'hostname is not supported']],
  'volumes that there are': [
    [one({ mountPoints: [{ sourceVolume: 'data', containerPath: '/data' }] }), "Unknown volume 'data'."],
    [one({ mountPoints: [{ containerPath: '/data' }] }), "Unknown volume 'null'."],
  ],
  'volumes of containers that there are': [
    [one({ volumesFrom: [{ sourceContainer: 'none' }] }), "Invalid 'volumesFrom' setting. Unknown container: 'none'."],
  ],
  'no dependency on itself': [[one(waitsFor('web')), "Container 'web' cannot depend on itself."]],
  'dependencies that there are': [
    [one(waitsFor('none')), "Cannot depend on container + 'none' because it does not exist"],
  ],
  'dependencies that may end': [
    [two(waitsFor('side', 'SUCCESS'), {}), 'cannot be an essential container'],
    [two(waitsFor('side', 'COMPLETE'), { essential: true }), 'cannot be an essential container'],
  ],
  'dependencies whose health is known': [
    [
      two(waitsFor('side', 'HEALTHY'), {}),
      'A dependency container with HEALTHY condition must have health check configured',
    ],
  ],
  'secrets once each': [
    [
      one({
        secrets: [
          { name: 'A', valueFrom: '/a' },
          { name: 'A', valueFrom: '/b' },
        ],
      }),
      'Duplicate secret names found: A. Each secret name must be unique.',
    ],
  ],
  'secrets that are no variables': [
    [
      one({ secrets: [{ name: 'A', valueFrom: '/a' }], environment: [{ name: 'A', value: 'b' }] }),
      "The secret name must be unique and not shared with any new or existing environment variables set on the container, such as 'A'.",
    ],
  ],
  'a health check with a command': [
    [one({ healthCheck: { command: [] } }), 'HealthCheck command should not be null or empty.'],
  ],
  'a health check in its bounds': [
    [
      check({ interval: 301 }),
      "Health check interval must be less than or equal to the maximum allowed value 300 for container 'web'",
    ],
    [
      check({ startPeriod: 301 }),
      'Health check startPeriod must be less than or equal to the maximum allowed value 300',
    ],
    [check({ retries: 11 }), 'Health check retries must be less than or equal to the maximum allowed value 10'],
    [check({ interval: 1 }), 'Health check interval must be greater than or equal to the minimum allowed value 5'],
    [check({ timeout: 1 }), 'Health check timeout must be greater than'],
    [check({ retries: 0 }), 'Health check retries must be greater than'],
  ],
  'a log group': [
    [log({ 'awslogs-stream-prefix': 'p' }), 'awslogs-group, awslogs-region'],
    [log({ ...LOGS, 'awslogs-group': '' }), 'requires options: awslogs-group'],
    [{ ...EC2, ...log({ 'awslogs-region': 'r' }) }, 'requires options: awslogs-group'],
  ],
  'options that awslogs has': [
    [log({ ...LOGS, log_key: 'log' }), 'Log driver awslogs disallows options: log_key'],
    [log({ ...LOGS, 'awslogs-endpoint': 'e', 'awslogs-stream': 's' }), 'awslogs-endpoint, awslogs-stream'],
  ],
  'a stream prefix for awslogs': [
    [
      log({ 'awslogs-group': 'g', 'awslogs-region': 'r' }),
      'Fargate requires log configuration options to include awslogs-stream-prefix to support log driver awslogs.',
    ],
    [log({ ...LOGS, 'awslogs-stream-prefix': '' }), 'Fargate requires log configuration options to include'],
  ],
  awsvpc: [
    [{ networkMode: 'bridge' }, "Fargate only supports network mode 'awsvpc'."],
    [{ networkMode: undefined }, 'awsvpc'],
  ],
  'cpu of the task': [[{ cpu: undefined }, "'cpu' be defined at the task level."]],
  'memory of the task': [[{ memory: undefined }, "'memory' be defined at the task level."]],
  'a size that there is': [
    [
      { memory: '4096' },
      'No Fargate configuration exists for given values: 256 CPU, 4096 memory. See the Amazon ECS documentation for the valid values.',
    ],
    [{ cpu: '300' }, 'No Fargate configuration exists for given values: 300 CPU, 512 memory.'],
    [{ cpu: '8 vCPU', memory: '17 GB' }, 'No Fargate configuration exists for given values: 8192 CPU, 17408 memory.'],
    [{ ...WINDOWS, cpu: '512', memory: '2048' }, 'No Fargate configuration exists for given values: 512 CPU'],
    [{ ...WINDOWS, cpu: '8192', memory: '16384' }, 'No Fargate configuration exists for given values: 8192 CPU'],
    [{ cpu: 'much' }, "Invalid 'cpu' setting for task."],
  ],
  'log drivers': [
    [
      one({ logConfiguration: { logDriver: 'json-file' } }),
      'json-file is not a valid log driver. Must be one of [awslogs,splunk,awsfirelens]',
    ],
  ],
  'an execution role for ECR': [
    [
      { executionRoleArn: undefined, ...one({ image: '123456789012.dkr.ecr.ap-south-1.amazonaws.com/web:1' }) },
      'to support ECR images.',
    ],
  ],
  'an execution role for awslogs': [
    [
      { executionRoleArn: undefined, ...log({ 'awslogs-group': 'g', 'awslogs-region': 'r' }) },
      'to support log driver awslogs.',
    ],
  ],
  'a name that can be': [
    [one({ name: 'a b' }), 'Container.name contains invalid characters.'],
    [one({ name: 'a.b' }), 'Container.name'],
  ],
  'ports that there are': [
    [one({ portMappings: [{ containerPort: 70_000 }] }), '70000'],
    [one({ portMappings: [{ containerPort: -1 }] }), '-1'],
  ],
  'restarts that are not too near': [
    [
      one({ restartPolicy: { enabled: true, restartAttemptPeriod: 10 } }),
      "The 'restartAttemptPeriod' setting for container 'web' must be between 60 and 1800.",
    ],
    [one({ restartPolicy: { enabled: true, restartAttemptPeriod: 1801 } }), 'between 60 and 1800'],
  ],
  'file systems that are reached as they ask': [
    [
      efs({ authorizationConfig: { iam: 'ENABLED' } }),
      'EFS IAM authorization requires TransitEncryption to be enabled.',
    ],
    [efs({ transitEncryptionPort: 2049 }), 'TransitEncryptionPort requires that TransitEncryption is enabled.'],
    [efs({ authorizationConfig: { accessPointId: 'fsap-1' } }), 'EFS access points require TransitEncryption'],
    [
      efs({
        authorizationConfig: { accessPointId: 'fsap-1' },
        transitEncryption: 'ENABLED',
        rootDirectory: '/a',
      }),
      'When using an EFS access point, the root directory must either be set to "/" or be omitted.',
    ],
  ],
  'no swap': [
    [one({ linuxParameters: { maxSwap: 64 } }), 'maxSwap'],
    [one({ linuxParameters: { swappiness: 0 } }), 'swappiness'],
  ],
  'a start that does not take long': [
    [one({ startTimeout: 1 }), 'between 2 and 120'],
    [one({ startTimeout: 121 }), 'between 2 and 120'],
  ],
  'no IPC': [[{ ipcMode: 'task' }, 'Fargate compatible task definitions do not support ipcMode']],
  "not the host's processes": [[{ pidMode: 'host' }, "The supported value for pidMode is 'task'."]],
  'no folder of a host': [
    [
      { volumes: [{ name: 'a', host: { sourcePath: '/a' } }] },
      'host.sourcePath should not be set for volumes in Fargate.',
    ],
  ],
  'no volume driver': [
    [{ volumes: [{ name: 'a', dockerVolumeConfiguration: { scope: 'task' } }] }, 'dockerVolumeConfiguration'],
  ],
  'no placement constraints': [
    [{ placementConstraints: [{ type: 'memberOf', expression: 'a' }] }, 'do not support constraints'],
  ],
  'no privileges': [
    [one({ privileged: true }), 'Fargate requires that the ‘privileged’ setting be ‘false’ at the container level.'],
  ],
  'few capabilities': [
    [one({ linuxParameters: { capabilities: { add: ['NET_ADMIN'] } } }), 'NET_ADMIN is not allowed on Fargate.'],
  ],
  'no devices, no memory apart': [
    [one({ linuxParameters: { sharedMemorySize: 64 } }), 'sharedMemorySize'],
    [one({ linuxParameters: { devices: [{ hostPath: '/dev/a' }] } }), 'devices'],
  ],
  'no security options': [
    [
      one({ dockerSecurityOptions: ['no-new-privileges'] }),
      'Fargate compatible task definitions do not support dockerSecurityOptions',
    ],
  ],
  'no links under awsvpc': [
    [one({ links: ['a'] }), 'Links are not supported when networkMode=awsvpc.'],
    [{ ...EC2, ...one({ links: ['a'] }) }, 'Links are not supported'],
  ],
  'no network of its own under awsvpc': [
    [one({ dnsServers: ['1.1.1.1'] }), 'DNS servers are not supported on container when networkMode=awsvpc.'],
    [one({ dnsSearchDomains: ['a.b'] }), 'DNS search domains are not supported on container'],
    [
      { ...EC2, ...one({ extraHosts: [{ hostname: 'a', ipAddress: '10.0.0.1' }] }) },
      'Extra hosts are not supported on container when networkMode=awsvpc.',
    ],
    [one({ disableNetworking: true }), 'Disable Networking is not supported on container when networkMode=awsvpc.'],
  ],
  'a port or a range of ports': [
    [
      one({ portMappings: [{ containerPortRange: '80-90', containerPort: 80 }] }),
      "Invalid port mapping for container 'web', cannot specify both single port and port range.",
    ],
  ],
  'a range of ports from the first to the last': [
    [
      one({ portMappings: [{ containerPortRange: '90-80' }] }),
      "Invalid 'containerPortRange' setting for container 'web'.",
    ],
    [one({ portMappings: [{ containerPortRange: '80' }] }), "Invalid 'containerPortRange' setting"],
  ],
  'few environment files': [
    [
      one({ environmentFiles: Array.from({ length: 11 }, (_, i) => ({ type: 's3', value: `arn:aws:s3:::b/${i}` })) }),
      'The maximum number of environment files was exceeded. Specify ten or less and try again.',
    ],
  ],
  'environment files by their ARN': [
    [one({ environmentFiles: [{ type: 's3', value: 's3://b/a.env' }] }), 'Invalid arn syntax.'],
  ],
  'soft limits below the hard ones': [
    [
      one({ ulimits: [{ name: 'nofile', softLimit: 2, hardLimit: 1 }] }),
      'Soft limit exceeds hard limit for ulimit nofile',
    ],
  ],
  'no ephemeral storage of EC2': [
    [{ ...EC2, ...disk(30) }, 'Tasks using the EC2 launch type do not support EphemeralStorage.'],
  ],
  'no inference accelerators': [
    [{ inferenceAccelerators: [{ deviceName: 'a', deviceType: 'b' }] }, "Unsupported field 'inferenceAccelerators'."],
  ],
  'a proxy under awsvpc': [
    [
      { ...EC2, networkMode: 'bridge', proxyConfiguration: { containerName: 'web' } },
      'APPMESH proxy configuration is only supported in networkMode=awsvpc',
    ],
  ],
  'a proxy that there is': [
    [{ proxyConfiguration: { containerName: 'envoy' } }, 'Proxy container [envoy] does not exist.'],
  ],
  'no graphics cards': [
    [
      one({ resourceRequirements: [{ type: 'GPU', value: '1' }] }),
      'Tasks using the Fargate launch type do not support GPU resource requirements.',
    ],
  ],
  'a stop that does not take long': [
    [one({ stopTimeout: 600 }), '120 seconds'],
    [one({ stopTimeout: 121 }), '120 seconds'],
  ],
}

const rows = Object.entries(REFUSED).flatMap(([rule, cases]) =>
  cases.map(([change, words]) => [rule, change, words] as const),
)

test.each(rows)('%s: %j is refused', async (_, change, message) => {
  await expect(register(change)).rejects.toMatchObject({
    name: 'ClientException',
    message: expect.stringContaining(message),
  })
})

test('every rule has a row', () => {
  const rules = [...FIRST_RULES, ...DEFINITION_RULES, ...CONTAINER_RULES, ...FARGATE_RULES].map(({ name }) => name)
  expect(Object.keys(REFUSED).sort()).toEqual(rules.filter(name => name !== 'containers as they may be').sort())
})

describe('taken', () => {
  test.each<[string, Input]>([
    ['the least of EC2', { ...EC2, cpu: '128' }],
    ['the most of EC2', { ...EC2, cpu: '192 vCPU' }],
    ['50 exit codes', one({ restartPolicy: { enabled: true, ignoredExitCodes: Array(50).fill(1) } })],
    ['a role of a path', { taskRoleArn: 'arn:aws-cn:iam::123456789012:role/team/shop' }],
    ['a role by its name', { taskRoleArn: 'team/shop' }],
    ['no role, in so many words', { taskRoleArn: '' }],
    ['a log', log({ ...LOGS, mode: 'non-blocking', 'max-buffer-size': '1m', 'awslogs-create-group': 'true' })],
    ['a log without a prefix on EC2', { ...EC2, ...log({ 'awslogs-group': 'g', 'awslogs-region': 'r' }) }],
    ['a range of ports', one({ portMappings: [{ containerPortRange: '80-90' }, { containerPort: 91 }] })],
    ['a file without a limit', one({ ulimits: [{ name: 'core', softLimit: 5, hardLimit: -1 }] })],
    ['a proxy', { proxyConfiguration: { containerName: 'web' } }],
    ['Windows', { ...WINDOWS, cpu: '1024', memory: '2048' }],
    ['a log router', two(byRouter, router)],
    ['a chain of dependencies', two(waitsFor('side', 'COMPLETE'), { essential: false })],
    [
      'a dependency on what is healthy',
      two(waitsFor('side', 'HEALTHY'), { healthCheck: { command: ['CMD', 'true'] } }),
    ],
    [
      'one port for two protocols',
      one({ portMappings: [{ containerPort: 53 }, { containerPort: 53, protocol: 'udp' }] }),
    ],
    ['a volume', { volumes: [{ name: 'a' }], ...one({ mountPoints: [{ sourceVolume: 'a', containerPath: '/a' }] }) }],
    [
      'an access point of a file system',
      efs({
        authorizationConfig: { accessPointId: 'fsap-1', iam: 'ENABLED' },
        transitEncryption: 'ENABLED',
        rootDirectory: '/',
      }),
    ],
    ['restarts', one({ restartPolicy: { enabled: true, restartAttemptPeriod: 60 } })],
    ['a start of two minutes', one({ startTimeout: 120 })],
    ['the largest disk', disk(200)],
    ['the smallest disk', disk(21)],
    ['all of the memory', two({ memory: 256 }, { memory: 256 })],
    ['the longest stop', one({ stopTimeout: 120 })],
    ['processes of the task', { pidMode: 'task' }],
    ['a place in memory', one({ linuxParameters: { tmpfs: [{ containerPath: '/t', size: 1 }] } })],
    ['the health check that is none', one({ healthCheck: { command: ['NONE'] } })],
    ['a folder of the host on EC2', { ...EC2, volumes: [{ name: 'a', host: { sourcePath: '/a' } }] }],
    [
      'two containers on one port of a bridge',
      {
        ...EC2,
        networkMode: 'bridge',
        ...two({ portMappings: [{ containerPort: 80 }] }, { portMappings: [{ containerPort: 80 }] }),
      },
    ],
    ...[
      'nginx',
      'nginx:1',
      'a/b/c',
      'localhost:5000/a:1',
      'Registry.Example:5000/a__b/c-d.e:V1',
      `a@sha256:${'0'.repeat(64)}`,
      `host/a:1@sha256:${'0'.repeat(64)}`,
      'registry:5000/a',
      '127.0.0.1:4566/shop/api:1',
    ].map((image): [string, Input] => [`the image ${image}`, one({ image })]),
  ])('%s', async (_, change) => {
    await expect(register(change)).resolves.toBeDefined()
  })

  test.each<[string, Input, string[]]>([
    ['what Fargate could run', { requiresCompatibilities: undefined }, ['EC2', 'FARGATE', 'MANAGED_INSTANCES']],
    ['no size', { requiresCompatibilities: undefined, cpu: undefined }, ['EC2']],
    ['a bridge', { ...EC2, networkMode: 'bridge' }, ['EC2']],
    ['privileges', { ...EC2, ...one({ privileged: true }) }, ['EC2']],
  ])('compatibilities are told: %s', async (_, change, compatibilities) => {
    expect((await register(change)).taskDefinition).toMatchObject({ compatibilities })
  })
})
