import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type Run, type Stage, setStage } from './stage.ts'

let stage: Stage
let first: Run
let second: Run
beforeAll(async () => {
  stage = await setStage()
  first = await stage.deploy('1.0.0')
  second = await stage.deploy('1.1.0')
}, 30_000)
afterAll(() => stage.close())

test('the first deploy raises three services from 0, in the order of their needs', async () => {
  stage.expectTranscript('deploy-first', first)
  expect(first).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed', version: '1.0.0' } })
  const raised = (await stage.requests('UpdateService'))
    .slice(0, 3)
    .map(({ input }) => [input.service, input.desiredCount])
  expect(raised).toEqual([
    ['redis', 1],
    ['api', 2],
    ['web', 2],
  ])
})

test('the second deploy leaves alone what has not changed', async () => {
  stage.expectTranscript('deploy-second', second)
  expect(second.services.redis).toMatchObject({ outcome: 'unchanged', revision: 'redis:2' })
  expect(await stage.truth('redis')).toMatchObject({ version: '1.0.0', revisions: 2 })
  for (const name of ['api', 'web'] as const) {
    expect(second.services[name]).toMatchObject({
      outcome: 'deployed',
      previousRevision: `${name}:2`,
      revision: `${name}:3`,
    })
    expect(await stage.truth(name)).toMatchObject({ version: '1.1.0', desired: 2, running: 2, deployments: 1 })
  }
})

test('desired count is sent at the first deploy and never again', async () => {
  const sent = (await stage.requests('UpdateService')).map(({ input }) => Object.keys(input).sort().join())
  expect(sent.slice(3)).toEqual(['cluster,service,taskDefinition', 'cluster,service,taskDefinition'])
})

test('images are tagged by recipe, version and commit, and reach the task definition by digest', async () => {
  const sha = stage.git('rev-parse', 'HEAD')
  const { imageDetails = [] } = await stage.ecr.describeImages({
    repositoryName: 'api',
    imageIds: [{ imageTag: '1.1.0' }],
  })
  const recipe = expect.stringMatching(/^recipe-[0-9a-f]{40}$/)
  expect(imageDetails[0]?.imageTags?.sort()).toEqual([`1.1.0`, `1.1.0-${sha.slice(0, 7)}`, recipe, `sha-${sha}`])
  const { taskDefinition } = await stage.ecs.describeTaskDefinition({ taskDefinition: 'api' })
  expect(taskDefinition?.containerDefinitions?.[0]?.image).toMatch(/\/api@sha256:[0-9a-f]{64}$/)
  expect(taskDefinition?.containerDefinitions?.[0]?.image).toContain(imageDetails[0]?.imageDigest)
})

test('the same commit again changes nothing: no build, no revision, no deployment', async () => {
  const before = { builds: stage.docker().length, api: await stage.truth('api'), web: await stage.truth('web') }
  const again = await stage.run({}, { env: { GITHUB_SHA: stage.git('rev-parse', 'HEAD') } })
  expect(again).toMatchObject({ exitCode: 0, outputs: { outcome: 'unchanged', version: '1.1.0' } })
  expect({ builds: stage.docker().length, api: await stage.truth('api'), web: await stage.truth('web') }).toEqual(
    before,
  )
  stage.expectTranscript('deploy-again', again)
})

test('no output holds the account number', () => {
  expect(JSON.stringify(second.outputs)).not.toContain('123456789012')
})
