/** One repository, one commit, several images: what makes an image another one, and what it is called. */
import { afterEach, describe, expect, test } from '@jest/globals'
import { type Stage, setStage } from './stage.ts'

let stage: Stage
afterEach(() => stage.close())

/** `api` and `web` of one repository. */
const manifest = (api: string, web: string, args = '') => `cluster: shop
services:
  api: { repository: api, build: { context: ., ${api}${args} } }
  web: { repository: api, build: { context: ., ${web}${args} } }
`

const TWO_TARGETS = { Dockerfile: 'FROM scratch AS api\nCOPY api/api /\nFROM scratch AS web\nCOPY web/web /\n' }
const ARGS = { Dockerfile: 'FROM scratch\nARG WHO\nCOPY api/api /\n' }
const TWO_FILES = {
  'a.Dockerfile': 'FROM scratch\nCOPY api/api /\n',
  'b.Dockerfile': 'FROM scratch\nCOPY web/web /\n',
}
const TWO_IGNORE_FILES = {
  'a.Dockerfile': 'FROM scratch\nCOPY . /\n',
  'b.Dockerfile': 'FROM scratch\nCOPY . /\n',
  'a.Dockerfile.dockerignore': '.git\n*\n!api\n',
  'b.Dockerfile.dockerignore': '.git\n*\n!web\n',
}

const digests = async () =>
  await Promise.all(
    (['api', 'web'] as const).map(async name => {
      const { taskDefinition } = await stage.ecs.describeTaskDefinition({ taskDefinition: name })
      return taskDefinition?.containerDefinitions?.[0]?.image?.split('@')[1]
    }),
  )
const builds = () => stage.builds()
const tagsIn = async (repositoryName: string) => {
  const { imageDetails = [] } = await stage.ecr.describeImages({ repositoryName })
  return imageDetails.map(({ imageTags = [] }) => imageTags.filter(tag => !tag.startsWith('recipe-')).sort()).sort()
}

describe('an image each', () => {
  test.each<[string, string, Record<string, string>, boolean]>([
    ['two targets', manifest('target: api', 'target: web'), TWO_TARGETS, false],
    ['two arguments', manifest('args: { WHO: api }', 'args: { WHO: web }'), ARGS, false],
    ['two Dockerfiles', manifest('dockerfile: a.Dockerfile', 'dockerfile: b.Dockerfile'), TWO_FILES, false],
    ['two ignore files', manifest('dockerfile: a.Dockerfile', 'dockerfile: b.Dockerfile'), TWO_IGNORE_FILES, false],
    ['two platforms', manifest('args: {}', 'args: {}'), ARGS, true],
  ])(
    '%s',
    async (_, text, files, arm) => {
      stage = await setStage({ manifest: text })
      stage.write(files)
      if (arm) await onArm('web')
      const sha = stage.commit('1.0.0')
      const run = await stage.run()
      expect(run).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed' } })
      expect(builds()).toHaveLength(2)
      const [api, web] = await digests()
      expect(api).not.toBe(web)
      expect(await tagsIn('api')).toEqual([namesOf('api', sha), namesOf('web', sha)])
      await again({}, 0)
    },
    60_000,
  )

  const namesOf = (label: string, sha: string) =>
    [`${label}-1.0.0`, `${label}-1.0.0-${sha.slice(0, 7)}`, `${label}-sha-${sha}`].sort()

  /** What differs in ECS alone: the family's next revision runs on another processor. */
  async function onArm(family: string) {
    const { taskDefinition } = await stage.ecs.describeTaskDefinition({ taskDefinition: family })
    const { containerDefinitions, networkMode, requiresCompatibilities, cpu, memory, executionRoleArn } =
      taskDefinition ?? {}
    const shape = { containerDefinitions, networkMode, requiresCompatibilities, cpu, memory, executionRoleArn }
    await stage.ecs.registerTaskDefinition({ ...shape, family, runtimePlatform: { cpuArchitecture: 'ARM64' } })
  }
})

