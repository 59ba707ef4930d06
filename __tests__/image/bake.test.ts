import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { bakeCommand, bakeFile, environmentFor, type Order } from '../../src/image/bake.ts'
import { hostile } from '../hostile.ts'

const uri = '123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/api'
const order: Order = {
  name: 'api',
  build: { context: 'services/api', dockerfile: 'services/api/Dockerfile', target: undefined },
  args: {},
  contexts: [],
  repository: { name: 'shop/api', uri },
  tag: `recipe-${'a'.repeat(40)}`,
  names: [],
  platforms: ['linux/amd64'],
  annotations: {},
}
const withBuild = (build: Partial<Order['build']>): Order => ({ ...order, build: { ...order.build, ...build } })
const targetOf = (given: Order) => JSON.parse(bakeFile([given])).target[given.name]

test('the command names the images and nothing of what they are made of', () => {
  expect(bakeCommand(['api', 'web'], { file: 'f.json', metadataFile: 'm.json', builder: '' })).toEqual([
    'docker',
    'buildx',
    'bake',
    '--file=f.json',
    '--push',
    '--progress=plain',
    '--metadata-file=m.json',
    '--',
    'api',
    'web',
  ])
  expect(bakeCommand(['api'], { file: 'f', metadataFile: 'm', builder: 'farm' })).toContain('--builder=farm')
})

test('the file of a plain build', () => {
  expect(targetOf(order)).toEqual({
    context: 'services/api',
    dockerfile: '../../services/api/Dockerfile',
    args: {},
    contexts: {},
    tags: [`${uri}:recipe-${'a'.repeat(40)}`],
    platforms: ['linux/amd64'],
    labels: {},
    annotations: [],
    attest: ['type=provenance,disabled=true'],
    secret: [],
    ssh: [],
    'cache-from': [],
    'cache-to': [],
  })
})

const REGISTRY = `type=registry,ref=${uri}:buildcache-api`
const GHA = 'type=gha,scope=api'

