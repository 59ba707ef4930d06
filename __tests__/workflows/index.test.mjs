/**
 * Images that are an index: several platforms, provenance and SBOM, built by a real engine that keeps its images in containerd,
 * as GitHub's runners will and setup-buildx's builders do. Wants what script/with-setup brings up, Debian's dockerd, and root.
 */
import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { ECR } from '@aws-sdk/client-ecr'
import { ECS } from '@aws-sdk/client-ecs'
import { runAction } from '../../script/lib/demo/github.mjs'
import { startLocalEcs } from '../../script/lib/demo/local-ecs.mjs'
import { repository } from './act/github.mjs'

const region = 'eu-west-1'
const folder = mkdtempSync(join(tmpdir(), 'evenkeel-index-'))
const registry = new URL(process.env.EVENKEEL_REGISTRY).host
const usr = dirname(dirname(execFileSync('which', ['docker'], { encoding: 'utf8' }).trim()))
const socket = `unix://${folder}/docker.sock`
const scanner = '/docker/buildkit-syft-scanner:stable-1'

let engine, local, ecr, ecs, user

before(async () => {
  await startEngine()
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
    runtimePlatform: { cpuArchitecture: 'ARM64', operatingSystemFamily: 'LINUX' },
    containerDefinitions: [{ name: 'api', image: 'busybox:1', essential: true }],
  })
  await ecs.createService({
    ...{ cluster: 'shop', serviceName: 'api', taskDefinition: 'shop-api', desiredCount: 0, launchType: 'FARGATE' },
    networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } },
    deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } },
  })
  await ecr.createRepository({ repositoryName: 'api' })
  user = repository(join(folder, 'shop'), 'acme/shop')
})
after(async () => {
  for (const client of [ecr, ecs]) client?.destroy()
  await local?.stop()
  await stopEngine()
  rmSync(folder, { recursive: true, force: true })
})

/** Docker Hub is the registry at hand, which has a stand-in for the scanner. */
async function startEngine() {
  const inspected = ['network', 'inspect', '--format', '{{index .Options "com.docker.network.bridge.name"}}', 'bridge']
  const bridge = execFileSync('docker', inspected, { encoding: 'utf8' }).trim()
  const config = {
    ...{ 'data-root': `${folder}/data`, 'exec-root': `${folder}/exec`, pidfile: `${folder}/pid`, hosts: [socket] },
    ...{ bridge, iptables: false, ip6tables: false, features: { 'containerd-snapshotter': true } },
    'registry-mirrors': [`http://${registry}`],
  }
  writeFileSync(join(folder, 'daemon.json'), JSON.stringify(config))
  const libraries = execFileSync('find', [join(usr, 'lib'), '-maxdepth', '1', '-type', 'd'], { encoding: 'utf8' })
  const env = {
    ...process.env,
    PATH: `${join(usr, 'sbin')}:${process.env.PATH}:/usr/sbin:/sbin`,
    LD_LIBRARY_PATH: libraries.trim().split('\n').join(':'),
  }
  engine = spawn(join(usr, 'sbin/dockerd'), ['--config-file', join(folder, 'daemon.json')], {
    env,
    stdio: 'ignore',
    detached: true,
  })
  for (let tenths = 0; tenths < 600; tenths++) {
    if (existsSync(join(folder, 'pid')) && answers()) return
    await sleep(100)
  }
  throw new Error('the engine did not start')
}

const docker = (...args) => execFileSync('docker', ['-H', socket, ...args], { encoding: 'utf8', stdio: 'pipe' })

function answers() {
  try {
    docker('version')
    return true
  } catch {
    return false
  }
}

async function stopEngine() {
  if (engine === undefined || engine.exitCode !== null) return
  const over = new Promise(done => engine.on('exit', done))
  process.kill(Number(readFileSync(join(folder, 'pid'), 'utf8')))
  await over
}

