import type { TaskDefinition } from '@aws-sdk/client-ecs'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  copyOf,
  type Document,
  isOfOneRun,
  isSame,
  madeAgain,
  nameOfRevision,
  platformOf,
  provenanceOf,
  type Recorded,
  revisionOf,
} from '../../src/revision/document.ts'
import { hostile, runs } from '../hostile.ts'
import { image, OURS, provenance, releaseOf, URI } from './scene.ts'

const DIGEST = image.digest

const READ_ONLY = {
  taskDefinitionArn: 'arn:aws:ecs:eu-west-1:123456789012:task-definition/shop-api:41',
  revision: 41,
  status: 'ACTIVE',
  requiresAttributes: [{ name: 'com.amazonaws.ecs.capability.ecr-auth' }],
  compatibilities: ['EC2', 'FARGATE'],
  registeredAt: new Date(0),
  deregisteredAt: new Date(1),
  deleteRequestedAt: new Date(2),
  registeredBy: 'arn:aws:iam::123456789012:role/terraform',
} as const satisfies TaskDefinition

const definition: TaskDefinition = {
  ...READ_ONLY,
  compatibilities: ['EC2', 'FARGATE'],
  family: 'shop-api',
  cpu: '512',
  memory: '1024',
  networkMode: 'awsvpc',
  requiresCompatibilities: ['FARGATE'],
  executionRoleArn: 'arn:aws:iam::123456789012:role/execution',
  volumes: [],
  containerDefinitions: [
    {
      name: 'app',
      image: `${URI}:1.4.1`,
      essential: true,
      cpu: 0,
      environment: [{ name: 'A', value: 'b' }],
      mountPoints: [],
      systemControls: [],
    },
    { name: 'envoy', image: 'public.ecr.aws/appmesh/aws-appmesh-envoy:v1', essential: false },
  ],
}
const recorded: Recorded = { definition, tags: [{ key: 'team', value: 'shop' }] }
const document = releaseOf(recorded, 'app', image, provenance)

/** What ECS would describe after `document` was registered. */
const registered = ({ tags = [], ...shape }: Document): Recorded => ({
  definition: { ...READ_ONLY, compatibilities: ['FARGATE'], revision: 42, ...shape } as TaskDefinition,
  tags,
})
const withDefinition = (more: object): Recorded => ({ ...recorded, definition: { ...definition, ...more } })

describe('the document', () => {
  test('holds everything that can be registered, with the image by digest', () => {
    const readOnly = Object.keys(READ_ONLY)
    const rest = Object.fromEntries(Object.entries(definition).filter(([key]) => !readOnly.includes(key)))
    const [app, envoy] = definition.containerDefinitions ?? []
    expect(document).toEqual({
      ...rest,
      containerDefinitions: [{ ...app, image: `${URI}@${DIGEST}` }, envoy],
      tags: [{ key: 'team', value: 'shop' }, ...OURS],
    })
  })

  test.each(Object.keys(READ_ONLY))('never holds %s', key => {
    expect(document).not.toHaveProperty(key)
    expect(copyOf(recorded)).not.toHaveProperty(key)
  })

  test.each([
    ['fault injection', { enableFaultInjection: true }],
    ['a key that is new to us', { somethingNew: { deep: [1, 'x', { y: true }] } }],
    ['an empty list', { placementConstraints: [] }],
    ['a platform', { runtimePlatform: { cpuArchitecture: 'ARM64' } }],
    ['ephemeral storage', { ephemeralStorage: { sizeInGiB: 30 } }],
  ])('keeps %s', (_, more) => {
    expect(releaseOf(withDefinition(more), 'app', image, provenance)).toMatchObject(more)
    expect(copyOf(withDefinition(more))).toMatchObject(more)
  })

  test('keeps a container’s unknown keys, and the order of the containers', () => {
    const [app, envoy] = definition.containerDefinitions ?? []
    const containerDefinitions = [envoy, { ...app, somethingNew: 1 }]
    const { containerDefinitions: kept } = releaseOf(withDefinition({ containerDefinitions }), 'app', image, provenance)
    expect(kept).toEqual([envoy, { ...app, somethingNew: 1, image: `${URI}@${DIGEST}` }])
  })

  test('of a container that is not there is a copy with other tags', () => {
    const { containerDefinitions } = releaseOf(recorded, 'api', image, provenance)
    expect(containerDefinitions).toEqual(definition.containerDefinitions)
  })

  test('leaves the template as it was', () => {
    const before = structuredClone(recorded)
    releaseOf(recorded, 'app', image, provenance)
    expect(recorded).toEqual(before)
  })

  test.each([
    [
      'our older ones are replaced',
      [
        { key: 'evenkeel:version', value: '1.4.1' },
        { key: 'evenkeel:run', value: 'x' },
      ],
      OURS,
    ],
    ['foreign ones stay, in front', [{ key: 'a', value: 'b' }], [{ key: 'a', value: 'b' }, ...OURS]],
    [
      'a foreign one that only looks like ours stays',
      [{ key: 'evenkeel:versions', value: 'x' }],
      [{ key: 'evenkeel:versions', value: 'x' }, ...OURS],
    ],
    ['those of AWS itself cannot be registered', [{ key: 'aws:cloudformation:stack-name', value: 'shop' }], OURS],
    ['none', [], OURS],
  ])('tags: %s', (_, tags, expected) => {
    expect(releaseOf({ ...recorded, tags }, 'app', image, provenance).tags).toEqual(expected)
  })

  test('a tag’s value fits the grammar of AWS, whatever git and GitHub call things', () => {
    fc.assert(
      fc.property(hostile, hostile, (version, run) => {
        const { tags = [] } = releaseOf(recorded, 'app', image, { ...provenance, version, run })
        for (const { value = '' } of tags) expect(value).toMatch(/^[\p{L}\p{N}\s_.:/=+\-@]{0,256}$/u)
      }),
      { numRuns: runs(200) },
    )
  })

  test('a valid version, commit and run are written as they are', () => {
    const given = { version: '1.4.2-rc.1+build.5', commit: 'c'.repeat(40), run: 'octo-org/shop_api.v2/123' }
    expect(provenanceOf(releaseOf(recorded, 'app', image, given).tags ?? [])).toEqual(given)
  })
})

