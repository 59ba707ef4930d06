// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the placeholders are the manifest’s
/** The commands that are no deploy and no rollback: images alone, and new tasks alone. */
import { afterEach, expect, test } from '@jest/globals'
import { log, ONE, type Stage, setStage } from './stage.ts'

let stage: Stage
afterEach(() => stage.close())

test('build: images and their digests, and no service is touched', async () => {
  stage = await setStage()
  const sha = stage.commit('1.0.0')
  const run = await stage.run({ command: 'build' }, { env: { GITHUB_SHA: sha } })
  expect(run).toMatchObject({ exitCode: 0, outputs: { outcome: 'built', version: '1.0.0', services: '{}' } })
  const images = JSON.parse(run.outputs.images ?? '{}')
  expect(Object.keys(images)).toEqual(['redis', 'api', 'web'])
  for (const name of ['redis', 'api', 'web']) {
    const { image, digest, tags, origin } = images[name]
    expect(image).toBe(`${name}@${digest}`)
    expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/)
    expect(tags).toEqual([expect.stringMatching(/^recipe-/), `sha-${sha}`, `1.0.0-${sha.slice(0, 7)}`, '1.0.0'])
    expect(origin).toBe('built')
  }
  const { api: reference } = JSON.parse(run.outputs.references ?? '{}')
  expect(reference).toBe(`${new URL(stage.url).host}/api@${images.api.digest}`)
  for (const operation of ['UpdateService', 'RegisterTaskDefinition']) {
    const asked = await stage.requests(operation)
    expect(asked.filter(({ input }) => String(input.family ?? input.service).includes(':')).length).toBe(0)
  }
  expect(await stage.truth('api')).toMatchObject({ revisions: 1, running: 0 })
  expect(log(run)).toContain('build 1.0.0: built')
  const deployed = await stage.run()
  expect(deployed).toMatchObject({
    exitCode: 0,
    outputs: { outcome: 'deployed' },
    services: { api: { digest: images.api.digest } },
  })
  expect(stage.builds()).toHaveLength(3)
  expect(JSON.parse(deployed.outputs.images ?? '{}').api.origin).toBe('found')
}, 60_000)

test('build by a role that lacks what a rollback needs: it is told, and no rollback with it', async () => {
  stage = await setStage({ manifest: ONE })
  stage.commit('1.0.0')
  await stage.fault('ListServiceDeployments', 'access-denied', { times: null })
  const run = await stage.run({ command: 'build' })
  expect(run).toMatchObject({ exitCode: 0, outputs: { outcome: 'built' } })
  expect(log(run)).toContain('lacks ecs%3AListServiceDeployments::The run went on without it. Add')
}, 60_000)

test.each([
  ['a cluster', 'cluster: none\nservices: { api: { build: api } }\n', 'EVK-201'],
  ['a service', 'cluster: shop\nservices: { api: { build: api, service: none } }\n', 'EVK-202'],
])(
  'build before there is %s: how to do without is told',
  async (_, manifest, code) => {
    stage = await setStage({ manifest })
    stage.commit('1.0.0')
    const told = async (command: string) => log(await stage.run({ command })).replaceAll('%25', '%')
    const way = 'To build without ECS, write `platforms`'
    expect(await told('build')).toEqual(expect.stringMatching(new RegExp(`${code}.*${way}`)))
    expect(await told('deploy')).not.toContain(way)
  },
  60_000,
)

test('build where every image says its platforms: before there is a cluster and a service, and ECS is not asked', async () => {
  const image = 'build: { context: api, platforms: linux/amd64, args: { API_TOKEN: "${env.API_TOKEN}" } }'
  const manifest = (cluster: string, more = '') => `cluster: ${cluster}\nservices: { api: { ${image}${more} } }\n`
  stage = await setStage({ manifest: manifest('none') })
  stage.commit('1.0.0', {
    'broken.yml': manifest('none', ', task-definition: task.json'),
    'task.json': '{"containerDefinitions": [{"name": "api", "cpus": 1}]}',
    'shop.yml': manifest('shop'),
  })
  const env = { API_TOKEN: 'hunter2hunter2' }
  const before = (await stage.requests('DescribeServices')).length
  const run = await stage.run({ command: 'build' }, { env })
  expect(run).toMatchObject({ exitCode: 0, outputs: { outcome: 'built', services: '{}' } })
  expect(log(run)).toContain('every image says its platforms: ECS is not asked')
  expect(log(run)).toContain('::add-mask::hunter2hunter2')
  const broken = await stage.run({ command: 'build', manifest: 'broken.yml' }, { env })
  expect(broken).toMatchObject({ exitCode: 1, outputs: { outcome: 'refused' } })
  expect(log(broken)).toContain('"cpus"')
  expect((await stage.requests('DescribeServices')).length).toBe(before)
  const { digest } = JSON.parse(run.outputs.images ?? '').api
  const deployed = await stage.run({ manifest: 'shop.yml' }, { env })
  expect(deployed).toMatchObject({ exitCode: 0, services: { api: { outcome: 'deployed', digest } } })
  expect(stage.builds()).toHaveLength(1)
}, 60_000)

test('restart: new tasks of the same revision, waited for; one that is at 0 is told', async () => {
  stage = await setStage({ manifest: ONE })
  await stage.deploy('1.0.0')
  const before = await tasks()
  const run = await stage.run({ command: 'restart' })
  expect(run).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed' } })
  expect(log(run)).toContain('api  new tasks of api:2')
  const [{ input = {} } = {}] = (await stage.requests('UpdateService')).slice(-1)
  // whatever it runs by then: a revision would take back what somebody has deployed meanwhile
  expect(input).toEqual({ cluster: 'shop', service: 'api', forceNewDeployment: true })
  const after = await tasks()
  expect(after).toHaveLength(2)
  expect(after.filter(each => before.includes(each))).toEqual([])
  expect(await stage.truth('api')).toMatchObject({
    revision: 'api:2',
    revisions: 2,
    history: ['SUCCESSFUL', 'SUCCESSFUL', 'STOPPED'],
  })
  await stage.ecs.updateService({ cluster: 'shop', service: 'api', desiredCount: 0 })
  const none = await stage.run({ command: 'restart' })
  expect(none).toMatchObject({ exitCode: 1, outputs: { outcome: 'no-tasks' } })
}, 60_000)

test('restart of what cannot start again: ECS keeps the old tasks, and that is said', async () => {
  stage = await setStage({ manifest: ONE })
  await stage.deploy('1.0.0')
  await stage.fate('api', '1.0.0', 'crashing')
  const run = await stage.run({ command: 'restart' })
  expect(run.exitCode).toBe(1)
  expect(['failed-on-old', 'rolled-back', 'failed-mixed']).toContain(run.outputs.outcome)
}, 60_000)

async function tasks(): Promise<string[]> {
  return (await stage.ecs.listTasks({ cluster: 'shop', serviceName: 'api' })).taskArns ?? []
}

test('a region by input that is not the manifest’s: it goes before it, and that is told', async () => {
  stage = await setStage({ manifest: `region: us-east-1\n${ONE}` })
  stage.commit('1.0.0')
  const words = '::warning title=This run acts in eu-west-1::The input aws-region goes before the manifest'
  const run = await stage.run({ command: 'build', 'aws-region': 'eu-west-1' })
  expect(run).toMatchObject({ exitCode: 0 })
  expect(log(run)).toContain(words)
  stage.write({ 'evenkeel.yml': `region: eu-west-1\n${ONE}` })
  expect(log(await stage.run({ command: 'build', 'aws-region': 'eu-west-1' }))).not.toContain(words)
}, 60_000)
