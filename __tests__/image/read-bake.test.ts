/** What docker says of bake files, through the stand-in that reads them: which build comes of it, and what is refused before any. */
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import type { Run } from '../../src/edge/runner.ts'
import { shellUntil } from '../../src/edge/shell.ts'
import { Refusal } from '../../src/failure/failure.ts'
import { readBakes } from '../../src/image/read-bake.ts'
import type { Build } from '../../src/image/source.ts'

const before = { ...process.env }
let workspace: string
let said: string[]
beforeEach(() => {
  workspace = realpathSync(mkdtempSync(join(tmpdir(), 'evenkeel-read-bake-')))
  said = []
  process.env.PATH = `${resolve('__tests__/action/bin')}:${before.PATH}`
  process.env.DOCKER_JOURNAL = join(workspace, 'journal')
  process.env.DOCKER_ENVIRONMENT = join(workspace, 'environment')
  mkdirSync(join(workspace, 'web'))
  writeFileSync(join(workspace, 'web/Dockerfile'), 'FROM scratch\n')
  symlinkSync('/', join(workspace, 'out'))
})
afterEach(() => {
  process.env = { ...before }
  rmSync(workspace, { recursive: true })
})

const FILE = {
  variable: { REVISION: { default: 'none' } },
  group: { all: { targets: ['app', 'other'] }, default: { targets: ['app'] } },
  target: {
    base: { context: 'web', args: { A: '1' } },
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is bake's
    app: { inherits: ['base'], args: { REVISION: '${REVISION}' }, tags: ['acme/app'] },
    other: { context: 'web' },
    link: { context: 'out/etc' },
    unset: { context: 'web', secret: ['id=npm,env=NOT_SET'] },
    credential: { context: 'web', secret: ['id=aws,env=AWS_SECRET_ACCESS_KEY'] },
    missing: { context: 'nowhere', 'no-cache': true },
    heir: { inherits: ['parent'] },
  },
}
const image = (target: string | undefined, name = 'api', more: Partial<Build> = {}) => ({
  name,
  at: `services.${name}`,
  build: { bake: ['bake.json'], context: '.', dockerfile: './Dockerfile', target, args: {}, ...more },
})

async function read(images: ReturnType<typeof image>[], all = images, text: string = JSON.stringify(FILE)) {
  writeFileSync(join(workspace, 'bake.json'), text)
  const runner = { say: (line: string) => void said.push(line), run: { workspace } as Run }
  return await readBakes({ shell: shellUntil(new AbortController().signal), runner }, images, all)
}
const refused = async (...given: Parameters<typeof read>) => {
  const error = await read(...given).catch(error => error)
  if (!(error instanceof Refusal)) throw error
  return error.faults.map(({ code, what, fix }) => `${code} ${what} | ${fix}`)
}
const calls = () => readFileSync(join(workspace, 'journal'), 'utf8').trim().split('\n').length

const APP = { context: 'web', dockerfile: 'web/Dockerfile', target: undefined, args: { A: '1', REVISION: 'none' } }

test('without a bake file docker is not asked', async () => {
  const { bake: _, ...build } = image(undefined).build
  expect(await read([{ ...image(undefined), build: build as Build & { bake: string[] } }])).toEqual(new Map())
  expect(calls).toThrow('ENOENT')
})

test.each(['app', undefined])('the target %s, and what is left out of it is said once', async target => {
  expect(await read([image(target), image(target, 'worker')])).toEqual(
    new Map([
      ['services.api', APP],
      ['services.worker', APP],
    ]),
  )
  expect(calls()).toBe(1)
  expect(said).toEqual([
    'api, worker  tags and output of the bake target are left out: the manifest says where an image goes',
  ])
})

test('a service that is not asked for has the same build where it is built of the same target, and is not asked about', async () => {
  const other = image('other', 'other')
  expect([...(await read([image('app')], [image('app'), image('app', 'worker'), other])).keys()]).toEqual([
    'services.api',
    'services.worker',
  ])
  expect(calls()).toBe(1)
})

