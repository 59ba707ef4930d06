/** What ECS remembers of a version decides whether it can be gone back to, whatever the registry tells. */
import { expect, test } from '@jest/globals'
import { chooseReleases } from '../../src/revision/choose.ts'
import { recall } from '../../src/revision/recall.ts'

const HOME = 'arn:aws:ecs:eu-west-1:123456789012:'
const arnOf = (revision: string) => `${HOME}task-definition/${revision}`
const digest = (nth: number) => `sha256:${String(nth).repeat(64)}`
type Told = readonly [revision: string, status: string, tasks?: number]

/** Of three releases, the last of which is live; deployments newest first. */
function stage(name: string, told: readonly Told[], { registry = 'ghcr.io/acme', deleted = '' } = {}) {
  const said: string[] = []
  const asked: string[] = []
  const recorded = (nth: number) => ({
    definition: {
      taskDefinitionArn: arnOf(`${name}:${nth}`),
      family: name,
      revision: nth,
      status: 'ACTIVE' as const,
      containerDefinitions: [{ name, image: `${registry}/${name}@${digest(nth)}`, essential: true }],
    },
    tags: [
      { key: 'evenkeel:version', value: `1.${nth - 1}.0` },
      { key: 'evenkeel:commit', value: String(nth).repeat(40) },
    ],
  })
  const ecs = {
    listServiceDeployments: async ({ status }: { status?: string[] }) => ({
      serviceDeployments: told.flatMap(([, each], nth) =>
        status === undefined || status.includes(each) ? { serviceDeploymentArn: `${nth}` } : [],
      ),
    }),
    describeServiceDeployments: async ({ serviceDeploymentArns }: { serviceDeploymentArns: string[] }) => ({
      serviceDeployments: serviceDeploymentArns.map(serviceDeploymentArn => {
        asked.push(serviceDeploymentArn)
        const [arn = '', status, requestedTaskCount = 2] = told[Number(serviceDeploymentArn)] ?? []
        const finishedAt = new Date(1e12 - 1000 * Number(serviceDeploymentArn))
        return { serviceDeploymentArn, status, finishedAt, targetServiceRevision: { arn, requestedTaskCount } }
      }),
    }),
    describeServiceRevisions: async ({ serviceRevisionArns }: { serviceRevisionArns: string[] }) => ({
      serviceRevisions: serviceRevisionArns.map(serviceRevisionArn => ({
        serviceRevisionArn,
        taskDefinition: arnOf(serviceRevisionArn),
        createdAt: new Date(1e12),
      })),
    }),
    describeTaskDefinition: async ({ taskDefinition = '' }) => {
      const found = taskDefinition.split('/').at(-1) ?? ''
      if (found === deleted)
        throw Object.assign(new Error('Unable to describe task definition.'), {
          ...{ name: 'ClientException', $fault: 'client', $metadata: { httpStatusCode: 400 } },
        })
      const { definition, tags } = recorded(Number(found.split(':')[1]))
      return { taskDefinition: definition, tags }
    },
  }
  const ecr = {
    batchGetImage: async ({ imageIds }: { imageIds: { imageTag?: string; imageDigest?: string }[] }) => ({
      images: imageIds.flatMap(({ imageTag, imageDigest }) => {
        if (imageDigest !== undefined) return [{ imageId: { imageDigest } }]
        return imageTag === '1.1.0' ? [{ imageId: { imageTag, imageDigest: digest(2) } }] : []
      }),
    }),
  }
  const edges = {
    aws: { ecs, ecr, region: 'eu-west-1', endpoint: undefined },
    clock: { now: () => 1e12 + 1e6 },
    runner: { say: (line: string) => said.push(line) },
  }
  const live = { status: 'PRIMARY', rolloutState: 'COMPLETED', taskDefinition: arnOf(`${name}:3`), runningCount: 2 }
  const standing = {
    place: { name, cluster: 'shop', service: name, container: name },
    service: { serviceArn: `${HOME}service/shop/${name}`, deployments: [{ ...live, createdAt: new Date(1e12) }] },
    live: recorded(3),
  }
  const target = { kind: 'version', version: '1.1.0' } as const
  return { said, asked, recall: () => recall(edges as never, standing as never, target) }
}

const FAILED: Told[] = [
  ['api:3', 'SUCCESSFUL'],
  ['api:2', 'ROLLBACK_SUCCESSFUL'],
  ['api:1', 'SUCCESSFUL'],
]
const WELL: Told[] = [
  ['web:3', 'SUCCESSFUL'],
  ['web:2', 'SUCCESSFUL'],
  ['web:1', 'SUCCESSFUL'],
]

test.each([
  ['holds the images', { registry: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop' }],
  ['is not asked', { registry: 'ghcr.io/acme' }],
])('a version that failed in one service is none to go back to: the registry %s', async (_, more) => {
  const histories = await Promise.all([stage('api', FAILED, more).recall(), stage('web', WELL, more).recall()])
  expect(() => chooseReleases(histories, { kind: 'version', version: '1.1.0' })).toThrow(/begun in api/)
})

test('a version that was to run no task in one of them is one, and that nothing shows it to have run is known', async () => {
  const told: Told[] = [
    ['api:3', 'SUCCESSFUL'],
    ['api:2', 'SUCCESSFUL', 0],
    ['api:1', 'SUCCESSFUL'],
  ]
  const [api, web] = await Promise.all([stage('api', told).recall(), stage('web', WELL).recall()])
  expect(api.releases.find(({ revision }) => revision.name === 'api:2')?.isUnproven).toBe(true)
  const chosen = chooseReleases([api, web], { kind: 'version', version: '1.1.0' })
  expect([...chosen.values()].map(choice => choice.kind === 'go' && choice.release.revision.name)).toEqual([
    'api:2',
    'web:2',
  ])
})

test('one that was to run no task, and failed when it was to run some, is none', async () => {
  const told: Told[] = [
    ['api:3', 'SUCCESSFUL'],
    ['api:2', 'ROLLBACK_SUCCESSFUL'],
    ['api:2', 'SUCCESSFUL', 0],
    ['api:1', 'SUCCESSFUL'],
  ]
  const histories = await Promise.all([stage('api', told).recall(), stage('web', WELL).recall()])
  expect(() => chooseReleases(histories, { kind: 'version', version: '1.1.0' })).toThrow(/begun in api/)
})

test('what cannot be described is asked for and told once, however often it failed', async () => {
  const told: Told[] = [
    ['api:3', 'SUCCESSFUL'],
    ['api:1', 'SUCCESSFUL'],
    ...Array.from({ length: 30 }, (): Told => ['api:2', 'ROLLBACK_SUCCESSFUL']),
  ]
  const { recall, said } = stage('api', told, { deleted: 'api:2' })
  expect((await recall()).attempt).toBeUndefined()
  expect(said).toHaveLength(1)
})

test('the same where it was successful as well', async () => {
  const told: Told[] = [
    ['api:3', 'SUCCESSFUL'],
    ['api:2', 'SUCCESSFUL'],
    ['api:2', 'STOPPED'],
  ]
  const { recall, said } = stage('api', told, { deleted: 'api:2' })
  await recall()
  expect(said).toHaveLength(1)
})

test('no deployment is described twice', async () => {
  const { recall, asked } = stage('api', [...FAILED, ['api:1', 'SUCCESSFUL', 0]])
  await recall()
  expect(asked.toSorted()).toEqual(['0', '1', '2', '3'])
})
