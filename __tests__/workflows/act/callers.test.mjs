/** Callers in other repositories, run by act against the local ECS: every workflow that README and docs show, and what they are told. */
import assert from 'node:assert/strict'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { example, yamlExamples } from '../examples.mjs'
import { forAct, repository } from './github.mjs'
import { NO_ENVIRONMENT, openStage } from './stage.mjs'

const SERVICES = ['redis', 'api', 'web']
/** A page's example, and a note that it was run. */
const ran = new Set()
const workflow = (file, words) => {
  const text = example(file, words)
  ran.add(text)
  return text
}

let stage, ecs, caller
before(async () => {
  stage = await openStage()
  ecs = stage.ecs
  await ecs.createRepositories([...SERVICES, 'shop/backend'])
  for (const name of ['shop', 'shop-staging', 'shop-prod']) await ecs.createEnvironment(name, name, SERVICES)
})
after(() => stage?.close())

/** A user's repository: the manifest that README shows, a folder per service, one workflow. */
function userRepository(name, text, manifest = example('README.md', 'cluster: shop\n')) {
  const theirs = repository(join(stage.folder, name), `acme/${name}`)
  theirs.write('evenkeel.yml', manifest)
  for (const folder of ['.', ...SERVICES.map(each => `services/${each}`)])
    theirs.write(`${folder}/Dockerfile`, `FROM scratch\nLABEL name=${name}\n`)
  theirs.write('.github/workflows/deploy.yml', forAct(text))
  return theirs
}
const withEnvironments = () => `${example('README.md', 'cluster: shop\n')}${example('README.md', 'environments:\n')}`
const push = (theirs, file = 'deploy.yml') => stage.run({ repository: theirs, event: 'push', workflow: file })
const all = version => SERVICES.map(() => version)

test('README’s workflow, copied into another repository, deploys', async () => {
  const theirs = userRepository(
    'shop',
    workflow('README.md', 'deploy.yml\non: { push: { branches: [main] } }\npermissions: {}\nconcurrency'),
  )
  theirs.release('0.1.0')
  const ended = await push(theirs)
  assert.equal(ended.exitCode, 0, ended.log)
  assert.deepEqual(await stage.versionsIn('shop', SERVICES), all('0.1.0'))
})

test('README’s workflow for one service deploys it without a manifest', async () => {
  const theirs = userRepository('one', workflow('README.md', 'without evenkeel.yml'))
  rmSync(join(theirs.folder, 'evenkeel.yml'))
  theirs.release('0.1.1')
  const ended = await push(theirs)
  assert.equal(ended.exitCode, 0, ended.log)
  assert.deepEqual(await stage.versionsIn('shop', SERVICES), ['0.1.0', '0.1.1', '0.1.0'])
})

test('a caller in another repository deploys its own service with our workflow', async () => {
  const text = workflow('README.md', 'evenkeel/.github/workflows/deploy.yml@')
  caller = userRepository('caller', text, withEnvironments())
  caller.release('0.2.0')
  const before = await stage.versionsIn('shop', SERVICES)
  const ended = await push(caller)
  assert.equal(ended.exitCode, 0, ended.log)
  assert.deepEqual(await stage.versionsIn('shop-prod', SERVICES), all('0.2.0'))
  assert.deepEqual(ended.roles, ['arn:aws:iam::123456789012:role/shop-prod-deploy eu-west-1'])
  assert.deepEqual(ended.builds.sort(), ['api', 'redis', 'web'])
  assert.deepEqual(await stage.versionsIn('shop', SERVICES), before)
})

/** Calls what can be called for one environment, and hands on what it is told. */
const TOLD = `
on: push
jobs:
  deploy:
    uses: $/.github/workflows/deploy-environment.yml
    with: { environment: prod }
  back:
    needs: deploy
    uses: $/.github/workflows/rollback.yml
    with: { environment: prod, to: 0.2.0, reason: a drill }
  told:
    needs: [deploy, back]
    runs-on: ubuntu-latest
    steps:
      - env:
          DEPLOY: \${{ toJSON(needs.deploy.outputs) }}
          BACK: \${{ toJSON(needs.back.outputs) }}
        run: printf '[%s, %s]' "$DEPLOY" "$BACK" >"$STAGE/told"
`

test('a caller is told outcome, version and services of a deploy and of a rollback', async () => {
  caller.write('.github/workflows/told.yml', forAct(TOLD))
  caller.write('services/web/Dockerfile', 'FROM scratch\nLABEL version=0.3.0\n')
  caller.release('0.3.0')
  const ended = await push(caller, 'told.yml')
  assert.equal(ended.exitCode, 0, ended.log)
  const [deploy, back] = stage.told()
  assert.deepEqual([deploy.outcome, deploy.version], ['deployed', '0.3.0'])
  assert.deepEqual([back.outcome, back.version], ['deployed', '0.2.0'])
  for (const { services } of [deploy, back]) {
    const told = JSON.parse(services)
    assert.deepEqual(Object.keys(told).sort(), [...SERVICES].sort())
    assert.equal(told.web.outcome, 'deployed')
    assert.match(told.web.digest, /^sha256:[0-9a-f]{64}$/)
  }
})

