// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the placeholders are the manifest’s
/** Images that are made elsewhere, and several images in one task. */

import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ECR } from '@aws-sdk/client-ecr'
import { afterEach, describe, expect, test } from '@jest/globals'
import { startServer } from '../../src/emulator/server.ts'
import { log, type Run, type Stage, setStage } from './stage.ts'

let stage: Stage
const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  await stage.close()
  for (const close of closing.splice(0)) await close()
})

const digestOf = (manifest: string) => `sha256:${createHash('sha256').update(manifest).digest('hex')}`
const manifestOf = (what: string) =>
  JSON.stringify({ schemaVersion: 2, config: { digest: digestOf(what) }, layers: [] })
const indexOf = (...platforms: string[]) =>
  JSON.stringify({
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.index.v1+json',
    manifests: platforms.map(each => {
      const [os, architecture] = each.split('/')
      return { digest: digestOf(each), platform: { os, architecture } }
    }),
  })

/** A registry that is not the account's own. */
async function registry() {
  const server = await startServer({ clock: 'virtual', region: 'eu-west-1', seed: 1 })
  const settings = { region: 'eu-west-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } }
  const ecr = new ECR({ endpoint: server.url, ...settings })
  closing.push(
    async () => ecr.destroy(),
    async () => await server.close(),
  )
  return { ecr, host: new URL(server.url).host }
}

async function put(ecr: ECR, repositoryName: string, imageTag: string, imageManifest = manifestOf(imageTag)) {
  await ecr.createRepository({ repositoryName }).catch(() => {})
  await ecr.putImage({ repositoryName, imageTag, imageManifest })
  return digestOf(imageManifest)
}
const one = (service: string, more = '') => `cluster: shop\n${more}services:\n  api: ${service}\n`
const imagesOf = async (name: 'api' | 'web') => {
  const { services: [service] = [] } = await stage.ecs.describeServices({ cluster: 'shop', services: [name] })
  const { taskDefinition } = await stage.ecs.describeTaskDefinition({ taskDefinition: service?.taskDefinition ?? '' })
  return Object.fromEntries(taskDefinition?.containerDefinitions?.map(({ name, image }) => [name, image]) ?? [])
}
const ownHost = () => new URL(stage.url).host

describe('an image of the account’s own registry', () => {
  test('by tag: resolved once, and docker is not needed', async () => {
    stage = await setStage()
    const digest = await put(stage.ecr, 'api', 'v7')
    stage.write({ 'evenkeel.yml': one(`{ image: "${ownHost()}/api:v7" }`) })
    const run = await stage.deploy('1.0.0')
    expect(run).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed' }, services: { api: { digest } } })
    expect(stage.docker()).toEqual([])
    expect(await imagesOf('api')).toEqual({ api: `${ownHost()}/api@${digest}` })
    expect(log(run)).toContain(`api  ${ownHost()}/api:v7 is ${digest.slice(0, 19)}`)
    const again = await stage.run()
    expect(again).toMatchObject({ exitCode: 0, outputs: { outcome: 'unchanged' } })
  }, 60_000)

  test('with what the run knows in its tag', async () => {
    stage = await setStage()
    stage.write({ 'evenkeel.yml': one(`{ image: "${ownHost()}/api:\${env.BUILD}-\${version}" }`) })
    const digest = await put(stage.ecr, 'api', 'b12-1.0.0')
    const run = await stage.deploy('1.0.0', {}, { BUILD: 'b12' })
    expect(run).toMatchObject({ exitCode: 0, services: { api: { digest } } })
  }, 60_000)

  test('that is not there, and variables that the job has not: refused, all of them', async () => {
    stage = await setStage({
      manifest:
        'cluster: shop\nservices:\n  api: { image: "acme/api:${env.NONE}" }\n  web: { image: "acme/web:${env.NEITHER}" }\n',
    })
    const unset = await stage.deploy('1.0.0')
    expect(unset).toMatchObject({ exitCode: 1, outputs: { outcome: 'refused' } })
    expect(log(unset)).toContain('services.api.image: the job has no variable NONE, or an empty one')
    expect(log(unset)).toContain('services.web.image: the job has no variable NEITHER, or an empty one')
    stage.write({
      'evenkeel.yml': `cluster: shop\nservices:\n  api: { image: "${ownHost()}/api:v7" }\n  web: { image: "${ownHost()}/web:v8" }\n`,
    })
    const missing = await stage.deploy('1.0.1')
    expect(missing).toMatchObject({ exitCode: 1, outputs: { outcome: 'refused' } })
    expect(log(missing)).toContain(`services.api.image: "${ownHost()}/api:v7" is not in its registry`)
    expect(log(missing)).toContain(`services.web.image: "${ownHost()}/web:v8" is not in its registry`)
    expect(await stage.requests('UpdateService')).toEqual([])
  }, 60_000)

  test('for another platform: refused', async () => {
    stage = await setStage()
    await put(stage.ecr, 'api', 'arm', indexOf('linux/arm64'))
    stage.write({ 'evenkeel.yml': one(`{ image: "${ownHost()}/api:arm" }`) })
    const run = await stage.deploy('1.0.0')
    expect(log(run)).toContain('EVK-313 Refused before anything was changed::api@sha256:')
    expect(await stage.requests('UpdateService')).toEqual([])
  }, 60_000)
})

describe('nothing is built', () => {
  const RELEASED = { GITHUB_SHA: 'c'.repeat(40), GITHUB_REF: 'refs/heads/main' }
  /** No git and no docker on the path, and no repository. */
  const bare = async (tag: string, more: Record<string, string> = {}) => {
    stage = await setStage()
    const digest = await put(stage.ecr, 'api', tag)
    stage.write({ 'evenkeel.yml': one(`{ image: "${ownHost()}/api:${tag}" }`) })
    rmSync(join(stage.folder, '.git'), { recursive: true })
    const path = mkdtempSync(join(stage.folder, 'path-'))
    for (const name of ['node', 'env']) {
      const found = execFileSync('which', [name], { encoding: 'utf8' }).trim()
      symlinkSync(name === 'node' ? process.execPath : found, join(path, name))
    }
    return { digest, env: { ...RELEASED, PATH: path, ...more } }
  }

  test.each<[string, string, Record<string, string>, Record<string, string>, string]>([
    ['of the image', '1.4.2', {}, {}, '1.4.2'],
    ['of GitHub’s tag', 'live', { GITHUB_REF: 'refs/tags/v2.0.0' }, {}, '2.0.0'],
    ['of the input', '1.4.2', {}, { version: '3.0.0' }, '3.0.0'],
    ['of nobody', 'live', {}, {}, '0.0.0-sha-ccccccc'],
  ])(
    'it takes neither git nor docker; the version is that %s',
    async (_, tag, more, inputs, version) => {
      const { digest, env } = await bare(tag, more)
      const run = await stage.run(inputs, { env })
      expect(log(run)).not.toContain('::error')
      expect(run).toMatchObject({
        exitCode: 0,
        outputs: { outcome: 'deployed', version },
        services: { api: { digest } },
      })
    },
    60_000,
  )

  test('nor do the commands that build nothing', async () => {
    const { env } = await bare('1.0.0')
    expect(await stage.run({}, { env })).toMatchObject({ exitCode: 0 })
    await put(stage.ecr, 'api', '1.1.0')
    stage.write({ 'evenkeel.yml': one(`{ image: "${ownHost()}/api:1.1.0" }`) })
    expect(await stage.run({}, { env })).toMatchObject({ exitCode: 0, outputs: { version: '1.1.0' } })
    for (const command of ['restart', 'rollback', 'locate'])
      expect([command, (await stage.run({ command }, { env })).exitCode]).toEqual([command, 0])
    expect(log(await stage.run({ command: 'continue' }, { env }))).toContain('EVK-331')
  }, 120_000)

  test('a build takes git, and says so', async () => {
    const { env } = await bare('1.0.0')
    stage.write({ 'evenkeel.yml': one('{ build: api }') })
    expect(log(await stage.run({}, { env }))).toContain('EVK-307 git is missing on this runner')
  }, 60_000)
})

test('a release tag that comes late is known of an image that is only named', async () => {
  stage = await setStage()
  await put(stage.ecr, 'api', 'v7')
  stage.write({ 'evenkeel.yml': one(`{ image: "${ownHost()}/api:v7" }`) })
  stage.commit(undefined)
  expect(await stage.run()).toMatchObject({ outputs: { outcome: 'deployed', version: '0.0.1-dev.1' } })
  stage.git('tag', 'v1.5.0')
  const tagged = await stage.run()
  expect(tagged).toMatchObject({ exitCode: 0, outputs: { outcome: 'unchanged', version: '1.5.0' } })
  expect(log(tagged)).toContain('api  api:2 is 1.5.0 as well')
  expect(log(await stage.run())).not.toContain('as well')
  await put(stage.ecr, 'api', 'v8')
  stage.write({ 'evenkeel.yml': one(`{ image: "${ownHost()}/api:v8" }`) })
  expect(await stage.deploy('1.6.0')).toMatchObject({ outputs: { outcome: 'deployed' } })
  const back = await stage.run({ command: 'rollback', to: '1.5.0' })
  expect(back).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed', version: '1.5.0' } })
  expect(back.services.api.revision).toMatch(/api:2$/)
}, 120_000)

describe('an image of another registry', () => {
  test('by tag, through docker: named by the digest that the tag has now', async () => {
    stage = await setStage()
    const { ecr, host } = await registry()
    const digest = await put(ecr, 'acme/api', '1')
    stage.write({ 'evenkeel.yml': one(`{ image: "${host}/acme/api:1" }`) })
    const run = await stage.deploy('1.0.0')
    expect(run).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed' }, services: { api: { digest } } })
    expect(await imagesOf('api')).toEqual({ api: `${host}/acme/api@${digest}` })
    expect(stage.docker().map(argv => argv.slice(0, 3).join(' '))).toEqual(['buildx imagetools inspect'])
  }, 60_000)

  test('by digest: no docker is asked', async () => {
    stage = await setStage()
    const { ecr, host } = await registry()
    const digest = await put(ecr, 'acme/api', '1')
    stage.write({ 'evenkeel.yml': one(`{ image: "${host}/acme/api@${digest}" }`) })
    expect(await stage.deploy('1.0.0')).toMatchObject({ exitCode: 0, services: { api: { digest } } })
    expect(stage.docker()).toEqual([])
  }, 60_000)

  test.each([
    ['a new docker', {}],
    ['an old one, which makes an index of it', { DOCKER_IS_OLD: '1' }],
  ])(
    'promoted: copied by digest into the account’s own registry, once, by %s',
    async (_, env) => {
      stage = await setStage()
      const { ecr, host } = await registry()
      const digest = await put(ecr, 'acme/api', '1')
      stage.write({ 'evenkeel.yml': one(`{ image: "${host}/acme/api:1", promote: true, repository: api }`) })
      const run = await stage.deploy('1.0.0', {}, env)
      expect(run).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed' }, services: { api: { digest } } })
      expect(await imagesOf('api')).toEqual({ api: `${ownHost()}/api@${digest}` })
      expect(log(run)).toContain(`api  copied into api as copy-${digest.slice(7, 21)}: ${digest.slice(0, 19)}`)
      const again = await stage.run()
      expect(again).toMatchObject({ exitCode: 0, outputs: { outcome: 'unchanged' } })
      expect(log(again)).toContain(`api  api holds it already: ${digest.slice(0, 19)}`)
      expect(stage.docker().filter(([, , command]) => command === 'create')).toHaveLength(
        'DOCKER_IS_OLD' in env ? 2 : 1,
      )
    },
    60_000,
  )

  test('the whole of it from a variable of the job: that digest runs', async () => {
    stage = await setStage()
    const digest = await put(stage.ecr, 'api', 'staging')
    stage.write({ 'evenkeel.yml': one('{ image: "${env.API}" }') })
    stage.commit('1.0.0')
    const run = await stage.run({}, { env: { API: `${ownHost()}/api@${digest}` } })
    expect(run).toMatchObject({ exitCode: 0, services: { api: { outcome: 'deployed', digest } } })
    const without = await stage.run()
    expect(without).toMatchObject({ exitCode: 1, outputs: { outcome: 'refused' } })
    expect(log(without)).toContain('EVK-119')
  }, 60_000)

  test('a tag that moves while it is asked for means one image in one run', async () => {
    stage = await setStage()
    const digest = await put(stage.ecr, 'moving', 'stable')
    const other = manifestOf('another')
    await stage.ecr.putImage({ repositoryName: 'moving', imageTag: 'next', imageManifest: other })
    const said = `{ image: "${ownHost()}/moving:stable", initial-count: 2 }`
    stage.write({ 'evenkeel.yml': `cluster: shop\nservices:\n  api: ${said}\n  web: ${said}\n` })
    // the second question would be answered with the other image
    const fields = { imageDetails: [{ imageTags: ['stable'], imageDigest: digestOf(other) }] }
    await stage.fault('BatchGetImage', 'merge', {
      afterCalls: 1,
      fields: { images: [{ imageManifest: other, imageId: { imageTag: 'stable', imageDigest: digestOf(other) } }] },
    })
    await stage.fault('DescribeImages', 'merge', { afterCalls: 1, fields })
    const run = await stage.deploy('1.0.0')
    expect(run).toMatchObject({ exitCode: 0, services: { api: { digest }, web: { digest } } })
  }, 60_000)

  test('promoted into a repository that is not there: told with what else stands against it', async () => {
    stage = await setStage()
    const { ecr, host } = await registry()
    await put(ecr, 'acme/api', '1')
    const api = `{ image: "${host}/acme/api:1", promote: true, repository: nowhere }`
    const web = `{ image: "${host}/acme/api:2", initial-count: 2 }`
    stage.write({ 'evenkeel.yml': `cluster: shop\nservices:\n  api: ${api}\n  web: ${web}\n` })
    const run = await stage.deploy('1.0.0')
    expect(run).toMatchObject({ exitCode: 1, outputs: { outcome: 'refused' } })
    const codes = run.report.failure.faults.map(({ code }: { code: string }) => code)
    expect(codes).toEqual(['EVK-302', 'EVK-316'])
    expect(stage.docker().filter(([, , command]) => command === 'create')).toEqual([])
  }, 60_000)

  test('a tag that moves: it moves where the repository lets it, and is told where not', async () => {
    stage = await setStage()
    const { ecr, host } = await registry()
    await stage.ecr.createRepository({ repositoryName: 'moving', imageTagMutability: 'MUTABLE' })
    const manifest = (tag: string, repository: string) =>
      one(`{ image: "${host}/acme/api:${tag}", promote: true, repository: ${repository}, also-tag: latest }`)
    const tagsIn = ({ outputs }: Run) => JSON.parse(outputs.images ?? '').api.tags
    const digests: string[] = []
    for (const tag of ['1', '2']) {
      digests.push(await put(ecr, 'acme/api', tag))
      stage.write({ 'evenkeel.yml': manifest(tag, 'moving') })
      const run = await stage.deploy(`1.0.${tag}`)
      expect(run).toMatchObject({ exitCode: 0 })
      expect(tagsIn(run)).toEqual([expect.stringMatching(/^copy-/), 'latest'])
      const [to = '', from] = digests.map(each => each.slice(0, 19)).reverse()
      expect(run.log).toContain(`api  latest moved${from === undefined ? '' : ` from ${from}`} to ${to}`)
      const before = from === undefined ? '' : ` from \`${from}\``
      expect(run.summary).toContain(`### Tags that move\n\n- \`moving:latest\` moved${before} to \`${to}\``)
      const { images = [] } = await stage.ecr.batchGetImage({
        repositoryName: 'moving',
        imageIds: [{ imageTag: 'latest' }],
      })
      expect(images[0]?.imageId?.imageDigest).toBe(digests.at(-1))
    }
    stage.write({ 'evenkeel.yml': manifest('1', 'api') })
    expect(await stage.deploy('1.0.3')).toMatchObject({ exitCode: 0 })
    stage.write({ 'evenkeel.yml': manifest('2', 'api') })
    const run = await stage.deploy('1.0.4')
    expect(run).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed' } })
    expect(log(run)).toContain('::warning title=api%3A latest did not move::The repository api is immutable')
    expect(tagsIn(run)).toEqual([expect.stringMatching(/^copy-/)])
    expect(run.summary).toContain('- `api:latest` did not move: its repository is immutable')
    stage.write({ 'evenkeel.yml': manifest('2', 'moving') })
    expect((await stage.deploy('1.0.5')).summary).not.toContain('Tags that move')
  }, 120_000)
})

describe('several images in one task', () => {
  const OLD = '123456789012.dkr.ecr.eu-west-1.amazonaws.com'
  const MANIFEST = `cluster: shop
images:
  app: { repository: api, build: api }
  proxy: { repository: web, build: web }
services:
  api: { containers: { api: app, migrate: app, nginx: proxy } }
`
  const set = async (manifest = MANIFEST) => {
    stage = await setStage({
      manifest,
      container: name => ({ image: `${OLD}/${name}:0` }),
      beside: () => [
        { name: 'migrate', image: `${OLD}/api:0`, essential: false },
        { name: 'nginx', image: `${OLD}/web:0` },
        { name: 'agent', image: 'public.ecr.aws/agent:1' },
        { name: 'report', image: `${OLD}/api:0`, essential: false },
      ],
    })
    for (const name of ['api', 'web']) await put(stage.ecr, name, '0')
  }

  test('each container gets its own, the others stay, and one that is left behind is told', async () => {
    await set()
    const run = await stage.deploy('1.0.0')
    expect(run).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed' } })
    const images = await imagesOf('api')
    expect(images.api).toMatch(/\/api@sha256:/)
    expect(images.migrate).toBe(images.api)
    expect(images.nginx).toMatch(/\/web@sha256:/)
    expect(images.agent).toBe('public.ecr.aws/agent:1')
    expect(images.report).toBe(`${OLD}/api:0`)
    expect(log(run)).toContain(
      '::warning title=api%3A a container stays on another image::report of the same repository is not',
    )
    expect(await stage.run()).toMatchObject({ exitCode: 0, outputs: { outcome: 'unchanged' } })
  }, 60_000)

  test('another image of the sidecar alone is a release of its own', async () => {
    await set()
    await stage.deploy('1.0.0')
    const before = await imagesOf('api')
    stage.commit('1.1.0', { 'api/api': '1.0.0\n', 'web/web': 'new\n' })
    const run = await stage.run()
    expect(run).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed' } })
    const after = await imagesOf('api')
    expect(after.api).toBe(before.api)
    expect(after.nginx).not.toBe(before.nginx)
  }, 60_000)

  test('a container that is not there: refused with the names', async () => {
    await set(MANIFEST.replace('nginx: proxy', 'ngnix: proxy'))
    const run = await stage.deploy('1.0.0')
    expect(run).toMatchObject({ exitCode: 1, outputs: { outcome: 'refused' } })
    expect(log(run)).toContain('container "ngnix" is not in the task definition api:1, did you mean "nginx"?')
    expect(stage.docker()).toEqual([])
  }, 60_000)

  test('a rollback leads all of them back', async () => {
    await set()
    await stage.deploy('1.0.0')
    const before = await imagesOf('api')
    stage.commit('1.1.0', { 'api/api': 'new\n', 'web/web': 'new\n' })
    expect(await stage.run()).toMatchObject({ exitCode: 0 })
    const run = await stage.run({ command: 'rollback' })
    expect(run).toMatchObject({ exitCode: 0, outputs: { version: '1.0.0' } })
    expect(await imagesOf('api')).toEqual(before)
  }, 60_000)
})

test('one image for two services is built once', async () => {
  stage = await setStage({
    manifest:
      'cluster: shop\nimages:\n  app: { repository: api, build: api }\n  spare: { build: web }\nservices:\n  api: { image: app }\n  web: { image: app }\n',
  })
  const run = await stage.deploy('1.0.0')
  expect(run).toMatchObject({ exitCode: 0 })
  expect(run.log.filter(line => line.startsWith('::warning'))).toEqual([
    expect.stringContaining('title=images.spare is not used::No service is made of it. Write `image: spare`'),
  ])
  expect(stage.builds().map(([name]) => name)).toEqual(['app'])
  expect((await imagesOf('api')).api).toBe((await imagesOf('web')).web)
}, 60_000)

test('rebuild: built in every run from no cache, and said', async () => {
  stage = await setStage({ manifest: one('{ build: api, rebuild: true }') })
  stage.commit(undefined)
  await stage.run()
  const run = await stage.run()
  expect(log(run)).toContain('api  built in every run, since `rebuild` says so')
  expect(stage.builds()).toHaveLength(2)
  expect(stage.builds()[0]?.[1]).toMatchObject({ 'no-cache': true, pull: true })
}, 60_000)

describe('before anything is built', () => {
  test('all that is missing is told at once: images, repositories, stages', async () => {
    stage = await setStage()
    const host = ownHost()
    stage.write({
      'evenkeel.yml': `cluster: shop
services:
  redis: { image: "${host}/redis:none" }
  api: { build: { context: api, target: nope }, repository: gone/api }
  web: { build: web, repository: gone/web }
`,
    })
    const run = await stage.deploy('1.0.0')
    expect(run).toMatchObject({ exitCode: 1, outputs: { outcome: 'refused' } })
    expect(log(run)).toContain(`services.redis.image: "${host}/redis:none" is not in its registry`)
    expect(log(run)).toContain(
      'services.api.build.target: "nope" is no stage of api/Dockerfile. Its stages have no names.',
    )
    stage.write({
      'evenkeel.yml': `cluster: shop
services:
  redis: { image: "${host}/redis:none" }
  api: { build: api, repository: gone/api }
  web: { build: web, repository: gone/web }
`,
    })
    const missing = await stage.run()
    expect(missing.outputs.outcome).toBe('refused')
    for (const name of ['gone/api', 'gone/web'])
      expect(log(missing)).toContain(`The ECR repository "${name}" does not exist`)
    expect(log(missing)).toContain(`"${host}/redis:none" is not in its registry`)
  }, 60_000)

  test.each([
    ['an argument', 'build: { context: api, args: { A: "${env.AWS_SECRET_ACCESS_KEY}" } }'],
    ['a secret', 'build: { context: api, secrets: { a: env.AWS_SESSION_TOKEN } }'],
    ['a way to a token', 'build: { context: api, secrets: { a: env.ACTIONS_ID_TOKEN_REQUEST_TOKEN } }'],
    ['a variable of the container', 'environment: { KEY: "${env.AWS_ACCESS_KEY_ID}" }'],
  ])(
    'the job’s own credentials are nobody’s: %s',
    async (_, said) => {
      stage = await setStage({ manifest: one(`{ ${said} }`) })
      const run = await stage.deploy('1.0.0', {}, { AWS_SESSION_TOKEN: 'x', ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'x' })
      expect(run.outputs.outcome).toBe('refused')
      expect(log(run)).toContain('which lets its holder act as this job')
      expect(stage.docker()).toEqual([])
    },
    60_000,
  )
})

test('an image that turned out to be for another platform is not found by the next run either', async () => {
  stage = await setStage({ manifest: one('{ build: api }') })
  const files = { 'api/Dockerfile': 'FROM --platform=linux/arm64 node:24\nCOPY api /\n' }
  stage.commit('1.0.0', files)
  const bases = `${stage.folder}.bases`
  writeFileSync(bases, JSON.stringify({ 'node:24': `sha256:${'1'.repeat(64)}` }))
  const env = { DOCKER_BASES: bases, DOCKER_BUILDS_FOR: 'linux/arm64' }
  for (const _ of [1, 2]) {
    const run = await stage.run({}, { env })
    expect(run.exitCode).toBe(1)
    expect(log(run)).toContain('EVK-313')
  }
  expect(await stage.requests('UpdateService')).toEqual([])
  const right = await stage.run({}, { env: { DOCKER_BASES: bases } })
  expect(right).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed' } })
  expect(await stage.run({}, { env: { DOCKER_BASES: bases } })).toMatchObject({
    exitCode: 0,
    outputs: { outcome: 'unchanged' },
  })
}, 60_000)

test('a release that is built in every run can be run again: its name stays with the first image', async () => {
  stage = await setStage({ manifest: one('{ build: api, rebuild: true }') })
  expect(await stage.deploy('1.0.0')).toMatchObject({ exitCode: 0 })
  stage.write({ 'api/Dockerfile': 'FROM scratch\nCOPY api /\n' })
  const again = await stage.run()
  expect(again.exitCode).toBe(0)
}, 60_000)

test('a registry that stumbles is asked again for what a base means', async () => {
  stage = await setStage({ manifest: one('{ build: api }') })
  const bases = `${stage.folder}.bases`
  writeFileSync(bases, JSON.stringify({ 'node:24': `sha256:${'1'.repeat(64)}` }))
  stage.commit('1.0.0', { 'api/Dockerfile': 'FROM node:24\nCOPY api /\n' })
  expect(await stage.run({}, { env: { DOCKER_BASES: bases } })).toMatchObject({ exitCode: 0 })
  const stumbles = `${stage.folder}.stumbles`
  const run = await stage.run({}, { env: { DOCKER_BASES: bases, DOCKER_STUMBLES: stumbles } })
  expect(run).toMatchObject({ exitCode: 0, outputs: { outcome: 'unchanged' } })
  expect(readFileSync(stumbles, 'utf8')).toBe('503')
}, 60_000)