test('variables are those of the job, but for what lets somebody act in its name', async () => {
  Object.assign(process.env, { REVISION: 'r7', AWS_SECRET_ACCESS_KEY: 'key' })
  expect((await read([image('app')])).get('services.api')?.args).toEqual({ A: '1', REVISION: 'r7' })
  expect(readFileSync(join(workspace, 'environment'), 'utf8')).not.toContain('AWS_SECRET_ACCESS_KEY')
})

describe('is refused:', () => {
  const AT = (target: string) => `services.api.build, target ${target} of bake.json`
  test.each<[string, string | undefined, string[]]>([
    [
      'no such target',
      'ap',
      [
        `EVK-121 ${AT('ap')}: there is no such target, did you mean "app"? | Correct \`target\`. Those that are written there: base, app, other, link, unset, credential, missing, heir, all, default.`,
      ],
    ],
    [
      'a target of which another inherits',
      'heir',
      [`EVK-121 ${AT('heir')}: docker cannot read it: ERROR: failed to find target parent |`],
    ],
    ['several targets', 'all', [`EVK-121 ${AT('all')}: it stands for app, other | An image is one target`]],
    ['a link that leads out', 'link', [`EVK-105 ${AT('link')}: context "out/etc" leads out of the workspace`]],
    ['a variable that is not set', 'unset', [`EVK-119 ${AT('unset')}: the job has no variable NOT_SET`]],
    ['a key of the job', 'credential', [`EVK-120 ${AT('credential')} asks for AWS_SECRET_ACCESS_KEY`]],
    ['what cannot be carried over', 'missing', [`EVK-121 ${AT('missing')}: "no-cache" cannot be carried over`]],
  ])('%s', async (_, target, expected) => {
    const faults = await refused([image(target)])
    expect(faults).toEqual(expected.map(each => expect.stringContaining(each)))
  })

  test('what is refused of several, at once', async () => {
    expect(await refused([image('missing'), image('ap', 'web'), image('link', 'worker')])).toHaveLength(3)
  })

  test.each([
    ['{"target": ', 'docker cannot read it: ERROR: bake.json:1,1-2: Invalid expression | Mend it until this prints'],
    [
      '{"services": {"app": {"image": "postgres:16"}, "api": {"build": "."}}}',
      'this service of a compose file builds nothing | Give the service a `build`, or name its image by `image` in place of `build`. Those that are written there: api.',
    ],
    ['{}', 'there is no such target | Correct `target`. None is written there.'],
  ])('the file %s', async (text, expected) => {
    const [first = ''] = await refused([image('app')], undefined, text)
    expect(first).toContain(`EVK-121 ${AT('app')}: ${expected}`)
  })

  // as docker 26.1 says it, and 28
  test.each([
    "unknown flag: --file\nSee 'docker --help'.\n\nUsage:  docker [OPTIONS] COMMAND\n",
    "unknown flag: --file\n\nUsage:  docker [OPTIONS] COMMAND [ARG...]\n\nRun 'docker --help' for more information\n",
    "docker: 'buildx' is not a docker command.\nSee 'docker --help'\n",
    "docker: unknown command: docker buildx\n\nRun 'docker --help' for more information\n",
  ])('a docker without buildx: %j', async said => {
    const bin = join(workspace, 'bin')
    mkdirSync(bin)
    writeFileSync(join(bin, 'said'), said)
    writeFileSync(join(bin, 'docker'), `#!/bin/sh\ncat '${bin}/said' >&2\nexit 125\n`, { mode: 0o755 })
    process.env.PATH = `${bin}:${before.PATH}`
    await expect(read([image('app')])).rejects.toMatchObject({
      code: 'EVK-303',
      title: 'docker has no buildx on this runner',
      message: `Could not read bake.json: ${said.split('\n')[0]}`,
    })
  })

  test('a runner without docker', async () => {
    process.env.PATH = workspace
    await expect(read([image('app')])).rejects.toMatchObject({
      code: 'EVK-303',
      title: 'docker is missing on this runner',
      message: 'Could not read bake.json: there is no docker.',
    })
  })
})
