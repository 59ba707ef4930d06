/** What an image is made of: each thing that changes is a build, and nothing else is. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the variables are the Dockerfile’s
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type Run, type Stage, setStage } from './stage.ts'

const MANIFEST = 'cluster: shop\nservices: { api: { build: api } }\n'
const BASE = `node:22`
const FILES = {
  'api/Dockerfile': `FROM ${BASE}\nCOPY . /\nCOPY --from=shared . /shared\n`,
  'api/.dockerignore': 'notes\n*.log\n!kept.log\n',
  'libs/shared/index.js': 'one\n',
  'libs/shared/.dockerignore': 'test\n',
  '.gitignore': '.env\n*.tmp\n',
}

let stage: Stage
let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'evenkeel-bases-'))
  stage = await setStage({ manifest: MANIFEST })
  hold({ [BASE]: 'a' })
  stage.write(FILES)
  stage.commit('1.0.0')
  expect((await deploy()).exitCode).toBe(0)
}, 60_000)
afterAll(async () => {
  await stage.close()
  rmSync(folder, { recursive: true, force: true })
})

/** What the registries hold: digest by reference. */
function hold(bases: Record<string, string>) {
  const all = Object.entries(bases).map(([name, letter]) => [name, `sha256:${letter.repeat(64)}`])
  writeFileSync(join(folder, 'bases.json'), JSON.stringify(Object.fromEntries(all)))
}
const deploy = async (more: Record<string, string> = {}): Promise<Run> =>
  await stage.run(
    { 'build-contexts': 'shared=libs/shared' },
    { env: { DOCKER_BASES: join(folder, 'bases.json'), ...more } },
  )
const builds = () => stage.builds().length
const at = (path: string) => join(stage.folder, path)

/** A commit of its own for each: a name of the last one does not move. */
async function afterwards(change: () => void): Promise<{ run: Run; built: number }> {
  change()
  stage.commit(undefined)
  const before = builds()
  const run = await deploy()
  expect(run.exitCode).toBe(0)
  return { run, built: builds() - before }
}

describe('is built', () => {
  test.each<[string, () => void]>([
    ['a file', () => stage.write({ 'api/api': 'two\n' })],
    ['a file that git ignores', () => stage.write({ 'api/.env': 'STAGE=prod\n' })],
    ['a file that git does not look at', () => unwatched('api/large.bin')],
    ['what may be run', () => chmodSync(at('api/api'), 0o755)],
    ['what the group may write', () => chmodSync(at('api/Dockerfile'), 0o664)],
    ['a link', () => symlinkSync('api', at('api/link'))],
    ['an empty folder', () => mkdirSync(at('api/empty'))],
    ['the Dockerfile', () => stage.write({ 'api/Dockerfile': `${FILES['api/Dockerfile']}# again\n` })],
    ['the ignore file: what it lets in', () => stage.write({ 'api/.dockerignore': 'notes\n' })],
    ['a named context, from the outside', () => stage.write({ 'libs/shared/index.js': 'two\n' })],
    ['a base that moved', () => hold({ [BASE]: 'b' })],
    [
      'an argument',
      () => stage.write({ 'evenkeel.yml': MANIFEST.replace('api }', '{ context: api, args: { A: b } } }') }),
    ],
  ])(
    '%s',
    async (_, change) => {
      if (_ === 'the ignore file: what it lets in') stage.write({ 'api/a.log': 'x\n' })
      expect((await afterwards(change)).built).toBe(1)
    },
    30_000,
  )

  /** As git does with a large file that is a pointer at first: it says that nothing has changed. */
  function unwatched(path: string) {
    stage.write({ [path]: 'pointer\n' })
    stage.git('add', path)
    stage.git('commit', '-q', '-m', 'pointer')
    stage.git('update-index', '--assume-unchanged', path)
    stage.write({ [path]: 'content\n' })
  }
})

describe('is found', () => {
  test.each<[string, () => void]>([
    ['another commit', () => {}],
    ['a file elsewhere', () => stage.write({ 'README.md': 'two\n' })],
    ['a file that is not sent', () => stage.write({ 'api/notes/today.md': 'two\n' })],
    ['a file that the named context does not send', () => stage.write({ 'libs/shared/test/a.js': 'two\n' })],
    ['another time of a file', () => utimesSync(at('api/api'), new Date(0), new Date(0))],
  ])(
    '%s',
    async (_, change) => {
      const { run, built } = await afterwards(change)
      expect(built).toBe(0)
      expect(run.log.join('\n')).toMatch(/^api {2}image found: sha256:[0-9a-f]{12}$/m)
    },
    30_000,
  )

  test('without docker, where nothing has to be asked or built', async () => {
    stage.write({ 'api/Dockerfile': 'FROM scratch\nCOPY api /\n' })
    await afterwards(() => {})
    const before = stage.docker().length
    expect((await deploy({ DOCKER_BASES: '/nowhere' })).outputs.outcome).toBe('unchanged')
    expect(stage.docker()).toHaveLength(before)
    stage.write({ 'api/Dockerfile': FILES['api/Dockerfile'] })
  }, 60_000)
})

test('the base that was counted is the base that is taken', async () => {
  hold({ [BASE]: 'c' })
  await afterwards(() => {})
  expect(stage.builds().at(-1)?.[1].contexts).toMatchObject({ [BASE]: `docker-image://node@sha256:${'c'.repeat(64)}` })
}, 60_000)

test('a base whose digest cannot be had is told, and the image is built anew', async () => {
  stage.write({ 'api/Dockerfile': 'ARG V\nFROM scratch AS x\nFROM gone-${V:-1}\n' })
  stage.commit(undefined)
  const run = await deploy()
  expect(run.log).toContain(
    'api  built in every run, since it cannot be known what it is made of: the digest of gone-1 cannot be had',
  )
  expect(run.exitCode).toBe(1)
  expect(readFileSync(join(folder, 'bases.json'), 'utf8')).not.toContain('gone')
}, 60_000)
