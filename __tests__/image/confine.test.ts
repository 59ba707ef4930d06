/** Neither docker nor we read beyond the workspace, wherever paths and links lead. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Refusal } from '../../src/failure/failure.ts'
import { confine } from '../../src/image/confine.ts'
import { namedContext } from '../../src/image/source.ts'

let folder: string
let workspace: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'evenkeel-confine-'))
  workspace = join(folder, 'workspace')
  for (const each of [
    'workspace/app/src',
    'workspace/linked',
    'workspace/lower',
    'workspace/other',
    'outside/app',
    'workspace-2',
    'workspace/github.com/x/y',
  ]) {
    mkdirSync(join(folder, each), { recursive: true })
  }
  for (const each of ['workspace/app', 'workspace/app/src', 'workspace/linked', 'outside/app', 'workspace-2']) {
    writeFileSync(join(folder, each, 'Dockerfile'), 'FROM scratch\n')
  }
  for (const each of ['lower', 'other']) writeFileSync(join(workspace, each, 'dockerfile'), 'FROM scratch\n')
  writeFileSync(join(folder, 'outside/ignore'), 'secret\n')
  const links = {
    inner: 'app',
    outer: '../outside',
    absolute: join(folder, 'outside/app'),
    neighbour: '../workspace-2',
    broken: 'nowhere',
    circle: 'circle',
    'app/Outer.Dockerfile': '../../outside/app/Dockerfile',
    'app/Inner.Dockerfile': 'src/Dockerfile',
    'app/Dockerfile.dockerignore': '../../outside/ignore',
    'linked/.dockerignore': '../../outside/ignore',
    'lower/dockerfile.dockerignore': '../../outside/ignore',
    'other/Dockerfile.dockerignore': '../../outside/ignore',
  }
  for (const [name, target] of Object.entries(links)) symlinkSync(target, join(workspace, name))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const build = (context: string, dockerfile = `${context}/Dockerfile`) => ({
  kind: 'build' as const,
  name: 'api',
  at: 'services.api',
  repository: 'api',
  rebuild: false,
  alsoTag: [],
  build: { context, dockerfile, target: undefined, args: {} },
})
async function codes(context: string, dockerfile?: string, contexts: readonly string[] = []) {
  const refusal = await confine(workspace, [build(context, dockerfile)], contexts.map(namedContext)).catch(
    error => error,
  )
  return (refusal as Refusal | undefined)?.faults.map(({ code }) => code) ?? []
}

describe('what an image is built from', () => {
  test.each([
    ['.', 'app/src/Dockerfile'],
    ['app/src', undefined],
    ['inner/src', undefined],
    ['app/src', 'app/Inner.Dockerfile'],
    // nobody reads its Dockerfile.dockerignore: the Dockerfile is `dockerfile`
    ['other', undefined],
  ])('%s, %s is taken', async (context, dockerfile) => {
    expect(await codes(context, dockerfile)).toEqual([])
  })

  test.each([
    ['a link out', 'outer/app', undefined],
    ['an absolute link', 'absolute', undefined],
    ['a folder whose name begins alike', 'neighbour', undefined],
    ['a Dockerfile by a link', 'app/src', 'app/Outer.Dockerfile'],
    ['a Dockerfile below a link', 'app/src', 'outer/app/Dockerfile'],
    ['no Dockerfile below a link', 'outer', undefined],
    ['the ignore file beside the Dockerfile', 'app/src', 'app/Dockerfile'],
    ['the ignore file of the context', 'linked', undefined],
    ['the ignore file beside docker’s other name of the Dockerfile', 'lower', undefined],
    ['a short form of git, though a folder is named so', 'github.com/x/y', 'app/src/Dockerfile'],
    ['scp’s form', 'user@host:x.git', 'app/src/Dockerfile'],
    ['scp’s form of GitHub', 'git@github.com:x/y', 'app/src/Dockerfile'],
    ['a URL', 'https://github.com/x/y.git', 'app/src/Dockerfile'],
    ['a Dockerfile by URL', 'app/src', 'https://example.com/Dockerfile'],
  ])('%s is refused', async (_, context, dockerfile) => {
    const found = await codes(context, dockerfile)
    expect(new Set(found)).toEqual(new Set(['EVK-105']))
  })

  test.each([
    ['no such folder', 'none', 'app/src/Dockerfile'],
    ['a link to nothing', 'broken', 'app/src/Dockerfile'],
    ['a link to itself', 'circle', 'app/src/Dockerfile'],
    ['a file', 'app/src/Dockerfile', 'app/src/Dockerfile'],
    ['no such Dockerfile', 'app/src', 'app/None'],
    ['a folder for a Dockerfile', 'app/src', 'app/src'],
  ])('%s is named', async (_, context, dockerfile) => {
    expect(await codes(context, dockerfile)).toEqual(['EVK-116'])
  })
})

describe('bake files', () => {
  test.each([
    ['app/Dockerfile', []],
    ['app/Inner.Dockerfile', []],
    ['app/Outer.Dockerfile', ['EVK-105']],
    ['outer/app/Dockerfile', ['EVK-105']],
    ['app/none.hcl', ['EVK-116']],
    ['app', ['EVK-116']],
  ])('%s: %j', async (file, expected) => {
    // its context and its Dockerfile mean nothing
    const image = { ...build('none', 'none'), build: { ...build('none').build, bake: ['linked/Dockerfile', file] } }
    const refusal = (await confine(workspace, [image], []).catch(error => error)) as Refusal | undefined
    expect(refusal?.faults.map(({ code }) => code) ?? []).toEqual(expected)
  })
})

test.each<[string, Record<string, string>, string[]]>([
  ['no agent', {}, ['EVK-119 services.api.build.ssh asks for the job’s SSH agent']],
  ['an empty one', { SSH_AUTH_SOCK: '' }, ['EVK-119 services.api.build.ssh asks for the job’s SSH agent']],
  ['an agent', { SSH_AUTH_SOCK: '/tmp/agent' }, []],
])('a build that asks for the SSH agent of a job with %s', async (_, env, expected) => {
  const image = { ...build('app/src'), build: { ...build('app/src').build, ssh: 'default' } }
  const refusal = (await confine(workspace, [image], [], env).catch(error => error)) as Refusal | undefined
  const told = refusal?.faults.map(({ code, what }) => `${code} ${what.replace(/, and .*/, '')}`) ?? []
  expect(told).toEqual(expected)
})

/** The line as docker reads it, in whichever of the two lists it stands. */
describe('caches', () => {
  const found = async (line: string) => {
    const all = (['from', 'to'] as const).map(async list => {
      const cache = { from: [], to: [], [list]: [line] }
      const image = { ...build('app/src'), build: { ...build('app/src').build, cache } }
      const refusal = (await confine(workspace, [image], []).catch(error => error)) as Refusal | undefined
      return refusal?.faults.map(({ code }) => code) ?? []
    })
    return await Promise.all(all)
  }
  test.each([
    'type=local,src=app',
    'type=local,dest=app/new/cache',
    'type=local,src=inner,dest=new',
    '"type=local","dest=app/a ""b"" c"',
    'type=registry,ref=example.com/../x',
    'type=s3,region=x,prefix=/a/',
  ])('%s is taken', async line => {
    expect(await found(line)).toEqual([[], []])
  })

  test.each([
    'type=local,src=/etc',
    'type=local,src=app,dest=/etc/x',
    'type=local,dest=app,src=../outside',
    'type=local,SRC=/etc',
    'Type=local,Dest=../x',
    'dest=outer/x,type=local',
    'type=local,dest=outer/new/cache',
    'type=local,dest=absolute/new',
    'type=local,src=app,src=/etc',
    '"type=local","src=/etc"',
    'type=local,"dest=/etc/x"',
    '"dest=../a ""b"" c",type=local',
    'type=later-kind,dest=/etc/x',
  ])('%s is refused', async line => {
    expect(await found(line)).toEqual([['EVK-105'], ['EVK-105']])
  })
})

describe('named contexts', () => {
  test.each([
    'shared=app',
    'shared=./app/',
    'shared=inner',
    'node:22=docker-image://mirror.example.com/node:22',
    'shared=oci-layout://app',
    `shared=oci-layout://app@sha256:${'a'.repeat(64)}`,
    'shared=oci-layout://app:1.0',
    'shared=https://github.com/x/y.git#main',
  ])('%s is taken', async line => {
    expect(await codes('app/src', undefined, [line])).toEqual([])
  })

  test.each([
    'shared=../outside',
    'shared=/etc',
    'shared=outer',
    'shared=app/../../outside',
    'shared=oci-layout://../outside',
    'shared=oci-layout:///etc',
    'shared=oci-layout://outer:1',
    'shared=github.com/x/y',
    'shared=git@github.com:x/y.git',
    'shared=user@host:x.git',
  ])('%s is refused', async line => {
    expect(await codes('app/src', undefined, [line])).toEqual(['EVK-105'])
  })

  test.each([
    ['shared=none', 'EVK-116'],
    ['shared=ftp://example.com/x', 'EVK-108'],
    ['shared=target:base', 'EVK-108'],
  ])('%s is named: %s', async (line, code) => {
    expect(await codes('app/src', undefined, [line])).toEqual([code])
  })
})