const rollback = text => {
  caller.write('.github/workflows/rollback.yml', forAct(text))
  const inputs = { to: '0.3.0', reason: 'the drill is over' }
  return stage.run({ repository: caller, event: 'workflow_dispatch', workflow: 'rollback.yml', inputs })
}

test('README’s rollback, copied into another repository, rolls back', async () => {
  assert.deepEqual(await stage.versionsIn('shop-prod', ['web']), ['0.2.0'])
  const ended = await rollback(workflow('README.md', 'evenkeel/.github/workflows/rollback.yml@'))
  assert.equal(ended.exitCode, 0, ended.log)
  assert.deepEqual(await stage.versionsIn('shop-prod', ['web']), ['0.3.0'])
  assert.deepEqual(ended.builds, [])
  assert.match(ended.summaries.join(''), /Reason: the drill is over/)
})

test('getting started: a service that was there before, by its manifest and its workflow', async () => {
  await ecs.createEnvironment('old', 'Legacy', ['Shop_API'], { container: 'backend' })
  const manifest = example('docs/getting-started.md', 'container: backend')
  const theirs = userRepository('old', workflow('docs/getting-started.md', `environments: '["prod"]'`), manifest)
  theirs.write('backend/Dockerfile', 'FROM scratch\n')
  theirs.write('.github/workflows/init.yml', forAct(workflow('docs/getting-started.md', 'command: init')))
  theirs.release('1.0.0')
  const looked = await stage.run({ repository: theirs, event: 'workflow_dispatch', workflow: 'init.yml' })
  assert.equal(looked.exitCode, 0, looked.log)
  assert.match(looked.summaries.join(''), /repo:acme\/old:environment:prod/)
  const ended = await push(theirs)
  assert.equal(ended.exitCode, 0, ended.log)
  assert.deepEqual(ended.roles, ['arn:aws:iam::123456789012:role/by-variable eu-west-1'])
  assert.deepEqual(ended.builds, ['shop/backend'])
  assert.deepEqual(await stage.versionsIn('Legacy', ['Shop_API']), ['1.0.0'])
})

test('getting started: a chain of one’s own goes on when its tests pass, and stops when they fail', async () => {
  const theirs = userRepository(
    'chain',
    workflow('docs/getting-started.md', '/deploy-environment.yml@'),
    withEnvironments(),
  )
  theirs.release('2.0.0')
  const good = await push(theirs)
  assert.equal(good.exitCode, 0, good.log)
  assert.deepEqual(good.requests, ['--fail --retry 5 https://staging.example.com/health'])
  assert.equal(good.builds.length, 3)
  for (const name of ['shop-staging', 'shop-prod'])
    assert.deepEqual(await stage.versionsIn(name, SERVICES), all('2.0.0'))

  theirs.write('services/web/Dockerfile', 'FROM scratch\nLABEL version=2.1.0\n')
  theirs.release('2.1.0')
  writeFileSync(join(stage.folder, 'curl-fails'), '')
  const bad = await push(theirs)
  rmSync(join(stage.folder, 'curl-fails'))
  assert.notEqual(bad.exitCode, 0)
  assert.equal(bad.requests.length, 1)
  assert.deepEqual(await stage.versionsIn('shop-staging', ['web']), ['2.1.0'])
  assert.deepEqual(await stage.versionsIn('shop-prod', SERVICES), all('2.0.0'))
})

test('as many environments as are listed, one after another, and none after one that failed', async () => {
  const names = ['one', 'two', 'three', 'four']
  for (const name of names) await ecs.createEnvironment(`shop-${name}`, `shop-${name}`, SERVICES)
  const text = example('README.md', 'evenkeel/.github/workflows/deploy.yml@')
  const places = names.map(name => `  ${name}: { cluster: shop-${name}, region: eu-west-1 }\n`).join('')
  const manifest = `${example('README.md', 'cluster: shop\n')}environments:\n${places}`
  const theirs = userRepository('four', text.replace(`'["prod"]'`, `'${JSON.stringify(names)}'`), manifest)
  theirs.release('4.0.0')
  const good = await push(theirs)
  assert.equal(good.exitCode, 0, good.log)
  assert.equal(good.builds.length, 3)
  const moved = (await ecs.clustersOf('UpdateService')).filter(cluster => names.includes(cluster.slice(5)))
  assert.deepEqual(
    moved.filter((cluster, nth) => cluster !== moved[nth - 1]),
    names.map(name => `shop-${name}`),
  )
  for (const name of names) assert.deepEqual(await stage.versionsIn(`shop-${name}`, SERVICES), all('4.0.0'))

  theirs.write('services/web/Dockerfile', 'FROM scratch\nLABEL version=4.1.0\n')
  theirs.write('evenkeel.yml', manifest.replace('cluster: shop-three', 'cluster: shop-thre'))
  theirs.release('4.1.0')
  const bad = await push(theirs)
  assert.notEqual(bad.exitCode, 0)
  assert.equal(bad.roles.length, 3)
  const versions = await Promise.all(names.map(name => stage.versionsIn(`shop-${name}`, ['web'])))
  assert.deepEqual(versions.flat(), ['4.1.0', '4.1.0', '4.0.0', '4.0.0'])
})

