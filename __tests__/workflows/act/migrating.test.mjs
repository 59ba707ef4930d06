/** The manifests of docs/migrating.md, each released by README's workflow onto services as the old tool left them, and once more. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { parse } from 'yaml'
import { root } from '../../../script/lib/demo/github.mjs'
import { example, yamlExamples } from '../examples.mjs'
import { forAct, repository } from './github.mjs'
import { stand } from './shape-stage.mjs'
import { openStage } from './stage.mjs'

const PAGE = 'docs/migrating.md'
const manifests = yamlExamples().filter(({ file, whole }) => file === PAGE && !whole)
/** The one whose service needs a load balancer: `strategy` is released by __tests__/action/strategy.test.ts. */
const isShifted = text => text.includes('strategy:')

let stage
before(async () => {
  stage = await openStage()
  await stage.ecs.clients.ssm.putParameter({ Name: '/shop/key', Value: 'v', Type: 'SecureString' })
})
after(() => stage?.close())

test('the page has a manifest for each tool', () => {
  const tools = readFileSync(join(root, PAGE), 'utf8').match(/^Now:$/gm)
  assert.equal(manifests.length, tools.length)
})

for (const [nth, { at, text }] of manifests.entries()) {
  test(`${at} is released, and unchanged when it runs again`, { skip: isShifted(text) && 'a strategy' }, async () => {
    const cluster = `shop-${nth}`
    const { services, images = {} } = parse(text)
    const [[name, { service = name, repository: own, containers = { [name]: '' } }]] = Object.entries(services)
    const image = own ?? images.app.repository
    const family = Object.fromEntries(Object.keys(containers).map(each => [each, { image }]))
    await stage.ecs.createRepositories([image]).catch(() => {})
    await stand(stage.ecs.clients, { [cluster]: family }, { [cluster]: { [service]: { family: cluster, count: 1 } } })
    const theirs = repository(join(stage.folder, cluster), `acme/${cluster}`)
    theirs.write('evenkeel.yml', text.replace('cluster: shop', `cluster: ${cluster}`))
    theirs.write('Dockerfile', `FROM scratch AS production\nLABEL nth=${nth}\n`)
    for (const path of ['deploy/api.json', 'ecs-task-def.json']) theirs.write(path, definition(Object.keys(containers)))
    theirs.write(
      '.github/workflows/deploy.yml',
      forAct(example('README.md', 'deploy.yml\non: { push: { branches: [main] } }\npermissions: {}\nconcurrency')),
    )
    theirs.release(`${nth + 1}.0.0`)
    for (const outcome of ['deployed', 'unchanged']) {
      const ended = await stage.run({ repository: theirs, event: 'push', workflow: 'deploy.yml' })
      assert.equal(ended.exitCode, 0, ended.log)
      assert.match(ended.log, new RegExp(`set-output:: outcome=${outcome}`))
    }
    assert.deepEqual(await stage.versionsIn(cluster, [service]), [`${nth + 1}.0.0`])
  })
}

/** As the old tool rendered it. */
const definition = containers =>
  JSON.stringify({
    family: 'theirs',
    networkMode: 'awsvpc',
    requiresCompatibilities: ['FARGATE'],
    cpu: '256',
    memory: '512',
    executionRoleArn: 'arn:aws:iam::123456789012:role/execution',
    containerDefinitions: containers.map(name => ({ name, image: 'placeholder' })),
  })
