/** Names are given afterwards: a release tag that comes late, and whoever comes second. */
import { writeFileSync } from 'node:fs'
import { afterEach, describe, expect, test } from '@jest/globals'
import { type Run, type Stage, setStage } from './stage.ts'

let stage: Stage
afterEach(() => stage.close())

const builds = () => stage.builds().length
const tagsOf = async (name: string) => {
  const { imageDetails = [] } = await stage.ecr.describeImages({ repositoryName: name })
  return imageDetails.map(({ imageTags = [] }) => imageTags.filter(tag => /^\d/.test(tag)).sort())
}

/** `api` holds its version, `redis` does not. */
test('a release tag on a commit that is live: who holds the version is built, who does not is named', async () => {
  stage = await setStage()
  const sha = stage.commit(undefined, { 'api/Dockerfile': 'FROM scratch\nARG VERSION\nCOPY api /\n' })
  stage.git('tag', 'v1.4.2')
  const next = stage.commit(undefined, { 'api/api': 'two\n', 'redis/redis': 'two\n' })
  expect((await stage.run({ services: 'api redis' })).outputs.version).toBe('1.4.3-dev.1')
  expect(sha).not.toBe(next)
  stage.git('tag', 'v1.5.0')
  const before = builds()
  const run = await stage.run({ services: 'api redis' })
  expect(run).toMatchObject({ exitCode: 0, outputs: { version: '1.5.0' } })
  expect(builds() - before).toBe(1)
  expect(run.services).toMatchObject({ api: { outcome: 'deployed' }, redis: { outcome: 'unchanged' } })
  expect(run.log.join('\n')).toMatch(
    new RegExp(`^api  sha-${next} stays with sha256:[0-9a-f]{12}, an image of before$`, 'm'),
  )
  const short = next.slice(0, 7)
  expect(await tagsOf('redis')).toEqual([[`1.4.3-dev.1-${short}`, '1.5.0', `1.5.0-${short}`].sort()])
  expect(await tagsOf('api')).toEqual(
    expect.arrayContaining([[`1.4.3-dev.1-${short}`], ['1.5.0', `1.5.0-${short}`].sort()]),
  )
}, 60_000)

test('a release tag on a commit that is not live: its rollout is told by that version', async () => {
  stage = await setStage()
  const asked = { services: 'redis' }
  stage.commit('1.0.0')
  expect((await stage.run(asked)).exitCode).toBe(0)
  stage.commit(undefined, { 'redis/redis': 'two\n' })
  expect((await stage.run(asked)).outputs.version).toBe('1.0.1-dev.1')
  expect((await stage.run({ ...asked, command: 'rollback' })).outputs.version).toBe('1.0.0')
  stage.git('tag', 'v1.6.0')
  const run = await stage.run(asked)
  expect(run).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed', version: '1.6.0' } })
  expect(run.log.filter(line => line.includes(' → ') && line.startsWith('redis  running'))).toEqual(
    expect.arrayContaining([expect.stringContaining('(1.0.0 → 1.6.0)')]),
  )
  expect(run.log.join('\n')).not.toContain('→ 1.0.1-dev.1')
}, 60_000)

