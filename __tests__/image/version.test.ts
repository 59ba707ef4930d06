import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { compare, rcompare, valid } from 'semver'
import { highestOf, isMadeUp, passedOver, semverOf, versionOf, versionWithout } from '../../src/image/version.ts'
import { hostile, NOT_VERSIONS, runs } from '../hostile.ts'

const SHA = '3f9c2d1'.padEnd(40, '0')

describe('a text that is a semantic version stands for itself', () => {
  test.each([
    ['plain', '1.4.2', '1.4.2'],
    ['a leading v is no part of it', 'v1.4.2', '1.4.2'],
    ['zero', '0.0.0', '0.0.0'],
    ['pre-release', '2.0.0-rc.1', '2.0.0-rc.1'],
    ['pre-release with v', 'v2.0.0-rc.1', '2.0.0-rc.1'],
    ['pre-release that begins with a zero and is no number', '1.0.0-0a', '1.0.0-0a'],
    ['build metadata is kept', '1.2.3+build.5', '1.2.3+build.5'],
    ['pre-release and build metadata', '1.2.3-rc.1+build.05', '1.2.3-rc.1+build.05'],
    ['hyphens in a pre-release', '1.2.3--.-', '1.2.3--.-'],
    ['many digits', '1.2.20260101', '1.2.20260101'],
  ])('%s', (_, text, version) => {
    expect(semverOf(text)).toBe(version)
  })
})

test.each(NOT_VERSIONS.map(text => [JSON.stringify(text).slice(0, 40), text]))('%s is no version', (_, text) => {
  expect(semverOf(text)).toBeUndefined()
})

test('what semverOf accepts is a version to semver too, and is accepted again', () => {
  fc.assert(
    fc.property(fc.oneof(hostile, fc.stringMatching(/^v?\d{1,3}\.\d{1,3}\.\d{1,3}([-+][a-z0-9.-]{1,8})?$/)), text => {
      const version = semverOf(text)
      if (version === undefined) return
      expect(valid(version)).not.toBeNull()
      expect(version).toBe(text.replace(/^v/, ''))
      expect(semverOf(version)).toBe(version)
    }),
    { numRuns: runs(600) },
  )
})

describe('a work tree that is changed', () => {
  const changed = (tags: string[]) => ({ sha: SHA, tags, nearest: { tag: '', distance: 3 }, changes: 'ab12cd34' })
  test.each([
    ['v1.4.2', undefined, '1.4.2+changed.ab12cd34'],
    ['v1.4.2+b7', undefined, '1.4.2+b7.changed.ab12cd34'],
    ['none', undefined, '0.0.1-dev.3+changed.ab12cd34'],
    ['v1.4.2', '1.4.2', '1.4.2+changed.ab12cd34'],
  ])('is not what the tag %s says', (tag, asked, text) => {
    expect(versionOf(changed([tag]), asked)).toEqual({ text, released: false })
    expect(semverOf(text)).toBe(text)
  })
})

describe('the version of a commit', () => {
  const commit = (tags: string[], nearest?: { tag: string; distance: number }) => ({
    sha: SHA,
    tags,
    ...(nearest ? { nearest } : {}),
  })

  test.each([
    ['its own tag', commit(['v1.4.2']), undefined, '1.4.2', true],
    [
      'the highest of several, by number and not by letter',
      commit(['v1.9.0', 'v1.10.0', 'v1.2.0']),
      undefined,
      '1.10.0',
      true,
    ],
    ['a release rather than its candidate', commit(['v2.0.0-rc.1', 'v2.0.0']), undefined, '2.0.0', true],
    [
      'tags that are no versions do not count',
      commit(['latest', 'nightly-1.2.3', 'v1.4']),
      undefined,
      '0.0.1-dev.0',
      false,
    ],
    [
      'its own tag wins over an ancestor’s',
      commit(['v1.0.0'], { tag: 'v9.0.0', distance: 3 }),
      undefined,
      '1.0.0',
      true,
    ],
    ['the next patch of the nearest tag', commit([], { tag: 'v1.4.2', distance: 2 }), undefined, '1.4.3-dev.2', false],
    [
      'a candidate goes on as itself',
      commit([], { tag: 'v2.0.0-rc.1', distance: 4 }),
      undefined,
      '2.0.0-rc.1.dev.4',
      false,
    ],
    [
      'build metadata of the nearest tag is dropped',
      commit([], { tag: 'v1.4.2+b.7', distance: 1 }),
      undefined,
      '1.4.3-dev.1',
      false,
    ],
    ['no version in history', commit([], { tag: '', distance: 17 }), undefined, '0.0.1-dev.17', false],
    ['a nearest tag that is no version', commit([], { tag: 'v1', distance: 5 }), undefined, '0.0.1-dev.5', false],
    ['no history at all', commit([]), undefined, '0.0.1-dev.0', false],
    ['the one asked for, released when the tag is there', commit(['v1.4.2']), '1.4.2', '1.4.2', true],
    ['the one asked for, not released when the tag is another', commit(['v1.4.2']), '1.4.3', '1.4.3', false],
    ['the one asked for, though a higher tag is there', commit(['v1.4.2', 'v1.5.0']), '1.4.2', '1.4.2', true],
    ['the one asked for, without any tag', commit([]), '7.0.0', '7.0.0', false],
  ])('%s', (_, given, asked, text, released) => {
    expect(versionOf(given, asked)).toEqual({ text, released })
  })

  const version = fc
    .tuple(fc.nat(50), fc.nat(50), fc.nat(50), fc.option(fc.constantFrom('rc.1', 'rc.2', 'alpha'), { nil: undefined }))
    .map(([major, minor, patch, pre]) => `${major}.${minor}.${patch}${pre ? `-${pre}` : ''}`)

  test('a development version comes after the tag it builds on, and rises with the distance', () => {
    fc.assert(
      fc.property(version, fc.integer({ min: 1, max: 500 }), (base, distance) => {
        const at = (steps: number) => versionOf(commit([], { tag: `v${base}`, distance: steps })).text
        expect(valid(at(distance))).toBe(at(distance))
        expect(compare(at(distance), base)).toBe(1)
        expect(compare(at(distance + 1), at(distance))).toBe(1)
      }),
    )
  })

  test('a development version comes before the next release', () => {
    fc.assert(
      fc.property(fc.tuple(fc.nat(50), fc.nat(50), fc.nat(50)), fc.nat(500), ([a, b, c], distance) => {
        const { text } = versionOf(commit([], { tag: `v${a}.${b}.${c}`, distance }))
        expect(compare(text, `${a}.${b}.${c + 1}`)).toBe(-1)
      }),
    )
  })

  test('the order in which git lists the tags does not matter', () => {
    fc.assert(
      fc.property(fc.uniqueArray(version, { minLength: 1, maxLength: 6 }), versions => {
        const tags = versions.map(each => `v${each}`)
        const [highest] = versions.toSorted(rcompare)
        expect(versionOf(commit(tags))).toEqual({ text: highest, released: true })
        expect(versionOf(commit(tags.toReversed()))).toEqual({ text: highest, released: true })
      }),
    )
  })
})

