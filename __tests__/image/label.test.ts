import { expect, test } from '@jest/globals'
import { labelsOf } from '../../src/image/label.ts'

const build = (target?: string) => ({ context: '.', dockerfile: 'Dockerfile', target, args: {} })
const one = (name: string, target?: string, platform?: string, repository = 'shop') => ({
  name,
  repository,
  build: build(target),
  platforms: platform === undefined ? undefined : ([platform] as const),
})

const saying = (name: string, platform?: string, platforms = ['linux/amd64', 'linux/arm64']) => {
  const { build: from, ...rest } = one(name, 'app', platform)
  return { ...rest, build: { ...from, platforms } }
}

test.each([
  ['a repository each', [one('web', 'web', 'p', 'web'), one('api', 'api', 'p', 'api')], ['', '']],
  ['one image for two', [one('web', 'app'), one('worker', 'app')], ['', '']],
  ['two targets', [one('web', 'web'), one('worker', 'worker')], ['web', 'worker']],
  ['two of three share one', [one('web', 'app'), one('worker', 'app'), one('proxy', 'proxy')], ['web', 'web', 'proxy']],
  ['two platforms', [one('web', 'app', 'linux/amd64'), one('worker', 'app', 'linux/arm64')], ['web', 'worker']],
  [
    'two platforms of the tasks, one index that says both',
    [saying('web', 'linux/amd64'), saying('worker', 'linux/arm64')],
    ['', ''],
  ],
  ['the same, as nobody asked ECS', [saying('web'), saying('worker')], ['', '']],
  [
    'an index, and an image for what its tasks run on',
    [saying('web'), one('worker', 'app', 'linux/arm64')],
    ['web', 'worker'],
  ],
  [
    'one platform, said by an image or what its tasks run on',
    [saying('web', 'linux/amd64', ['linux/arm64']), one('worker', 'app', 'linux/arm64')],
    ['', ''],
  ],
  ['not asked for: the platform is its kin’s', [one('web', 'app'), one('worker', 'app', 'linux/arm64')], ['', '']],
  ['not asked for, another target', [one('web', 'web'), one('worker', 'worker', 'linux/arm64')], ['web', 'worker']],
])('%s', (_, all, labels) => {
  expect([...labelsOf(all).values()]).toEqual(labels)
})