describe('a commit that becomes another image in a later run', () => {
  const BASE = 'FROM node:22\nARG WHO\nCOPY redis /\n'
  const stay = (names: string) => new RegExp(`^redis  ${names} stay with sha256:[0-9a-f]{12}, an image of before$`, 'm')
  const bases = () => `${stage.folder}.bases`
  /** The output tells the tags that the registry has for that digest, and no other. */
  async function expectTold({ outputs }: Run) {
    const { digest, tags } = JSON.parse(outputs.images ?? '').redis
    const { imageDetails = [] } = await stage.ecr.describeImages({ repositoryName: 'redis' })
    const { imageTags = [] } = imageDetails.find(({ imageDigest }) => imageDigest === digest) ?? {}
    expect([...tags].sort()).toEqual([...imageTags].sort())
  }
  const redis = (more: string) => `cluster: shop\nservices: { redis: { build: { context: redis${more} } } }\n`

  test.each<[string, string | undefined, Record<string, string>, Record<string, string>]>([
    ['its base image moved', undefined, {}, { letter: 'b' }],
    ['another argument, by another manifest', undefined, { manifest: 'other.yml' }, {}],
    ['its base image moved, under a version that the input says', '3.0.0', {}, { letter: 'b' }],
  ])(
    'without a git tag the first keeps the names: %s',
    async (_, version, inputs, { letter = 'a' }) => {
      stage = await setStage({ manifest: redis('') })
      const sha = stage.commit(undefined, { 'redis/Dockerfile': BASE, 'other.yml': redis(', args: { WHO: other }') })
      const asked = version === undefined ? {} : { version }
      const run = async (more: Record<string, string>, holds: string) => {
        writeFileSync(bases(), JSON.stringify({ 'node:22': `sha256:${holds.repeat(64)}` }))
        return await stage.run({ ...asked, ...more }, { env: { DOCKER_BASES: bases() } })
      }
      const first = await run({}, 'a')
      expect(first).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed' } })
      const before = builds()
      const second = await run(inputs, letter)
      expect(second).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed', version: first.outputs.version } })
      expect(builds() - before).toBe(1)
      expect(second.log.join('\n')).toMatch(stay(`sha-${sha}, ${first.outputs.version}-${sha.slice(0, 7)}`))
      expect((await tagsOf('redis')).sort()).toEqual([[], [`${first.outputs.version}-${sha.slice(0, 7)}`]])
      const third = await run(inputs, letter)
      expect(third).toMatchObject({ exitCode: 0, outputs: { outcome: 'unchanged' } })
      for (const each of [first, second, third]) await expectTold(each)
      expect(builds() - before).toBe(1)
      // and the tag that comes late makes one of them the release
      stage.git('tag', 'v4.0.0')
      expect(await stage.run({ ...inputs }, { env: { DOCKER_BASES: bases() } })).toMatchObject({
        exitCode: 0,
        outputs: { version: '4.0.0', outcome: 'unchanged' },
      })
      const moved = await run({ ...inputs, version: '4.0.0' }, 'c')
      expect(moved.exitCode).toBe(1)
      expect(moved.log.join('\n')).toMatch(
        /EVK-312 .*redis:4\.0\.0 is sha256:.*Give this commit the tag of the next version/,
      )
      expect(builds() - before).toBe(1)
    },
    90_000,
  )
})

test('two runs build the same recipe into an immutable repository: the second takes the image of the first', async () => {
  stage = await setStage()
  stage.commit('1.0.0')
  const run = await stage.run({ services: 'redis' }, { env: { DOCKER_OTHER_PUSHES: '1' } })
  expect(run).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed' } })
  expect(run.log.join('\n')).toMatch(/^another run has pushed recipe-[0-9a-f]{40} first: its image is used$/m)
  expect(await tagsOf('redis')).toHaveLength(1)
}, 60_000)

test('a name that another image takes during the build is none of ours, and the others are given', async () => {
  stage = await setStage()
  const sha = stage.commit('1.0.0')
  const run = await stage.run({ services: 'redis' }, { env: { DOCKER_OTHER_PUSHES: 'the commit’s name' } })
  expect(run).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed' } })
  expect(run.log.join('\n')).toMatch(
    /^the push did not end well, but the registry has recipe-[0-9a-f]{40}: it is used$/m,
  )
  expect((await tagsOf('redis')).sort()).toEqual([[], ['1.0.0', `1.0.0-${sha.slice(0, 7)}`]])
}, 60_000)

test('… and into a mutable one', async () => {
  stage = await setStage()
  await stage.ecr.putImageTagMutability({ repositoryName: 'redis', imageTagMutability: 'MUTABLE' })
  stage.commit('1.0.0')
  const run = await stage.run({ services: 'redis' }, { env: { DOCKER_OTHER_PUSHES: '1' } })
  expect(run).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed' } })
}, 60_000)

test.each(['IMMUTABLE', 'MUTABLE'] as const)(
  'a version that another image has stays with it: %s',
  async mutability => {
    stage = await setStage()
    await stage.ecr.putImageTagMutability({ repositoryName: 'redis', imageTagMutability: mutability })
    stage.commit('1.0.0')
    expect((await stage.run({ services: 'redis' })).exitCode).toBe(0)
    stage.commit(undefined, { 'redis/redis': 'two\n' })
    stage.git('tag', '-f', 'v1.0.0')
    const before = builds()
    const run = await stage.run({ services: 'redis' })
    expect(run.log.join('\n')).toMatch(
      /EVK-312 Refused before anything was changed::redis:1\.0\.0 is sha256:[0-9a-f]{64}, and this commit's image is not built yet \(recipe-[0-9a-f]{40}\)/,
    )
    expect(run.exitCode).toBe(1)
    expect(builds()).toBe(before)
    expect(await tagsOf('redis')).toHaveLength(1)
  },
  60_000,
)

