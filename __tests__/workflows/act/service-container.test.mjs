/** The example of src/emulator/README.md, run by act: a job in a container, and the local ECS beside it as its service container. */
import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { root } from '../../../script/lib/demo/github.mjs'
import { example, yamlExamples } from '../examples.mjs'
import { forAct, repository } from './github.mjs'

const LOCAL_ECS = /ghcr\.io\/acme\/local-ecs@sha256:\w+/
const NODE = /\bnode:[\w.-]+@sha256:\w+/
/** script/with-setup says it: the image of node, which may be a stand-in for it. */
const BASES = (process.env.EVENKEEL_BUILD_CONTEXTS ?? '').split('\n').filter(line => line.startsWith('node:'))
const skip = process.env.EVENKEEL_REGISTRY ? false : 'script/with-setup script/workflow-test brings a docker'

const images = { ecs: `local-ecs-service:${randomUUID()}`, node: `node-of-a-job:${randomUUID()}` }
const folder = mkdtempSync(join(tmpdir(), 'evenkeel-service-container-'))
const docker = (...args) =>
  execFileSync('docker', args, { cwd: root, encoding: 'utf8', stdio: ['pipe', 'pipe', 'pipe'] })

/** As a user has it, but without an SDK: what AWS_ENDPOINT_URL leads to is asked as the SDK does. */
const TEST = `
const assert = require('node:assert/strict')
const { test } = require('node:test')
const { AWS_ENDPOINT_URL: url, AWS_REGION: region, AWS_ACCESS_KEY_ID: key } = process.env

async function ecs(operation, input) {
  const headers = {
    authorization: \`AWS4-HMAC-SHA256 Credential=\${key}/20260101/\${region}/ecs/aws4_request, SignedHeaders=host, Signature=1\`,
    'x-amz-target': \`AmazonEC2ContainerServiceV20141113.\${operation}\`,
  }
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(input) })
  assert.equal(answer.status, 200, await answer.clone().text())
  return answer.json()
}

test('a rollout ends', async () => {
  await ecs('CreateCluster', { clusterName: 'default' })
  await ecs('RegisterTaskDefinition', {
    family: 'api', networkMode: 'awsvpc', requiresCompatibilities: ['FARGATE'], cpu: '256', memory: '512',
    containerDefinitions: [{ name: 'app', image: 'shop/api:1' }],
  })
  await ecs('CreateService', {
    serviceName: 'api', taskDefinition: 'api', desiredCount: 2, launchType: 'FARGATE',
    networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } },
  })
  await fetch(url + '/_internal/clock', { method: 'POST', body: '{"advanceMs":300000}' })
  const { services: [{ deployments: [{ rolloutState }] }] } = await ecs('DescribeServices', { services: ['api'] })
  assert.equal(rolloutState, 'COMPLETED')
})
`

before(() => {
  if (skip) return
  const bases = BASES.flatMap(context => ['--build-context', context])
  docker('buildx', 'build', '--load', ...bases, '-f', 'src/emulator/Dockerfile', '-t', images.ecs, '.')
  const [, base = NODE.exec(text())[0]] = /docker-image:\/\/(\S+)/.exec(BASES[0] ?? '') ?? []
  docker('tag', base, images.node)
})
after(() => {
  rmSync(folder, { recursive: true, force: true })
  if (!skip) docker('rmi', '-f', images.ecs, images.node)
})

const text = () => example('src/emulator/README.md', 'local-ecs:4566')

test('the README’s service container answers the job that it stands beside', { skip }, () => {
  const shop = repository(join(folder, 'shop'), 'acme/shop')
  shop.write('.github/workflows/rollouts.yml', forAct(text()).replace(LOCAL_ECS, images.ecs).replace(NODE, images.node))
  shop.write('rollout.test.js', TEST)
  shop.release('1.0.0')
  const { status, stdout, stderr } = spawnSync(
    process.env.EVENKEEL_ACT ?? 'act',
    [
      ...['pull_request', '--workflows', join(shop.folder, '.github/workflows/rollouts.yml')],
      ...['--platform', 'ubuntu-latest=-self-hosted', '--pull=false', '--container-daemon-socket', '-'],
      ...['--action-cache-path', join(folder, 'actions')],
    ],
    { cwd: shop.folder, encoding: 'utf8', timeout: 240_000, env: { ...process.env, XDG_CONFIG_HOME: folder } },
  )
  assert.equal(status, 0, `${stdout}${stderr}`)
  assert.match(stdout, /ok 1 - a rollout ends/)
})

test('it is the one workflow that this README shows', () => {
  const whole = yamlExamples().filter(({ whole, file }) => whole && file === 'src/emulator/README.md')
  assert.deepEqual(
    whole.map(each => each.text),
    [text()],
  )
})
