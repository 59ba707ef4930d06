import type { ServiceDeployment } from '@aws-sdk/client-ecs'
import { expect, test } from '@jest/globals'
import type { Aws } from '../../src/edge/aws.ts'
import { attemptOf } from '../../src/revision/attempts.ts'

/** Newest first: how each ended, and of how many tasks. */
type Told = readonly [revision: string, status: ServiceDeployment['status'], tasks: number]

const PLACE = { place: { cluster: 'shop', service: 'api' } }
const ecsOf = (told: readonly Told[]) =>
  ({
    listServiceDeployments: async ({ status }: { status: string[] }) => ({
      serviceDeployments: told.flatMap(([, each], nth) =>
        status.includes(each ?? '') ? { serviceDeploymentArn: `${nth}` } : [],
      ),
    }),
    describeServiceDeployments: async ({ serviceDeploymentArns }: { serviceDeploymentArns: string[] }) => ({
      serviceDeployments: serviceDeploymentArns.map(arn => {
        const [revision, status, requestedTaskCount] = told[Number(arn)] as Told
        return { serviceDeploymentArn: arn, status, targetServiceRevision: { arn: revision, requestedTaskCount } }
      }),
    }),
    describeServiceRevisions: async ({ serviceRevisionArns }: { serviceRevisionArns: string[] }) => ({
      serviceRevisions: serviceRevisionArns.map(arn => ({ serviceRevisionArn: arn, taskDefinition: arn })),
    }),
  }) as unknown as Aws['ecs']

test.each<[string, Told[], string | undefined]>([
  ['nothing', [], undefined],
  ['others alone', [['api:1', 'ROLLBACK_SUCCESSFUL', 2]], undefined],
  ['one that ECS took back, of which no task is requested now', [['api:2', 'ROLLBACK_SUCCESSFUL', 0]], 'failed'],
  ['one that could not be taken back', [['api:2', 'ROLLBACK_FAILED', 2]], 'failed'],
  ['one that another took the place of', [['api:2', 'STOPPED', 2]], 'failed'],
  ['one that is under way', [['api:2', 'IN_PROGRESS', 2]], 'failed'],
  ['one of no task', [['api:2', 'SUCCESSFUL', 0]], 'at zero'],
  [
    'one of no task, and one that failed',
    [
      ['api:2', 'SUCCESSFUL', 0],
      ['api:2', 'STOPPED', 1],
    ],
    'failed',
  ],
  [
    'one that failed long ago',
    [...Array.from({ length: 250 }, (_, nth): Told => [`api:${nth + 3}`, 'SUCCESSFUL', 2]), ['api:2', 'STOPPED', 2]],
    'failed',
  ],
])('what became of api:2, of %s', async (_, told, attempt) => {
  const atZero = new Set(told.flatMap(([arn, status, tasks]) => (status === 'SUCCESSFUL' && tasks === 0 ? arn : [])))
  expect(await attemptOf({ ecs: ecsOf(told) }, PLACE, atZero, async arn => arn === 'api:2')).toBe(attempt)
})

test('a revision is asked about once, however often it failed', async () => {
  const told = Array.from({ length: 30 }, (): Told => ['api:2', 'ROLLBACK_SUCCESSFUL', 2])
  const asked: string[] = []
  const wanted = async (arn: string) => asked.push(arn) === 0
  expect(await attemptOf({ ecs: ecsOf(told) }, PLACE, new Set(), wanted)).toBeUndefined()
  expect(asked).toEqual(['api:2'])
})