test('a Windows task definition gets an image for it', async () => {
  stage = await setStage()
  const { taskDefinition } = await stage.ecs.describeTaskDefinition({ taskDefinition: 'redis' })
  const { containerDefinitions, networkMode, requiresCompatibilities, executionRoleArn } = taskDefinition ?? {}
  await stage.ecs.registerTaskDefinition({
    ...{ containerDefinitions, networkMode, requiresCompatibilities, executionRoleArn },
    ...{ family: 'redis', cpu: '1024', memory: '2048' },
    runtimePlatform: { operatingSystemFamily: 'WINDOWS_SERVER_2022_CORE', cpuArchitecture: 'X86_64' },
  })
  stage.commit('1.0.0')
  await stage.run({ services: 'redis' })
  expect(stage.builds()[0]?.[1].platforms).toEqual(['windows/amd64'])
}, 60_000)

test('a moving major tag on the commit is no version', async () => {
  stage = await setStage()
  const sha = stage.commit('1.2.0')
  stage.git('tag', 'v1')
  const run = await stage.run({}, { env: { GITHUB_SHA: sha } })
  expect(run).toMatchObject({ exitCode: 0, outputs: { version: '1.2.0' } })
  const next = stage.commit(undefined, { 'api/api': 'next\n' })
  const later = await stage.run({}, { env: { GITHUB_SHA: next } })
  expect(later.outputs.version).toBe('1.2.1-dev.1')
})

test('a changed work tree is told, and its release is not named like the commit', async () => {
  stage = await setStage()
  const sha = stage.commit('1.3.0')
  const built = () => stage.builds().length
  const deployed = async (text: string) => {
    stage.write({ 'api/api': text })
    const before = built()
    const run = await stage.run({ services: 'api' }, { env: { GITHUB_SHA: sha } })
    const warned = run.log.some(line => line.startsWith('::warning title=The work tree is not the commit::'))
    return { version: run.outputs.version, warned, builds: built() - before }
  }
  const once = await deployed('changed by hand\n')
  expect(once).toEqual({ version: expect.stringMatching(/^1\.3\.0\+changed\.[0-9a-f]{8}$/), warned: true, builds: 1 })
  expect(await deployed('changed by hand\n')).toEqual({ ...once, builds: 0 })
  const other = await deployed('changed again\n')
  expect(other).toMatchObject({ warned: true, builds: 1 })
  expect(other.version).not.toBe(once.version)
  expect(await deployed('1.3.0\n')).toEqual({ version: '1.3.0', warned: false, builds: 1 })
})

test('a version below the one that runs is told with both, and why: a prefix left out, an older commit', async () => {
  stage = await setStage()
  const first = stage.commit(undefined, { 'api/api': 'one\n' })
  stage.git('tag', 'api/2026.12.1')
  const run = async (inputs: Record<string, string>) => await stage.run({ services: 'api', ...inputs })
  const warnings = ({ log }: Run) => log.filter(line => line.startsWith('::warning title=The version goes back'))
  const prefixed = { 'tag-prefix': 'api/' }
  expect(warnings(await run(prefixed))).toEqual([])
  const second = stage.commit(undefined, { 'api/api': 'two\n' })
  expect(warnings(await run(prefixed))).toEqual([])
  stage.commit(undefined, { 'api/api': 'three\n' })
  const without = await run({})
  const version = without.outputs.version ?? ''
  expect(without).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed' } })
  expect(version).toMatch(/^0\.0\.1-dev\./)
  const back = (from: string, to: string) =>
    `::warning title=The version goes back::api runs ${from}, and this release is ${to}, which comes before it.`
  expect(warnings(without)).toEqual([
    `${back('2026.12.2-dev.1', version)} The live version came from tags "api/…"; the input \`tag-prefix\` is empty. Correct it, unless it is meant.`,
  ])
  stage.git('checkout', '-q', second)
  expect(warnings(await run(prefixed))).toEqual([])
  stage.git('checkout', '-q', first)
  const again = await run(prefixed)
  expect(again).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed', version: '2026.12.1' } })
  expect(warnings(again)).toEqual([expect.stringContaining(back('2026.12.2-dev.1', '2026.12.1'))])
  expect(warnings(await run({ ...prefixed, command: 'build' }))).toEqual([])
}, 90_000)
