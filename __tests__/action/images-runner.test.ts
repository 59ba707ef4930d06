/** What a runner has, and has not: docker and its configuration, podman, git, the place of the checkout. */
import { execFileSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type Run, type Stage, setStage } from './stage.ts'

let stage: Stage
let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'evenkeel-runner-'))
  stage = await setStage({ manifest: 'cluster: shop\nservices: { redis: {build: redis} }\n' })
  stage.commit('1.0.0')
}, 60_000)
afterAll(async () => {
  await stage.close()
  rmSync(folder, { recursive: true, force: true })
})

let serial = 1
const deploy = async (env: Record<string, string> = {}): Promise<Run> => {
  stage.commit(undefined, { 'redis/redis': `${serial++}\n` })
  return await stage.run({}, { env })
}
const text = ({ log }: Run) => log.join('\n')

/** A PATH on which nothing is but these. */
function pathOf(...names: string[]): string {
  const path = mkdtempSync(join(folder, 'path-'))
  for (const name of ['node', 'env', ...names]) {
    const found = execFileSync('which', [name], { encoding: 'utf8' }).trim()
    symlinkSync(name === 'node' ? process.execPath : found, join(path, name))
  }
  return path
}

describe('the configuration of docker', () => {
  const configured = async (content: string) => {
    const own = mkdtempSync(join(folder, 'docker-'))
    writeFileSync(join(own, 'config.json'), content)
    const kept = join(own, 'seen.json')
    const run = await deploy({ DOCKER_CONFIG: own, DOCKER_KEEPS_CONFIG: kept })
    return { run, own, seen: existsSync(kept) ? JSON.parse(readFileSync(kept, 'utf8')) : undefined }
  }

  test('a helper for our registry does not answer in place of our login; the others’ logins stay', async () => {
    const host = new URL(stage.url).host
    const helpers = { [host]: 'ecr-login', 'https://ghcr.io': 'gh' }
    const { run, seen } = await configured(
      JSON.stringify({
        credHelpers: helpers,
        credsStore: 'desktop',
        auths: { 'quay.io': {}, [host]: {} },
        currentContext: 'mine',
      }),
    )
    expect(run.exitCode).toBe(0)
    expect(seen.credHelpers).toEqual({ 'https://ghcr.io': 'gh', [host]: '' })
    expect(seen.credsStore).toBe('desktop')
    expect(seen.currentContext).toBe('mine')
  }, 60_000)

  test.each([
    ['an empty file', '', 'it is empty'],
    ['a broken one', '{"auths": ', 'it is not a JSON object'],
    ['a list', '[]', 'it is not a JSON object'],
  ])(
    '%s is named',
    async (_, content, why) => {
      const { run, own } = await configured(content)
      expect(run.exitCode).toBe(1)
      expect(text(run)).toContain(
        `::error title=EVK-306 docker’s configuration cannot be read::${own}/config.json: ${why}.`,
      )
    },
    30_000,
  )
})

test('podman that calls itself docker is called podman', async () => {
  const run = await deploy({ DOCKER_IS_PODMAN: '1' })
  expect(text(run)).toContain('::error title=EVK-305 This docker is podman::')
  const late = await deploy({ DOCKER_FAILS_LAST: "Error: unknown flag: --push\nSee 'podman buildx build --help'" })
  expect(text(late)).toContain('::error title=EVK-305 This docker is podman::')
}, 60_000)

test('no docker is said, and not missed where nothing has to be built', async () => {
  const without = { PATH: pathOf('git') }
  const run = await deploy(without)
  expect(text(run)).toContain('docker is missing on this runner')
  expect((await stage.run()).exitCode).toBe(0)
  expect((await stage.run({}, { env: without })).outputs.outcome).toBe('unchanged')
}, 60_000)

test('no git is said', async () => {
  const run = await deploy({ PATH: `${resolve('__tests__/action/bin')}:${pathOf()}` })
  expect(text(run)).toContain('::error title=EVK-307 git is missing on this runner::')
}, 60_000)

