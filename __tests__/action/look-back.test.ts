/** What somebody does to services that a rollback or a deploy is done with, or is not about. */
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { definitionOf, type Run, type Stage, setStage } from './stage.ts'

let stage: Stage
beforeEach(async () => {
  stage = await setStage()
  await stage.deploy('1.0.0')
  await stage.deploy('1.1.0')
  await stage.ecs.registerTaskDefinition({ ...definitionOf('redis'), family: 'other' })
}, 60_000)
afterEach(() => stage.close())

/** Once, when a line of the log says so. */
const during = (line: RegExp, deed: () => Promise<unknown>) => {
  let done: Promise<unknown> | undefined
  return {
    onLine: (said: string) => {
      if (line.test(said)) done ??= deed()
    },
    over: async () => await done,
  }
}
const played = async (inputs: Record<string, string>, deed: () => Promise<unknown>, line = /^api {2}running/) => {
  const { onLine, over } = during(line, deed)
  const run = await stage.run(inputs, { onLine })
  await over()
  return run
}
const outcomes = ({ services }: Run) =>
  Object.fromEntries(
    Object.entries(services).map(([name, { outcome, currentRevision }]) => [name, `${outcome} ${currentRevision}`]),
  )
const moveRedis = () => stage.ecs.updateService({ cluster: 'shop', service: 'redis', taskDefinition: 'other' })
const BACK = { command: 'rollback', to: '1.0.0' }

test('a rollback that a service is no part of: somebody deploys it, and nothing else comes of it', async () => {
  const run = await played({ command: 'rollback', to: 'api:2' }, moveRedis)
  expect(run).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed' } })
  expect(outcomes(run)).toMatchObject({ redis: 'unchanged other:1', api: 'deployed api:2', web: 'unchanged web:3' })
})

test('one that stands where a rollback leads to: somebody deploys it, and the others go back all the same', async () => {
  stage.commit('1.2.0')
  await stage.run({ services: 'api,web' })
  const run = await played({ command: 'rollback' }, moveRedis)
  expect(run).toMatchObject({ exitCode: 1, outputs: { outcome: 'partial' } })
  expect(outcomes(run)).toMatchObject({ redis: 'superseded other:1', api: 'deployed api:3', web: 'deployed web:3' })
})

test('the same: it loses its only task for good: the others go back, and the run does not end well', async () => {
  stage.commit('1.2.0')
  await stage.run({ services: 'api,web' })
  const run = await played({ command: 'rollback' }, async () => {
    await stage.fate('redis', '1.0.0', 'stuck-pulling')
    const { taskArns = [] } = await stage.ecs.listTasks({ cluster: 'shop', serviceName: 'redis' })
    for (const taskId of taskArns) await stage.door('kill-task', { taskId, exitCode: 1 })
  })
  expect(run).toMatchObject({ exitCode: 1, outputs: { outcome: 'failed-mixed' } })
  expect(outcomes(run)).toMatchObject({ redis: 'failed-mixed redis:2', api: 'deployed api:3', web: 'deployed web:3' })
  expect(run.services.redis?.reason).toBe('it stood on this release, and then lost all of its tasks')
})

test('the same: somebody scales it to 0, and it stays unchanged', async () => {
  stage.commit('1.2.0')
  await stage.run({ services: 'api,web' })
  const run = await played({ command: 'rollback' }, () =>
    stage.ecs.updateService({ cluster: 'shop', service: 'redis', desiredCount: 0 }),
  )
  expect(run).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed' } })
  expect(outcomes(run)).toMatchObject({ api: 'deployed api:3', web: 'deployed web:3' })
  expect(run.services.redis).toMatchObject({ outcome: 'unchanged' })
})

test('somebody gives a service that was deployed new tasks, which fail: it does not stand', async () => {
  stage.commit('1.2.0', { 'redis/redis': 'two\n' })
  await stage.fate('api', '1.2.0', 'slow')
  const run = await played({}, async () => {
    await stage.ecs.updateService({
      ...{ cluster: 'shop', service: 'redis', forceNewDeployment: true, availabilityZoneRebalancing: 'DISABLED' },
      deploymentConfiguration: {
        ...{ minimumHealthyPercent: 0, maximumPercent: 100 },
        deploymentCircuitBreaker: { enable: true, rollback: false },
      },
    })
    await stage.fate('redis', '1.2.0', 'crashing')
  })
  expect(run.services.redis).toMatchObject({ outcome: 'failed-mixed' })
  expect(run.services.redis?.reason).toMatch(
    /^it was deployed, and then (new tasks of it failed|lost all of its tasks)/,
  )
  expect(run.services.web).toMatchObject({ outcome: 'not-started' })
  expect(run.report.services.redis.evidence).toMatchObject({ cause: { kind: 'exits' } })
  expect(run.summary).toContain('exit code 1')
})

