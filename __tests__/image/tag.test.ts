import { describe, expect, test } from '@jest/globals'
import { backWarnings, tagWarnings } from '../../src/image/tag.ts'
import { type Commit, versionOf } from '../../src/image/version.ts'

const SHA = '3f9c2d1'.padEnd(40, '0')
const told = (more: Partial<Commit>, asked?: string) => {
  const commit = { sha: SHA, tags: [], nearest: { tag: '', distance: 1 }, ...more }
  return tagWarnings(commit, versionOf(commit, asked), asked).map(({ title, text }) => `${title}: ${text}`)
}

describe('what is odd about tags', () => {
  test.each<[string, Partial<Commit>, string]>([
    [
      'one that is no version',
      { tags: ['v20240116'] },
      'A tag is no version: "v20240116" on 3f9c2d1 is no version, which is MAJOR.MINOR.PATCH without leading zeros, so the release is 0.0.1-dev.1. Set the input `tag-prefix` to what stands before it, or set `version`, or tag it as one.',
    ],
    [
      'two, and the prefix that they have',
      { tags: ['v1.02.3', '2024.01.17-rc.1'], prefix: 'api/' },
      'Tags are no versions: "api/v1.02.3", "api/2024.01.17-rc.1" on 3f9c2d1 are none, which is MAJOR.MINOR.PATCH without leading zeros, so the release is 0.0.1-dev.1. Correct the input `tag-prefix` to what stands before it, or set `version`, or tag it as one.',
    ],
    [
      'a prefix that none has',
      { prefix: 'wep/v', strangers: ['api/v1.0.0', 'latest', 'web/v1.2.3'] },
      'No tag has the prefix: No tag up to this commit begins with "wep/v", did you mean "web/v"? The release is 0.0.1-dev.1: correct the input `tag-prefix`, or tag the first version.',
    ],
    [
      'a prefix that none has, and none is like',
      { prefix: 'payments/', strangers: ['v1.0.0'] },
      'No tag has the prefix: No tag up to this commit begins with "payments/". The release is 0.0.1-dev.1: correct the input `tag-prefix`, or tag the first version.',
    ],
    [
      'the second release of a day',
      { tags: ['2026.11.1-2'], nearest: { tag: '2026.11.1', distance: 1 } },
      'The version goes back: "2026.11.1-2" is version 2026.11.1-2, which comes before 2026.11.1, that of the earlier tag "2026.11.1". What follows a hyphen is a pre-release. Tag this commit with a higher one, unless it is meant.',
    ],
    [
      'a month after a day of it',
      { tags: ['v2024.1'], nearest: { tag: 'v2024.1.15', distance: 1 }, prefix: 'web/' },
      'The version goes back: "web/v2024.1" is version 2024.1.0, which comes before 2024.1.15, that of the earlier tag "web/v2024.1.15". Tag this commit with a higher one, unless it is meant.',
    ],
  ])('%s', (_, commit, line) => {
    expect(told(commit)).toEqual([line])
    expect(told(commit, '1.0.0')).toEqual([])
  })

  test.each<[string, Partial<Commit>]>([
    ['a version', { tags: ['v1.4.2', 'v1'], nearest: { tag: 'v1.4.2', distance: 0 } }],
    ['none after one', { nearest: { tag: 'v1.4.2', distance: 3 } }],
    ['none at all, with a prefix', { prefix: 'api/v', strangers: [] }],
    ['the same version twice', { tags: ['2024.01.15', '2024.1.15'], nearest: { tag: '2024.01.15', distance: 0 } }],
  ])('nothing: %s', (_, commit) => {
    expect(told(commit)).toEqual([])
  })
})

describe('a service that runs a higher version', () => {
  const AGAIN = 'A commit of before is released where its job is run again; deploy the newest, unless it is meant.'
  const warned = (version: string, live: readonly string[], tags?: readonly string[], prefix?: string) =>
    backWarnings(
      prefix === undefined ? {} : { prefix },
      { text: version, released: false },
      [{ name: 'api', versions: live }],
      tags,
    ).map(({ title, text }) => `${title}: ${text}`)

  test.each<[string, string, string, string[] | undefined, string | undefined, string]>([
    ['an older commit', '1.0.0', '1.1.0', ['v1.0.0', 'v1.1.0'], undefined, AGAIN],
    ['an older commit, with a prefix', '1.0.0', '1.1.0', ['v1.1.0', 'api/v1.1.0'], 'api/', AGAIN],
    [
      'a prefix that is left out',
      '0.0.1-dev.10',
      '2026.12.2-dev.1',
      ['web/2026.12.2', 'api/2026.12.1'],
      undefined,
      'The live version came from tags "api/…"; the input `tag-prefix` is empty. Correct it, unless it is meant.',
    ],
    [
      'another prefix, with the letter',
      '1.2.0',
      '2.0.0',
      ['web/v1.2.0', 'api-v2.0.0'],
      'web/v',
      'The live version came from tags "api-…"; the input `tag-prefix` is "web/v". Correct it, unless it is meant.',
    ],
    [
      'a prefix too many',
      '0.0.1-dev.1',
      '2.0.0-rc.1.dev.3',
      ['v2.0.0-rc.1'],
      'api/',
      'The live version came from tags without a prefix; the input `tag-prefix` is "api/". Correct it, unless it is meant.',
    ],
    [
      'a clone without tags',
      '0.0.1-dev.4',
      '1.1.0',
      [],
      undefined,
      'This clone has no tags. Set `fetch-depth: 0` on actions/checkout, unless it is meant.',
    ],
    ['what never had a tag', '0.0.1-dev.4', '0.0.1-dev.5', [], undefined, AGAIN],
    ['a version that was said', '1.0.0', '1.1.0', undefined, undefined, AGAIN],
    ['a version that no tag has', '1.0.0', '3.0.0', ['v1.0.0', 'sha-3.0', 'x_v3.0'], undefined, AGAIN],
  ])('%s', (_, version, live, tags, prefix, why) => {
    const what = `api runs ${live}, and this release is ${version}, which comes before it.`
    expect(warned(version, [live], tags, prefix)).toEqual([`The version goes back: ${what} ${why}`])
  })

  test.each<[string, string, string[]]>([
    ['none that is known', '1.0.0', []],
    ['the same', '1.0.0', ['1.0.0']],
    ['the same, with changes', '1.0.0+changed.aaaaaaaa', ['1.0.0']],
    ['a lower one', '1.1.0-dev.2', ['1.0.0', '1.1.0-dev.1']],
    ['commits alone', '0.0.0-sha-1111111', ['0.0.0-sha-2222222']],
    ['what is none', '1.0.0', ['latest']],
  ])('nothing: %s', (_, version, live) => {
    expect(warned(version, live)).toEqual([])
  })

  test('several are told together, by what they run', () => {
    const live = [
      { name: 'api', versions: ['1.0.0', '1.2.0'] },
      { name: 'web', versions: ['1.2.0'] },
      { name: 'job', versions: ['1.3.0'] },
    ]
    const told = backWarnings({}, { text: '1.1.0', released: true }, live, []).map(({ text }) => text.split(', and')[0])
    expect(told).toEqual(['api, web run 1.2.0', 'job runs 1.3.0'])
  })
})
