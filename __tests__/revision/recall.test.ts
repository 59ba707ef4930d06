/** What ECS remembers of a version decides whether it can be gone back to, whatever the registry tells. */
import { describe, expect, test } from '@jest/globals'
import { chooseReleases } from '../../src/revision/choose.ts'
import { handMadeIn } from '../../src/revision/hand-made.ts'
import { recall } from '../../src/revision/recall.ts'
import type { Target } from '../../src/revision/target.ts'

const HOME = 'arn:aws:ecs:eu-west-1:123456789012:'
const arnOf = (revision: string) => `${HOME}task-definition/${revision}`
const digest = (nth: number) => `sha256:${String(nth).repeat(64)}`
type Told = readonly [revision: string, status: string, tasks?: number]

/** A revision with the tags of another. */
interface Copy {
  readonly of: number
  /** The digest is that of this revision; default: of the other. */
  readonly digest?: number
  readonly image?: string
  readonly cpu?: string
  /** Its own, where they differ. */
  readonly tags?: Readonly<Record<string, string>>
}

interface More {
  readonly registry?: string
  readonly deleted?: string
  readonly live?: number
  readonly copies?: Readonly<Record<number, Copy>>
  readonly target?: Target
  /** What is under way takes the place of this one. */
  readonly leaves?: number
}

/** Of releases, the third of which is live; deployments newest first. */
function stage(name: string, told: readonly Told[], more: More = {}) {
  const { registry = 'ghcr.io/acme', deleted = '', live: stands = 3, copies = {}, leaves } = more
  const said: string[] = []
  const asked: string[] = []
  const recorded = (nth: number) => {
    const { of, digest: other = of, image, cpu = '256', tags } = copies[nth] ?? { of: nth }
    const all = {
      'evenkeel:version': `1.${of - 1}.0`,
      'evenkeel:commit': String(of).repeat(40),
      'evenkeel:run': `acme/shop/${of}`,
      ...tags,
    }
    return {
      definition: {
        taskDefinitionArn: arnOf(`${name}:${nth}`),
        family: name,
        revision: nth,
        status: 'ACTIVE' as const,
        cpu,
        containerDefinitions: [{ name, image: image ?? `${registry}/${name}@${digest(other)}`, essential: true }],
      },
      tags: Object.entries(all).flatMap(([key, value]) => (value === '' ? [] : [{ key, value }])),
    }
  }
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
        return imageTag === '1.1.0' || imageTag === '1.1.0-2222222'
          ? [{ imageId: { imageTag, imageDigest: digest(2) } }]
          : []
      }),
    }),
  }
  const edges = {
    aws: { ecs, ecr, region: 'eu-west-1', endpoint: undefined },
    clock: { now: () => 1e12 + 1e6 },
    runner: { say: (line: string) => said.push(line) },
  }
  const live = {
    status: 'PRIMARY',
    rolloutState: leaves === undefined ? 'COMPLETED' : 'IN_PROGRESS',
    taskDefinition: arnOf(`${name}:${stands}`),
    runningCount: 2,
  }
  const left = leaves === undefined ? [] : [{ status: 'ACTIVE', taskDefinition: arnOf(`${name}:${leaves}`) }]
  const standing = {
    place: { name, cluster: 'shop', service: name, container: name },
    service: {
      serviceArn: `${HOME}service/shop/${name}`,
      deployments: [{ ...live, createdAt: new Date(1e12) }, ...left],
    },
    live: recorded(stands),
  }
  const { target = { kind: 'version', version: '1.1.0' } } = more
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

