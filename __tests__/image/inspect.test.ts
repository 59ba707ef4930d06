/** Versions along a real history: they never repeat, and never sort backwards. */
import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { compare } from 'semver'
import { shellUntil } from '../../src/edge/shell.ts'
import { commitOf, inspectCommit } from '../../src/image/inspect.ts'
import { versionOf } from '../../src/image/version.ts'

let folder: string
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'evenkeel-git-')))
  git('init', '-q', '-b', 'main')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const git = (...args: string[]) =>
  execFileSync('git', ['-C', folder, '-c', 'user.name=o', '-c', 'user.email=o@example.com', ...args])

/** The version after each commit; a text is its tag. */
async function versions(tags: readonly (string | undefined)[], prefix?: string): Promise<string[]> {
  const found: string[] = []
  for (const tag of tags) {
    git('commit', '-q', '--allow-empty', '-m', 'one')
    if (tag) git('tag', tag)
    found.push(versionOf(await inspectCommit(shellUntil(new AbortController().signal), folder, prefix)).text)
  }
  return found
}

test.each([
  [
    'calendar tags alone',
    ['2024.01.14', undefined, '2024.01.15', undefined],
    ['2024.1.14', '2024.1.15-dev.1', '2024.1.15', '2024.1.16-dev.1'],
  ],
  ['a calendar tag after a version', ['v1.0.0', '2024.01.15', undefined], ['1.0.0', '2024.1.15', '2024.1.16-dev.1']],
  ['a year and a month', ['2024.01', undefined, '2024.02'], ['2024.1.0', '2024.1.1-dev.1', '2024.2.0']],
  ['a lower version after a higher one', ['v2.0.0', 'v1.9.9', undefined], ['2.0.0', '1.9.9', '2.0.1-dev.2']],
  ['a prefix', ['v1.0.0', 'api/v1.2.3', undefined], ['1.0.0', '1.0.1-dev.1', '1.0.1-dev.2']],
  ['a calendar that is a version', ['2024.1.15', undefined], ['2024.1.15', '2024.1.16-dev.1']],
])('%s', async (_, tags, texts) => {
  const found = await versions(tags)
  expect(found).toEqual(texts)
  const untagged = found.filter(text => text.includes('-dev.'))
  expect(untagged.toSorted(compare)).toEqual(untagged)
  expect(new Set(found).size).toBe(found.length)
})

test.each([
  ['', ['v1.0.0'], undefined],
  ['api/v', ['api/v1.2.3', 'v1.0.0'], undefined],
  ['wep/v', ['web/v1.2.3', undefined], ['web/v1.2.3']],
  ['wep/v', [undefined], []],
])('where none of the tags so far has the prefix %j, it tells which there are', async (prefix, tags, strangers) => {
  await versions(tags)
  const commit = await inspectCommit(shellUntil(new AbortController().signal), folder, prefix)
  expect(commit.strangers).toEqual(strangers)
})

test.each([
  ['api/v', ['v1.0.0', 'api/v1.2.3', undefined, 'web/v9.0.0'], ['0.0.1-dev.1', '1.2.3', '1.2.4-dev.1', '1.2.4-dev.2']],
  ['api/', ['api/v1.2.3', 'api/2.0.0'], ['1.2.3', '2.0.0']],
  ['api-', ['api-2024.01.15', 'api-none', undefined], ['2024.1.15', '2024.1.16-dev.1', '2024.1.16-dev.2']],
  ['none/', ['v1.0.0', undefined], ['0.0.1-dev.1', '0.0.1-dev.2']],
])('with the prefix %s others say nothing', async (prefix, tags, texts) => {
  expect(await versions(tags, prefix)).toEqual(texts)
})

