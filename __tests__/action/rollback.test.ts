/** By hand, back to a release that really was successful. */
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { log, ONE, type Run, type Stage, setStage } from './stage.ts'

let stage: Stage
let toVersion: Run
beforeAll(async () => {
  stage = await setStage()
  await stage.deploy('1.0.0')
  await stage.deploy('1.1.0')
  await stage.fate('api', '1.2.0', 'unhealthy')
  await stage.deploy('1.2.0')
  toVersion = await stage.run({ command: 'rollback', to: '1.0.0' })
}, 60_000)
afterAll(() => stage.close())

test('by version: every service that was part of it goes back, and nothing is built or registered', async () => {
  stage.expectTranscript('rollback-to-version', toVersion)
  expect(toVersion).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed', version: '1.0.0' } })
  expect(toVersion.services).toMatchObject({
    redis: { outcome: 'unchanged', revision: 'redis:2' },
    api: { outcome: 'deployed', previousRevision: 'api:3', revision: 'api:2' },
    web: { outcome: 'deployed', previousRevision: 'web:3', revision: 'web:2' },
  })
  expect(await stage.truth('api')).toMatchObject({ version: '1.0.0', running: 2, revisions: 4 })
})

test('again without a target: never forward to what it was taken back from, which its name alone leads to', async () => {
  const again = await stage.run({ command: 'rollback' })
  expect(again).toMatchObject({ exitCode: 1, outputs: { outcome: 'refused' } })
  expect(again.report.failure).toMatchObject({ code: 'EVK-330', advice: expect.stringContaining('api: 1.1.0') })
  const forward = await stage.run({ command: 'rollback', to: '1.1.0' })
  expect(forward).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed', version: '1.1.0' } })
})

test('without a target: to the last good release, never to the one that failed', async () => {
  const toLastGood = await stage.run({ command: 'rollback' })
  stage.expectTranscript('rollback-to-last-good', toLastGood)
  expect(toLastGood).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed', version: '1.0.0' } })
  for (const service of ['api', 'web'] as const) expect(await stage.truth(service)).toMatchObject({ version: '1.0.0' })
  expect(await stage.run({ command: 'rollback', to: '1.1.0' })).toMatchObject({ exitCode: 0 })
})

test('to where it stands: unchanged', async () => {
  const run = await stage.run({ command: 'rollback', to: '1.1.0' })
  expect(run).toMatchObject({ exitCode: 0, outputs: { outcome: 'unchanged' } })
})

test.each(['1.2.0', 'api:4', '9.9.9', 'web:1'])(
  '%s was never successful: refused, with the releases there are',
  async to => {
    const before = await stage.truth('api')
    const run = await stage.run({ command: 'rollback', to })
    expect(run).toMatchObject({ exitCode: 1, outputs: { outcome: 'refused' } })
    expect(run.report.failure).toMatchObject({ code: 'EVK-330' })
    expect(run.report.failure.advice).toContain('api: 1.0.0')
    expect(run.report.failure.advice).not.toContain('1.2.0')
    expect(await stage.truth('api')).toEqual(before)
  },
)

test('one service alone, by its revision', async () => {
  const run = await stage.run({ command: 'rollback', services: 'api', to: 'api:2' })
  expect(run).toMatchObject({ exitCode: 0, outputs: { version: '1.0.0' } })
  expect(Object.keys(run.services)).toEqual(['api'])
  expect(await stage.truth('web')).toMatchObject({ version: '1.1.0' })
})

test('a deregistered revision is registered again as it was', async () => {
  await stage.ecs.deregisterTaskDefinition({ taskDefinition: 'api:3' })
  const run = await stage.run({ command: 'rollback', services: 'api', to: '1.1.0' })
  stage.expectTranscript('rollback-deregistered', run)
  expect(run).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed', version: '1.1.0' } })
  expect(run.services.api.revision).toBe('api:5')
  expect(await stage.truth('api')).toMatchObject({ version: '1.1.0', revision: 'api:5' })
})

test('a release whose image is gone from ECR is no target', async () => {
  const { imageIds = [] } = await stage.ecr.listImages({ repositoryName: 'web' })
  const digest = imageIds.find(({ imageTag }) => imageTag === '1.0.0')?.imageDigest ?? ''
  await stage.ecr.batchDeleteImage({ repositoryName: 'web', imageIds: [{ imageDigest: digest }] })
  const run = await stage.run({ command: 'rollback', to: '1.0.0' })
  expect(run.exitCode).toBe(1)
  expect(run.report.failure.message).toContain('no longer in ECR')
  expect(await stage.truth('web')).toMatchObject({ version: '1.1.0' })
})