describe('a copy', () => {
  test('registers the same again, tags included', () => {
    const { tags, ...shape } = copyOf(recorded)
    expect(tags).toEqual(recorded.tags)
    expect(isSame(shape as Document, recorded)).toBe(true)
  })

  test('of a revision without tags sends none', () => {
    expect(copyOf({ ...recorded, tags: [] })).not.toHaveProperty('tags')
  })

  test('of a revision of CloudFormation leaves out the tags of AWS', () => {
    const tags = [{ key: 'aws:cloudformation:stack-name', value: 'shop' }]
    expect(copyOf({ ...recorded, tags })).not.toHaveProperty('tags')
    expect(copyOf({ ...recorded, tags: [...tags, ...recorded.tags] }).tags).toEqual(recorded.tags)
  })
})

describe('registering would change nothing', () => {
  const live = registered(document)
  const change = (more: object): Recorded => ({ ...live, definition: { ...live.definition, ...more } })
  const [app, envoy] = live.definition.containerDefinitions ?? []

  test.each([
    ['the document, once registered', live, true],
    [
      'under another revision, by somebody else, at another time',
      change({ revision: 99, registeredBy: 'x', registeredAt: new Date(9) }),
      true,
    ],
    ['INACTIVE', change({ status: 'INACTIVE' }), true],
    ['with other tags', { ...live, tags: [] }, true],
    ['with empty lists that ECS adds', change({ placementConstraints: [], inferenceAccelerators: [] }), true],
    ['without the empty lists that it had', change({ volumes: undefined }), true],
    ['with empty lists in a container', change({ containerDefinitions: [{ ...app, volumesFrom: [] }, envoy] }), true],
    [
      'with keys in another order',
      { ...live, definition: Object.fromEntries(Object.entries(live.definition).reverse()) },
      true,
    ],
    ['by tag and not by digest', change({ containerDefinitions: [{ ...app, image: `${URI}:1.4.2` }, envoy] }), false],
    [
      'with another digest',
      change({ containerDefinitions: [{ ...app, image: `${URI}@sha256:${'d'.repeat(64)}` }, envoy] }),
      false,
    ],
    ['with another image beside', change({ containerDefinitions: [app, { ...envoy, image: 'x' }] }), false],
    ['with the containers in another order', change({ containerDefinitions: [envoy, app] }), true],
    ['with a container more', change({ containerDefinitions: [app, envoy, { name: 'x' }] }), false],
    ['with another size', change({ memory: '2048' }), false],
    ['with its sizes in words', change({ cpu: '.5 vCPU', memory: '1 GB' }), true],
    ['with another size in words', change({ cpu: '0.25 vCPU' }), false],
    [
      'with another value in the environment',
      change({ containerDefinitions: [{ ...app, environment: [{ name: 'A', value: 'c' }] }, envoy] }),
      false,
    ],
    ['with one setting more', change({ pidMode: 'task' }), false],
    ['with an unknown key more', change({ somethingNew: 1 }), false],
    ['with false where nothing was', change({ enableFaultInjection: false }), false],
  ])('%s: %#', (_, there, same) => {
    expect(isSame(document, there)).toBe(same)
  })

  test.each([
    [{}, { rootDirectory: '/' }, true],
    [{ rootDirectory: '/' }, {}, true],
    [{}, { rootDirectory: '/data' }, false],
  ])('a file system of EFS at %j is that at %j: %s', (one, other, same) => {
    const at = (directory: object) => [
      { name: 'data', efsVolumeConfiguration: { fileSystemId: 'fs-1', ...directory } },
      { name: 'scratch' },
    ]
    expect(isSame({ ...document, volumes: at(one) }, change({ volumes: at(other) }))).toBe(same)
  })

  test('deploying the same image again is a change of nothing', () => {
    const value = fc.jsonValue({ maxDepth: 2 })
    const key = fc.stringMatching(/^[a-z][A-Za-z]{2,10}$/).filter(name => !(name in definition))
    fc.assert(
      fc.property(fc.dictionary(key, value, { maxKeys: 4 }), more => {
        const once = releaseOf(withDefinition(more), 'app', image, provenance)
        const twice = releaseOf(registered(once), 'app', image, { ...provenance, version: '9.9.9', run: 'later' })
        expect(isSame(twice, registered(once))).toBe(true)
        expect(isSame(once, registered(twice))).toBe(true)
      }),
    )
  })
})

