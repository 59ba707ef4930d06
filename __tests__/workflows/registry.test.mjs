/**
 * What a real docker asks of ECR for a build and for a copy, held against docs/permissions.md: the page's statements are
 * enough, and each of their actions is needed. Wants what script/with-setup brings up.
 */
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { ECR } from '@aws-sdk/client-ecr'
import { ECS } from '@aws-sdk/client-ecs'
import { root, runAction } from '../../script/lib/demo/github.mjs'
import { startLocalEcs } from '../../script/lib/demo/local-ecs.mjs'
import { repository } from './act/github.mjs'

const region = 'eu-west-1'
const page = readFileSync(join(root, 'docs/permissions.md'), 'utf8')
const [deploys, , copies] = [...page.matchAll(/```json\n([\s\S]*?)\n```/g)].map(
  ([, text]) => JSON.parse(text).Statement,
)
const actionsOn = (statements, name) =>
  statements
    .filter(({ Resource }) => String(Resource).endsWith(`:repository/${name}`))
    .flatMap(({ Action }) => [Action].flat())
const PUSH = actionsOn(deploys, 'api')
const READ = actionsOn(copies, 'base/api')
/** A registry that has the layers already mounts them; they are uploaded where it does not. */
const UPLOADS = ['ecr:CompleteLayerUpload', 'ecr:UploadLayerPart']

const folder = mkdtempSync(join(tmpdir(), 'evenkeel-registry-'))
let local,
  ecr,
  ecs,
  user,
  releases = 0

before(async () => {
  local = await startLocalEcs({
    ...{ speed: 10, registry: process.env.EVENKEEL_REGISTRY, region },
    logFile: join(folder, 'local-ecs.log'),
  })
  const settings = { endpoint: local.endpoint, region, credentials: { accessKeyId: 'admin', secretAccessKey: 'test' } }
  ;[ecr, ecs] = [new ECR(settings), new ECS(settings)]
  await ecs.createCluster({ clusterName: 'shop' })
  await ecs.registerTaskDefinition({
    ...{ family: 'shop-api', networkMode: 'awsvpc', requiresCompatibilities: ['FARGATE'], cpu: '256', memory: '512' },
    executionRoleArn: 'arn:aws:iam::123456789012:role/execution',
    containerDefinitions: [{ name: 'api', image: 'busybox:1', essential: true }],
  })
  await ecs.createService({
    ...{ cluster: 'shop', serviceName: 'api', taskDefinition: 'shop-api', desiredCount: 0, launchType: 'FARGATE' },
    networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } },
    deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } },
  })
  await ecr.createRepository({ repositoryName: 'api' })
  user = repository(join(folder, 'shop'), 'acme/shop')
  user.write('api/Dockerfile', 'FROM scratch\nCOPY Dockerfile /\n')
})
after(async () => {
  for (const client of [ecr, ecs]) client?.destroy()
  await local?.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** `command: build` of this service, by a caller who may do this in these repositories. */
async function build(caller, service, may) {
  const statements = Object.entries(may).map(([name, Action]) => ({
    ...{ Effect: 'Allow', Action, Resource: `arn:aws:ecr:${region}:123456789012:repository/${name}` },
  }))
  const all = { Effect: 'Allow', Action: ['ecr:GetAuthorizationToken', 'ecs:*'], Resource: '*' }
  const document = { Version: '2012-10-17', Statement: [all, ...statements.filter(each => each.Action.length > 0)] }
  const headers = { 'content-type': 'application/json' }
  const body = JSON.stringify({ accessKeyId: caller, document })
  const answer = await fetch(`${local.endpoint}/_internal/policy`, { method: 'POST', headers, body })
  assert.ok(answer.ok, await answer.text())
  user.write('evenkeel.yml', `cluster: shop\nservices:\n  api: ${service}\n`)
  user.release(`1.0.${releases++}`)
  const env = {
    ...process.env,
    AWS_ENDPOINT_URL: local.endpoint,
    AWS_ACCESS_KEY_ID: caller,
    AWS_SECRET_ACCESS_KEY: 'x',
  }
  const inputs = { 'aws-region': region, command: 'build' }
  const { report, log } = await runAction({ workspace: user.folder, inputs, env })
  return { outcome: report.outcome, log: log.join('\n') }
}

const without = (actions, one) => actions.filter(each => each !== one)

/** A read of the action's own is denied before docker is asked for anything. */
const endOf = action => (action === 'ecr:BatchGetImage' ? 'refused' : 'failed-on-old')

for (const action of PUSH)
  test(`a build without ${action} fails`, async () => {
    user.write('api/Dockerfile', `FROM scratch\nCOPY Dockerfile /\nLABEL without=${action}\n`)
    const { outcome, log } = await build(`build-${action}`, '{ build: api }', { api: without(PUSH, action) })
    assert.equal(outcome, endOf(action), log)
  })

test('a build passes with what the page has', async () => {
  const { outcome, log } = await build('builds', '{ build: api }', { api: PUSH })
  assert.equal(outcome, 'built', log)
  await ecr.putImage(await named('base'))
})

/** The image that was built, under a name of its own. */
async function named(imageTag) {
  const { imageDetails = [] } = await ecr.describeImages({ repositoryName: 'api' })
  const tags = imageDetails.flatMap(({ imageTags = [] }) => imageTags)
  const imageIds = [{ imageTag: tags.find(tag => tag.startsWith('recipe-')) }]
  const { images = [] } = await ecr.batchGetImage({ repositoryName: 'api', imageIds })
  return { repositoryName: 'api', imageTag, imageManifest: images[0].imageManifest }
}

/** A copy into a repository of its own. */
async function copy(name, source, target) {
  const repositoryName = `copies/${name.toLowerCase().replace(':', '-')}`
  await ecr.createRepository({ repositoryName })
  const image = `${new URL(local.endpoint).host}/api:base`
  const service = `{ image: "${image}", repository: ${repositoryName}, promote: true }`
  return await build(`copy-${name}`, service, { api: source, [repositoryName]: target })
}

test('a copy passes with what the page has', async () => {
  const { outcome, log } = await copy('all', READ, PUSH)
  assert.equal(outcome, 'built', log)
})
for (const action of READ)
  test(`a copy fails without ${action} where it comes from`, async () => {
    const { outcome, log } = await copy(`from-${action}`, without(READ, action), PUSH)
    assert.equal(outcome, endOf(action), log)
  })
for (const action of PUSH) {
  const isMounted = UPLOADS.includes(action)
  test(`a copy ${isMounted ? 'passes, its layers mounted,' : 'fails'} without ${action} where it goes`, async () => {
    const { outcome, log } = await copy(`to-${action}`, READ, without(PUSH, action))
    assert.equal(outcome, isMounted ? 'built' : endOf(action), log)
  })
}