test('the reason stays with the revision that the rollback leads to, and with no later one', async () => {
  const asked = { command: 'rollback', services: 'api', to: '1.0.0', reason: 'Orders <get> lost since 1.1.0' }
  await stage.run(asked, { env: { GITHUB_RUN_ATTEMPT: '2' } })
  const { revision = '' } = await stage.truth('api')
  const tagsOf = async (taskDefinition: string) => {
    const { tags = [] } = await stage.ecs.describeTaskDefinition({ taskDefinition, include: ['TAGS'] })
    return Object.fromEntries(tags.map(({ key = '', value }) => [key, value]))
  }
  expect(await tagsOf(revision)).toMatchObject({
    'evenkeel:version': '1.0.0',
    'evenkeel:reason': 'Orders _get_ lost since 1.1.0',
    'evenkeel:rollback-run': 'acme/shop/4711/attempts/2',
  })
  const next = await stage.deploy('1.3.0', { services: 'api' })
  expect(Object.keys(await tagsOf(next.services.api.revision))).not.toContain('evenkeel:reason')
})

test('a reason that cannot be left is told, and the report does not wait for it', async () => {
  await stage.fault('TagResource', 'throttle', { times: null })
  const run = await stage.run({ command: 'rollback', services: 'api', to: '1.0.0', reason: 'orders were lost' })
  await stage.calm()
  expect(run.services.api.outcome).toBe('deployed')
  const waited = run.report.seconds - run.report.services.api.seconds
  expect(waited).toBeLessThan(40)
  expect(run.log.join('\n')).toMatch(/::warning title=api%3A\d+ does not hold the reason/)
})

test('a release tag that came after the deploy, and that no run has seen: to the revisions of its commit', async () => {
  const fresh = await setStage({ manifest: ONE })
  const at = (text: string) => fresh.commit(undefined, { 'api/api': text })
  const released = at('one')
  const first = await fresh.run({}, { env: { GITHUB_SHA: released } })
  fresh.git('tag', 'v1.5.0', released)
  const second = await fresh.run({}, { env: { GITHUB_SHA: at('two') } })
  expect([first.outputs.outcome, second.outputs.outcome]).toEqual(['deployed', 'deployed'])
  const back = await fresh.run({ command: 'rollback', to: '1.5.0' })
  expect(back).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed', version: '1.5.0' } })
  expect((await fresh.truth('api')).revision).toBe(JSON.parse(first.outputs.services ?? '').api.revision)
  await fresh.close()
})

test('a copy of a release that somebody changed carries its tags and is not that release; one of a second attempt is', async () => {
  const fresh = await setStage({ manifest: ONE })
  await fresh.deploy('1.0.0')
  await fresh.deploy('1.1.0')
  const copy = async (change: object, tagged: boolean) => {
    const { taskDefinition = {}, tags } = await fresh.ecs.describeTaskDefinition({
      taskDefinition: 'api:3',
      include: ['TAGS'],
    })
    const { family, cpu, memory, containerDefinitions = [], networkMode, requiresCompatibilities } = taskDefinition
    const { executionRoleArn } = taskDefinition
    await fresh.ecs.registerTaskDefinition({
      ...{ family, cpu, memory, networkMode, requiresCompatibilities, executionRoleArn },
      containerDefinitions: containerDefinitions.map(each => ({ ...each, ...change })),
      ...(tagged ? { tags } : {}),
    })
  }
  const older = await fresh.ecs.describeTaskDefinition({ taskDefinition: 'api:2' })
  await copy({ image: older.taskDefinition?.containerDefinitions?.[0]?.image }, true)
  await fresh.ecs.updateService({ cluster: 'shop', service: 'api', taskDefinition: 'api:4' })
  fresh.advance(900)
  const left = await fresh.run({ command: 'rollback', to: '1.1.0' })
  expect(left.services.api).toMatchObject({ outcome: 'deployed', previousRevision: 'api:4', revision: 'api:3' })
  expect(log(left)).toContain('api  stands on api:4, a hand-made copy of 1.1.0 (api:3)')

  await fresh.deploy('1.2.0')
  for (const to of ['1.1.0', fresh.git('rev-parse', 'v1.1.0')]) {
    const back = await fresh.run({ command: 'rollback', to })
    expect(back.services.api).toMatchObject({ revision: 'api:3' })
    await fresh.run({ command: 'rollback', to: '1.2.0' })
  }

  // Terraform's, which the second attempt takes up
  await copy({ environment: [{ name: 'MODE', value: 'debug' }] }, false)
  const again = await fresh.run({}, { env: { GITHUB_SHA: fresh.git('rev-parse', 'HEAD'), GITHUB_RUN_ATTEMPT: '2' } })
  expect(again.services.api).toMatchObject({ outcome: 'deployed', previousRevision: 'api:5', revision: 'api:7' })
  const stays = await fresh.run({ command: 'rollback', to: '1.2.0' })
  expect(stays.services.api).toMatchObject({ outcome: 'unchanged', revision: 'api:7' })
  await fresh.close()
})

