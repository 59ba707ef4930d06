/** Images are built side by side: what becomes of each, and what a build may ask for. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from '@jest/globals'
import { type Run, type Stage, setStage } from './stage.ts'

let stage: Stage
afterEach(() => stage.close())

const log = ({ log }: Run) => log.join('\n')
const bakes = () => stage.docker().filter(argv => argv[1] === 'bake' && !argv.includes('--print'))
const namesOf = (argv: string[] = []) => argv.slice(argv.indexOf('--') + 1)
/** So that no image goes first: the services have run something of their repositories. */
async function begun(manifest?: string): Promise<void> {
  stage = await setStage({
    ...(manifest === undefined ? {} : { manifest }),
    container: name => ({ image: `123456789012.dkr.ecr.eu-west-1.amazonaws.com/${name}:0` }),
  })
}

describe('side by side', () => {
  test('one call of docker builds all that is missing, and each is told in a group of its own', async () => {
    await begun()
    const run = await stage.deploy('1.0.0')
    expect(run).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed' } })
    expect(bakes().map(namesOf)).toEqual([['redis', 'api', 'web']])
    const groups = log(run)
      .split('::group::')
      .filter(each => each.startsWith('Build '))
    expect(groups.map(each => each.split('\n')[0])).toEqual(['Build redis 1.0.0', 'Build api 1.0.0', 'Build web 1.0.0'])
    for (const [at, name] of ['redis', 'api', 'web'].entries()) {
      expect(groups[at]).toContain(`| #${2 * at + 1} [${name} internal] load build definition`)
      expect(groups[at]).toMatch(new RegExp(`pushing manifest for .*/${name}:recipe-[^]*::endgroup::`))
    }
  }, 60_000)

  test('of several empty repositories one is filled first', async () => {
    stage = await setStage()
    expect((await stage.deploy('1.0.0')).exitCode).toBe(0)
    expect(bakes().map(namesOf)).toEqual([['redis'], ['api', 'web']])
    expect((await stage.deploy('1.1.0')).exitCode).toBe(0)
    expect(bakes().slice(2).map(namesOf)).toEqual([['api', 'web']])
  }, 60_000)

  test.each([
    ['an old docker', {}],
    ['a new one', { DOCKER_IS_NEW: '1' }],
  ])(
    'one fails, %s: it is named, what is pushed is used by the next run, the rest is cancelled',
    async (_, env) => {
      await begun()
      const run = await stage.deploy('1.0.0', {}, { DOCKER_FAILS: 'no such package', DOCKER_FAILS_AT: 'api', ...env })
      expect(run).toMatchObject({ exitCode: 1, outputs: { outcome: 'failed-on-old' } })
      expect(log(run)).toMatch(
        /::error title=EVK-310 The image api could not be built::docker buildx bake ended with 1: ERROR: failed to solve: process .* exit code: 1 redis is pushed already, and used by the next run\. docker cancelled web with it\./,
      )
      expect(log(run)).toMatch(/::group::Build api 1\.0\.0\n(\| .*\n)*\| no such package\n(\| .*\n)*::endgroup::/)
      const { imageDetails: [kept] = [] } = await stage.ecr.describeImages({ repositoryName: 'redis' })
      const next = await stage.run()
      expect(next).toMatchObject({ exitCode: 0, services: { redis: { digest: kept?.imageDigest } } })
      expect(bakes().slice(1).map(namesOf)).toEqual([['api', 'web']])
    },
    60_000,
  )

  test('one that fails is told as it is built by hand: with its target, and that there is more', async () => {
    const build = '{ context: api, target: app, args: { A: hunter2 }, secrets: { npm: env.NPM } }'
    stage = await setStage({ manifest: `cluster: shop\nservices: { api: { build: ${build} } }\n` })
    stage.write({ 'api/Dockerfile': 'FROM scratch AS app\nCOPY api /\n' })
    const run = await stage.deploy('1.0.0', {}, { DOCKER_FAILS: 'no such package', NPM: 'x' })
    const byHand = 'docker build --file api/Dockerfile --target app api, with its arguments, secrets'
    expect(log(run)).toContain(`The same build by hand: ${byHand}`)
  }, 60_000)

  test('whoever loses a push takes the winner’s image, and builds on', async () => {
    await begun()
    const run = await stage.deploy('1.0.0', {}, { DOCKER_OTHER_PUSHES: 'api' })
    expect(run).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed' } })
    expect(bakes().map(namesOf)).toEqual([['redis', 'api', 'web'], ['web']])
    expect(log(run).match(/another run has pushed recipe-[0-9a-f]{40} first: its image is used/g)).toHaveLength(1)
    const { images = [] } = await stage.ecr.batchGetImage({ repositoryName: 'api', imageIds: [{ imageTag: '1.0.0' }] })
    expect(images[0]?.imageManifest).toContain('"by":"other"')
  }, 60_000)

  test('a failure of no image is told as docker tells it', async () => {
    await begun()
    const run = await stage.deploy('1.0.0', { builder: 'gone' })
    expect(log(run)).toContain('docker buildx bake ended with 1: ERROR: no builder "gone" found')
    expect(log(run)).not.toContain('cancelled')
  }, 60_000)
})