test('all faults at once, each once', async () => {
  expect(await codes('none', 'app/Outer.Dockerfile', ['shared=../outside', 'shared=../outside', 'b=/etc'])).toEqual([
    'EVK-116',
    'EVK-105',
    'EVK-105',
    'EVK-105',
  ])
})

test.each<[string, string | undefined, string[]]>([
  [
    'ap',
    undefined,
    ['services.api.build.context "ap": there is no such folder, did you mean "app"? | The workspace is'],
  ],
  ['app/scr', undefined, ['"app/scr": there is no such folder, did you mean "app/src"? |']],
  ['ap/src', undefined, ['"ap/src": there is no such folder, did you mean "app/src"? |']],
  ['app', 'app/Dockerfil', ['"app/Dockerfil": there is no such file, did you mean "app/Dockerfile"? |']],
  ['elsewhere', undefined, ['"elsewhere": there is no such folder | The workspace is']],
  [
    'app/Dockerfile',
    undefined,
    ['"app/Dockerfile" is a file, and no folder | Give the folder, or write `build: { dockerfile: app/Dockerfile }`.'],
  ],
  [
    'compose.yaml',
    undefined,
    ['"compose.yaml" is a file, and no folder | Give the folder, or write `build: { bake: compose.yaml }`.'],
  ],
  // what is out there is not told of
  ['outer/ap', undefined, ['"outer/ap": there is no such folder | The workspace is']],
])('what was meant by context %s, Dockerfile %s', async (context, dockerfile, expected) => {
  writeFileSync(join(workspace, 'compose.yaml'), 'services: {}\n')
  const refusal = await confine(workspace, [build(context, dockerfile)], []).catch(error => error)
  const told = (refusal as Refusal).faults.map(({ what, fix }) => `${what} | ${fix}`)
  expect(told).toEqual(expected.map(each => expect.stringContaining(each)))
})
