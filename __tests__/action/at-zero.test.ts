/** A service that may stand at 0: one by one, and who may not. */
import { afterEach, expect, test } from '@jest/globals'
import { MANIFEST, ONE, type Options, type Stage, setStage } from './stage.ts'

let stage: Stage
afterEach(() => stage.close())

const open = async (options: Options = {}) => {
  stage = await setStage({ manifest: ONE, ...options })
}

const LEFT = MANIFEST.replace(/initial-count: 2\n$/, 'initial-count: 0\n    may-stand-at-zero: true\n')
const counts = async (service: string) =>
  (await stage.requests('UpdateService')).map(({ input }) => input).filter(input => input.service === service)

test('initial-count 0: moved release after release without a task, and watched once somebody scales it up', async () => {
  await open({ manifest: LEFT })
  for (const version of ['1.0.0', '1.1.0']) {
    const run = await stage.deploy(version)
    expect(run).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed' } })
    expect(run.services).toMatchObject({ api: { outcome: 'deployed' }, web: { outcome: 'no-tasks' } })
    expect(run.summary).toContain('At 0 tasks, so nothing is proven: web.')
    expect(await stage.truth('web')).toMatchObject({ version, desired: 0, running: 0 })
  }
  expect(await stage.truth('api')).toMatchObject({ desired: 2, running: 2 })
  for (const input of await counts('web')) expect(input).not.toHaveProperty('desiredCount')
  await stage.ecs.updateService({ cluster: 'shop', service: 'web', desiredCount: 2 })
  stage.advance(300)
  const run = await stage.deploy('1.2.0')
  expect(run.services.web.outcome).toBe('deployed')
  expect(await stage.truth('web')).toMatchObject({ version: '1.2.0', desired: 2, running: 2 })
})

test('alone and at 0, as it may: no-tasks, and the job goes on; a second run and a rollback too', async () => {
  await open({ manifest: ONE.replace('initial-count: 2', 'initial-count: 0\n    may-stand-at-zero: true') })
  const run = await stage.deploy('1.0.0')
  expect(run).toMatchObject({ exitCode: 0, outputs: { outcome: 'no-tasks' } })
  const again = await stage.run({}, { env: { GITHUB_SHA: stage.git('rev-parse', 'HEAD') } })
  expect(again).toMatchObject({ exitCode: 0, outputs: { outcome: 'no-tasks' } })
  expect(await counts('api')).toHaveLength(1)
})

test('initial-count 0 that may not stand there: nothing is moved, and it says what to write', async () => {
  await open({ manifest: ONE.replace('initial-count: 2', 'initial-count: 0') })
  const before = await stage.truth('api')
  const run = await stage.deploy('1.0.0')
  expect(run).toMatchObject({ exitCode: 1, outputs: { outcome: 'no-tasks' } })
  expect(run.report.services.api.reason).toBe(
    'it has never run and its `initial-count` is 0, and nothing was changed; scale it up, or allow it: `may-stand-at-zero` in the manifest, or the input `allow-no-tasks`',
  )
  expect(await stage.truth('api')).toEqual(before)
  const allowed = await stage.deploy('1.1.0', { 'allow-no-tasks': 'true' })
  expect(allowed).toMatchObject({ exitCode: 0, outputs: { outcome: 'no-tasks' } })
  expect(await stage.truth('api')).toMatchObject({ version: '1.1.0', desired: 0 })
})

test('what one service may, another may not', async () => {
  await open({ manifest: LEFT.replace('    needs: api\n', '') })
  await stage.deploy('1.0.0')
  await stage.ecs.updateService({ cluster: 'shop', service: 'api', desiredCount: 0 })
  stage.advance(300)
  const run = await stage.deploy('1.1.0')
  expect(run).toMatchObject({ exitCode: 1, outputs: { outcome: 'no-tasks' } })
  expect(await stage.truth('api')).toMatchObject({ version: '1.0.0', desired: 0 })
  expect(await stage.truth('web')).toMatchObject({ version: '1.0.0', desired: 0 })
  expect(run.services.api.reason).toContain('somebody scaled it to 0, and nothing was changed')
})

test('an environment says it of its own service', async () => {
  const environments = `environments:
  dev: { cluster: shop, services: { api: { initial-count: 0, may-stand-at-zero: true } } }
  prod: { cluster: shop }
`
  await open({ manifest: `${ONE}${environments}` })
  const dev = await stage.deploy('1.0.0', { environment: 'dev' })
  expect(dev).toMatchObject({ exitCode: 0, outputs: { outcome: 'no-tasks' } })
  expect(await stage.truth('api')).toMatchObject({ version: '1.0.0', desired: 0 })
  const prod = await stage.deploy('1.1.0', { environment: 'prod' })
  expect(prod).toMatchObject({ exitCode: 1, outputs: { outcome: 'no-tasks' } })
})

test('a rollback of a service that may stand at 0 moves it there', async () => {
  await open({ manifest: `${ONE}    may-stand-at-zero: true\n` })
  await stage.deploy('1.0.0')
  await stage.deploy('1.1.0')
  await stage.ecs.updateService({ cluster: 'shop', service: 'api', desiredCount: 0 })
  stage.advance(300)
  const run = await stage.run({ command: 'rollback' })
  expect(run).toMatchObject({ exitCode: 0, outputs: { outcome: 'no-tasks' } })
  expect(await stage.truth('api')).toMatchObject({ version: '1.0.0', desired: 0 })
})

