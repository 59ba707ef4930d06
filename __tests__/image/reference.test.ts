import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  byDigest,
  commitTag,
  ecrOf,
  heldAs,
  isTag,
  namesOf,
  parseImage,
  shortSha,
  tagOf,
} from '../../src/image/reference.ts'
import { semverOf } from '../../src/image/version.ts'
import { hostile, NOT_TAGS, runs, TAGS } from '../hostile.ts'

const SHA = '3f9c2d1e8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c3d'
const DIGEST = `sha256:${'a1'.repeat(32)}`
const ECR = '123456789012.dkr.ecr.eu-west-1.amazonaws.com'

const identifier = fc.stringMatching(/^[0-9A-Za-z-]{0,6}[A-Za-z-]$/)
const dotted = fc.array(identifier, { minLength: 1, maxLength: 3 }).map(parts => parts.join('.'))
const semver = fc
  .tuple(fc.nat(), fc.nat(), fc.nat(), fc.option(dotted), fc.option(dotted))
  .map(([a, b, c, pre, build]) => `${a}.${b}.${c}${pre ? `-${pre}` : ''}${build ? `+${build}` : ''}`)

test.each(TAGS)('%s is a tag', tag => {
  expect(isTag(tag)).toBe(true)
})

test.each(NOT_TAGS.map(text => [JSON.stringify(text).slice(0, 40), text]))('%s is no tag', (_, text) => {
  expect(isTag(text)).toBe(false)
})

test('no hostile text is a tag unless every character of it may stand in one', () => {
  fc.assert(
    fc.property(hostile, text => {
      const allowed = [...text].every(each => /[A-Za-z0-9._-]/.test(each) && each.length === 1)
      expect(isTag(text)).toBe(allowed && text.length >= 1 && text.length <= 128 && !/^[.-]/.test(text))
    }),
    { numRuns: runs(600) },
  )
})

describe('the tag of a version', () => {
  test.each([
    ['1.4.2', '1.4.2'],
    ['1.2.3+build.5', '1.2.3_build.5'],
    ['1.2.3-rc.1+a.b', '1.2.3-rc.1_a.b'],
  ])('%s → %s', (version, tag) => {
    expect(tagOf(version)).toBe(tag)
  })

  test('is a tag, and the version can be read back from it', () => {
    fc.assert(
      fc.property(semver, version => {
        fc.pre(semverOf(version) === version)
        expect(isTag(tagOf(version))).toBe(true)
        expect(tagOf(version).replaceAll('_', '+')).toBe(version)
      }),
      { numRuns: runs(400) },
    )
  })
})

describe('the names of a release', () => {
  const released = { text: '1.4.2', released: true }
  test.each([
    ['a released version is named plainly, last', '', released, [`sha-${SHA}`, '1.4.2-3f9c2d1', '1.4.2']],
    ['an unreleased one never is', '', { text: '1.4.3-dev.2', released: false }, [`sha-${SHA}`, '1.4.3-dev.2-3f9c2d1']],
    ['build metadata is mapped', '', { text: '1.0.0+b', released: true }, [`sha-${SHA}`, '1.0.0_b-3f9c2d1', '1.0.0_b']],
    [
      'where a repository holds several images, each has its own',
      'web',
      released,
      [`web-sha-${SHA}`, 'web-1.4.2-3f9c2d1', 'web-1.4.2'],
    ],
  ])('%s', (_, label, version, names) => {
    expect(namesOf(label, version, SHA)).toEqual(names)
  })

  test('a changed work tree has its mark', () => {
    const version = { text: '1.4.2+changed.ab12cd34', released: false }
    expect(namesOf('', version, SHA, 'ab12cd34')).toEqual([`sha-${SHA}-ab12cd34`, '1.4.2_changed.ab12cd34-3f9c2d1'])
  })

  test('are tags', () => {
    fc.assert(
      fc.property(semver, fc.boolean(), fc.constantFrom('', 'web', 'a_b-c'), (text, released, label) => {
        expect(namesOf(label, { text, released }, SHA).filter(tag => !isTag(tag))).toEqual([])
      }),
    )
  })

  test('a commit has one tag of its own', () => {
    expect(commitTag(SHA)).toBe(`sha-${SHA}`)
    expect(isTag(commitTag(SHA))).toBe(true)
    expect(shortSha(SHA)).toBe('3f9c2d1')
  })
})

