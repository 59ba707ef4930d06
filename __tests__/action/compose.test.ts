/** A compose file with docker itself, which the other tests of bake files have a stand-in for. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { ECR } from '@aws-sdk/client-ecr'
import { ECS } from '@aws-sdk/client-ecs'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { runAction } from '../../script/lib/demo/github.mjs'
import { type Emulator, startServer } from '../../src/emulator/server.ts'
import { missing } from '../emulator/docker/stage.ts'
import { definitionOf } from './stage.ts'

const lacking = await missing()
if (lacking) console.warn(`skipped: ${lacking}`)
const REGION = 'eu-west-1'
const KEYS = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' }

const COMPOSE = `name: demo
services:
  api:
    build:
      context: api
      args: { TIER: "\${TIER:-basic}" }
      labels: [team=shop]
    ports: ["80:80"]
    environment: { MODE: dev }
  web:
    build: ./web
    image: demo/web:1
    depends_on: [api]
  db:
    image: postgres:17
`
const errorsOf = (log: readonly string[]) => log.filter(line => line.startsWith('::error'))

const digestsOf = ({ outputs }: { outputs: Record<string, string> }): Record<string, string> => {
  const images: [string, { digest: string }][] = Object.entries(JSON.parse(outputs.images ?? ''))
  return Object.fromEntries(images.map(([name, { digest }]) => [name, digest]))
}

const MANIFEST = `cluster: shop
services:
  api: { build: { bake: compose.yaml, target: api } }
  web: { build: { bake: compose.yaml, target: web } }
`

;(lacking ? describe.skip : describe)('a compose file, and docker itself', () => {
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-compose-'))
  let emulator: Emulator

  function write(files: Record<string, string>) {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), text)
    }
  }
  const build = async (env: Record<string, string> = {}) =>
    await runAction({
      workspace: folder,
      inputs: { command: 'build', version: '1.0.0', 'aws-region': REGION },
      env: { ...docker(), ...KEYS, AWS_ENDPOINT_URL: emulator.url, ...env },
    })
  /** What the engine is reached by, and the folder of the plugins that buildx is one of. */
  const docker = () =>
    Object.fromEntries(Object.entries(process.env).filter(([name]) => /^(?:PATH|HOME|DOCKER_.*|BUILDX_.*)$/.test(name)))

  beforeAll(async () => {
    emulator = await startServer({ tasks: 'docker', region: REGION, registry: process.env.EVENKEEL_REGISTRY ?? '' })
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
    const settings = { endpoint: emulator.url, region: REGION, credentials }
    const ecr = new ECR(settings)
    const ecs = new ECS(settings)
    await ecs.createCluster({ clusterName: 'shop' })
    for (const name of ['api', 'web'] as const) {
      await ecr.createRepository({ repositoryName: name, imageTagMutability: 'IMMUTABLE' })
      await ecs.registerTaskDefinition(definitionOf(name))
      await ecs.createService({
        cluster: 'shop',
        serviceName: name,
        taskDefinition: name,
        desiredCount: 0,
        launchType: 'FARGATE',
        networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } },
      })
    }
    for (const client of [ecr, ecs]) client.destroy()
    write({
      'compose.yaml': COMPOSE,
      'evenkeel.yml': MANIFEST,
      'api/Dockerfile': 'FROM scratch\nARG TIER\nLABEL tier=$TIER\nCOPY api /\n',
      'api/api': 'one\n',
      'web/Dockerfile': 'FROM scratch\nCOPY web /\n',
      'web/web': 'one\n',
    })
    const git = (...args: string[]) => execFileSync('git', ['-C', folder, ...args])
    git('init', '-q', '-b', 'main')
    git('add', '-A')
    git('-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '-qm', 'one')
  })
  afterAll(async () => {
    await emulator?.close()
    rmSync(folder, { recursive: true })
  })

  test('is built as it says, and found again', async () => {
    const first = await build()
    expect([first.exitCode, first.outputs.outcome, ...errorsOf(first.log)]).toEqual([0, 'built'])
    expect(Object.keys(digestsOf(first)).sort()).toEqual(['api', 'web'])
    const again = await build()
    expect(again.log.filter(line => line.includes('image found: '))).toHaveLength(2)
    expect(digestsOf(again)).toEqual(digestsOf(first))
    // docker fills the file's own variables, and what they say is a part of the recipe
    const other = await build({ TIER: 'gold' })
    expect(other.log.filter(line => line.includes('image found: '))).toHaveLength(1)
    expect(digestsOf(other)).toEqual({ web: digestsOf(first).web, api: expect.any(String) })
    expect(digestsOf(other).api).not.toBe(digestsOf(first).api)
  })
})
