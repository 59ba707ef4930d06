// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders of a manifest
/** Inputs are a layer of the same document: over the environment, over the top of a manifest, or all there is. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Runner } from '../../src/edge/runner.ts'
import { Refusal } from '../../src/failure/failure.ts'
import { readAsked } from '../../src/request/read.ts'
import { PLACED } from './defaults.ts'

type Inputs = Readonly<Record<string, string>>

const MANIFEST = `
cluster: shop
images: { shared: { build: web, repository: shop/shared } }
services:
  api:
    service: shop-api
    build: { context: api, args: { TIER: basic, DEBUG: "1" } }
    repository: shop/api
    environment: { MODE: top, OLD: "1" }
    cpu: 256
  web: { image: "ghcr.io/acme/web:1", cluster: shop-web }
  job: { image: shared }
environments:
  prod: { cluster: shop-prod, services: { api: { environment: { MODE: prod } } } }
  dev: { region: eu-west-1 }
`

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'evenkeel-said-'))
  for (const each of ['with', 'without', 'linked', 'several', 'one'])
    for (const context of ['api', 'web']) {
      mkdirSync(join(folder, each, context), { recursive: true })
      writeFileSync(join(folder, each, context, 'Dockerfile'), 'FROM scratch\n')
    }
  writeFileSync(join(folder, 'with/evenkeel.yml'), MANIFEST)
  writeFileSync(
    join(folder, 'several/evenkeel.yml'),
    'environments: { a: { region: eu-west-1 } }\nservices: { api: { build: api } }\n',
  )
  writeFileSync(join(folder, 'one/evenkeel.yml'), 'cluster: shop\nservices: { api: { build: api } }\n')
  symlinkSync('nowhere', join(folder, 'linked/evenkeel.yml'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function asked(workspace: string, inputs: Inputs, env: Inputs = {}) {
  const input = (name: string) => inputs[name] ?? PLACED[name] ?? ''
  const runner = { input, run: { workspace: join(folder, workspace) } } as unknown as Runner
  return await readAsked(runner, env)
}

async function refused(workspace: string, inputs: Inputs): Promise<Refusal> {
  const error = await asked(workspace, inputs).catch((error: unknown) => error)
  if (!(error instanceof Refusal)) throw new Error(`not refused: ${error}`)
  return error
}

const ONE = { cluster: 'shop', service: 'api' }
const build = (more: object) => ({ kind: 'build', build: expect.objectContaining(more) })

test.each<[string, string, Inputs, { cluster: string; entry: object; image: object }]>([
  [
    'an image, without a file',
    'without',
    { ...ONE, image: 'ghcr.io/acme/api:1' },
    {
      cluster: 'shop',
      entry: { name: 'api', service: 'api', container: 'api', cluster: 'shop', definition: undefined },
      image: { kind: 'reference', reference: 'ghcr.io/acme/api:1' },
    },
  ],
  [
    'a build, without a file',
    'without',
    {
      ...{
        cluster: 'arn:aws:ecs:eu-west-1:123456789012:cluster/shop',
        service: 'api',
        container: 'app',
        context: 'api',
      },
      ...{ repository: 'shop/api', 'build-args': 'A=b', cache: 'registry', platforms: 'linux/arm64', cpu: '0.5 vCPU' },
      ...{ 'task-definition': 'deploy/api.json', secrets: 'KEY=/shop/key', 'desired-count': '2', memory: '1024' },
    },
    {
      cluster: 'arn:aws:ecs:eu-west-1:123456789012:cluster/shop',
      entry: {
        ...{ container: 'app', definition: 'deploy/api.json', desiredCount: 2 },
        override: expect.objectContaining({ cpu: '512', memory: '1024', secrets: { KEY: '/shop/key' } }),
      },
      image: {
        ...build({ context: 'api', args: { A: 'b' }, cache: 'registry', platforms: ['linux/arm64'] }),
        repository: 'shop/api',
      },
    },
  ],
  ['a rollback, without a file', 'without', { ...ONE, command: 'rollback' }, { cluster: 'shop', entry: {}, image: {} }],
  [
    'over the top',
    'with',
    { service: 'api', 'build-args': 'TIER=full', 'environment-variables': 'NEW=1', memory: '512' },
    {
      cluster: 'shop',
      entry: {
        service: 'shop-api',
        override: expect.objectContaining({
          environment: { MODE: 'top', OLD: '1', NEW: '1' },
          cpu: '256',
          memory: '512',
        }),
      },
      image: { ...build({ context: 'api', args: { TIER: 'full', DEBUG: '1' } }), repository: 'shop/api' },
    },
  ],
  [
    'over an environment',
    'with',
    { service: 'api', environment: 'prod', 'environment-variables': 'OLD=2' },
    {
      cluster: 'shop-prod',
      entry: { override: expect.objectContaining({ environment: { MODE: 'prod', OLD: '2' } }) },
      image: {},
    },
  ],
  [
    'an image in place of a build, of the one that `services` names',
    'with',
    { services: 'api', image: 'ghcr.io/acme/api:2' },
    { cluster: 'shop', entry: {}, image: { kind: 'reference', reference: 'ghcr.io/acme/api:2' } },
  ],
  [
    'a build in place of an image, and a cluster in place of the service’s own',
    'with',
    { service: 'web', context: 'web', cluster: 'other' },
    { cluster: 'other', entry: { cluster: 'other' }, image: build({ context: 'web' }) },
  ],
  [
    'an image of the list',
    'with',
    { service: 'web', image: 'shared' },
    { cluster: 'shop', entry: {}, image: { ...build({ context: 'web' }), name: 'shared' } },
  ],
  [
    'the only service of a manifest needs no name',
    'one',
    { 'environment-variables': 'A=' },
    { cluster: 'shop', entry: { override: expect.objectContaining({ environment: { A: '' } }) }, image: {} },
  ],
  [
    'a cluster that the manifest leaves to the input',
    'several',
    { cluster: 'shop' },
    { cluster: 'shop', entry: {}, image: {} },
  ],
])('%s', async (_, workspace, inputs, { cluster, entry, image }) => {
  const { manifest } = await asked(workspace, inputs)
  expect(manifest.cluster).toBe(cluster)
  expect(manifest.services).toHaveLength(1)
  expect(manifest.services[0]).toMatchObject(entry)
  expect([...(manifest.services[0]?.images.values() ?? [])]).toMatchObject([image])
})

test.each<[string, string, Inputs, readonly string[]]>([
  ['no cluster', 'without', { service: 'api', image: 'a/b:1' }, ['EVK-110 input cluster is missing']],
  ['nothing to run', 'without', ONE, ['EVK-110 inputs image and context are empty, and there is no manifest']],
  ['no service', 'without', { cluster: 'shop', image: 'a/b:1' }, ['EVK-109 manifest "evenkeel.yml" is not in']],
  [
    'a manifest that is named and not there',
    'without',
    { ...ONE, image: 'a/b:1', manifest: 'deploy/evenkeel.yml' },
    ['EVK-109 manifest "deploy/evenkeel.yml" is not in'],
  ],
  ['a manifest that is a link', 'linked', { ...ONE, image: 'a/b:1' }, ['EVK-109 manifest "evenkeel.yml" is not in']],
  [
    'an environment of no manifest',
    'without',
    { ...ONE, image: 'a/b:1', environment: 'prod' },
    ['EVK-113 input environment is "prod", and there is no manifest'],
  ],
  [
    'a service that the manifest has not',
    'with',
    { service: 'ap', image: 'a/b:1' },
    ['EVK-112 input service: "ap" is not in the manifest, did you mean "api"?'],
  ],
  [
    'such a service, and nothing of where it is built',
    'with',
    { service: 'shop-api', 'environment-variables': 'A=1', 'build-args': 'A=1' },
    ['EVK-112 input service: "shop-api" is not in the manifest'],
  ],
  [
    'such a service, and what is said of it',
    'with',
    { service: 'ap', context: 'nope', cpu: 'much', 'desired-count': '-1' },
    [
      'EVK-110 input cpu is the text "much"',
      'EVK-110 input desired-count is the text "-1"',
      'EVK-112 input service: "ap" is not in the manifest, did you mean "api"?',
      'EVK-116 input context',
    ],
  ],
  [
    'several services',
    'with',
    { services: 'api web', image: 'a/b:1', cpu: '256' },
    ['EVK-112 inputs image, cpu: of one service, and services names api, web'],
  ],
  [
    'a manifest of several',
    'with',
    { image: 'a/b:1' },
    ['EVK-112 input image: of one service, and the manifest has api,'],
  ],
  [
    'options of a build over an image of the manifest',
    'with',
    { service: 'web', cache: 'registry', platforms: 'linux/arm64', 'build-args': 'A=b', target: 'x' },
    [
      'EVK-110 input target, build-args, cache, platforms: of a build, and evenkeel.yml: services.web.image names an image that exists',
    ],
  ],
  [
    'a Dockerfile over it',
    'with',
    { service: 'web', dockerfile: 'web/Dockerfile' },
    ['EVK-110 input dockerfile: of a build, and evenkeel.yml: services.web.image names an image that exists'],
  ],
  [
    'a repository over it',
    'with',
    { service: 'web', repository: 'prod/web' },
    ['EVK-110 input repository and evenkeel.yml: services.web.image are both there'],
  ],
  [
    'a build of an image of the list',
    'with',
    { service: 'job', context: 'web', dockerfile: 'web/Dockerfile' },
    ['EVK-110 input context, dockerfile and `image: shared` are both there'],
  ],
  [
    'paths and variables, by the input that says them',
    'without',
    {
      ...{ ...ONE, context: 'nowhere', dockerfile: 'gone', 'build-secrets': 'npm=env.NPM\nkey=none' },
      'environment-variables': 'A=${env.UNSET}\nB=${other}',
    },
    [
      'EVK-110 input environment-variables: B: "${other}" is not known',
      'EVK-116 input build-secrets: key "none": there is no such file',
      'EVK-119 input context, dockerfile, build-secrets: the job has no variable NPM',
      'EVK-116 input context "nowhere": there is no such folder',
      'EVK-116 input dockerfile "gone": there is no such file',
      'EVK-119 input environment-variables: A: the job has no variable UNSET',
    ],
  ],
  [
    'a path of the manifest beside one of the inputs',
    'with',
    { service: 'api', dockerfile: 'gone' },
    ['EVK-116 input dockerfile "gone": there is no such file'],
  ],
  [
    'all at once',
    'without',
    {
      ...{ cluster: 'my shop', service: 'api', image: 'a/b:1', context: '.', 'desired-count': 'many', cpu: 'half' },
      ...{ 'environment-variables': 'FOO', secrets: 'KEY=hun ter2', timeout: 'soon', to: '1.0.0' },
    },
    [
      'EVK-110 inputs image and context are both there',
      'EVK-108 input environment-variables: line 1 is not NAME=value',
      'EVK-104 input timeout is "soon"',
      'EVK-106 input to is "1.0.0"',
      'EVK-110 input cluster is "my shop"',
      'EVK-110 input secrets: KEY is no address of a secret',
      'EVK-110 input cpu is the text "half"',
      'EVK-110 input desired-count is the text "many"',
    ],
  ],
])('refused: %s', async (_, workspace, inputs, told) => {
  const { faults, file } = await refused(workspace, inputs)
  expect(faults.map(({ code, what }) => `${code} ${what}`)).toEqual(told.map(each => expect.stringContaining(each)))
  expect(faults.filter(({ fix }) => !/\S/.test(fix))).toEqual([])
  expect(file).toBeUndefined()
})

test('a fault of the manifest keeps its file', async () => {
  writeFileSync(join(folder, 'one/odd.yml'), 'cluster: shop\nservices: { api: { bild: api } }\n')
  const { faults, file } = await refused('one', { manifest: 'odd.yml', service: 'api', memory: '512' })
  expect(faults).toMatchObject([{ code: 'EVK-110', place: { file: 'odd.yml', line: 2 } }])
  expect(file).toBe('odd.yml')
})

test('how to go without a file is said where there is none', async () => {
  const { faults } = await refused('without', {})
  expect(faults).toMatchObject([{ code: 'EVK-109', fix: expect.stringContaining('One service needs no file') }])
})