describe('what a person calls an image, ECR may hold', () => {
  test.each([
    ['1.5.0', ['1.5.0', 'web-1.5.0']],
    ['1.5.0+b', ['1.5.0_b', 'web-1.5.0_b']],
    ['1.5.0-3f9c2d1', ['1.5.0-3f9c2d1', 'web-1.5.0-3f9c2d1']],
    ['web-1.5.0', ['web-1.5.0']],
  ])('%s', (text, tags) => {
    expect(heldAs(text, 'web')).toEqual(tags)
  })

  test('every name of a release is among them', () => {
    fc.assert(
      fc.property(semver, fc.constantFrom('', 'web'), (text, label) => {
        const names = namesOf(label, { text, released: true }, SHA)
        expect(names).toEqual(
          expect.arrayContaining([
            heldAs(text, 'web')[label === '' ? 0 : 1],
            heldAs(`sha-${SHA}`, 'web')[label === '' ? 0 : 1],
          ]),
        )
      }),
    )
  })
})

test.each([
  ['a name', 'redis', 'redis', 'redis', undefined, undefined],
  ['with a tag', 'redis:7-alpine', 'redis', 'redis', '7-alpine', undefined],
  ['of an organisation', 'shop/api:1', 'shop/api', 'shop/api', '1', undefined],
  ['in ECR', `${ECR}/shop/api:1.4.2`, `${ECR}/shop/api`, 'shop/api', '1.4.2', undefined],
  ['in ECR by digest', `${ECR}/shop/api@${DIGEST}`, `${ECR}/shop/api`, 'shop/api', undefined, DIGEST],
  ['by tag and digest', `${ECR}/api:1@${DIGEST}`, `${ECR}/api`, 'api', '1', DIGEST],
  ['a registry with a port is no tag', '127.0.0.1:5000/api', '127.0.0.1:5000/api', 'api', undefined, undefined],
  [
    'a registry with a port, and a tag',
    'localhost:5000/shop/api:1',
    'localhost:5000/shop/api',
    'shop/api',
    '1',
    undefined,
  ],
  ['localhost without a port', 'localhost/api:1', 'localhost/api', 'api', '1', undefined],
  ['a name with a dot and no registry', 'my.app:1', 'my.app', 'my.app', '1', undefined],
  ['the name localhost', 'localhost', 'localhost', 'localhost', undefined, undefined],
  ['nothing', '', '', '', undefined, undefined],
])('an image named by %s', (_, image, repository, name, tag, digest) => {
  expect(parseImage(image)).toEqual({ repository, name, tag, digest })
})

test('what byDigest writes, parseImage reads', () => {
  const name = fc.stringMatching(/^[a-z0-9]{1,8}(\/[a-z0-9]{1,8}){0,2}$/)
  const digest = fc.stringMatching(/^sha256:[0-9a-f]{64}$/)
  fc.assert(
    fc.property(name, digest, fc.constantFrom(ECR, '127.0.0.1:5000'), (repository, digest, registry) => {
      const uri = `${registry}/${repository}`
      const image = byDigest({ repository: { name: repository, uri }, digest, tags: ['ignored'], origin: 'built' })
      expect(parseImage(image)).toEqual({ repository: uri, name: repository, tag: undefined, digest })
    }),
  )
})

test.each<[string, { account: string; region: string } | undefined]>([
  ['123456789012.dkr.ecr.eu-west-1.amazonaws.com', { account: '123456789012', region: 'eu-west-1' }],
  ['123456789012.dkr.ecr-fips.us-gov-west-1.amazonaws.com', { account: '123456789012', region: 'us-gov-west-1' }],
  ['123456789012.dkr-ecr.eu-west-1.on.aws', { account: '123456789012', region: 'eu-west-1' }],
  ['123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn', { account: '123456789012', region: 'cn-north-1' }],
  ['123456789012.dkr.ecr.eusc-de-east-1.amazonaws.eu', { account: '123456789012', region: 'eusc-de-east-1' }],
  ['123456789012.dkr.ecr.eu-west-1.amazonaws.co', undefined],
  ['123456789012.dkr.ecr.eu-west-1.amazonaws.com.evil.example', undefined],
  ['123456789012.dkr.ecr.eu-west-1.amazonawsxcom', undefined],
  ['123456789012.dkr.ecr.eu-west-1.localhost', undefined],
])('the registry %s is ECR, which gets a password of it, and nothing that looks like it', (host, expected) => {
  expect(ecrOf(host)).toEqual(expected)
})