test.each<[string, Order, object]>([
  ['a target', withBuild({ target: 'runtime' }), { target: 'runtime' }],
  ['an argument', { ...order, args: { A: 'b = c' } }, { args: { A: 'b = c' } }],
  ['names', { ...order, names: ['1.0.0'] }, { tags: [`${uri}:${order.tag}`, `${uri}:1.0.0`] }],
  ['an empty argument', { ...order, args: { A: '' } }, { args: { A: '' } }],
  ['a template of bake is none', { ...order, args: { A: `\${b} %{c} $d` } }, { args: { A: `$\${b} %%{c} $d` } }],
  ['… in a key either', { ...order, contexts: [`\${a}=b`] }, { contexts: { '$${a}': 'b' } }],
  [
    'names of contexts as BuildKit looks for them',
    {
      ...order,
      contexts: [
        'docker.io/library/node:20=a',
        'node:latest=b',
        'library/ruby::linux/arm64=c',
        'index.docker.io/acme/app=d',
        'ghcr.io/acme/app:latest::linux/amd64=e',
      ],
    },
    {
      contexts: {
        'node:20': 'a',
        node: 'b',
        'ruby::linux/arm64': 'c',
        'acme/app': 'd',
        'ghcr.io/acme/app::linux/amd64': 'e',
      },
    },
  ],
  ['a context', { ...order, contexts: ['a=docker-image://b=c'] }, { contexts: { a: 'docker-image://b=c' } }],
  [
    'the workspace itself',
    withBuild({ context: '.', dockerfile: './api/Dockerfile' }),
    { dockerfile: 'api/Dockerfile' },
  ],
  [
    'two platforms',
    { ...order, platforms: ['linux/amd64', 'linux/arm64'] },
    { platforms: ['linux/amd64', 'linux/arm64'] },
  ],
  ['a secret of the job', withBuild({ secrets: { npm: { variable: 'TOKEN' } } }), { secret: ['id=npm,env=TOKEN'] }],
  ['a secret of a file', withBuild({ secrets: { npm: { file: '.npmrc' } } }), { secret: ['id=npm,src=.npmrc'] }],
  [
    'a secret of an id that another build has as well',
    { ...withBuild({ secrets: { npm: { variable: 'TOKEN' } } }), args: { A: 'b' }, isContested: true },
    { args: { A: 'b', BUILDKIT_SANDBOX_HOSTNAME: expect.stringMatching(/^secrets-[0-9a-f]{16}$/) } },
  ],
  ['an SSH agent', withBuild({ ssh: 'default' }), { ssh: ['default'] }],
  [
    'a label over ours',
    { ...withBuild({ labels: { a: '2' } }), annotations: { a: '1' } },
    { labels: { a: '2' }, annotations: ['a=1'] },
  ],
  ['an annotation', withBuild({ annotations: { a: '1' } }), { annotations: ['a=1'] }],
  [
    'an annotation of several platforms',
    { ...withBuild({ annotations: { a: '1' } }), platforms: ['linux/amd64', 'linux/arm64'] },
    { annotations: ['index,manifest:a=1'] },
  ],
  [
    'a list of what is in it, which makes an index',
    withBuild({ sbom: true, annotations: { a: '1' } }),
    { attest: ['type=provenance,disabled=true', 'type=sbom'], annotations: ['index,manifest:a=1'] },
  ],
  ['how it was built', withBuild({ provenance: 'max' }), { attest: ['type=provenance,mode=max'] }],
  ['no cache', withBuild({ cache: 'none' }), { 'cache-from': [], 'cache-to': [] }],
  [
    'a cache in the repository',
    withBuild({ cache: 'registry' }),
    {
      'cache-from': [REGISTRY],
      'cache-to': [`${REGISTRY},mode=max,image-manifest=true,oci-mediatypes=true,ignore-error=true`],
    },
  ],
  [
    'a cache of GitHub',
    withBuild({ cache: 'gha' }),
    { 'cache-from': [GHA], 'cache-to': [`${GHA},mode=max,ignore-error=true`] },
  ],
  [
    'a cache of one’s own',
    withBuild({ cache: { from: ['type=s3,name=a'], to: [] } }),
    { 'cache-from': ['type=s3,name=a'], 'cache-to': [] },
  ],
])('%s', (_, given, part) => {
  expect(targetOf(given)).toMatchObject(part)
})

describe('what docker gets of the job’s environment', () => {
  const env = { TOKEN: 't', OTHER: 'o', ACTIONS_RUNTIME_TOKEN: 'r', ACTIONS_RESULTS_URL: 'u' }
  const names = (given: Order) => Object.keys(environmentFor([given], env))
  test('nothing', () => expect(names(withBuild({ cache: 'registry' }))).toEqual([]))
  test('an agent that is forwarded ends bake’s own questions', () =>
    expect(names(withBuild({ ssh: 'default' }))).toEqual(['BUILDX_BAKE_ENTITLEMENTS_FS']))
  test('what a secret names', () =>
    expect(names(withBuild({ secrets: { a: { variable: 'TOKEN' } } }))).toEqual(['TOKEN']))
  test.each<[(Order['build']['cache'] & object) | 'gha']>([
    ['gha'],
    [{ from: ['mode=max,type=gha'], to: [] }],
    [{ from: [], to: ['Type=gha,scope=x'] }],
  ])('GitHub’s cache asks for its token: %j', cache =>
    expect(names(withBuild({ cache }))).toEqual(['ACTIONS_RESULTS_URL', 'ACTIONS_RUNTIME_TOKEN']),
  )
})

/** As HCL reads a text that has no templates. */
const read = (text: string) => text.replaceAll(`$\${`, `\${`).replaceAll('%%{', '%{')

test('whatever the manifest says arrives as it is', () => {
  fc.assert(
    fc.property(hostile, hostile, (target, arg) => {
      const found = targetOf({ ...withBuild({ target }), args: { A: arg } })
      expect([read(found.target), read(found.args.A)]).toEqual([target, arg])
      expect(found.args.A).not.toMatch(/(?<!\$)\$\{|(?<!%)%\{/)
    }),
  )
})
