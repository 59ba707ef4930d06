/** Every shape's workflow, run by act on the local ECS: a release, the same again, and one that breaks. */
import assert from 'node:assert/strict'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { shapeNames, shapeWorkflows } from '../../shapes/shapes.mjs'
import { openShape } from './shape-stage.mjs'

const secrets = {
  ...{
    AWS_ACCESS_KEY_ID: 'k3y',
    AWS_SECRET_ACCESS_KEY: 's3cret-k3y',
    NPM_TOKEN: 'npm-t0k3n',
    SENTRY_TOKEN: 's3ntry-t0k3n',
  },
  ...{ REGISTRY_TOKEN: 'r3gistry-t0k3n', LICENSE_KEY: 'l1cense-k3y' },
}
const vars = { API_URL: 'https://api.example.com' }
const ran = new Set()
const MINUTES = 60_000

/** A shape's stage, closed after the scenario. */
const scenario = (shape, what, play) =>
  test(`${shape}: ${what}`, { timeout: 10 * MINUTES }, async () => {
    const stage = await openShape(shape)
    const run = async (workflow, more) => {
      ran.add(`${shape}/${workflow}`)
      return await stage.run(workflow, { secrets, vars, ...more })
    }
    const ends = async (isGood, workflow, outcomes, { says, ...more } = {}) => {
      const ended = await run(workflow, more)
      assert.equal(ended.exitCode === 0, isGood, ended.log)
      assert.deepEqual(outcomesIn(ended), outcomes, ended.log)
      if (says) assert.match(ended.log, says)
      return ended
    }
    try {
      await play({
        ...stage,
        /** A run of a workflow; `outcomes` are those of the action's steps that have one. */
        passes: async (workflow, outcomes, more) => await ends(true, workflow, outcomes, more),
        fails: async (workflow, outcomes, more) => await ends(false, workflow, outcomes, more),
        /** What the services stand on, in the order of standing.yml. */
        stand: async (...versions) => assert.deepEqual(Object.values(await stage.services()), versions),
        /** What becomes of the next task of a family: it ends at once, and so. */
        once: async (family, exitCode) => await stage.ecs.fate({ family }, 'crashing', { exitCode, times: 1 }),
        see: async look => Object.values(await stage.services(look)),
      })
    } finally {
      await stage.close()
    }
  })

const outcomesIn = ({ log }) => [...log.matchAll(/set-output:: outcome=([\w-]+)/g)].map(([, outcome]) => outcome)
const inputsOf = (environment, more = {}) => ({ event: 'workflow_dispatch', inputs: { environment, ...more } })

const DEPLOYED = ['built', 'deployed']
const UNCHANGED = ['built', 'unchanged']
const BROKEN = ['built', 'rolled-back']

scenario(
  'one-family',
  'two services of one family, a migration before, a smoke test and a schedule after',
  async stage => {
    const { ecs, folder, passes, fails, stand, see, release } = stage
    const schedule = () =>
      JSON.parse(readFileSync(join(folder, 'rule-shop-nightly')))[0].EcsParameters.TaskDefinitionArn
    await ecs.fate({ family: 'shop-migrate' }, 'crashing', { exitCode: 0 })
    release('1.0.0')
    const good = await passes('deploy.yml', DEPLOYED)
    await stand('1.0.0', '1.0.0', '1.0.0')
    assert.deepEqual(await see(({ environment }) => environment.app.ROLE), ['public', 'internal', undefined])
    assert.equal(new Set(await see(({ images }) => images.app)).size, 1)
    assert.deepEqual(
      [good.builds, good.roles],
      [['shop/app'], [` eu-west-1 by ${secrets.AWS_ACCESS_KEY_ID} ${secrets.AWS_SECRET_ACCESS_KEY} `]],
    )
    assert.match(schedule(), /task-definition\/shop-migrate:2$/)
    const again = await passes('deploy.yml', UNCHANGED)
    assert.deepEqual(again.builds, [])

    const before = schedule()
    await ecs.breaks('api', '1.1.0')
    await ecs.breaks('api-internal', '1.1.0')
    release('1.1.0')
    const broken = await fails('deploy.yml', BROKEN, { says: /Left alone: processor/ })
    await stand('1.0.0', '1.0.0', '1.0.0')
    assert.deepEqual([broken.requests, schedule()], [[], before])

    writeFileSync(join(folder, 'curl-fails'), '')
    release('1.2.0')
    await fails('deploy.yml', [...DEPLOYED, 'deployed'], { says: /Reason: the smoke test failed/ })
    rmSync(join(folder, 'curl-fails'))
    await stand('1.0.0', '1.0.0', '1.0.0')
    assert.equal(schedule(), before)
  },
)