for (const [nth, list] of ['[]', '["", "prod"]', '["prod", "", "staging"]', '["prod", null]'].entries()) {
  test(`environments ${list} are refused before AWS is asked`, async () => {
    const text = example('README.md', 'evenkeel/.github/workflows/deploy.yml@')
    const theirs = userRepository(`refused-${nth}`, text.replace(`'["prod"]'`, `'${list}'`), withEnvironments())
    theirs.release('1.0.0')
    const ended = await push(theirs)
    assert.notEqual(ended.exitCode, 0)
    assert.match(ended.log, NO_ENVIRONMENT)
    assert.deepEqual(
      ended.jobs.map(({ result }) => result),
      ['failure'],
    )
    assert.deepEqual(ended.roles, [])
  })
}

/** There is one runner, and it is not GitHub's: a job that asks for another one is never run. */
const onOwnRunner = (theirs, label, secrets) =>
  stage.run({ repository: theirs, event: 'push', workflow: 'deploy.yml', label, secrets })

test('getting started: a list of labels, and an access key instead of GitHub’s token', async () => {
  const text = workflow('docs/getting-started.md', 'AWS_SECRET_ACCESS_KEY')
  const theirs = userRepository('keys', text, withEnvironments())
  theirs.release('5.0.0')
  const secrets = { AWS_ACCESS_KEY_ID: 'the-id', AWS_SECRET_ACCESS_KEY: 'the-key' }
  const ended = await onOwnRunner(theirs, 'self-hosted', secrets)
  assert.equal(ended.exitCode, 0, ended.log)
  assert.deepEqual(ended.roles, [
    'arn:aws:iam::123456789012:role/by-variable eu-west-1 by the-id the-key ',
    'arn:aws:iam::123456789012:role/shop-prod-deploy eu-west-1 by the-id the-key ',
  ])
  assert.deepEqual(await stage.versionsIn('shop-prod', SERVICES), all('5.0.0'))
})

test('one label, for a rollback as for a deploy', async () => {
  const text = example('README.md', 'evenkeel/.github/workflows/deploy.yml@')
  const theirs = userRepository('label', text.replace(`'["prod"]' }`, `'["prod"]', runs-on: own }`), withEnvironments())
  theirs.write('services/web/Dockerfile', 'FROM scratch\nLABEL version=5.1.0\n')
  theirs.release('5.1.0')
  const deployed = await onOwnRunner(theirs, 'own')
  assert.deepEqual([deployed.exitCode, deployed.roles.length], [0, 1], deployed.log)
  const back = example('README.md', 'evenkeel/.github/workflows/rollback.yml@')
  theirs.write(
    '.github/workflows/rollback.yml',
    forAct(back.replace('environment: prod,', 'environment: prod, runs-on: own,')),
  )
  const inputs = { to: '5.0.0', reason: 'a drill' }
  const event = { event: 'workflow_dispatch', workflow: 'rollback.yml', inputs, label: 'own' }
  const ended = await stage.run({ repository: theirs, ...event })
  assert.equal(ended.exitCode, 0, ended.log)
  assert.deepEqual(await stage.versionsIn('shop-prod', ['web']), ['5.0.0'])
})

test('a rollback without an environment is refused', async () => {
  const text = example('README.md', 'evenkeel/.github/workflows/rollback.yml@')
  const ended = await rollback(text.replace('environment: prod', 'environment: ""'))
  assert.notEqual(ended.exitCode, 0)
  assert.match(ended.log, NO_ENVIRONMENT)
  assert.deepEqual(ended.roles, [])
})

test('every workflow that README and docs show was run', () => {
  // those of the local ECS have a test of their own
  const whole = yamlExamples().filter(({ whole, file }) => whole && file !== 'src/emulator/README.md')
  assert.deepEqual(
    whole.filter(({ text }) => !ran.has(text)).map(({ at }) => at),
    [],
  )
  assert.ok(whole.length >= 5)
})