test('a checkout below the workspace is named', async () => {
  const inner = join(stage.folder, 'src/app')
  mkdirSync(dirname(inner), { recursive: true })
  const move = (from: string, to: string) => {
    for (const name of ['.git', 'evenkeel.yml', 'redis']) renameSync(join(from, name), join(to, name))
  }
  mkdirSync(inner)
  move(stage.folder, inner)
  const run = await stage.run()
  expect(text(run)).toMatch(/EVK-109 .*::manifest "evenkeel.yml" is not in /)
  expect(text(run)).toContain(
    'actions/checkout went into "src/app": set the input `working-directory: src/app`, or take its `path` away',
  )
  const there = await stage.run({ 'working-directory': 'src/app' }, { env: { GITHUB_SHA: '' } })
  expect(there).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed' } })
  for (const folder of ['../app', '/src/app']) {
    expect(text(await stage.run({ 'working-directory': folder }))).toContain(`input working-directory is "${folder}"`)
  }
  renameSync(join(inner, 'evenkeel.yml'), join(stage.folder, 'evenkeel.yml'))
  renameSync(join(inner, 'redis'), join(stage.folder, 'redis'))
  const later = await stage.run()
  expect(text(later)).toMatch(/EVK-301 No commit to release::.*; src\/app in it is\./)
  renameSync(join(inner, '.git'), join(stage.folder, '.git'))
}, 60_000)

test('docker gets no credentials of the job', async () => {
  const seen = join(folder, 'environment')
  const secret = {
    AWS_SESSION_TOKEN: 's',
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: 's',
    ACTIONS_ID_TOKEN_REQUEST_URL: 's',
    ACTIONS_RUNTIME_TOKEN: 's',
    GITHUB_TOKEN: 's',
  }
  expect((await deploy({ ...secret, DOCKER_ENVIRONMENT: seen })).exitCode).toBe(0)
  const names = readFileSync(seen, 'utf8').split(/\s+/)
  expect(names).toContain('DOCKER_CONFIG')
  expect(names.filter(name => /^AWS_(ACCESS|SECRET|SESSION)|^ACTIONS_|^INPUT_|TOKEN$/.test(name))).toEqual([])
}, 60_000)

test('variables that a reusable workflow hands over in one secret: for the build alone, and hidden', async () => {
  const seen = join(folder, 'given')
  stage.write({
    'evenkeel.yml': 'cluster: shop\nservices: { redis: {build: {context: redis, secrets: {npm: env.NPM_TOKEN}}} }\n',
    'redis/Dockerfile': 'FROM scratch\nRUN --mount=type=secret,id=npm cat /run/secrets/npm\nCOPY redis /\n',
  })
  const given = 'NPM_TOKEN=npm_OpenSesame0123\nDEBUG=1\n'
  const run = await deploy({ BUILD_VARIABLES: given, DOCKER_ENVIRONMENT: seen })
  expect(run).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed' } })
  const names = readFileSync(seen, 'utf8').split(/\s/)
  expect(names).toEqual(expect.arrayContaining(['NPM_TOKEN', 'DEBUG']))
  expect(names).not.toContain('BUILD_VARIABLES')
  const said = run.log.filter(line => !line.startsWith('::add-mask::')).join('\n')
  expect(run.log).toContain('::add-mask::npm_OpenSesame0123')
  expect(said + run.summary + JSON.stringify(run.report)).not.toContain('npm_OpenSesame0123')

  const refused = await deploy({ BUILD_VARIABLES: 'npm_OpenSesame0123\nNPM_TOKEN=a\nPATH=/tmp' })
  expect(refused).toMatchObject({ exitCode: 1, outputs: { outcome: 'refused' } })
  const { faults } = refused.report.failure
  expect(faults.map(({ code, what }: Record<string, string>) => `${code} ${what}`)).toEqual([
    'EVK-108 line 1 of the secret BUILD_VARIABLES is not NAME=value',
    'EVK-108 line 3 of the secret BUILD_VARIABLES sets PATH, which programs obey',
  ])
  expect(refused.log.join('\n')).not.toContain('npm_OpenSesame0123')
  stage.write({
    'evenkeel.yml': 'cluster: shop\nservices: { redis: {build: redis} }\n',
    'redis/Dockerfile': 'FROM scratch\nCOPY redis /\n',
  })
})

test('what leads out of the workspace is refused before anything is asked', async () => {
  symlinkSync('/etc', join(stage.folder, 'outer'))
  stage.write({
    'out.yml':
      'cluster: shop\nservices:\n  redis: { build: { context: outer, dockerfile: redis/Dockerfile } }\n  api: { build: redis }\n',
  })
  const before = (await stage.requests()).length
  const run = await stage.run({ manifest: 'out.yml', 'build-contexts': 'shared=../elsewhere' })
  expect(run.exitCode).toBe(1)
  expect(text(run)).toContain('services.redis.build.context "outer" leads out of the workspace')
  expect(text(run)).toContain('input build-contexts: "shared=../elsewhere" leads out of the workspace')
  expect((await stage.requests()).length).toBe(before)
}, 60_000)