scenario('one-family', 'a migration that fails, and nothing is rolled out', async ({ ecs, fails, stand, release }) => {
  await ecs.fate({ family: 'shop-migrate' }, 'crashing', { exitCode: 4 })
  release('1.0.0')
  await fails('deploy.yml', ['built'], { says: /migrate of .* ended with exit code 4/ })
  await stand(undefined, undefined, undefined)
})

scenario('three-environments', 'arguments that differ, a secret, one environment after the other', async stage => {
  const { ecs, passes, fails, stand, release } = stage
  release('1.0.0')
  const good = await passes('deploy.yml', ['deployed', 'deployed', 'deployed'])
  await stand(...Array(9).fill('1.0.0'))
  assert.deepEqual(
    good.roles.map(each => each.split('role/')[1]),
    ['staging eu-west-1', 'prod-us us-east-1', 'prod-eu eu-west-1'],
  )
  // other arguments are another image; the worker has none
  assert.equal(good.builds.filter(each => each === 'shop/worker').length, 1)
  assert.equal(good.builds.length, 7)
  assert.doesNotMatch(good.log, /l1cense-k3y/)
  const again = await passes('deploy.yml', ['unchanged', 'unchanged', 'unchanged'])
  assert.deepEqual(again.builds, [])
  await ecs.breaks('worker', '1.1.0')
  release('1.1.0')
  await fails('deploy.yml', ['rolled-back'], { says: /Left alone: web, web-ingestion/ })
  await stand(...Array(9).fill('1.0.0'))
})

scenario('template-family', 'one image for three services, two schedules and an ad-hoc family', async stage => {
  const { ecs, passes, fails, stand, see, release } = stage
  const moved = ended => ended.asked.filter(each => /put-targets|register-task/.test(each)).length
  release('1.0.0')
  const good = await passes('deploy.yml', ['deployed'])
  await stand('1.0.0', '1.0.0', '1.0.0')
  assert.deepEqual(await see(({ desired }) => desired), [2, 0, 0])
  const [{ images, environment }] = await see(each => each)
  assert.equal(images.web, images.assets)
  assert.deepEqual([environment.web.POOL, moved(good)], ['20', 5])
  const again = await passes('deploy.yml', ['unchanged'])
  assert.equal(moved(again), 0)
  await ecs.breaks('web', '1.1.0')
  release('1.1.0')
  const broken = await fails('deploy.yml', ['rolled-back'], { says: /Left alone: worker, mailer/ })
  await stand('1.0.0', '1.0.0', '1.0.0')
  assert.equal(moved(broken), 0)
})

scenario('prebuilt', 'an image of two platforms, static files first, three clusters', async stage => {
  const { ecs, push, passes, fails, stand, see, release } = stage
  const platforms = ['linux/amd64', 'linux/arm64']
  const built = async sha => await push(ecs, 'shop/app', sha, { platforms })
  const digest = await built(release('1.0.0'))
  const good = await passes('deploy.yml', DEPLOYED)
  await stand('1.0.0', '1.0.0', '1.0.0')
  for (const image of await see(({ images }) => Object.values(images)[0]))
    assert.ok(image.endsWith(`shop/app@${digest}`), image)
  assert.deepEqual(good.builds, [])
  assert.match(good.asked.at(-1), /^s3 sync .*static s3:\/\/shop-static$/)
  await passes('deploy.yml', UNCHANGED)
  await ecs.breaks('api', '1.1.0')
  await built(release('1.1.0'))
  await fails('deploy.yml', BROKEN, { says: /Left alone: web, jobs/ })
  await stand('1.0.0', '1.0.0', '1.0.0')
  release('1.2.0')
  const missing = await fails('deploy.yml', ['refused'], { says: /is not in its registry/ })
  assert.deepEqual(missing.asked, [])
})

