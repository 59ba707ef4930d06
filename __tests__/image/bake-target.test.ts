// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the placeholders are the manifest’s
/** A bake target, as docker prints it, becomes the build that the manifest could have said, or is refused by name. */
import { describe, expect, test } from '@jest/globals'
import type { Fault } from '../../src/failure/failure.ts'
import { buildOfTarget, namesWritten, printCommand, saysWhere, targetsBehind } from '../../src/image/bake-target.ts'
import type { Build } from '../../src/image/source.ts'

const NOTHING: Build = { bake: ['docker-bake.hcl'], context: '.', dockerfile: './Dockerfile', target: 'app', args: {} }

function read(target: object, over: Partial<Build> = {}) {
  const faults: Fault[] = []
  const reading = { at: 'AT', workspace: '/ws', env: { TOKEN: 't' }, over: { ...NOTHING, ...over } }
  const build = buildOfTarget(target as Record<string, unknown>, reading, faults)
  return { build, faults: faults.map(({ code, what, fix }) => `${code} ${what} | ${fix}`) }
}

test('docker is asked with the files as they are written, and the target cannot be an option', () => {
  expect(printCommand(['a.hcl', 'b.json'], 'app')).toEqual(
    ['docker buildx bake --file=a.hcl --file=b.json --print -- app'].flatMap(line => line.split(' ')),
  )
})

test('a target that says nothing is the Dockerfile of the workspace', () => {
  expect(read({})).toEqual({
    build: { context: '.', dockerfile: 'Dockerfile', target: undefined, args: {} },
    faults: [],
  })
})

describe('is carried over:', () => {
  test.each<[string, object, Partial<Build>]>([
    ['the stage', { target: 'prod' }, { target: 'prod' }],
    ['arguments, and null says nothing', { args: { A: '1', B: null } }, { args: { A: '1' } }],
    ['labels', { labels: { team: 'shop', none: null } }, { labels: { team: 'shop' } }],
    [
      'a context, and the Dockerfile in it',
      { context: './web/', dockerfile: 'Dockerfile.prod' },
      { context: 'web', dockerfile: 'web/Dockerfile.prod' },
    ],
    [
      'a Dockerfile beside the context',
      { context: 'web/x', dockerfile: '../Dockerfile' },
      { context: 'web/x', dockerfile: 'web/Dockerfile' },
    ],
    [
      'absolute paths in the workspace',
      { context: '/ws/web', dockerfile: '/ws/docker/Dockerfile', contexts: { lib: '/ws/lib' } },
      { context: 'web', dockerfile: 'docker/Dockerfile', contexts: { lib: 'lib' } },
    ],
    ['the workspace itself', { context: '/ws' }, { context: '.', dockerfile: 'Dockerfile' }],
    [
      'paths of the folder that bake runs in',
      { context: 'cwd://web', dockerfile: 'cwd://x/Dockerfile', contexts: { lib: 'cwd://lib' } },
      { context: 'web', dockerfile: 'x/Dockerfile', contexts: { lib: 'lib' } },
    ],
    [
      'named contexts',
      { contexts: { base: 'docker-image://alpine', lib: './lib' } },
      { contexts: { base: 'docker-image://alpine', lib: './lib' } },
    ],
    [
      'the workspace itself as a named context',
      { contexts: { all: '/ws', lib: '/ws/lib' } },
      { contexts: { all: '.', lib: 'lib' } },
    ],
    ['platforms', { platforms: ['linux/amd64', 'linux/arm64'] }, { platforms: ['linux/amd64', 'linux/arm64'] }],
    [
      'secrets as lines',
      { secret: ['type=env,id=npm', 'id=a,env=TOKEN', 'id=b,src=./.netrc', 'type=file,id=c,source=d/e', 'id=TOKEN'] },
      {
        secrets: {
          npm: { variable: 'npm' },
          a: { variable: 'TOKEN' },
          b: { file: '.netrc' },
          c: { file: 'd/e' },
          TOKEN: { variable: 'TOKEN' },
        },
      },
    ],
    [
      'secrets as objects',
      { secret: [{ id: 'npm', type: 'env' }, { id: 'a', env: 'TOKEN' }, { id: 'b', src: '.netrc' }, { id: 'c' }] },
      {
        secrets: {
          npm: { variable: 'npm' },
          a: { variable: 'TOKEN' },
          b: { file: '.netrc' },
          c: { file: 'c' },
        },
      },
    ],
    [
      'a secret called __proto__',
      { secret: ['id=__proto__,env=A'] },
      { secrets: { ['__proto__']: { variable: 'A' } } },
    ],
    ['the agent as a line', { ssh: ['default'] }, { ssh: 'default' }],
    ['the agent as an object', { ssh: [{ id: 'git' }] }, { ssh: 'git' }],
    [
      'caches as lines',
      { 'cache-from': ['type=gha', 'acme/app:cache'], 'cache-to': ['type=gha,mode=max'] },
      { cache: { from: ['type=gha', 'type=registry,ref=acme/app:cache'], to: ['type=gha,mode=max'] } },
    ],
    [
      'caches as objects',
      { 'cache-from': [{ type: 'registry', ref: 'acme/app:cache' }], 'cache-to': [{ type: 'gha', mode: 'max' }] },
      { cache: { from: ['type=registry,ref=acme/app:cache'], to: ['type=gha,mode=max'] } },
    ],
    ['attestations as lines', { attest: ['type=provenance,mode=max', 'type=sbom'] }, { provenance: 'max', sbom: true }],
    [
      'attestations as objects',
      { attest: [{ type: 'provenance' }, { type: 'sbom', disabled: true }] },
      { provenance: 'min', sbom: false },
    ],
    ['none of them', { attest: ['type=provenance,disabled=true'] }, { provenance: 'none' }],
    [
      'annotations',
      { annotations: ['a=b=c', 'manifest:d=e', 'index,manifest:f=g'] },
      { annotations: { a: 'b=c', d: 'e', f: 'g' } },
    ],
    [
      'nothing of what is ours or off',
      { tags: ['x:1'], output: ['type=docker'], pull: true, 'no-cache': false, 'shm-size': '', ulimits: [] },
      {},
    ],
  ])('%s', (_, target, expected) => {
    const { build, faults } = read(target)
    expect(faults).toEqual([])
    const plain = { context: '.', dockerfile: 'Dockerfile', target: undefined, args: {} }
    expect(build).toEqual({ ...plain, ...expected })
  })
})