describe('what git cannot tell is told by its own cause', () => {
  const refused = async (at = folder) =>
    await inspectCommit(shellUntil(new AbortController().signal), at).then(
      () => undefined,
      ({ code, message }) => `${code} ${message}`,
    )
  const write = (path: string, text: string) => writeFileSync(join(folder, path), text)
  const empty = () => {
    const sha = git('rev-parse', 'HEAD').toString().trim()
    const file = join(folder, '.git/objects', sha.slice(0, 2), sha.slice(2))
    chmodSync(file, 0o600)
    writeFileSync(file, '')
  }

  test.each<[string, () => void, string]>([
    ['no commit', () => rmSync(join(folder, '.git/refs/heads/main')), 'EVK-301 '],
    ['no repository', () => rmSync(join(folder, '.git'), { recursive: true }), 'EVK-301 '],
    ['a HEAD that is none', () => write('.git/HEAD', 'none'), 'EVK-308 git rev-parse --verify HEAD failed, '],
    ['a broken configuration', () => write('.git/config', '[bad'), 'EVK-308 git rev-parse --verify HEAD failed, '],
    [
      'an object that is cut off',
      empty,
      'EVK-308 git tag failed, so that what is released cannot be told: fatal: loose object',
    ],
    [
      'a work tree whose repository is elsewhere',
      () => {
        rmSync(join(folder, '.git'), { recursive: true })
        write('.git', 'gitdir: /nowhere/at-all')
      },
      'EVK-308 git rev-parse --verify HEAD failed, so that what is released cannot be told: fatal: not a git repository: /nowhere/at-all',
    ],
  ])('%s', async (_, break_, words) => {
    git('commit', '-q', '--allow-empty', '-m', 'one')
    break_()
    expect(await refused()).toContain(words)
  })

  test.each<[string, string, string | undefined]>([
    ['the checkout itself', '.', undefined],
    ['a folder of it', 'app', 'EVK-309 FOLDER belongs to another user than the one this step runs as'],
  ])('a repository of another user: %s', async (_, below, words) => {
    git('commit', '-q', '--allow-empty', '-m', 'one')
    mkdirSync(join(folder, 'app'))
    // git's own way of testing this: the environment says that nothing is ours
    process.env.GIT_TEST_ASSUME_DIFFERENT_OWNER = '1'
    const found = await refused(join(folder, below))
    delete process.env.GIT_TEST_ASSUME_DIFFERENT_OWNER
    if (words === undefined) expect(found).toBeUndefined()
    else expect(found).toContain(words.replace('FOLDER', folder))
  })
})

describe('the commit of a release tag', () => {
  const shell = shellUntil(new AbortController().signal)
  const commits: string[] = []
  beforeEach(() => {
    commits.length = 0
    for (const tags of [
      ['v1.5.0', 'v1.4.0'],
      ['2.1.5.0', 'api/v1.6.0', 'api/1.5.0', '1.6.0', 'v1.4.0-rc.1', 'v2024.01.15'],
      ['v1.6.0', 'web-v1.7.0', 'before-1.8.0', '1.6.0+4'],
    ]) {
      git('commit', '-q', '--allow-empty', '-m', 'one')
      for (const tag of tags) git('tag', '-a', '-m', 'x', tag)
      commits.push(git('rev-parse', 'HEAD').toString().trim())
    }
  })
  test.each<[string, string, number | undefined, string?]>([
    ['with a v', '1.5.0', 0],
    ['behind the prefix that is asked for', '1.7.0', 2, 'web-v'],
    ['behind it without a v', '1.5.0', 1, 'api/'],
    ['behind it alone', '1.4.0', undefined, 'api/'],
    ['behind another, none', '1.7.0', undefined],
    ['behind words, none', '1.8.0', undefined],
    ['a pre-release is another', '1.4.0', 0],
    ['the pre-release', '1.4.0-rc.1', 1],
    ['a calendar with its zeros', '2024.1.15', 1],
    ['of one that two tags put on two commits, none', '1.6.0', undefined],
    ['of one that no tag has, none', '9.9.9', undefined],
  ])('%s', async (_, version, nth, prefix = '') => {
    expect(await commitOf(shell, folder, { version, prefix })).toBe(nth === undefined ? undefined : commits[nth])
  })
  test('outside a work tree, none', async () =>
    expect(await commitOf(shell, tmpdir(), { version: '1.5.0', prefix: '' })).toBeUndefined())
})

test('every tag on the commit and on those before it counts for what git tells, and no other', async () => {
  const shell = shellUntil(new AbortController().signal)
  const reached = async () => (await inspectCommit(shell, folder, 'api/v')).reached
  for (const nth of [1, 2]) git('commit', '-q', '--allow-empty', '-m', String(nth))
  const seen = [await reached()]
  for (const [tag, at] of [
    ['web/v2.0.0', 'HEAD'],
    ['nightly', 'HEAD~1'],
  ] as const) {
    git('tag', tag, at)
    seen.push(await reached())
  }
  git('tag', '-f', 'nightly', 'HEAD')
  seen.push(await reached())
  expect(new Set(seen).size).toBe(4)
  git('checkout', '-q', '--orphan', 'other')
  git('commit', '-q', '--allow-empty', '-m', 'x')
  git('tag', 'elsewhere')
  git('checkout', '-q', 'main')
  expect(await reached()).toBe(seen.at(-1))
})