test('what one run releases twice, the second time in another shape, is no copy: a plain rollback undoes both', async () => {
  const manifest = `${ONE}    environment: { FEATURE: "\${env.FEATURE}" }\n  web:\n    build: web\n`
  const fresh = await setStage({ manifest })
  const run = { GITHUB_RUN_ID: '4711', GITHUB_RUN_ATTEMPT: '1' }
  await fresh.deploy('1.0.0', {}, { GITHUB_RUN_ID: '4710', FEATURE: 'off' })
  await fresh.deploy('1.1.0', {}, { ...run, FEATURE: 'off' })
  const env = { GITHUB_SHA: fresh.git('rev-parse', 'HEAD'), ...run }
  const second = await fresh.run({}, { env: { ...env, FEATURE: 'on' } })
  expect(second.services).toMatchObject({ api: { revision: 'api:4' }, web: { outcome: 'unchanged' } })

  const stays = await fresh.run({ command: 'rollback', to: '1.1.0' }, { env: { FEATURE: 'on' } })
  expect(stays.services.api).toMatchObject({ outcome: 'unchanged', revision: 'api:4' })
  const back = await fresh.run({ command: 'rollback' }, { env: { FEATURE: 'on' } })
  expect(back).toMatchObject({ outputs: { outcome: 'deployed', version: '1.0.0' } })
  expect(back.services).toMatchObject({ api: { revision: 'api:2' }, web: { revision: 'web:2' } })
  await fresh.close()
})

test('a copy that somebody registered of the same image under another release’s tags is not used for a release', async () => {
  const fresh = await setStage({ manifest: ONE })
  await fresh.deploy('1.0.0')
  await fresh.deploy('1.1.0')
  fresh.commit('1.2.0', { 'api/api': '1.2.0\n' })
  const env = { GITHUB_SHA: fresh.git('rev-parse', 'HEAD') }
  const built = await fresh.run({ command: 'build' }, { env })
  const { taskDefinition = {}, tags } = await fresh.ecs.describeTaskDefinition({
    taskDefinition: 'api:3',
    include: ['TAGS'],
  })
  const { family, cpu, memory, containerDefinitions = [], networkMode, requiresCompatibilities } = taskDefinition
  const { executionRoleArn } = taskDefinition
  const image = JSON.parse(built.outputs.references ?? '').api
  await fresh.ecs.registerTaskDefinition({
    ...{ family, cpu, memory, networkMode, requiresCompatibilities, executionRoleArn, tags },
    containerDefinitions: containerDefinitions.map(each => ({ ...each, image })),
  })
  const run = await fresh.run({}, { env })
  expect(run.services.api).toMatchObject({ outcome: 'deployed', revision: 'api:5' })
  await fresh.deploy('1.3.0')
  const back = await fresh.run({ command: 'rollback', to: '1.2.0' })
  expect(back.services.api).toMatchObject({ outcome: 'deployed', revision: 'api:5' })
  await fresh.close()
})

test('a release takes no revision of another that never ran well: a plain rollback undoes it in every service', async () => {
  const fresh = await setStage({ manifest: `${ONE}  web:\n    build: web\n    needs: api\n` })
  await fresh.deploy('1.0.0')
  await fresh.fate('api', '1.1.0', 'crashing', { times: 3 })
  fresh.commit('1.1.0', { 'api/api': '1.1.0\n' })
  expect(await fresh.run({}, { env: { GITHUB_SHA: fresh.git('rev-parse', 'HEAD') } })).toMatchObject({ exitCode: 1 })
  fresh.commit('1.1.1', { 'web/web': '1.1.1\n' })
  const run = await fresh.run({}, { env: { GITHUB_SHA: fresh.git('rev-parse', 'HEAD') } })
  expect(run.services).toMatchObject({ api: { revision: 'api:4' }, web: { revision: 'web:3' } })
  const back = await fresh.run({ command: 'rollback' })
  expect(back.services).toMatchObject({ api: { revision: 'api:2' }, web: { revision: 'web:2' } })
  await fresh.close()
})

test('back to what was left of a release that failed in one service: told, and not called that release', async () => {
  const fresh = await setStage({ manifest: `${ONE}  web:\n    build: web\n    needs: api\n` })
  await fresh.deploy('1.0.0')
  await fresh.fate('web', '1.1.0', 'crashing')
  expect(await fresh.deploy('1.1.0')).toMatchObject({ outputs: { outcome: 'partial' } })
  await fresh.deploy('1.2.0')
  const back = await fresh.run({ command: 'rollback' })
  expect(back).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed', version: '' } })
  expect(back.services).toMatchObject({ api: { revision: 'api:3' }, web: { revision: 'web:2' } })
  expect(log(back)).toContain('rolling back to what ran before')
  expect(log(back)).toContain('::warning title=1.1.0 never ran well in web::The rollback goes back to what ran before')
  await fresh.close()
})