describe('the builder', () => {
  test('of the input, and of the job', async () => {
    await begun()
    const seen = join(stage.folder, '.git/environment')
    const env = { BUILDX_BUILDER: 'selected', DOCKER_ENVIRONMENT: seen }
    expect((await stage.deploy('1.0.0', { builder: 'farm' }, env)).exitCode).toBe(0)
    expect(bakes()[0]).toContain('--builder=farm')
    expect(readFileSync(seen, 'utf8')).toContain('BUILDX_BUILDER')
    stage.commit(undefined, { 'api/api': 'two\n' })
    expect((await stage.run()).exitCode).toBe(0)
    expect(
      bakes()
        .at(-1)
        ?.some(each => each.startsWith('--builder')),
    ).toBe(false)
  }, 60_000)

  test('what looks like an option is refused', async () => {
    await begun()
    const run = await stage.deploy('1.0.0', { builder: '--push=false' })
    expect(log(run)).toContain('EVK-100')
    expect(stage.docker()).toEqual([])
  }, 60_000)
})

describe('what a build asks for', () => {
  const one = (build: string) => `cluster: shop\nservices: { api: { build: { context: api, ${build} } } }\n`
  const deployed = async (build: string, env: Record<string, string> = {}, dockerfile = '') => {
    await begun(one(build))
    if (dockerfile !== '') stage.write({ 'api/Dockerfile': dockerfile })
    return await stage.deploy('1.0.0', {}, env)
  }
  const target = () => stage.builds().at(-1)?.[1]

  test('secrets: by id alone, and their values in no argument, no file and no log', async () => {
    const secret = 'correct-horse-battery'
    const temp = mkdtempSync(join(tmpdir(), 'evenkeel-temp-'))
    const dockerfile = 'FROM scratch\nRUN --mount=type=secret,id=npm,required cat /run/secrets/npm\n'
    const run = await deployed(
      'secrets: { npm: env.GITHUB_TOKEN }',
      { GITHUB_TOKEN: secret, RUNNER_TEMP: temp },
      dockerfile,
    )
    expect(run).toMatchObject({ exitCode: 0 })
    expect(target()?.secret).toEqual(['id=npm,env=GITHUB_TOKEN'])
    expect(JSON.stringify([stage.docker(), stage.builds()])).not.toContain(secret)
    expect(run.log.filter(line => line.includes(secret) && !line.startsWith('::add-mask::'))).toEqual([])
    expect(log(run)).toMatch(/^\| #1 0\.1 \*\*\*$/m)
    expect(readdirSync(temp).filter(name => /evenkeel-(bake|built)/.test(name))).toEqual([])
    rmSync(temp, { recursive: true })
    const again = await stage.run({}, { env: { GITHUB_TOKEN: 'another' } })
    expect(again.outputs.outcome).toBe('unchanged')
    stage.write({ 'evenkeel.yml': one('secrets: { other: env.GITHUB_TOKEN }') })
    expect(log(await stage.run({}, { env: { GITHUB_TOKEN: secret } }))).toContain('no image of this recipe yet')
  }, 60_000)

  test('a secret file: its token in no line, and the names of the run that stand in it stay readable', async () => {
    await begun(one('secrets: { conf: api/.conf }'))
    stage.write({
      'api/Dockerfile': 'FROM scratch\nRUN --mount=type=secret,id=conf true\n',
      'api/.conf': 'TOKEN_ISSUER=shop\nAUTH_SERVICE=gateway\nAuthorization: Bearer abcdef0123456789\n',
    })
    const token = 'abcdef0123456789'
    const run = await stage.deploy('1.0.0', {}, { DOCKER_FAILS: `gateway answered 403 to ${token}` })
    expect(log(run)).toMatch(/^\| \S+ answered 403 to \*\*\*$/m)
    expect(run.log.filter(line => line.includes(token) && !line.startsWith('::add-mask::'))).toEqual([])
    expect(run.log.filter(line => /^::add-mask::(?:shop|gateway)$/.test(line))).toEqual([])
    const next = await stage.run()
    expect(next).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed' } })
    expect(JSON.stringify(next.outputs)).not.toContain('***')
    expect(next.summary).toContain('shop')
  }, 60_000)

  test('a variable that the job does not have is refused before anything is asked', async () => {
    const run = await deployed(`secrets: { npm: env.NPM_TOKEN }, args: { URL: "\${env.PUBLIC_URL}" }`)
    expect(log(run)).toContain('EVK-119')
    expect(log(run)).toContain('services.api.build: the job has no variable NPM_TOKEN, or an empty one')
    expect(log(run)).toContain('services.api.build: the job has no variable PUBLIC_URL, or an empty one')
    expect(await stage.requests('DescribeServices')).toEqual([])
  }, 60_000)

  test('arguments with the version and a variable of the job are part of what the image is known by', async () => {
    const run = await deployed(`args: { URL: "\${env.PUBLIC_URL}/\${version}", RAW: "$$ %{x}" }`, {
      PUBLIC_URL: `a\${b}`,
    })
    expect(run.exitCode).toBe(0)
    expect(target()?.args).toEqual({ URL: `a\${b}/1.0.0`, RAW: '$$ %{x}' })
    const again = await stage.run({ version: '1.0.1' }, { env: { PUBLIC_URL: 'b' } })
    expect(log(again)).toContain('no image of this recipe yet')
  }, 60_000)

  test('a cache in the repository; where it is does not change what the image is known by', async () => {
    await deployed('cache: registry')
    const place = `type=registry,ref=${new URL(stage.url).host}/api:buildcache-api`
    expect(target()).toMatchObject({
      'cache-from': [place],
      'cache-to': [`${place},mode=max,image-manifest=true,oci-mediatypes=true,ignore-error=true`],
    })
    const builds = stage.builds().length
    stage.commit(undefined, { 'evenkeel.yml': one('cache: none') })
    expect((await stage.run()).outputs.outcome).toBe('unchanged')
    expect(stage.builds()).toHaveLength(builds)
  }, 60_000)

  test('a cache of GitHub is given GitHub’s token, and no other build is', async () => {
    const env = { ACTIONS_RUNTIME_TOKEN: 't', ACTIONS_RESULTS_URL: 'u' }
    expect((await deployed('cache: gha', env)).exitCode).toBe(0)
    expect(target()?.['cache-from']).toEqual(['type=gha,scope=api'])
  }, 60_000)

  test('several platforms make an index, and the registry has to list each', async () => {
    const run = await deployed('platforms: [linux/amd64, linux/arm64]')
    expect(run).toMatchObject({ exitCode: 0 })
    expect(target()?.platforms).toEqual(['linux/amd64', 'linux/arm64'])
    const { images = [] } = await stage.ecr.batchGetImage({ repositoryName: 'api', imageIds: [{ imageTag: '1.0.0' }] })
    expect(JSON.parse(images[0]?.imageManifest ?? '{}').manifests).toHaveLength(2)
    stage.commit(undefined, { 'evenkeel.yml': one('platforms: linux/amd64') })
    expect(log(await stage.run())).toContain('no image of this recipe yet')
  }, 60_000)

  // the local ECS tells, of an index, the digest of the manifest for that platform
  test.each([
    ['the index', '[linux/amd64, linux/arm64]', undefined, 'deployed'],
    ['the manifest of their platform', '[linux/amd64, linux/arm64]', 'linux/amd64', 'deployed'],
    ['the manifest of the only platform, beside an attestation', 'linux/amd64', 'linux/amd64', 'deployed'],
    ['the attestation', '[linux/amd64, linux/arm64]', 'unknown/unknown', 'timed-out'],
  ])(
    'tasks tell the digest of %s',
    async (_, platforms, platform, outcome) => {
      await begun(one(`platforms: ${platforms}`))
      await stage.fate('api', '1.0.0', 'healthy', { platform })
      const run = await stage.deploy('1.0.0', { timeout: '10m' }, { DOCKER_ATTESTS: '1' })
      const { taskArns = [] } = await stage.ecs.listTasks({ cluster: 'shop', serviceName: 'api' })
      const { tasks = [] } = await stage.ecs.describeTasks({ cluster: 'shop', tasks: taskArns })
      const told = new Set(tasks.flatMap(({ containers = [] }) => containers.map(({ imageDigest }) => imageDigest)))
      const { images = [] } = await stage.ecr.batchGetImage({
        repositoryName: 'api',
        imageIds: [{ imageTag: '1.0.0' }],
      })
      const { manifests } = JSON.parse(images[0]?.imageManifest ?? '{}') as {
        manifests: { digest: string; platform: { os: string; architecture: string } }[]
      }
      const meant = manifests.find(each => `${each.platform.os}/${each.platform.architecture}` === platform)
      expect([...told]).toEqual([meant?.digest ?? images[0]?.imageId?.imageDigest])
      expect(run.outputs.outcome).toBe(outcome)
    },
    60_000,
  )

  test('platforms without that of the task definition are refused', async () => {
    const run = await deployed('platforms: [linux/arm64]')
    expect(log(run)).toContain(
      'services.api.build.platforms is linux/arm64, and the task definition runs on linux/amd64',
    )
    expect(stage.builds()).toEqual([])
  }, 60_000)

  test('a context of its own counts, and one that leads out is refused', async () => {
    await begun(one('contexts: { shared: libs }'))
    stage.write({ 'libs/a': '1\n', 'api/Dockerfile': 'FROM scratch\nCOPY --from=shared a /\n' })
    expect((await stage.deploy('1.0.0')).exitCode).toBe(0)
    expect(target()?.contexts).toEqual({ shared: 'libs' })
    stage.commit(undefined, { 'libs/a': '2\n' })
    expect(log(await stage.run())).toContain('no image of this recipe yet')
    stage.write({ 'evenkeel.yml': one('contexts: { shared: ../libs }') })
    expect(log(await stage.run())).toContain('services.api.build.contexts.shared "../libs" leads out of the workspace')
  }, 60_000)

  test('an image says what it is of, and labels of the manifest come with it', async () => {
    await deployed('labels: { team: shop }')
    const sha = execFileSync('git', ['-C', stage.folder, 'rev-parse', 'HEAD'], { encoding: 'utf8' }).trim()
    const key = 'org.opencontainers.image'
    const said = { [`${key}.revision`]: sha, [`${key}.version`]: '1.0.0' }
    expect(target()?.labels).toMatchObject({ ...said, team: 'shop' })
    expect(target()?.annotations).toEqual(expect.arrayContaining(Object.entries(said).map(each => each.join('='))))
    stage.commit(undefined, { 'evenkeel.yml': one('labels: { team: other }') })
    expect(log(await stage.run())).toContain('no image of this recipe yet')
  }, 60_000)
})

describe('a bake file of one’s own', () => {
  const manifest = (more = '') =>
    `cluster: shop\nservices: { api: { build: { bake: docker-bake.json, target: app${more} } } }\n`
  const file = (args: object, more: object = {}) =>
    JSON.stringify({
      group: { default: { targets: ['app'] } },
      target: {
        base: { context: 'api', labels: { team: 'shop' }, secret: ['type=env,id=NPM'], 'cache-from': ['type=gha'] },
        app: { inherits: ['base'], args, tags: ['acme/app:latest'], output: ['type=docker'], ...more },
      },
    })

  test.each([
    ['an old docker', {}],
    ['a new one', { DOCKER_IS_NEW: '1' }],
  ])(
    'is what is built, under our names, and is known again: %s',
    async (_, more) => {
      await begun(manifest(`, args: { VERSION: "\${version}" }, cache: none`))
      const env = { NPM: 'correct-horse-battery', ...more }
      stage.write({ 'docker-bake.json': file({ TIER: 'one' }) })
      const run = await stage.deploy('1.0.0', {}, env)
      expect(run).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed' } })
      expect(log(run)).toContain('api  tags and output of the bake target are left out')
      const target = stage.builds().at(-1)?.[1]
      expect(target).toMatchObject({
        context: 'api',
        args: { TIER: 'one', VERSION: '1.0.0' },
        labels: { team: 'shop' },
      })
      expect(target).toMatchObject({ secret: ['id=NPM,env=NPM'], 'cache-from': [] })
      expect(JSON.stringify(target)).not.toContain('acme/app')
      expect((await stage.run({}, { env })).outputs.outcome).toBe('unchanged')
      expect(bakes()).toHaveLength(1)
      stage.write({ 'docker-bake.json': file({ TIER: 'two' }) })
      expect(log(await stage.run({}, { env }))).toContain('no image of this recipe yet')
    },
    60_000,
  )

  test('what it says and cannot be carried over is refused, with all else that stands against the release', async () => {
    await begun(manifest())
    const said = 'container: ghost, desired-count: 2'
    stage.write({ 'evenkeel.yml': manifest().replace('target: app }', `target: app }, ${said}`) })
    stage.write({ 'docker-bake.json': file({}, { network: 'host', contexts: { lib: 'target:base' } }) })
    const run = await stage.deploy('1.0.0', {}, { NPM: 'correct-horse-battery' })
    expect(run).toMatchObject({ exitCode: 1, outputs: { outcome: 'refused' } })
    const at = 'services.api.build, target app of docker-bake.json'
    expect(log(run)).toContain(`${at}: "network" cannot be carried over`)
    expect(log(run)).toContain(`${at}: its context "lib" is another target ("target:base")`)
    const codes = run.report.failure.faults.map(({ code }: { code: string }) => code)
    expect(codes).toEqual(['EVK-121', 'EVK-121', 'EVK-205'])
    expect(stage.builds()).toEqual([])
    expect(await stage.requests('UpdateService')).toEqual([])
  }, 60_000)
})