describe('is refused by name:', () => {
  test.each<[string, object, string]>([
    ...['network', 'entitlements', 'ulimits', 'shm-size', 'extra-hosts', 'call', 'toString'].map(
      (key): [string, object, string] => [
        key,
        { [key]: { x: 'y' } },
        `EVK-121 AT: "${key}" cannot be carried over | Take it out of the target`,
      ],
    ),
    [
      'a Dockerfile in the file',
      { 'dockerfile-inline': 'FROM x' },
      'EVK-121 AT: "dockerfile-inline" cannot be carried',
    ],
    ['no cache', { 'no-cache': true }, 'write `rebuild: true` beside `build`'],
    ['no cache of a stage', { 'no-cache-filter': ['a'] }, '`rebuild: true` beside `build` builds all of it'],
    ['another target', { contexts: { base: 'target:base' } }, 'its context "base" is another target ("target:base")'],
    ['a platform without a name', { platforms: ['local'] }, 'platforms has "local" | Name each'],
    ['a secret without an id', { secret: ['src=.netrc'] }, 'secret has "src=.netrc"'],
    ['a secret of an unknown type', { secret: ['type=vault,id=a'] }, 'secret has "type=vault,id=a"'],
    ['a secret with more', { secret: ['id=a,env=B,mode=0400'] }, 'secret has "id=a,env=B,mode=0400"'],
    ['a variable of no name', { secret: [{ id: 'a', env: 'B C' }] }, 'secret has'],
    ['a key of its own', { ssh: ['default=/home/me/key'] }, 'ssh is "default=/home/me/key"'],
    ['a key of its own, as an object', { ssh: [{ id: 'default', paths: ['k'] }] }, 'ssh is "default=k"'],
    ['two agents', { ssh: ['a', 'b'] }, 'ssh is "a, b"'],
    ['a generator', { attest: ['type=sbom,generator=x/y'] }, 'attest has "type=sbom,generator=x/y"'],
    ['another mode', { attest: [{ type: 'provenance', mode: 'most' }] }, 'attest has'],
    ['an annotation of the index alone', { annotations: ['index:a=b'] }, 'annotations has "index:a=b"'],
    ['one of a platform', { annotations: ['manifest[linux/amd64]:a=b'] }, 'annotations has'],
    ['a context above', { context: '../web' }, 'EVK-105 AT: context "../web" leads out of the workspace'],
    ['a context elsewhere', { context: '/etc' }, 'EVK-105 AT: context "/etc" leads out of the workspace'],
    ['a neighbour of the workspace', { context: '/ws-2' }, 'EVK-105 AT: context "/ws-2" leads out'],
    ['a context by URL', { context: 'https://github.com/a/b.git' }, 'EVK-105 AT: context "https:'],
    ['a Dockerfile above', { context: 'web', dockerfile: '../../x' }, 'EVK-105 AT: dockerfile "../../x" leads out'],
    ['a secret file above', { secret: ['id=a,src=../x'] }, 'EVK-105 AT: secret "../x" leads out of the workspace'],
  ])('%s', (_, target, expected) => {
    const { faults } = read(target)
    expect(faults).toEqual([expect.stringContaining(expected)])
  })

  test('all of it at once', () => {
    expect(read({ network: 'host', 'no-cache': true, ssh: ['a', 'b'], context: '../x' }).faults).toHaveLength(4)
  })
})