scenario('other-registry', 'three accounts, a migration in between, a variable of the release', async stage => {
  const { ecs, elsewhere, passes, fails, stand, see, release } = stage
  await elsewhere.createRepositories(['acme/api'])
  release('1.0.0')
  const good = await passes('deploy.yml', [...DEPLOYED, ...DEPLOYED, ...DEPLOYED])
  await stand('1.0.0', '1.0.0', '1.0.0')
  assert.deepEqual(await see(({ environment }) => environment.api.RELEASE), ['1.0.0', '1.0.0', '1.0.0'])
  assert.deepEqual(await see(({ environment }) => environment.api.LOG), ['debug', undefined, undefined])
  assert.deepEqual(
    good.roles.map(each => each.slice(13, 25)),
    ['111111111111', '222222222222', '333333333333'],
  )
  assert.deepEqual(good.builds, ['acme/api'])
  assert.deepEqual(
    good.requests.map(each => /migrations\.(\w+)\./.exec(each)[1]),
    ['dev', 'staging', 'prod'],
  )
  await passes('deploy.yml', [...UNCHANGED, ...UNCHANGED, ...UNCHANGED])
  await ecs.breaks('api', '1.1.0')
  release('1.1.0')
  const broken = await fails('deploy.yml', BROKEN)
  await stand('1.0.0', '1.0.0', '1.0.0')
  assert.equal(broken.requests.length, 1)
})

scenario('four-clusters', 'four images, a cluster each, a job for each environment', async stage => {
  const { ecs, passes, fails, stand, release } = stage
  release('1.0.0')
  const good = await passes('deploy.yml', ['deployed', 'deployed'])
  await stand(...Array(8).fill('1.0.0'))
  assert.deepEqual(good.builds.sort(), ['api', 'inbound-mail', 'worker', 'ws'])
  await passes('deploy.yml', ['unchanged', 'unchanged'])
  await ecs.breaks('api', '1.1.0')
  release('1.1.0')
  await fails('deploy.yml', ['partial'], { says: /Not: api \(rolled-back\), ws \(not-started\)/ })
  await stand('1.0.0', '1.1.0', '1.0.0', '1.1.0', '1.0.0', '1.0.0', '1.0.0', '1.0.0')
})

scenario('latest-tag', 'a task with another command, restart, rollback, another repository in staging', async stage => {
  const { ecs, passes, fails, stand, see, release, once } = stage
  await once('shop-staging', 0)
  release('1.0.0')
  const good = await passes('deploy.yml', DEPLOYED)
  await stand(undefined, '1.0.0')
  assert.deepEqual(good.builds, ['shop-staging'])
  await once('shop', 0)
  await passes('deploy.yml', DEPLOYED, inputsOf('prod'))
  const [prod, staging] = await see(({ images }) => images.app)
  assert.match(prod, /\/shop@sha256:/)
  assert.match(staging, /\/shop-staging@sha256:/)
  await once('shop-staging', 0)
  await passes('deploy.yml', UNCHANGED)
  await passes('restart.yml', ['deployed'], { event: 'workflow_dispatch' })

  await once('shop-staging', 7)
  release('1.1.0')
  await fails('deploy.yml', ['built'], { says: /app of .* ended with exit code 7/ })
  await stand('1.0.0', '1.0.0')
  await once('shop-staging', 0)
  await ecs.breaks('shop', '1.1.0')
  await fails('deploy.yml', BROKEN)
  await stand('1.0.0', '1.0.0')

  await once('shop-staging', 0)
  release('1.2.0')
  await passes('deploy.yml', DEPLOYED)
  await stand('1.0.0', '1.2.0')
  await passes('rollback.yml', ['deployed'], inputsOf('staging', { reason: 'orders get lost' }))
  await stand('1.0.0', '1.0.0')
})

