// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the placeholders are the manifest’s
/** What a workspace's image is made of, and what docker is told of it. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { type Gathered, type Ground, gatherer } from '../../src/image/gather.ts'
import { namedContext } from '../../src/image/source.ts'

let workspace: string
beforeEach(() => {
  workspace = realpathSync(mkdtempSync(join(tmpdir(), 'evenkeel-gather-')))
  write({ Dockerfile: 'FROM node:22\n', file: 'x' })
})
afterEach(() => rmSync(workspace, { recursive: true, force: true }))

function write(files: Record<string, string | Buffer>) {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(workspace, path)), { recursive: true })
    writeFileSync(join(workspace, path), content)
  }
}

const SHA = 'a'.repeat(40)
const DIGEST = `sha256:${'1'.repeat(64)}`

interface More {
  readonly contexts?: readonly string[]
  readonly tags?: readonly string[]
  readonly sha?: string
  readonly context?: string
  readonly digest?: string
  readonly listed?: boolean
  readonly args?: Readonly<Record<string, string>>
  readonly env?: Readonly<Record<string, string>>
  readonly platform?: string
  readonly dockerfile?: string
  readonly reached?: string
}

async function gather({
  contexts = [],
  tags = [],
  sha = SHA,
  context = '.',
  digest = DIGEST,
  listed = true,
  args = {},
  env = {},
  platform = 'linux/amd64',
  dockerfile = 'Dockerfile',
  reached = 'none',
}: More = {}): Promise<Gathered> {
  const ground: Ground = {
    workspace,
    commit: { sha, tags, reached },
    version: { text: '1.0.0', released: false },
    contexts: contexts.map(namedContext),
    resolve: async () => ({ digest, local: false, listed }),
    mark: 'this run',
    env,
  }
  const build = { context, dockerfile, target: undefined, args }
  return await gatherer(ground)({ at: 'services.api', build, platform })
}

describe('a base by tag is pinned', () => {
  const pin = (name: string, image = name) => `${name}=docker-image://${image}@${DIGEST}`

  test.each([
    ['FROM node:22', [pin('node:22', 'node')]],
    ['FROM docker.io/library/node:latest', [pin('node', 'docker.io/library/node')]],
    [
      'FROM a\nCOPY --from=ghcr.io/b/c:1 /x /\nRUN --mount=from=d:1 x',
      [pin('a'), pin('ghcr.io/b/c:1', 'ghcr.io/b/c'), pin('d:1', 'd')],
    ],
    [`FROM node:22@${DIGEST}`, []],
    ['FROM scratch', []],
  ])('%j', async (text, contexts) => {
    write({ Dockerfile: text })
    expect((await gather()).contexts).toEqual(contexts)
  })

  // the name would stand for the stage as well, and what the stage does would be lost
  test.each([
    'FROM node AS node\nRUN x\nFROM node',
    'FROM docker.io/library/node:latest AS node\nRUN x',
    'FROM node AS Node\nRUN x',
    'FROM a@sha256:aa AS node\nFROM scratch\nCOPY --from=node / /\nFROM node',
  ])('but not where a stage has its name: %j', async text => {
    write({ Dockerfile: text })
    expect((await gather()).contexts).toEqual([])
  })

  test('and counts nevertheless', async () => {
    write({ Dockerfile: 'FROM node AS node\nRUN x\n' })
    expect((await gather({ digest: `sha256:${'2'.repeat(64)}` })).tag).not.toBe((await gather()).tag)
  })
})

test('an image of an OCI layout is known by its name there as well', async () => {
  write({ Dockerfile: 'FROM base\n', 'layout/index.json': '{}' })
  const of = async (image: string) => (await gather({ contexts: [`base=oci-layout://layout${image}`] })).tag
  const images = [
    '',
    ':v1',
    ':v2',
    `@sha256:${'2'.repeat(64)}`,
    `@sha256:${'3'.repeat(64)}`,
    `:v1@sha256:${'3'.repeat(64)}`,
  ]
  const tags = await Promise.all(images.map(of))
  expect(new Set(tags).size).toBe(images.length)
  expect(await of(':v1')).toBe(tags[1])
})

describe('.git in the context', () => {
  const both = async (one: More, other: More) => [(await gather(one)).tag, (await gather(other)).tag] as const
  beforeEach(() => mkdirSync(join(workspace, '.git')))

  test.each<[string, More]>([
    ['the commit', { sha: 'b'.repeat(40) }],
    ['a tag on it', { tags: ['v1.0.0'] }],
    ['a tag of another part, or on one before it', { reached: 'another' }],
  ])('%s counts', async (_, more) => {
    const [one, other] = await both({}, more)
    expect(one).not.toBe(other)
    expect(await gather()).toMatchObject({ hasHistory: true, unknown: [] })
  })

  test('the branch counts', async () => {
    write({ '.git/HEAD': 'ref: refs/heads/main\n' })
    const before = (await gather()).tag
    write({ '.git/HEAD': 'ref: refs/heads/other\n' })
    expect((await gather()).tag).not.toBe(before)
  })

  test('also in a context that is a link to the workspace', async () => {
    mkdirSync(join(workspace, 'b'))
    symlinkSync('..', join(workspace, 'b/link'))
    const [one, other] = await both({ context: 'b/link' }, { context: 'b/link', tags: ['v1.0.0'] })
    expect(one).not.toBe(other)
  })

  test('nothing of it counts where it is kept out, or lies elsewhere', async () => {
    write({ 'b/x': 'x' })
    const [one, other] = await both({ context: 'b' }, { context: 'b', tags: ['v1'], sha: 'b'.repeat(40) })
    expect(one).toBe(other)
    write({ '.dockerignore': '.git\n' })
    const [kept, out] = await both({}, { tags: ['v1'], sha: 'b'.repeat(40) })
    expect(kept).toBe(out)
  })
})

test('a pattern that cannot be read as BuildKit reads it: built in every run, and said', async () => {
  write({ '.dockerignore': 'f\\oo\n' })
  expect((await gather()).unknown).toEqual(['the pattern "f\\oo" of its ignore file cannot be read here'])
  write({ '.dockerignore': '', 'shared/.dockerignore': 'f\\oo\n', Dockerfile: 'FROM a\nCOPY --from=shared . .\n' })
  const { unknown } = await gather({ contexts: ['shared=shared'] })
  expect(unknown).toEqual(['what is behind shared=shared cannot be known'])
})

test('bytes of the Dockerfile that are no text count', async () => {
  const read = async (byte: number) => {
    write({
      '.dockerignore': 'Dockerfile',
      Dockerfile: Buffer.concat([Buffer.from('FROM a\nENV A='), Buffer.from([byte])]),
    })
    return (await gather()).tag
  }
  expect(await read(0xff)).not.toBe(await read(0xfe))
})

test('a named context for one platform counts where that is built', async () => {
  write({ Dockerfile: 'FROM a\nCOPY --from=shared . .\n', '.dockerignore': 'one\ntwo', 'one/a': 'x', 'two/a': 'x' })
  const contexts = ['shared::linux/amd64=one', 'shared::linux/arm64=two']
  const read = async (platform: string) => (await gather({ contexts, platform })).tag
  const before = [await read('linux/amd64'), await read('linux/arm64/v8')]
  write({ 'one/a': 'y' })
  expect(await read('linux/amd64')).not.toBe(before[0])
  expect(await read('linux/arm64/v8')).toBe(before[1])
  write({ 'two/a': 'y' })
  expect(await read('linux/arm64/v8')).not.toBe(before[1])
})

test.each<[string, string, string[], string[]]>([
  [
    'for another platform: the base is pinned',
    'FROM base',
    ['base::linux/arm64=lib'],
    ['base::linux/arm64=lib', `base=docker-image://base@${DIGEST}`],
  ],
  ['for this one: it takes the base’s place', 'FROM base', ['base::linux/amd64=lib'], ['base::linux/amd64=lib']],
  [
    'for this one and for all: the nearer one counts',
    'FROM base',
    ['base=lib', 'base::linux/amd64=docker-image://other:1'],
    ['base=lib', `base::linux/amd64=docker-image://other@${DIGEST}`],
  ],
  [
    'in docker’s longer name',
    'FROM node:22',
    ['docker.io/library/node:22::linux/amd64=lib'],
    ['docker.io/library/node:22::linux/amd64=lib'],
  ],
])('a named context %s', async (_, dockerfile, contexts, lines) => {
  write({ Dockerfile: dockerfile, 'lib/a': 'x', '.dockerignore': 'lib' })
  const before = await gather({ contexts })
  expect(before.contexts).toEqual(lines)
  write({ 'lib/a': 'y' })
  const after = await gather({ contexts })
  const takesPlace = lines.every(line => line.endsWith('=lib'))
  expect(after.tag === before.tag).toBe(!takesPlace)
  // what the base means now counts where it is asked for
  const moved = await gather({ contexts, digest: `sha256:${'9'.repeat(64)}` })
  expect(moved.tag === after.tag).toBe(takesPlace)
})

/** Built for linux/amd64: BuildKit takes `lib`, so a change of it is another image. */
test.each<[string, string, string]>([
  ['of the FROM’s own platform', 'FROM --platform=linux/arm64 base', 'base::linux/arm64=lib'],
  ['of the builder’s platform', 'FROM --platform=$BUILDPLATFORM base', 'base::linux/arm64=lib'],
  ['in place of a stage', 'FROM --platform=linux/arm64 a AS x\nFROM b\nCOPY --from=x / /', 'x::linux/arm64=lib'],
])('a named context %s counts', async (_, dockerfile, context) => {
  write({ Dockerfile: dockerfile, 'lib/a': 'x', '.dockerignore': 'lib' })
  const before = await gather({ contexts: [context] })
  write({ 'lib/a': 'y' })
  expect((await gather({ contexts: [context] })).tag).not.toBe(before.tag)
})