describe('a revision that carries the tags of a release which another was registered for', () => {
  const ECR = '123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop'
  const version = { kind: 'version', version: '1.1.0' } as const
  const lastGood = { kind: 'last-good' } as const
  const tag = (text: string) => ({ kind: 'tag', tag: text }) as const
  const ALL: Told[] = ['api:4', 'api:3', 'api:2', 'api:1'].map(each => [each, 'SUCCESSFUL'])
  const LOCAL = { 'evenkeel:run': '/local' }
  const GONE: More = { registry: ECR, deleted: 'api:2', live: 4 }
  /** `api:2`, or why it stays; and what is said of copies. */
  const chosen = async ({ target = version, ...more }: More, told: readonly Told[] = ALL) => {
    const history = await stage('api', told, { registry: ECR, target, ...more }).recall()
    const choices = chooseReleases([history], target)
    const choice = choices.get('api')
    const way = choice?.kind === 'go' ? choice.release.revision.name : choice?.reason
    return [way, ...handMadeIn([history], choices)]
  }
  const image = { 3: { of: 2, digest: 1 } }
  const shape = { 3: { of: 2, cpu: '512' } }
  const again = (tags: Readonly<Record<string, string>>) => ({ 3: { of: 2, cpu: '512', tags } })
  const stands = 'api  stands on api:3, a hand-made copy of 1.1.0 (api:2)'

  test.each<[string, More, string[]]>([
    ['of another image is no release, by its version', { copies: image, live: 4 }, ['api:2']],
    ['nor by its commit', { copies: image, live: 4, target: tag('2222222') }, ['api:2']],
    ['nor by its image’s tag', { copies: image, live: 4, target: tag('1.1.0-2222222') }, ['api:2']],
    ['of another shape neither', { copies: shape, live: 4 }, ['api:2']],
    ['nor by the name of its image', { copies: shape, live: 4, target: tag('1.1.0-2222222') }, ['api:2']],
    ['is left for the release', { copies: image }, ['api:2', stands]],
    ['also where its shape alone differs', { copies: shape }, ['api:2', stands]],
    ['is left by a plain rollback as what has no tags', { copies: shape, target: lastGood }, ['api:2', stands]],
    [
      'is what a plain rollback goes to as to what has no tags',
      { copies: image, live: 4, target: lastGood },
      ['api:3', 'api  goes to api:3, a hand-made copy of 1.1.0 (api:2)'],
    ],
    [
      'and does not go to where it is of another repository',
      { copies: { 3: { of: 2, image: 'busybox:hotfix' } }, live: 4, target: lastGood },
      ['api:2'],
    ],
    ['is the release where it is the same', { copies: { 3: { of: 2 } } }, ['already on 1.1.0']],
    [
      'also where it was revived',
      { copies: { 3: { of: 2, tags: { 'evenkeel:revived': '2' } } } },
      ['already on 1.1.0'],
    ],
    [
      'is hand-made where what was revived later is as old as the release',
      { copies: { 3: { of: 2, digest: 1 }, 4: { of: 2, tags: { 'evenkeel:revived': '2' } } }, deleted: 'api:2' },
      ['api:4', 'api  stands on api:3, a hand-made copy of 1.1.0 (api:4)'],
    ],
    [
      'is the release where it was run again',
      { copies: again({ 'evenkeel:run': 'acme/shop/2/attempts/2' }) },
      ['already on 1.1.0'],
    ],
    ['is one where nothing tells their runs apart', { copies: again({ 'evenkeel:run': '' }) }, ['already on 1.1.0']],
    ['and where there are no runs', { copies: { 2: { of: 2, tags: LOCAL }, ...again(LOCAL) } }, ['already on 1.1.0']],
    [
      'is one of another service that shares the family',
      {
        copies: {
          2: { of: 2, tags: { 'evenkeel:service': 'shop/jobs' } },
          ...again({ 'evenkeel:service': 'shop/api' }),
        },
      },
      ['already on 1.1.0'],
    ],
    [
      'is one where the first is not known, and its image is new',
      { ...GONE, copies: { 3: { of: 2, digest: 9 } } },
      ['api:3'],
    ],
    ['and where the registry does not tell', { ...GONE, copies: image, registry: 'ghcr.io/acme' }, ['api:3']],
  ])('%s', async (_, more, expected) => {
    expect(await chosen(more, more.live === 4 || more.copies?.[4] ? ALL : ALL.slice(1))).toEqual(expected)
  })

  test.each<[string, Copy]>([
    ['an older release', { of: 2, digest: 1 }],
    ['none of a release', { of: 2, image: 'busybox:hotfix' }],
  ])('is none where the first is not known, and its image is that of %s', async (_, copy) => {
    await expect(chosen({ ...GONE, copies: { 3: copy } })).rejects.toThrow(
      'No service was ever deployed successfully as 1.1.0.',
    )
  })

  test('the release itself is what failed, where a copy of it was made to run', async () => {
    const told: Told[] = [
      ['api:4', 'SUCCESSFUL'],
      ['api:3', 'SUCCESSFUL'],
      ['api:2', 'ROLLBACK_SUCCESSFUL'],
      ['api:1', 'SUCCESSFUL'],
    ]
    const history = await stage('api', told, { registry: ECR, copies: image, live: 4 }).recall()
    expect(history.attempt).toBe('failed')
  })

  test('is not the release that ECS leaves', async () => {
    const history = await stage('api', ALL.slice(2), { copies: shape, live: 2, leaves: 3 }).recall()
    expect(history.fled).toEqual({})
  })
})