test('what the manifest says is laid over: by name, and the rest as a whole', () => {
  const target = {
    args: { A: 'file', B: 'file' },
    labels: { team: 'a', of: 'file' },
    contexts: { base: 'target:base', lib: 'lib' },
    platforms: ['linux/arm64'],
    'cache-from': ['type=gha'],
    secret: ['id=npm,src=.npmrc'],
  }
  const over = {
    args: { B: '${version}' },
    labels: { team: 'b' },
    contexts: { base: 'docker-image://alpine' },
    platforms: ['linux/amd64'],
    cache: 'registry' as const,
    secrets: { npm: { variable: 'NPM' } },
  }
  expect(read(target, over)).toEqual({
    build: {
      context: '.',
      dockerfile: 'Dockerfile',
      target: undefined,
      args: { A: 'file', B: '${version}' },
      labels: { team: 'b', of: 'file' },
      contexts: { base: 'docker-image://alpine', lib: 'lib' },
      platforms: ['linux/amd64'],
      cache: 'registry',
      secrets: { npm: { variable: 'NPM' } },
    },
    faults: [],
  })
})

test.each([
  [{ tags: ['a:1'] }, true],
  [{ output: [{ type: 'docker' }] }, true],
  [{ tags: [], output: null }, false],
])('whether %j says where the image goes: %j', (target, expected) => expect(saysWhere(target)).toBe(expected))

test.each<[string, object, string[]]>([
  ['app', { target: { app: {}, base: {} } }, ['app']],
  ['all', { target: { app: {}, web: {} }, group: { all: { targets: ['app', 'web'] } } }, ['app', 'web']],
  ['default', { target: { app: {} }, group: { default: { targets: ['one'] }, one: { targets: ['app'] } } }, ['app']],
  ['a', { target: {}, group: { a: { targets: ['b'] }, b: { targets: ['a'] } } }, []],
  ['toString', { target: {}, group: {} }, []],
])('%s of %j stands for %j', (name, printed, expected) => expect(targetsBehind(printed, name)).toEqual(expected))

test.each<[string, string, string[], string[]?]>([
  [
    'HCL',
    'group "all" { targets = ["app"] }\ntarget "app" {\n}\n  target web {}\n# target "no" {',
    ['all', 'app', 'web'],
  ],
  ['JSON', '{"target": {"app": {}}, "group": {"all": {"targets": ["app"]}}}', ['app', 'all']],
  [
    'compose',
    'x-b: &b { build: . }\nservices:\n  api: { build: . }\n  web: { <<: *b, image: web }\n  job: { extends: api }\n  db: { image: postgres }\n  no:\n',
    ['api', 'web', 'job'],
    ['db', 'no'],
  ],
  ['nothing', '', []],
  ['a list', 'services: [a]', []],
  ['what is no YAML', 'services: [a', []],
])('names that are written in %s', (_, text, targets, unbuilt = []) => {
  expect(namesWritten(text)).toEqual({ targets, unbuilt })
})