test('a stage comes before a context that is called by its number: what it is made of is pinned', async () => {
  write({ Dockerfile: 'FROM node:22\nFROM scratch\nCOPY --from=0 / /', 'lib/a': 'x' })
  expect((await gather({ contexts: ['0=lib'] })).contexts).toContain(`node:22=docker-image://node@${DIGEST}`)
})

test('the ignore file beside the Dockerfile comes before the one of the context', async () => {
  write({ 'Dockerfile.dockerignore': 'file\n', '.dockerignore': 'other\n', other: 'x' })
  const before = (await gather()).tag
  write({ file: 'y' })
  expect((await gather()).tag).toBe(before)
  write({ other: 'y' })
  expect((await gather()).tag).not.toBe(before)
})

test.each<[string, string, string, string]>([
  ['docker’s other name of it', 'dockerfile', 'Dockerfile', 'dockerfile.dockerignore'],
  ['that name, as written', 'dockerfile', 'dockerfile', 'dockerfile.dockerignore'],
  ['in a folder', 'docker/dockerfile', 'docker/Dockerfile', 'docker/dockerfile.dockerignore'],
  ['both there', 'Dockerfile', 'Dockerfile', 'Dockerfile.dockerignore'],
  ['through a link: the link’s name counts', 'app.Dockerfile', 'linked', 'linked.dockerignore'],
])('the ignore file beside the Dockerfile has the name that is found: %s', async (_, file, asked, ignore) => {
  rmSync(join(workspace, 'Dockerfile'))
  write({ [file]: 'FROM a\n', [ignore]: 'file\n', other: 'x' })
  if (asked === 'linked') symlinkSync(file, join(workspace, asked))
  if (file === 'Dockerfile') write({ 'dockerfile.dockerignore': 'other\n' })
  else if (file.endsWith('dockerfile') && asked !== file) write({ [`${asked}.dockerignore`]: 'other\n' })
  const read = async () => (await gather({ dockerfile: asked })).tag
  const before = await read()
  write({ file: 'y' })
  expect(await read()).toBe(before)
  write({ other: 'y' })
  expect(await read()).not.toBe(before)
})