test.each([
  ['again and again', 45, undefined, 'failed-mixed', 1],
  ['once', 90, 2, 'deployed', 0],
])(
  'all tasks of a service end by themselves, %s, while the next one rolls',
  async (_, exitSeconds, times, outcome, exitCode) => {
    await stage.fate('api', '1.2.0', 'late-crash', { exitSeconds, ...(times && { times }) })
    await stage.fate('web', '1.2.0', 'slow')
    const run = await stage.deploy('1.2.0')
    expect(run.services).toMatchObject({ api: { outcome }, web: { outcome: 'deployed' } })
    expect(run.exitCode).toBe(exitCode)
    expect(run.log.join('\n')).toMatch(
      /api {2}watching whether its tasks run longer than the \d+ s after which \d of them/,
    )
  },
)

test('a release that failed in one service is none that can be gone back to', async () => {
  await stage.fate('api', '1.2.0', 'crashing')
  stage.commit('1.2.0', { 'redis/redis': 'two\n' })
  expect((await stage.run()).services).toMatchObject({
    redis: { outcome: 'deployed' },
    api: { outcome: 'rolled-back' },
  })
  await stage.deploy('1.3.0')
  const run = await stage.run({ command: 'rollback', to: '1.2.0' })
  expect(run.exitCode).toBe(1)
  expect(run.report.failure).toMatchObject({
    code: 'EVK-330',
    message: expect.stringMatching(
      /^1\.2\.0 was begun in api and has not run well there: such a release is none to go back to\./,
    ),
  })
  expect((await stage.run(BACK)).exitCode).toBe(0)
})

test('a release that the registry has lost an image of is passed over, and a warning says so', async () => {
  await stage.deploy('1.2.0')
  const { imageIds = [] } = await stage.ecr.listImages({ repositoryName: 'web' })
  const digest = imageIds.find(({ imageTag }) => imageTag === '1.1.0')?.imageDigest ?? ''
  await stage.ecr.batchDeleteImage({ repositoryName: 'web', imageIds: [{ imageDigest: digest }] })
  const run = await stage.run({ command: 'rollback' })
  expect(run).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed', version: '1.0.0' } })
  expect(run.log.join('\n')).toMatch(
    /::warning title=web%3A 1\.1\.0 is passed over::The image of web:3 .* to 1\.0\.0\./,
  )
})

test('words that stand in a secret file leave the path of the report as it is', async () => {
  stage.write({
    'evenkeel.yml': 'cluster: shop\nservices:\n  api: { build: { context: api, secrets: { conf: api/.conf } } }\n',
    'api/Dockerfile': 'FROM scratch\nRUN --mount=type=secret,id=conf true\n',
    'api/.conf': 'AUTH_USER=evenkeel\nAUTH_NAME=report\n',
  })
  const run = await stage.deploy('1.2.0')
  expect(run.exitCode).toBe(0)
  expect(run.outputs.report).toMatch(/evenkeel-report-\d+\.json$/)
})

test('continue: somebody moves a service that is done while another goes on', async () => {
  await stage.close()
  stage = await setStage({
    manifest:
      'cluster: shop\nservices:\n  api: { build: api, initial-count: 2 }\n  web: { build: web, initial-count: 2 }\n',
  })
  await stage.deploy('1.0.0')
  await stage.ecs.registerTaskDefinition({ ...definitionOf('redis'), family: 'other' })
  const pausing = (stages: string[]) => ({
    deploymentCircuitBreaker: { enable: true, rollback: true },
    lifecycleHooks: stages.map(each => ({ targetType: 'PAUSE' as const, lifecycleStages: [each as 'POST_SCALE_UP'] })),
  })
  for (const [service, at] of [
    ['api', 'POST_SCALE_UP'],
    ['web', 'PRE_SCALE_UP'],
  ] as const)
    await stage.ecs.updateService({ cluster: 'shop', service, deploymentConfiguration: pausing([at]) })
  await stage.fate('web', '1.1.0', 'healthy', { pullSeconds: 600 })
  await stage.deploy('1.1.0', { 'on-pause': 'end' })
  const run = await played(
    { command: 'continue' },
    () =>
      stage.ecs.updateService({
        ...{ cluster: 'shop', service: 'api', taskDefinition: 'other' },
        deploymentConfiguration: pausing([]),
      }),
    /^api {2}service deployment SUCC/,
  )
  expect(run).toMatchObject({ exitCode: 1, outputs: { outcome: 'partial' } })
  expect(outcomes(run)).toMatchObject({ api: 'superseded other:1', web: 'deployed web:3' })
  expect(run.services.web?.previousRevision).toBe('web:2')
})

test('a first deploy of a service that is to have no task starts none', async () => {
  await stage.close()
  stage = await setStage({
    manifest: 'cluster: shop\nservices:\n  api: { build: api, desired-count: 0, may-stand-at-zero: true }\n',
  })
  for (const version of ['1.0.0', '1.1.0']) {
    const run = await stage.deploy(version)
    expect(run.exitCode).toBe(0)
    expect(run.log.join('\n')).not.toMatch(/raising it|desired count/)
    expect(await stage.truth('api')).toMatchObject({ desired: 0, running: 0 })
  }
})
