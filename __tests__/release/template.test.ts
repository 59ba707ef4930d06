/** What is said of a task definition that the manifest names and that cannot be taken. */
import { expect, test } from '@jest/globals'
import type { Aws } from '../../src/edge/aws.ts'
import { refusalOf } from '../../src/failure/failure.ts'
import { namedRevision, templatesOf } from '../../src/release/template.ts'
import type { Entry } from '../../src/request/service.ts'
import type { Standing } from '../../src/rollout/standing.ts'

const arn = (which: string, place = 'eu-west-1:123456789012') => `arn:aws:ecs:${place}:task-definition/${which}`
const answering = (describeTaskDefinition: () => Promise<object>) =>
  ({ ecs: { describeTaskDefinition } }) as unknown as Aws
const absent = answering(() =>
  Promise.reject(
    Object.assign(new Error('Unable to describe task definition.'), {
      name: 'ClientException',
      $fault: 'client',
      $metadata: { httpStatusCode: 400 },
    }),
  ),
)

test.each([
  ['api:9', arn('api:9'), '', 'leave `:<number>` out'],
  [arn('api:9'), arn('api:1'), '', 'write "api"'],
  [
    arn('api:9', 'us-east-1:123456789012'),
    arn('api:1'),
    ' It is of us-east-1, account 123456789012, and the service of eu-west-1, account 123456789012.',
    'write "api"',
  ],
])('%s is not there', async (which, live, elsewhere, way) => {
  const [fault] = refusalOf(await namedRevision(absent, which, 'api', live).catch(error => error)).faults
  expect(fault).toMatchObject({
    code: 'EVK-210',
    what: `services.api.task-definition: ECS has no revision "${which}" for us: Unable to describe task definition.${elsewhere}`,
    fix: `Correct it, or ${way} for the latest of the family.`,
  })
})

test('a container that another family has not is told by the name of that one', async () => {
  const taskDefinition = {
    taskDefinitionArn: arn('web:4'),
    family: 'web',
    revision: 4,
    containerDefinitions: [{ name: 'web' }],
  }
  const aws = answering(() => Promise.resolve({ taskDefinition }))
  const entry = { name: 'api', definition: 'web', container: 'api' } as unknown as Entry
  const standing = {
    place: { name: 'api', container: 'api' },
    liveRevision: { arn: arn('api:1') },
  } as unknown as Standing
  const { found, faults } = await templatesOf(aws, '.', [entry], [standing], { version: '1', sha: 'c', env: {} })
  expect(found.size).toBe(0)
  expect(faults.get('api')?.map(({ what }) => what)).toEqual(['container "api" is not in the task definition web:4'])
})
