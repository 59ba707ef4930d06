import type { Service, ServiceDeployment } from '@aws-sdk/client-ecs'
import { expect, test } from '@jest/globals'
import type { Aws } from '../../src/edge/aws.ts'
import { successes } from '../../src/revision/successes.ts'

/** Newest first: what it led to and how it ended, of how many tasks, and what it took the place of, of how many. */
type Told = readonly [
  revision: string,
  status: NonNullable<ServiceDeployment['status']>,
  tasks: number,
  source?: string,
  sourceTasks?: number,
]

const ecsOf = (told: readonly Told[]) =>
  ({
    listServiceDeployments: async ({ status }: { status?: string[] }) => ({
      serviceDeployments: told.flatMap((each, nth) =>
        status === undefined || status.includes(each[1]) ? [{ serviceDeploymentArn: `${nth}` }] : [],
      ),
    }),
    describeServiceDeployments: async ({ serviceDeploymentArns }: { serviceDeploymentArns: string[] }) => ({
      serviceDeployments: serviceDeploymentArns.map(arn => {
        const [revision, status, requestedTaskCount, source, tasks = 0] = told[Number(arn)] as Told
        const counts = { requestedTaskCount: tasks, runningTaskCount: tasks }
        return {
          serviceDeploymentArn: arn,
          status,
          finishedAt: new Date(1000 - Number(arn)),
          targetServiceRevision: { arn: revision, requestedTaskCount },
          sourceServiceRevisions: source === undefined ? [] : [{ arn: source, ...counts }],
        }
      }),
    }),
    describeServiceRevisions: async ({ serviceRevisionArns }: { serviceRevisionArns: string[] }) => ({
      serviceRevisions: serviceRevisionArns.map(arn => ({
        serviceRevisionArn: arn,
        taskDefinition: arn.replace(/ again$/, ''),
        createdAt: new Date(500),
      })),
    }),
  }) as unknown as Aws['ecs']

const runs = (taskDefinition: string, runningCount: number): Pick<Service, 'deployments'> => ({
  deployments: [{ status: 'PRIMARY', rolloutState: 'COMPLETED', taskDefinition, runningCount }],
})
const place = { cluster: 'shop', service: 'web' }

test.each<[string, Told[], Pick<Service, 'deployments'>, string[]]>([
  ['with tasks', [['web:2', 'SUCCESSFUL', 2]], runs('web:2', 2), []],
  ['with none, and none now', [['web:2', 'SUCCESSFUL', 0]], runs('web:2', 0), ['web:2']],
  ['with none, and scaled up since', [['web:2', 'SUCCESSFUL', 0]], runs('web:2', 2), []],
  [
    'with none, and replaced while its tasks ran',
    [
      ['web:3', 'SUCCESSFUL', 2, 'web:2', 2],
      ['web:2', 'SUCCESSFUL', 0],
    ],
    runs('web:3', 2),
    [],
  ],
  [
    'with none, and replaced, which ECS tells without counts',
    [
      ['web:3', 'SUCCESSFUL', 2, 'web:2', 0],
      ['web:2', 'SUCCESSFUL', 0],
    ],
    runs('web:3', 2),
    ['web:2'],
  ],
  [
    'with none, and gone back to by ECS when the next failed',
    [
      ['web:4', 'SUCCESSFUL', 2, 'web:2', 0],
      ['web:3', 'ROLLBACK_SUCCESSFUL', 0, 'web:2', 2],
      ['web:2', 'SUCCESSFUL', 0],
    ],
    runs('web:4', 2),
    [],
  ],
  [
    'with none, and stopped before with none',
    [
      ['web:3', 'SUCCESSFUL', 2, 'web:2', 0],
      ['web:2', 'SUCCESSFUL', 0],
      ['web:2', 'STOPPED', 0],
    ],
    runs('web:3', 2),
    ['web:2'],
  ],
  [
    'with none, and restarted with tasks',
    [
      ['web:2 again', 'SUCCESSFUL', 2],
      ['web:2', 'SUCCESSFUL', 0],
    ],
    runs('web:2', 0),
    [],
  ],
])('what is not shown to have run, deployed %s', async (_, told, service, unproven) => {
  const ran = await successes({ ecs: ecsOf(told) } as unknown as Aws, { place, service }, 0)
  const expected = told.flatMap(([revision, status]) =>
    status === 'SUCCESSFUL' ? [revision.replace(/ again$/, '')] : [],
  )
  expect(ran.map(({ taskDefinition }) => taskDefinition)).toEqual(expected)
  expect(ran.flatMap(each => (each.isUnproven ? [each.taskDefinition] : []))).toEqual(unproven)
})

test.each<[string, Told[1], number]>([
  ['taken back', 'ROLLBACK_SUCCESSFUL', 0],
  ['not taken back in time', 'ROLLBACK_FAILED', 2],
  ['stopped with tasks', 'STOPPED', 2],
])('what was deployed with none, and failed when it was to run some, is no success: %s', async (_, status, tasks) => {
  const told: Told[] = [
    ['web:3', 'SUCCESSFUL', 2, 'web:2', 0],
    ['web:2', status, tasks],
    ['web:2', 'SUCCESSFUL', 0],
    ['web:1', 'SUCCESSFUL', 2],
  ]
  const ran = await successes({ ecs: ecsOf(told) } as unknown as Aws, { place, service: runs('web:3', 2) }, 0)
  expect(ran.map(({ taskDefinition }) => taskDefinition)).toEqual(['web:3', 'web:1'])
})