test('a file that is a pipe is read by nobody', async () => {
  execFileSync('mkfifo', [join(workspace, 'pipe')])
  expect((await gather()).unknown).toEqual([])
})

/** Docker then builds for the platform that is asked for, or not at all: names may go along with the push. */
test.each<[string, string, More, boolean]>([
  ['from nothing', 'FROM scratch\nCOPY . /', {}, true],
  ['from a list', 'FROM node:22', {}, true],
  ['from a single image', 'FROM node:22', { listed: false }, false],
  ['from a platform of its own', 'FROM --platform=linux/arm64 node:22', {}, false],
  ['from one further down', 'FROM node:22 AS a\nFROM --platform=linux/arm64 a', {}, false],
  ['from a named context', 'FROM shared', { contexts: ['shared=docker-image://node:22'] }, false],
])('whether the platform is sure: %s', async (_, dockerfile, more, sure) => {
  write({ Dockerfile: dockerfile })
  expect(await gather(more)).toMatchObject({ sure })
})

test('arguments are filled once: what a variable of the job holds is taken as it is', async () => {
  const args = { A: '${version} ${sha} ${env.B}', C: '${env.NONE}' }
  expect((await gather({ args, env: { B: '$& ${version}' } })).args).toEqual({
    A: `1.0.0 ${SHA} $& \${version}`,
    C: '',
  })
})

describe('what docker takes of the job’s environment by itself', () => {
  const epoch = (value: string) => ({ env: { SOURCE_DATE_EPOCH: value } })

  test('the time that an image bears is an argument, and counts', async () => {
    const [one, other] = [await gather(epoch('1')), await gather(epoch('2'))]
    expect(one.args).toEqual({ SOURCE_DATE_EPOCH: '1' })
    expect(one.tag).not.toBe(other.tag)
    expect(one.unknown).toEqual([])
    expect((await gather(epoch(''))).tag).toBe((await gather()).tag)
  })

  test('what the manifest says comes first', async () => {
    const args = { SOURCE_DATE_EPOCH: '5' }
    expect((await gather({ ...epoch('1'), args })).tag).toBe((await gather({ args })).tag)
  })

  test.each<[string, More, string]>([
    ['a name', epoch('base'), 'SOURCE_DATE_EPOCH is "base", and no number of seconds'],
    ['a name, as an argument', { args: { SOURCE_DATE_EPOCH: 'base' } }, 'SOURCE_DATE_EPOCH is "base"'],
    ['a policy', { env: { EXPERIMENTAL_BUILDKIT_SOURCE_POLICY: 'p.json' } }, 'EXPERIMENTAL_BUILDKIT_SOURCE_POLICY'],
  ])('%s leaves open what it is made of', async (_, more, reason) => {
    expect((await gather(more)).unknown).toEqual([expect.stringContaining(reason)])
  })
})
