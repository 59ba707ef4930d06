/** One service without a manifest: inputs alone, in place of the chain of official actions. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { definitionOf, log, type Run, type Stage, setStage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await setStage()
  rmSync(join(stage.folder, 'evenkeel.yml'))
  await stage.ecs.updateService({ cluster: 'shop', service: 'api', desiredCount: 1 })
  await stage.ssm.putParameter({ Name: '/shop/key', Value: 'a key', Type: 'SecureString' })
  stage.advance(120)
})
afterAll(() => stage.close())

const ONE = { cluster: 'shop', service: 'api' }
const BUILD = { ...ONE, context: 'api', repository: 'api' }

/** What the container of the revision that the service stands on is registered with. */
async function container() {
  const { revision = '' } = await stage.truth('api')
  const { taskDefinition } = await stage.ecs.describeTaskDefinition({ taskDefinition: revision })
  return taskDefinition?.containerDefinitions?.[0]
}

const ended = ({ outputs, exitCode }: Run) => [outputs.outcome, exitCode]

test('context and repository build and deploy', async () => {
  const run = await stage.deploy('1.0.0', { ...BUILD, 'build-args': 'VERSION=1.0.0' })
  expect(ended(run)).toEqual(['deployed', 0])
  expect(stage.builds().map(([name, { args }]) => [name, args.VERSION])).toEqual([['api', '1.0.0']])
  expect(await stage.truth('api')).toMatchObject({ version: '1.0.0', revision: 'api:2' })
})

test('the same again is unchanged, and gets new tasks where those are asked for', async () => {
  const inputs = { ...BUILD, 'build-args': 'VERSION=1.0.0' }
  expect(ended(await stage.run(inputs))).toEqual(['unchanged', 0])
  const before = (await stage.truth('api')).history.length
  const forced = await stage.run({ ...inputs, 'force-new-deployment': 'true' })
  expect(ended(forced)).toEqual(['deployed', 0])
  expect(log(forced)).toContain('api  new tasks of api:2')
  const counted = await stage.run({ ...inputs, 'force-new-deployment': 'true', 'desired-count': '2' })
  expect(ended(counted)).toEqual(['deployed', 0])
  const truth = await stage.truth('api')
  expect(truth).toMatchObject({ revision: 'api:2', desired: 2, running: 2 })
  expect(truth.history).toHaveLength(before + 2)
})

test('an image by its tag, with variables and secrets', async () => {
  const { imageDetails: [{ imageTags = [], imageDigest } = {}] = [] } = await stage.ecr.describeImages({
    repositoryName: 'api',
  })
  const host = `123456789012.dkr.ecr.eu-west-1.amazonaws.com`
  const builds = stage.builds().length
  const run = await stage.run({
    ...ONE,
    image: `${host}/api:${imageTags[0]}`,
    'environment-variables': 'LOG_LEVEL=debug\nEMPTY=\n',
    secrets: 'API_KEY=arn:aws:ssm:eu-west-1:123456789012:parameter/shop/key',
  })
  expect(ended(run)).toEqual(['deployed', 0])
  expect(stage.builds()).toHaveLength(builds)
  expect(await container()).toMatchObject({
    image: `${host}/api@${imageDigest}`,
    environment: expect.arrayContaining([
      { name: 'MODE', value: 'prod' },
      { name: 'LOG_LEVEL', value: 'debug' },
      { name: 'EMPTY', value: '' },
    ]),
    secrets: [{ name: 'API_KEY', valueFrom: 'arn:aws:ssm:eu-west-1:123456789012:parameter/shop/key' }],
  })
})

test('a task definition of the repository', async () => {
  const definition = definitionOf('api', { name: 'app', environment: [{ name: 'MODE', value: 'file' }] })
  const json = JSON.stringify({ ...definition, memory: '1024' })
  const sha = stage.commit('1.1.0', { 'deploy/api.json': json })
  const inputs = { ...BUILD, container: 'app', 'task-definition': 'deploy/api.json' }
  const run = await stage.run(inputs, { env: { GITHUB_SHA: sha } })
  expect(ended(run)).toEqual(['deployed', 0])
  expect(await container()).toMatchObject({ name: 'app', environment: [{ name: 'MODE', value: 'file' }] })
})

test('a release that breaks is rolled back, and `command: rollback` needs no file either', async () => {
  await stage.deploy('2.0.0', { ...BUILD, container: 'app' })
  await stage.fate('api', '2.1.0', 'crashing')
  const broken = await stage.deploy('2.1.0', { ...BUILD, container: 'app' })
  expect(ended(broken)).toEqual(['rolled-back', 1])
  expect(await stage.truth('api')).toMatchObject({ version: '2.0.0' })
  const back = await stage.run({ ...ONE, container: 'app', command: 'rollback', to: '1.1.0' })
  expect(ended(back)).toEqual(['deployed', 0])
  expect(await stage.truth('api')).toMatchObject({ version: '1.1.0' })
})

test.each<[string, Record<string, string>, Record<string, string>, string[]]>([
  ['no cluster', { service: 'api', context: 'api' }, {}, ['EVK-110']],
  ['an image and a build', { ...BUILD, image: 'ghcr.io/acme/api:1' }, {}, ['EVK-110']],
  ['lines that are none', { ...BUILD, 'environment-variables': 'FOO', 'build-args': '=x' }, {}, ['EVK-108', 'EVK-108']],
  ['an input of another action', BUILD, { 'INPUT_CONTAINER-NAME': 'app' }, ['EVK-106']],
  [
    'all of it at once',
    { service: 'api', image: 'x/y:1', context: 'api', secrets: 'FOO', to: '1.0.0', 'desired-count': '-1' },
    { 'INPUT_WAIT-FOR-SERVICE-STABILITY': 'true' },
    ['EVK-106', 'EVK-106', 'EVK-108', 'EVK-110', 'EVK-110', 'EVK-110'],
  ],
])('refused: %s', async (_, inputs, env, codes) => {
  const before = [(await stage.requests()).length, stage.docker().length]
  const run = await stage.run(inputs, { env })
  expect(ended(run)).toEqual(['refused', 1])
  expect(run.report.failure.faults.map(({ code }: { code: string }) => code).sort()).toEqual(codes)
  expect([(await stage.requests()).length, stage.docker().length]).toEqual(before)
})
