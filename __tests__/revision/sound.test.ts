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
  ['ten containers', document(Array.from({ length: 10 }, (_, i) => ({ name: `c${i}` }))), []],
  ['eleven', document(Array.from({ length: 11 }, (_, i) => ({ name: `c${i}` }))), ['has 11 containers']],
  ['none essential', document([{ ...API, essential: false }, SIDE]), ['has no essential container']],
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
  ['memory where the task says none', document([{ ...API, memory: 1024 }], { memory: undefined }), []],
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
  expect(flawsOf(given).map(({ what }) => what)).toEqual(wanted)
})