test('one image for two services of one recipe: one build, no label', async () => {
  stage = await setStage({ manifest: manifest('target: web', 'target: web') })
  stage.write(TWO_TARGETS)
  const sha = stage.commit('1.0.0')
  const run = await stage.run()
  expect(run.exitCode).toBe(0)
  expect(builds()).toHaveLength(1)
  const [api, web] = await digests()
  expect(api).toBe(web)
  expect(await tagsIn('api')).toEqual([['1.0.0', `1.0.0-${sha.slice(0, 7)}`, `sha-${sha}`]])
  expect(run.log).toContain('web  the same image as api')
  await again({ services: 'web' }, 0)
}, 60_000)

test('a service alone has the names that it has among all', async () => {
  stage = await setStage({ manifest: manifest('target: api', 'target: web') })
  stage.write(TWO_TARGETS)
  const sha = stage.commit('1.0.0')
  expect((await stage.run({ services: 'web' })).exitCode).toBe(0)
  expect(await tagsIn('api')).toEqual([['web-1.0.0', `web-1.0.0-${sha.slice(0, 7)}`, `web-sha-${sha}`]])
  expect((await stage.run({ services: 'api' })).exitCode).toBe(0)
}, 60_000)

test('a secret of one id: an image for each variable that it comes from, and its steps are shared with no other', async () => {
  const text = (web: string) =>
    manifest('secrets: { key: env.KEY_A }', `secrets: { key: env.${web} }`).replaceAll('context: .', 'context: api')
  const env = { KEY_A: 'correct-horse', KEY_B: 'battery-staple' }
  stage = await setStage({ manifest: text('KEY_B') })
  stage.write({ 'api/Dockerfile': 'FROM scratch\nRUN --mount=type=secret,id=key cp /run/secrets/key /\nCOPY api /\n' })
  stage.commit('1.0.0')
  expect(await stage.run({}, { env })).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed' } })
  expect(builds().map(([, { secret }]) => secret)).toEqual([['id=key,env=KEY_A'], ['id=key,env=KEY_B']])
  const hosts = builds().map(([, { args }]) => args.BUILDKIT_SANDBOX_HOSTNAME)
  expect(new Set(hosts.filter(host => /^secrets-/.test(host ?? ''))).size).toBe(2)
  const [api, web] = await digests()
  expect(api).not.toBe(web)
  // one alone is built as both are
  stage.write({ 'api/api': 'new\n' })
  stage.commit('1.1.0')
  expect(await stage.run({ services: 'web' }, { env })).toMatchObject({ exitCode: 0 })
  expect(builds().at(-1)?.[1].args.BUILDKIT_SANDBOX_HOSTNAME).toBe(hosts[1])
  // one variable is one secret, however often it is asked for
  stage.write({ 'evenkeel.yml': text('KEY_A') })
  stage.commit('1.2.0')
  const before = builds().length
  const run = await stage.run({}, { env })
  expect(run.log).toContain('web  the same image as api')
  expect(
    builds()
      .slice(before)
      .map(([, { args }]) => args),
  ).toEqual([{}])
}, 60_000)

test('two manifests of one commit with other arguments: the second is refused, with both images, before it is built', async () => {
  const one = (who: string) => `cluster: shop\nservices: { api: { build: { context: ., args: { WHO: ${who} } } } }\n`
  stage = await setStage({ manifest: one('staging') })
  stage.write({ ...ARGS, 'prod.yml': one('prod'), '.dockerignore': '.git\n' })
  stage.commit('1.0.0')
  expect((await stage.run()).exitCode).toBe(0)
  const [digest] = await digests()
  const run = await stage.run({ manifest: 'prod.yml' })
  expect(run.exitCode).toBe(1)
  expect(run.log.join('\n')).toMatch(/EVK-312 .*recipe-[0-9a-f]{40}/)
  expect(run.log.join('\n')).toContain(`api:1.0.0 is ${digest}`)
  expect(builds()).toHaveLength(1)
}, 60_000)

/** The same again: nothing is built, and nothing is written. */
async function again(inputs: Record<string, string>, count: number) {
  const before = { builds: builds().length, puts: (await stage.requests('PutImage')).length }
  const reads = (await stage.requests('BatchGetImage')).length
  const run = await stage.run(inputs)
  expect(run).toMatchObject({ exitCode: 0, outputs: { outcome: 'unchanged' } })
  expect(builds().length - before.builds).toBe(count)
  expect((await stage.requests('PutImage')).length).toBe(before.puts)
  expect((await stage.requests('BatchGetImage')).length - reads).toBeLessThanOrEqual(2)
}
