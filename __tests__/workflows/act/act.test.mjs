/** The workflows as they are, run by act against the local ECS: what a push and a dispatch really do. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { ourRepository } from './github.mjs'
import { NO_ENVIRONMENT, openStage } from './stage.mjs'

const SERVICES = ['redis', 'flask-app', 'nginx']
const ENVIRONMENTS = { dev: 'ecs-microservices-dev', staging: 'ecs-microservices-staging', prod: 'ecs-microservices' }
const clusterOf = environment => `${ENVIRONMENTS[environment]}-cluster`

let stage, ecs, ours, image

before(async () => {
  stage = await openStage()
  ecs = stage.ecs
  await ecs.createRepositories(SERVICES.map(service => `ecs-microservices/${service}`))
  for (const [name, prefix] of Object.entries(ENVIRONMENTS)) {
    await ecs.createEnvironment(prefix, clusterOf(name), SERVICES)
  }
  ours = ourRepository(join(stage.folder, 'ours'))
})
after(() => stage?.close())

const push = vars => stage.run({ repository: ours, event: 'push', workflow: 'deploy.yml', vars })
const dispatch = inputs => stage.run({ repository: ours, event: 'workflow_dispatch', workflow: 'rollback.yml', inputs })
const versionsIn = cluster => stage.versionsIn(cluster, SERVICES)

async function countUpdates() {
  const counts = Object.keys(ENVIRONMENTS).map(async name => [
    name,
    (await ecs.calls('UpdateService', clusterOf(name))).length,
  ])
  return Object.fromEntries(await Promise.all(counts))
}

test('a push deploys through all environments with one build', async () => {
  ours.release('1.0.0')
  const ended = await push()
  assert.equal(ended.exitCode, 0, ended.log)
  assert.deepEqual(ended.builds.sort(), SERVICES.map(service => `ecs-microservices/${service}`).sort())
  assert.deepEqual(
    ended.jobs.map(({ name, result }) => [name.split('/')[0], result]),
    [
      ['dev', 'success'],
      ['staging', 'success'],
      ['prod', 'success'],
    ],
  )
  assert.equal(ended.summaries.length, 3)
  const [dev, staging, prod] = await Promise.all(
    Object.keys(ENVIRONMENTS).map(name => ecs.truth(clusterOf(name), SERVICES)),
  )
  for (const service of SERVICES) {
    assert.match(prod[service].image, /@sha256:[0-9a-f]{64}$/)
    assert.equal(prod[service].version, '1.0.0')
    assert.equal(staging[service].image, prod[service].image)
    assert.equal(dev[service].image, prod[service].image)
  }
  // what the environments' overlays say counts
  assert.deepEqual([dev.nginx.running, prod.nginx.running], [1, 2])
  assert.deepEqual(ended.roles, Array(3).fill('arn:aws:iam::123456789012:role/by-variable ap-south-1'))
  image = prod['flask-app'].image
})

test('the next push builds what changed, and leaves alone what did not', async () => {
  ours.append('services/flask-app/app/__init__.py', '\n# items of 1.1.0 are sorted\n')
  ours.release('1.1.0')
  const ended = await push()
  assert.equal(ended.exitCode, 0, ended.log)
  assert.deepEqual(ended.builds.sort(), ['ecs-microservices/flask-app', 'ecs-microservices/nginx'])
  for (const name of Object.keys(ENVIRONMENTS)) {
    assert.deepEqual(await versionsIn(clusterOf(name)), ['1.0.0', '1.1.0', '1.1.0'])
  }
})

test('a broken commit rolls back, turns the run red and goes no further', async () => {
  ours.append('services/flask-app/app/__init__.py', '\nraise KeyError("SHOP_CURRENCY")\n')
  ours.release('1.2.0')
  await ecs.breaks('flask-app', '1.2.0')
  const before = await countUpdates()
  const ended = await push()
  assert.notEqual(ended.exitCode, 0)
  assert.deepEqual(
    ended.jobs.map(({ name, result }) => [name.split('/')[0], result]),
    [['dev', 'failure']],
  )
  const [summary, ...more] = ended.summaries
  assert.deepEqual(more, [])
  assert.match(summary, /deploy 1\.2\.0: rolled-back/)
  assert.match(summary, /exited with exit code 3/)
  assert.match(summary, /KeyError: SHOP_CURRENCY is not set/)
  assert.deepEqual(await versionsIn(clusterOf('dev')), ['1.0.0', '1.1.0', '1.1.0'])
  const { staging, prod } = await countUpdates()
  assert.deepEqual([staging, prod], [before.staging, before.prod])
})

test('a dispatch rolls back to a chosen version, and its reason stands in the summary', async () => {
  const ended = await dispatch({
    environment: 'prod',
    services: '',
    to: '1.0.0',
    reason: 'orders get lost | since 1.1.0',
  })
  assert.equal(ended.exitCode, 0, ended.log)
  assert.deepEqual(await versionsIn(clusterOf('prod')), ['1.0.0', '1.0.0', '1.0.0'])
  assert.equal((await ecs.truth(clusterOf('prod'), SERVICES))['flask-app'].image, image)
  assert.deepEqual(ended.builds, [])
  assert.match(ended.summaries.join(''), /environment `prod`/)
  assert.match(ended.summaries.join(''), /Reason: `orders get lost \| since 1\.1\.0`/)
  assert.deepEqual(await versionsIn(clusterOf('staging')), ['1.0.0', '1.1.0', '1.1.0'])
})

test('a dispatch without a target goes to the last good release', async () => {
  const ended = await dispatch({ environment: 'dev', services: '', to: '', reason: 'a drill' })
  assert.equal(ended.exitCode, 0, ended.log)
  assert.deepEqual(await versionsIn(clusterOf('dev')), ['1.0.0', '1.0.0', '1.0.0'])
})

test('a dispatch whose target is no target is refused before AWS is asked', async () => {
  const before = await countUpdates()
  const ended = await dispatch({ environment: 'prod', services: '', to: '$(touch pwned)', reason: 'x' })
  assert.notEqual(ended.exitCode, 0)
  assert.match(ended.summaries.join(''), /EVK-107/)
  assert.deepEqual(await countUpdates(), before)
})

test('a push goes through the environments of the variable, and through none where one has no name', async () => {
  const before = await countUpdates()
  const ended = await push({ ENVIRONMENTS: '["prod", "staging", "", "dev"]' })
  assert.notEqual(ended.exitCode, 0)
  assert.deepEqual(
    ended.jobs.map(({ name, result }) => [name.split('/')[0], result]),
    [['prod', 'failure']],
  )
  assert.match(ended.log, NO_ENVIRONMENT)
  assert.deepEqual([ended.roles, await countUpdates()], [[], before])
})
