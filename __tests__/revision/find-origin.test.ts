/** What a release starts from, by what a family has. */
import type { Tag } from '@aws-sdk/client-ecs'
import { expect, test } from '@jest/globals'
import type { Aws } from '../../src/edge/aws.ts'
import { nameOfRevision, type Recorded, revivalOf, revivedFrom } from '../../src/revision/document.ts'
import { Revisions } from '../../src/revision/find.ts'
import { findOrigin } from '../../src/revision/find-origin.ts'

type Given = readonly [
  revision: number,
  by: 'terraform' | 'deleted' | 'INACTIVE' | 'DELETE_IN_PROGRESS' | Readonly<Record<string, string>>,
]

const arnOf = (revision: number) => `arn:aws:ecs:eu-west-1:123456789012:task-definition/app:${revision}`
const release = (run: number, more: Readonly<Record<string, string>> = {}) => ({
  'evenkeel:version': `1.${run}.0`,
  'evenkeel:commit': String(run).repeat(40).slice(0, 40),
  'evenkeel:run': `acme/shop/${run}`,
  ...more,
})
const tagsOf = (by: Given[1]): Tag[] =>
  typeof by === 'string' ? [] : Object.entries(by).map(([key, value]) => ({ key, value }))
const recorded = ([revision, by]: Given): Recorded => ({
  definition: {
    taskDefinitionArn: arnOf(revision),
    revision,
    status: by === 'INACTIVE' || by === 'DELETE_IN_PROGRESS' ? by : 'ACTIVE',
  },
  tags: tagsOf(by),
})

/** @returns `app:3`, and the revisions that were asked for. */
async function origin(live: number, family: readonly Given[]) {
  const asked: string[] = []
  const ecs = {
    describeTaskDefinition: async ({ taskDefinition }: { taskDefinition: string }) => {
      asked.push(taskDefinition)
      const found = family.find(([revision]) => `app:${revision}` === taskDefinition)
      if (found === undefined || found[1] === 'deleted')
        throw Object.assign(new Error('Unable to describe task definition.'), {
          name: 'ClientException',
          $fault: 'client',
          $metadata: { httpStatusCode: 400, requestId: 'r' },
        })
      const { definition, tags } = recorded(found)
      return { taskDefinition: definition, tags }
    },
  }
  const [stands, latest] = [family.find(([revision]) => revision === live), family.at(-1)]
  if (!stands || !latest) throw new Error('no such revision')
  const found = await findOrigin(
    new Revisions({ ecs } as unknown as Aws),
    'prod/app',
    recorded(stands),
    recorded(latest),
  )
  return [nameOfRevision(found.definition.taskDefinitionArn ?? ''), asked] as const
}

const revived = (of: number, by: ReturnType<typeof release>) => ({ ...by, 'evenkeel:revived': String(of) })

test.each<[string, number, readonly Given[], string, string[]]>([
  [
    'it runs the latest',
    2,
    [
      [1, 'terraform'],
      [2, release(1)],
    ],
    'app:2',
    [],
  ],
  [
    'Terraform registered a newer shape',
    2,
    [
      [2, release(1)],
      [3, 'terraform'],
    ],
    'app:3',
    [],
  ],
  [
    'the latest is a release that failed',
    2,
    [
      [2, release(1)],
      [3, release(2)],
    ],
    'app:2',
    [],
  ],
  [
    'a release failed on Terraform’s newer shape',
    2,
    [
      [2, release(1)],
      [3, 'terraform'],
      [4, release(2)],
    ],
    'app:3',
    ['app:3'],
  ],
  [
    'two failed, and the older of Terraform’s is deregistered',
    2,
    [
      [2, release(1)],
      [3, 'INACTIVE'],
      [4, release(2)],
      [5, release(3)],
    ],
    'app:2',
    ['app:4', 'app:3'],
  ],
  [
    'one between is being deleted',
    2,
    [
      [2, release(1)],
      [3, 'DELETE_IN_PROGRESS'],
      [4, release(3)],
    ],
    'app:2',
    ['app:3'],
  ],
  [
    'one between is deleted',
    2,
    [
      [2, release(1)],
      [3, 'terraform'],
      [4, 'deleted'],
      [5, release(3)],
    ],
    'app:3',
    ['app:4', 'app:3'],
  ],
  [
    'somebody edited a copy of what runs, with its tags',
    2,
    [
      [2, release(1)],
      [3, release(1)],
    ],
    'app:3',
    [],
  ],
  [
    'the same run released another service',
    2,
    [
      [2, release(1)],
      [3, release(1, { 'evenkeel:service': 'prod/jobs' })],
    ],
    'app:2',
    [],
  ],
  [
    'the same run, this service',
    2,
    [
      [2, release(1)],
      [3, release(1, { 'evenkeel:service': 'prod/app' })],
    ],
    'app:3',
    [],
  ],
  [
    'it was taken back to a copy of what is older than Terraform’s',
    5,
    [
      [2, 'INACTIVE'],
      [3, 'terraform'],
      [4, release(2)],
      [5, revived(2, release(1))],
    ],
    'app:3',
    ['app:4', 'app:3'],
  ],
  [
    'it was taken back to a copy, and nothing is newer',
    5,
    [
      [2, 'INACTIVE'],
      [4, release(2)],
      [5, revived(2, release(1))],
    ],
    'app:5',
    ['app:4', 'app:3'],
  ],
  [
    'nothing of ours runs, and the first release failed',
    1,
    [
      [1, 'terraform'],
      [2, release(1)],
    ],
    'app:1',
    [],
  ],
])('%s', async (_, live, family, expected, asked) => {
  expect(await origin(live, family)).toEqual([expected, asked])
})

test('an answer that does not come is no missing revision', async () => {
  const ecs = {
    describeTaskDefinition: async () => {
      throw Object.assign(new Error('Rate exceeded'), {
        name: 'ThrottlingException',
        $metadata: { httpStatusCode: 400 },
      })
    },
  }
  const [live, latest] = [recorded([2, release(1)]), recorded([4, release(2)])]
  await expect(findOrigin(new Revisions({ ecs } as unknown as Aws), 'prod/app', live, latest)).rejects.toThrow(
    'Rate exceeded',
  )
})

test('a copy of a copy is as old as the first, and 50 tags stay 50', () => {
  const again = (recorded: Recorded, revision: number): Recorded => {
    const { tags = [] } = revivalOf(recorded)
    return { definition: { taskDefinitionArn: arnOf(revision) }, tags }
  }
  const second = again(again(recorded([2, release(1)]), 5), 9)
  expect(revivedFrom(second)).toBe(2)
  expect(second.tags).toHaveLength(4)
  const many = { ...second, tags: Array.from({ length: 50 }, (_, i) => ({ key: `own-${i}`, value: 'x' })) }
  expect(revivalOf(many).tags).toEqual(many.tags)
})
