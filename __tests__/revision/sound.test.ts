/** What ECS would refuse of a task definition. */
import type { ContainerDefinition, RegisterTaskDefinitionCommandInput } from '@aws-sdk/client-ecs'
import { expect, test } from '@jest/globals'
import { flawsOf } from '../../src/revision/sound.ts'

const API: ContainerDefinition = { name: 'api', image: 'shop/api:1' }
const SIDE: ContainerDefinition = { name: 'side', image: 'shop/side:1', essential: false }

const document = (containers: ContainerDefinition[], more: Partial<RegisterTaskDefinitionCommandInput> = {}) => ({
  family: 'api',
  requiresCompatibilities: ['FARGATE' as const],
  cpu: '256',
  memory: '512',
  containerDefinitions: containers,
  ...more,
})

test.each<[string, ReturnType<typeof document>, string[]]>([
  ['a plain one', document([API, SIDE]), []],
  ['one without containers is told elsewhere', document([]), []],
  ['two of a name', document([API, { ...SIDE, name: 'api' }]), ['has two containers with the name "api"']],
  ['ten containers', document(Array.from({ length: 10 }, (_, i) => ({ ...API, name: `c${i}` }))), []],
  ['eleven', document(Array.from({ length: 11 }, (_, i) => ({ ...API, name: `c${i}` }))), ['has 11 containers']],
  ['none essential', document([{ ...API, essential: false }, SIDE]), ['has no essential container']],
  [
    'platforms of ECS',
    document([API], {
      runtimePlatform: { cpuArchitecture: 'ARM64', operatingSystemFamily: 'WINDOWS_SERVER_2031_CORE' as 'LINUX' },
    }),
    [],
  ],
  [
    'an architecture and a system in small letters',
    document([API], {
      runtimePlatform: { cpuArchitecture: 'arm64' as 'ARM64', operatingSystemFamily: 'linux' as 'LINUX' },
    }),
    [
      'has the cpuArchitecture "arm64", did you mean "ARM64"?',
      'has the operatingSystemFamily "linux", did you mean "LINUX"?',
    ],
  ],
  [
    'an architecture in docker’s words',
    document([API], { runtimePlatform: { cpuArchitecture: 'amd64' as 'X86_64' } }),
    ['has the cpuArchitecture "amd64"'],
  ],
  [
    'a variable that is too long',
    document([{ ...API, environment: [{ name: 'A', value: 'é'.repeat(33_000) }] }]),
    ['has 66182 bytes'],
  ],
  [
    'one that is as long as may be',
    document([{ ...API, environment: [{ name: 'A', value: 'x'.repeat(65_000) }] }]),
    [],
  ],
  [
    'an image that is none',
    document([API, { ...SIDE, image: 'Bad:Image:x' }]),
    ['has in "side" the image "Bad:Image:x", which is none'],
  ],
  [
    'a dependency on nothing',
    document([{ ...API, dependsOn: [{ containerName: 'sied', condition: 'START' }] }, SIDE]),
    ['has in "api" a `dependsOn` of "sied", which is not there, did you mean "side"?'],
  ],
  [
    'a dependency on itself',
    document([{ ...API, dependsOn: [{ containerName: 'api', condition: 'START' }] }]),
    ['has in "api" `dependsOn` itself'],
  ],
  [
    'a mount point of nothing',
    document([{ ...API, mountPoints: [{ sourceVolume: 'data', containerPath: '/data' }] }]),
    ['has in "api" a mount point of "data", which is not there'],
  ],
  [
    'a mount point of a volume',
    document([{ ...API, mountPoints: [{ sourceVolume: 'data', containerPath: '/data' }] }], {
      volumes: [{ name: 'data' }],
    }),
    [],
  ],
  [
    'volumes of nobody',
    document([{ ...API, volumesFrom: [{ sourceContainer: 'x' }] }]),
    ['has in "api" `volumesFrom` "x", which is not there'],
  ],
  [
    'a secret twice, and as a variable',
    document([
      {
        ...API,
        environment: [{ name: 'K', value: 'v' }],
        secrets: [
          { name: 'K', valueFrom: '/k' },
          { name: 'K', valueFrom: '/l' },
        ],
      },
    ]),
    ['has in "api" the secret K twice', 'has in "api" K both as a variable and as a secret'],
  ],
  ['as much memory as the task', document([{ ...API, memory: 512 }]), []],
  [
    'more memory than the task',
    document([{ ...API, memory: 1024 }]),
    ['has in "api" 1024 MiB of memory, and 512 for the whole task'],
  ],
  [
    'more than one in words',
    document([{ ...API, memoryReservation: 1024 }], { memory: '0.5GB' }),
    ['has 1024 MiB of reserved memory in its containers, and 512 for the whole task'],
  ],
  [
    'as much of both as the task',
    document([
      { ...API, cpu: 128, memoryReservation: 256 },
      { ...SIDE, cpu: 128, memoryReservation: 256 },
    ]),
    [],
  ],
  [
    'more CPU than the task',
    document(
      [
        { ...API, cpu: 200 },
        { ...SIDE, cpu: 100 },
      ],
      { cpu: '.25 vCPU' },
    ),
    ['has 300 CPU units in its containers, and 256 for the whole task'],
  ],
  [
    'more reserved than the task',
    document([
      { ...API, memoryReservation: 400 },
      { ...SIDE, memoryReservation: 400 },
    ]),
    ['has 800 MiB of reserved memory in its containers, and 512 for the whole task'],
  ],
  [
    'limits that together are more',
    document([
      { ...API, memory: 400 },
      { ...SIDE, memory: 400 },
    ]),
    [],
  ],
  [
    'the same on Windows, where the size of the task says nothing',
    document([{ ...API, cpu: 400, memory: 1024, memoryReservation: 800 }], {
      runtimePlatform: { operatingSystemFamily: 'WINDOWS_SERVER_2022_CORE' },
    }),
    [],
  ],
  ['memory where the task says none', document([{ ...API, memory: 1024 }], { memory: undefined }), []],
  [
    'a circle',
    document([
      { ...API, dependsOn: [{ containerName: 'side', condition: 'START' }] },
      { ...SIDE, dependsOn: [{ containerName: 'api', condition: 'START' }] },
    ]),
    ['has containers that wait for each other: api → side → api'],
  ],
  [
    'waiting for the end of an essential one',
    document([
      { ...API, dependsOn: [{ containerName: 'side', condition: 'SUCCESS' }] },
      { ...SIDE, essential: true },
    ]),
    ['has in "api" a `dependsOn` of "side" with SUCCESS, and that container is essential: its end is that of the task'],
  ],
  [
    'waiting for the end of another',
    document([{ ...API, dependsOn: [{ containerName: 'side', condition: 'COMPLETE' }] }, SIDE]),
    [],
  ],
  [
    'waiting for a health that nobody checks, and under an unknown condition',
    document([
      {
        ...API,
        dependsOn: [
          { containerName: 'side', condition: 'HEALTHY' },
          { containerName: 'side', condition: 'HEALTY' as 'HEALTHY' },
        ],
      },
      SIDE,
    ]),
    [
      'has in "api" a `dependsOn` of "side" with HEALTHY, and that container has no health check',
      'has in "api" a `dependsOn` of "side" with the condition "HEALTY", did you mean "HEALTHY"?',
    ],
  ],
  [
    'waiting for a health that is checked',
    document([
      { ...API, dependsOn: [{ containerName: 'side', condition: 'HEALTHY' }] },
      { ...SIDE, healthCheck: { command: ['CMD', 'true'] } },
    ]),
    [],
  ],
  [
    'less memory than is reserved',
    document([{ ...API, memory: 100, memoryReservation: 200 }]),
    ['has in "api" a memoryReservation of 200 MiB, and 100 MiB of memory'],
  ],
  [
    'another port of the host under awsvpc, and a protocol that is none',
    document(
      [
        {
          ...API,
          portMappings: [
            { containerPort: 80, hostPort: 8080 },
            { containerPort: 81, hostPort: 0, protocol: 'http' as 'tcp' },
          ],
        },
      ],
      {
        networkMode: 'awsvpc',
      },
    ),
    ['has in "api" the port 80 as 8080 of the host', 'has in "api" a port of the protocol "http"'],
  ],
  [
    'another port of the host on a bridge',
    document([{ ...API, portMappings: [{ containerPort: 80, hostPort: 8080 }] }], { networkMode: 'bridge' }),
    [],
  ],
  [
    'a health check that cannot be',
    document([{ ...API, healthCheck: { command: [], interval: 1, retries: 11 } }]),
    [
      'has in "api" a health check without a command',
      'has in "api" a health check whose interval is 1',
      'has in "api" a health check whose retries is 11',
    ],
  ],
  [
    'awslogs without a group',
    document([{ ...API, logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-create-group': 'true' } } }]),
    ['has in "api" the log driver awslogs without awslogs-group'],
  ],
  [
    'numbers of 0, a protocol in capitals, and a group that a parameter says',
    document([
      {
        ...API,
        healthCheck: { command: ['CMD', 'true'], interval: 0, timeout: 0, retries: 0, startPeriod: 0 },
        portMappings: [
          { containerPort: 80, protocol: 'TCP' as 'tcp' },
          { containerPort: 81, protocol: '' as 'tcp' },
        ],
        logConfiguration: { logDriver: 'awslogs', secretOptions: [{ name: 'awslogs-group', valueFrom: '/g' }] },
      },
    ]),
    [],
  ],
  [
    'no image of a container that is not released',
    document([{ name: 'api' }, { name: 'side' }]),
    ['has in "side" no image'],
  ],
  [
    'what Fargate has not',
    document(
      [
        {
          ...API,
          privileged: true,
          links: ['side'],
          stopTimeout: 300,
          resourceRequirements: [{ type: 'GPU', value: '1' }],
          linuxParameters: { sharedMemorySize: 64, capabilities: { add: ['SYS_PTRACE', 'NET_ADMIN'] } },
        },
      ],
      { ephemeralStorage: { sizeInGiB: 10 } },
    ),
    [
      'has an ephemeralStorage of 10 GiB',
      'has in "api" `links`, which Fargate has not',
      'has in "api" `resourceRequirements`, which Fargate has not',
      'has in "api" `privileged`, which Fargate has not',
      'has in "api" `sharedMemorySize`, which Fargate has not',
      'has in "api" the capabilities NET_ADMIN to add',
      'has in "api" a stopTimeout of 300 s',
    ],
  ],
  [
    'the same on EC2',
    document(
      [{ ...API, privileged: true, links: ['side'], stopTimeout: 300, linuxParameters: { sharedMemorySize: 64 } }],
      {
        requiresCompatibilities: ['EC2'],
      },
    ),
    [],
  ],
  [
    'all that Fargate takes',
    document(
      [
        {
          ...API,
          stopTimeout: 120,
          links: [],
          linuxParameters: { initProcessEnabled: true, capabilities: { add: ['SYS_PTRACE'], drop: ['ALL'] } },
        },
      ],
      { ephemeralStorage: { sizeInGiB: 200 } },
    ),
    [],
  ],
  [
    'a driver that Fargate has not',
    document([{ ...API, logConfiguration: { logDriver: 'awslog' as 'awslogs' } }]),
    ['has in "api" the log driver "awslog", which Fargate has not, did you mean "awslogs"?'],
  ],
  [
    'the same on EC2',
    document([{ ...API, logConfiguration: { logDriver: 'syslog' } }], { requiresCompatibilities: ['EC2'] }),
    [],
  ],
])('%s', (_, given, wanted) => {
  expect(flawsOf(given, ['api']).map(({ what }) => what)).toEqual(wanted)
})