test.each([
  ['nothing', [], {}],
  ['all of it', OURS, provenance],
  ['a part', [{ key: 'evenkeel:version', value: '1.0.0' }], { version: '1.0.0' }],
  ['others’ tags only', [{ key: 'version', value: '1.0.0' }], {}],
  ['a key without a value', [{ key: 'evenkeel:commit' }], {}],
])('the provenance that tags tell: %s', (_, tags, expected) => {
  expect(provenanceOf(tags)).toEqual(expected)
})

test.each<[string, string[], string]>([
  ['nothing of this run', ['octo/shop/6', ''], 'octo/shop/7'],
  ['what this run has released', ['octo/shop/7'], 'octo/shop/7/deploys/2'],
  ['what it has released twice', ['octo/shop/7', 'octo/shop/7/deploys/2'], 'octo/shop/7/deploys/3'],
  ['what another attempt has', ['octo/shop/7/attempts/2', 'octo/shop/7/attempts/2/deploys/2'], 'octo/shop/7'],
])('a release that is made again, where there is %s', (_, runs, expected) => {
  const known = runs.map(value => ({ tags: [...OURS.slice(0, 2), { key: 'evenkeel:run', value }] }))
  expect(madeAgain({ ...provenance, run: 'octo/shop/7' }, known).run).toBe(expected)
  expect(madeAgain({ ...provenance, run: 'octo/shop/7', version: '0.0.9' }, known).run).toBe('octo/shop/7')
})

test.each([
  ['octo/shop/7', true],
  ['octo/shop/7/attempts/2', true],
  ['octo/shop/7/deploys/2', true],
  ['octo/shop/7/attempts/2/deploys/2', true],
  ['octo/shop/8', false],
  ['octo/shop/7/attempts', false],
])('the run %s is the seventh, in whichever attempt: %s', (run, expected) => {
  const by = (value: string) => ({ tags: [...OURS.slice(0, 2), { key: 'evenkeel:run', value }] })
  expect(isOfOneRun({ tags: OURS }, by(run))).toBe(expected)
})

test.each([
  [
    'by digest',
    registered(document),
    { image: `${URI}@${DIGEST}`, digest: DIGEST, version: '1.4.2', container: 'app' },
  ],
  ['by tag', recorded, { image: `${URI}:1.4.1`, digest: undefined, version: undefined, name: 'shop-api:41' }],
  ['without containers', { definition: {}, tags: [] }, { arn: '', name: '', image: '', digest: undefined }],
])('a revision with its image %s', (_, given, expected) => {
  expect(revisionOf(given, { container: 'app' })).toMatchObject(expected)
})

test('the name of a revision is the end of its ARN', () => {
  expect(nameOfRevision('arn:aws:ecs:eu-west-1:123456789012:task-definition/shop-api:41')).toBe('shop-api:41')
})

test.each([
  [{ runtimePlatform: { cpuArchitecture: 'ARM64' } }, 'linux/arm64'],
  [{ runtimePlatform: { cpuArchitecture: 'X86_64' } }, 'linux/amd64'],
  [{ runtimePlatform: {} }, 'linux/amd64'],
  [{}, 'linux/amd64'],
])('%j runs on %s', (more, platform) => {
  expect(platformOf(withDefinition(more))).toBe(platform)
})