test('one that stands at 0 and may not ends a release before any other is moved, and a rollback as well', async () => {
  await open({ manifest: MANIFEST })
  await stage.deploy('1.0.0')
  await stage.deploy('1.1.0')
  await stage.ecs.updateService({ cluster: 'shop', service: 'api', desiredCount: 0 })
  stage.advance(300)
  const before = (await stage.requests('UpdateService')).length
  const builds = stage.builds().length
  const sha = stage.commit('1.2.0', { 'redis/redis': 'another\n' })
  const deploy = await stage.run({}, { env: { GITHUB_SHA: sha } })
  const back = await stage.run({ command: 'rollback' })
  const restart = await stage.run({ command: 'restart' })
  for (const run of [deploy, back, restart]) {
    expect(run).toMatchObject({ exitCode: 1, outputs: { outcome: 'no-tasks' } })
    expect(run.services).toMatchObject({ redis: { outcome: 'not-started' }, web: { outcome: 'not-started' } })
  }
  expect((await stage.requests('UpdateService')).length).toBe(before)
  expect(stage.builds().length).toBe(builds)
  const alone = await stage.run({ services: 'redis' }, { env: { GITHUB_SHA: sha } })
  expect(alone).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed' } })
})

/** 1.1.0 at 0 tasks in web, which somebody scales up then; 1.2.0 takes its place. */
async function scaledUpLater(): Promise<void> {
  await open({ manifest: MANIFEST })
  await stage.deploy('1.0.0')
  await stage.ecs.updateService({ cluster: 'shop', service: 'web', desiredCount: 0 })
  await stage.advance(100)
  await stage.deploy('1.1.0', { 'allow-no-tasks': 'true' })
  await stage.ecs.updateService({ cluster: 'shop', service: 'web', desiredCount: 2 })
  await stage.advance(86_400)
  await stage.deploy('1.2.0')
}

test.each(['', '1.1.0'])('deployed at 0 and scaled up later: a rollback (%s) goes no release too far', async to => {
  await scaledUpLater()
  const run = await stage.run({ command: 'rollback', to })
  expect(run).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed', version: '1.1.0' } })
  for (const service of ['api', 'web'] as const) expect(await stage.truth(service)).toMatchObject({ version: '1.1.0' })
  expect(run.log.join('\n')).toContain('::warning title=web%3A whether 1.1.0 ran is not known')
  const named = await stage.run({ command: 'rollback', services: 'web', to: '1.0.0' })
  expect(named.log.join('\n')).not.toContain('is not known')
  expect(await stage.truth('web')).toMatchObject({ version: '1.0.0', running: 2 })
})

test('deployed at 0 and scaled up later: by its revision, and never to the placeholder before', async () => {
  await scaledUpLater()
  const run = await stage.run({ command: 'rollback', services: 'web', to: 'web:3' })
  expect(run).toMatchObject({ exitCode: 0, services: { web: { outcome: 'deployed', revision: 'web:3' } } })
  const placeholder = await stage.run({ command: 'rollback', services: 'web', to: 'web:1' })
  expect(placeholder.report.failure).toMatchObject({ code: 'EVK-330' })
})

test('a placeholder that ECS went back to, and so started, is no release to go back to', async () => {
  await open({ manifest: MANIFEST })
  await stage.deploy('1.1.0', { services: 'redis, api' })
  for (const version of ['1.2.0', '1.2.1']) {
    await stage.fate('web', version, 'crashing')
    const run = await stage.deploy(version)
    expect(run.outputs.outcome).toBe('partial')
  }
  await stage.deploy('1.3.0')
  expect(await stage.truth('web')).toMatchObject({ version: '1.3.0', running: 2 })
  const run = await stage.run({ command: 'rollback' })
  expect(run.services).toMatchObject({ web: { outcome: 'unchanged', reason: expect.stringContaining('no earlier') } })
  expect(await stage.truth('web')).toMatchObject({ version: '1.3.0', running: 2 })
  // who names it, means it
  const named = await stage.run({ command: 'rollback', services: 'web', to: 'web:1' })
  expect(named).toMatchObject({ exitCode: 0, services: { web: { outcome: 'deployed', revision: 'web:1' } } })
})

test('first deployed at 0 and scaled up later: it has an earlier release', async () => {
  await open({ manifest: ONE.replace('initial-count: 2', 'initial-count: 0\n    may-stand-at-zero: true') })
  await stage.deploy('1.0.0')
  await stage.ecs.updateService({ cluster: 'shop', service: 'api', desiredCount: 2 })
  await stage.advance(86_400)
  const stays = await stage.run({ command: 'rollback', to: '1.0.0' })
  expect(stays).toMatchObject({ exitCode: 0, outputs: { outcome: 'unchanged' } })
  await stage.deploy('1.1.0')
  const run = await stage.run({ command: 'rollback' })
  expect(run).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed', version: '1.0.0' } })
  expect(await stage.truth('api')).toMatchObject({ version: '1.0.0', running: 2 })
})