describe('the version of what is only named, where no history is known', () => {
  test.each<[string, string[], string[], string | undefined, string, boolean]>([
    ['the one asked for', ['v1.4.2'], ['1.0.0'], '2.0.0', '2.0.0', false],
    ['the tag that started the run', ['v1.4.2'], ['1.0.0'], undefined, '1.4.2', true],
    ['the tag of the image', [], ['v1.4.2'], undefined, '1.4.2', false],
    ['the tag that images agree on', ['nightly'], ['1.4.2', 'v1.4.2'], undefined, '1.4.2', false],
    ['build metadata as a tag has it', [], ['1.4.2_b.7'], undefined, '1.4.2+b.7', false],
    ['none, where they do not agree', [], ['1.4.2', '1.4.3'], undefined, '0.0.0-sha-aaaaaaa', false],
    ['none, where one of them says none', [], ['1.4.2', 'stable'], undefined, '0.0.0-sha-aaaaaaa', false],
    ['none, where there is no tag', [], [], undefined, '0.0.0-sha-aaaaaaa', false],
  ])('%s', (_, tags, images, asked, text, released) => {
    expect(versionWithout({ sha: 'a'.repeat(40), tags }, images, asked)).toEqual({ text, released })
    expect(valid(text)).not.toBeNull()
  })
})

test.each([
  ['1.4.2', false],
  ['2.0.0-rc.1', false],
  ['1.4.2+b.7', false],
  ['2.0.0-develop.1', false],
  ['1.4.3-dev.2', true],
  ['2.0.0-rc.1.dev.4', true],
  ['1.4.2+changed.01234567', true],
  ['1.4.2+b.7.changed.01234567', true],
  ['0.0.0-sha-3f9c2d1', true],
])('%s is made up: %s', (text, is) => {
  expect(isMadeUp(text)).toBe(is)
})

describe('tags that were meant as a version, and are none', () => {
  test.each([
    ['a leading zero', ['v1.02.3'], ['v1.02.3']],
    ['not a calendar’s', ['2024.01.15'], []],
    ['a prefix', ['api/v1.2.3', 'web@1.0.0'], ['api/v1.2.3', 'web@1.0.0']],
    ['two numbers', ['v1.4'], ['v1.4']],
    ['words and moving tags are not meant so', ['latest', 'v1', 'release-7'], []],
    ['not where another tag says the version', ['1.02.3', 'v1.0.0'], []],
    ['a date in one', ['v20240116', 'nightly-20240116'], ['v20240116', 'nightly-20240116']],
    ['not any long number', ['build-2024011612', '19991231'], []],
  ])('%s', (_, tags, found) => {
    expect(passedOver({ tags })).toEqual(found)
  })
})

test.each([
  [['v1.9.0', 'v1.10.0', 'latest', '1.20.03'], 'v1.10.0'],
  [['2024.01.15', '2023.12.31', 'v1.0.0'], '2024.01.15'],
  [['2024.1.15', 'v1.0.0'], '2024.1.15'],
  [['v2.0.0-rc.1', 'v2.0.0'], 'v2.0.0'],
  [['latest'], undefined],
])('the highest of %j', (tags, highest) => {
  expect(highestOf(tags)).toBe(highest)
})
