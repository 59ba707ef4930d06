import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { buildCommand, type Order } from '../../src/image/build.ts'
import { hostile } from '../hostile.ts'

const order: Order = {
  build: { context: 'services/api', dockerfile: 'services/api/Dockerfile', target: undefined },
  args: {},
  contexts: [],
  repository: { name: 'shop/api', uri: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/api' },
  tag: `recipe-${'a'.repeat(40)}`,
  platform: 'linux/amd64',
}
const withBuild = (build: Partial<Order['build']>): Order => ({ ...order, build: { ...order.build, ...build } })

test('the command of a plain build', () => {
  expect(buildCommand(order, '/tmp/metadata.json')).toEqual([
    'docker',
    'buildx',
    'build',
    '--push',
    '--progress=plain',
    '--provenance=false',
    '--platform=linux/amd64',
    '--file=services/api/Dockerfile',
    `--tag=123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/api:recipe-${'a'.repeat(40)}`,
    '--metadata-file=/tmp/metadata.json',
    '--',
    'services/api',
  ])
})

test.each([
  ['a target', withBuild({ target: 'runtime' }), ['--target=runtime']],
  ['a build argument', { ...order, args: { A: 'b' } }, ['--build-arg=A=b']],
  ['an empty build argument', { ...order, args: { A: '' } }, ['--build-arg=A=']],
  ['an argument with spaces and equal signs stays one', { ...order, args: { A: 'b = c' } }, ['--build-arg=A=b = c']],
  ['a build context', { ...order, contexts: ['a=docker-image://b'] }, ['--build-context=a=docker-image://b']],
  ['arm', { ...order, platform: 'linux/arm64' }, ['--platform=linux/arm64']],
])('%s', (_, given, words) => {
  const command = buildCommand(given, 'm')
  expect(command).toEqual(expect.arrayContaining(words))
  expect(command.filter(word => word.startsWith('--platform'))).toHaveLength(1)
})

describe('whatever the manifest says', () => {
  test('the context is the one operand, and each value stays within its own word', () => {
    fc.assert(
      fc.property(hostile, hostile, hostile, (context, target, arg) => {
        const given = { ...withBuild({ context, target }), args: { A: arg } }
        const command = buildCommand(given, 'm')
        expect(command.slice(-2)).toEqual(['--', context])
        expect(command.indexOf('--', 3)).toBeGreaterThan(0)
        expect(command.filter(word => word.startsWith('--push'))).toEqual(['--push'])
        expect(command).toHaveLength(buildCommand({ ...withBuild({ target: 't' }), args: { A: '' } }, 'm').length)
      }),
    )
  })
})
