/** Terraform reads from an SSM parameter which image runs; the action writes it after success, and only then. */
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { MANIFEST, type Stage, setStage } from './stage.ts'

const manifest = MANIFEST.replace('  api:\n', '  api:\n    image-parameter: /shop/api/image\n')
let stage: Stage
beforeAll(async () => {
  stage = await setStage({ manifest })
  await stage.ssm.putParameter({ Name: '/shop/api/image', Value: 'bootstrap', Type: 'String' })
}, 30_000)
afterAll(() => stage.close())

const value = async () => (await stage.ssm.getParameter({ Name: '/shop/api/image' })).Parameter?.Value
const live = async () => {
  const { revision = '' } = await stage.truth('api')
  const { taskDefinition } = await stage.ecs.describeTaskDefinition({ taskDefinition: revision })
  return taskDefinition?.containerDefinitions?.[0]?.image
}

test('after a deploy it is the image that runs, by digest', async () => {
  const run = await stage.deploy('1.0.0')
  expect(run.exitCode).toBe(0)
  expect(await value()).toMatch(/\/api@sha256:/)
  expect(await value()).toBe(await live())
})

test('a failed deploy leaves it alone', async () => {
  const before = await value()
  await stage.fate('api', '1.1.0', 'crashing')
  expect((await stage.deploy('1.1.0')).outputs.outcome).toBe('rolled-back')
  expect(await value()).toBe(before)
})

test('a rollback writes it as well', async () => {
  await stage.deploy('1.2.0')
  const before = await value()
  await stage.run({ command: 'rollback', to: '1.0.0' })
  expect(await value()).not.toBe(before)
  expect(await value()).toBe(await live())
})

test('a run that finds nothing to do makes it good', async () => {
  await stage.ssm.putParameter({ Name: '/shop/api/image', Value: 'stale', Type: 'String', Overwrite: true })
  const run = await stage.run({ command: 'rollback', to: '1.0.0' })
  expect(run.outputs.outcome).toBe('unchanged')
  expect(await value()).toBe(await live())
})

test('a shape change of Terraform’s rolls out with the next deploy, carrying the image that runs', async () => {
  const { taskDefinition } = await stage.ecs.describeTaskDefinition({ taskDefinition: 'api' })
  const { containerDefinitions, executionRoleArn, networkMode } = taskDefinition ?? {}
  await stage.ecs.registerTaskDefinition({
    family: 'api',
    containerDefinitions: containerDefinitions?.map(each => ({ ...each, image: 'stale' })),
    executionRoleArn,
    networkMode,
    requiresCompatibilities: ['FARGATE'],
    cpu: '512',
    memory: '1024',
  })
  const again = await stage.run({}, { env: { GITHUB_SHA: stage.git('rev-parse', 'HEAD') } })
  expect(again.services.api.outcome).toBe('deployed')
  const { revision = '' } = await stage.truth('api')
  const now = await stage.ecs.describeTaskDefinition({ taskDefinition: revision })
  expect(now.taskDefinition?.memory).toBe('1024')
  expect(await value()).toBe(await live())
})

test('where the role may not write it, the verdict stands, and a warning says what is missing', async () => {
  await stage.fault('PutParameter', 'access-denied', { times: 100 })
  const run = await stage.deploy('1.3.0')
  expect(run).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed' } })
  expect(run.log.join('\n')).toMatch(/::warning title=api%3A Terraform does not know.*ssm:PutParameter/)
})