async function run(command = 'build') {
  const env = {
    ...process.env,
    ...{ DOCKER_HOST: socket, AWS_ENDPOINT_URL: local.endpoint },
    ...{ AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' },
  }
  return await runAction({ workspace: user.folder, inputs: { 'aws-region': region, command }, env })
}

function release(version, build, files = {}) {
  user.write(
    'evenkeel.yml',
    `cluster: shop\nservices:\n  api: { build: { context: api, ${build} }, initial-count: 1 }\n`,
  )
  user.write('api/Dockerfile', 'FROM scratch\nARG TARGETARCH\nCOPY Dockerfile /\n')
  for (const [path, text] of Object.entries(files)) user.write(path, text)
  user.release(version)
}

/** What the registry holds under a digest or tag, through the local ECS. */
async function manifestOf(imageId) {
  const { images = [] } = await ecr.batchGetImage({ repositoryName: 'api', imageIds: [imageId] })
  return JSON.parse(images[0].imageManifest)
}

const platformsIn = ({ manifests }) => manifests.map(({ platform: { os, architecture } }) => `${os}/${architecture}`)

test('two platforms and provenance: an index is pushed, and found again', async () => {
  release('1.0.0', 'platforms: [linux/amd64, linux/arm64], provenance: min')
  const first = await run()
  assert.equal(first.outputs.outcome, 'built', first.log.join('\n'))
  const { digest } = JSON.parse(first.outputs.images).api
  const index = await manifestOf({ imageDigest: digest })
  assert.deepEqual(platformsIn(index), ['linux/amd64', 'linux/arm64', 'unknown/unknown', 'unknown/unknown'])
  const again = await run()
  assert.equal(again.outputs.outcome, 'built', again.log.join('\n'))
  assert.equal(JSON.parse(again.outputs.images).api.digest, digest)
  assert.ok(!again.log.some(line => line.includes('exporting to image')))
})

test('an SBOM is beside the image, and the image stays what it was', async () => {
  mkdirSync(join(folder, 'scanner'))
  const statement = {
    _type: 'https://in-toto.io/Statement/v0.1',
    predicateType: 'https://spdx.dev/Document',
    predicate: { SPDXID: 'SPDXRef-DOCUMENT', spdxVersion: 'SPDX-2.3', name: 'api' },
  }
  const program = `#!/bin/sh\ncat > "$BUILDKIT_SCAN_DESTINATION/sbom.spdx.json" <<'X'\n${JSON.stringify(statement)}\nX\n`
  writeFileSync(join(folder, 'scanner/scan'), program, { mode: 0o755 })
  const [, standIn] = /redis:[^=]*=docker-image:\/\/(\S+)/.exec(process.env.EVENKEEL_BUILD_CONTEXTS)
  writeFileSync(join(folder, 'scanner/Dockerfile'), `FROM ${standIn}\nCOPY scan /scan\nENTRYPOINT ["/scan"]\n`)
  // by the engine that has the stand-ins, into the registry that plays Docker Hub
  const options = { encoding: 'utf8', stdio: 'pipe' }
  execFileSync('docker', ['build', '-q', '-t', `${registry}${scanner}`, join(folder, 'scanner')], options)
  execFileSync('docker', ['push', '-q', `${registry}${scanner}`], options)
  release('1.1.0', 'sbom: true')
  const { outputs, log } = await run()
  assert.equal(outputs.outcome, 'built', log.join('\n'))
  const index = await manifestOf({ imageDigest: JSON.parse(outputs.images).api.digest })
  assert.deepEqual(platformsIn(index), ['linux/arm64', 'unknown/unknown'])
  const beside = await manifestOf({ imageDigest: index.manifests[1].digest })
  assert.deepEqual(
    beside.layers.map(({ annotations }) => annotations['in-toto.io/predicate-type']),
    ['https://spdx.dev/Document'],
  )
})

test('a task definition of a platform that the index has not is refused before anything moves', async () => {
  release('1.2.0', 'platforms: [linux/amd64]')
  const { outputs, report } = await run('deploy')
  assert.equal(outputs.outcome, 'refused')
  assert.equal(report.failure.faults[0].code, 'EVK-313')
})