scenario(
  'two-repositories',
  'an image by tag, a task definition of the repository, review environments',
  async stage => {
    const { ecs, push, passes, fails, stand, see, release } = stage
    const of = (tag, more = {}) => ({ event: 'workflow_dispatch', inputs: { tag, ...more } })
    release('1.0.0')
    const digest = await push(ecs, 'shop/web', 'a1')
    await passes('deploy.yml', ['deployed'], of('a1'))
    await stand('1.0.0', undefined, undefined)
    const [{ images, desired, running, environment }] = await see(each => each)
    assert.deepEqual([desired, running, environment.web.RELEASE], [3, 3, 'a1'])
    assert.ok(images.web.endsWith(digest) && images.web === images.initdb)
    assert.match(images.agent, /datadog/)
    await passes('deploy.yml', ['unchanged'], of('a1'))
    await passes('deploy.yml', ['deployed'], of('a1', { 'pull-request': '17' }))
    await stand('1.0.0', '1.0.0', undefined)
    await fails('deploy.yml', ['refused'], { ...of('a0'), says: /is not in its registry/ })
    await push(ecs, 'shop/web', 'a2')
    await ecs.fate({ repository: 'shop/web', tag: 'a2' }, 'crashing', { exitCode: 3 })
    await fails('deploy.yml', ['rolled-back'], of('a2'))
    assert.deepEqual((await see(each => each))[0].environment.web.RELEASE, 'a1')
  },
)

scenario('monorepo', 'a version and a tag for each part', async stage => {
  const { ecs, passes, fails, stand, release } = stage
  const tagged = (part, version) => {
    const tag = `${part === 'api' ? 'api/v' : 'billing/'}${version}`
    release(version, { folders: [`${part}/`], tag })
    return { ref: tag }
  }
  await passes('deploy.yml', ['deployed'], tagged('api', '1.2.3'))
  await stand('1.2.3', undefined)
  await passes('deploy.yml', ['deployed'], tagged('billing', '2026.01.15'))
  await stand('1.2.3', '2026.1.15')
  await passes('deploy.yml', ['unchanged'], { ref: 'billing/2026.01.15' })
  await ecs.breaks('api', '1.3.0')
  await fails('deploy.yml', ['rolled-back'], tagged('api', '1.3.0'))
  await stand('1.2.3', '2026.1.15')
})

scenario('promoted', 'production copies what staging runs', async stage => {
  const { ecs, passes, fails, stand, see, release } = stage
  await ecs.clients.ssm.putParameter({ Name: '/prod/token', Value: 'v', Type: 'SecureString' })
  release('1.0.0')
  const good = await passes('deploy.yml', ['deployed', 'deployed'])
  await stand('1.0.0', '1.0.0')
  assert.deepEqual(good.builds, ['build/app'])
  const [staging, prod] = await see(each => each)
  assert.equal(prod.images.web.split('@')[1], staging.images.web.split('@')[1])
  assert.match(prod.images.web, /\/prod\/app@/)
  assert.equal(prod.taskDefinition.volumes[0].efsVolumeConfiguration.fileSystemId, 'fs-1')
  await passes('deploy.yml', ['unchanged', 'unchanged'])
  await ecs.breaks('web', '1.1.0')
  release('1.1.0')
  await fails('deploy.yml', ['rolled-back'])
  await stand('1.0.0', '1.0.0')
})

scenario('two-architectures', 'one Dockerfile for two processors, and a tag that is held', async stage => {
  const { ecs, elsewhere, push, passes, fails, stand, see, release } = stage
  const digest = await push(elsewhere, 'acme/proxy', 'latest')
  release('1.0.0')
  const good = await passes('deploy.yml', ['deployed'])
  await stand('1.0.0', '1.0.0', '1.0.0')
  const [arm, intel, proxy] = await see(({ images }) => Object.values(images)[0])
  assert.notEqual(arm, intel)
  assert.ok(proxy.endsWith(`acme/proxy@${digest}`))
  assert.equal(good.builds.length, 2)
  await passes('deploy.yml', ['unchanged'])
  await ecs.breaks('arm', '1.1.0')
  release('1.1.0')
  await fails('deploy.yml', ['partial'], { says: /Not: arm \(rolled-back\), proxy \(not-started\)/ })
  await stand('1.0.0', '1.1.0', '1.0.0')
})

test('every shape was run, with every workflow of it', () => {
  const isCalled = ({ text }) => text.includes('workflow_call:')
  const all = shapeWorkflows().flatMap(each => (isCalled(each) ? [] : [`${each.shape}/${each.file}`]))
  assert.deepEqual([...ran].sort(), all.sort())
  assert.deepEqual([...new Set(all.map(each => each.split('/')[0]))].sort(), shapeNames().sort())
})
