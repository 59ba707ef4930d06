/** What counts in a context. The scenarios show it whole; here are the corners. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { digestFolder } from '../../src/image/digest.ts'
import { rulesOf } from '../../src/image/ignore.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'evenkeel-digest-é-'))
  write({ a: 'a', 'b/c': 'c', '.git/HEAD': 'x' })
  mkdirSync(join(folder, 'b/x/y'), { recursive: true })
  chmodSync(join(folder, 'a'), 0o644)
  chmodSync(join(folder, 'b'), 0o755)
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function write(files: Record<string, string>) {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
}
const read = async (ignore = '', mark = 'commit') =>
  await digestFolder(folder, rulesOf(ignore), { folder: join(folder, '.git'), mark })

test.each<[string, () => void, string]>([
  ['another content of the same length', () => write({ a: 'b' }), ''],
  ['another name', () => write({ d: '' }), ''],
  ['where a name ends and the content begins', () => write({ aa: '' }), ''],
  ['an empty folder', () => mkdirSync(join(folder, 'empty')), ''],
  ['a link in place of a file', () => symlinkSync('a', join(folder, 'd')), ''],
  ['a link that leads nowhere', () => symlinkSync('/nowhere', join(folder, 'd')), ''],
  ['may be run', () => chmodSync(join(folder, 'a'), 0o755), ''],
  ['others may not read', () => chmodSync(join(folder, 'a'), 0o600), ''],
  ['the group may write', () => chmodSync(join(folder, 'a'), 0o664), ''],
  ['nobody may write', () => chmodSync(join(folder, 'a'), 0o444), ''],
  ['what a folder lets others do', () => chmodSync(join(folder, 'b'), 0o700), ''],
  ['a special bit', () => chmodSync(join(folder, 'b'), 0o1755), ''],
  ['a file that an exception takes back in', () => write({ 'b/kept': 'x' }), 'b\n!b/kept'],
  ['the mode of a folder that is kept out but for a file', () => chmodSync(join(folder, 'b'), 0o700), 'b\n!b/c'],
  ['… or for a file of any name', () => chmodSync(join(folder, 'b'), 0o700), '*\n!**/c'],
  ['… or for an empty folder deep in it', () => chmodSync(join(folder, 'b'), 0o700), '*\n!b/x/y'],
  ['… and that of a folder within it', () => chmodSync(join(folder, 'b/x'), 0o700), '*\n!b/x/y'],
  ['that an empty folder is taken back in', () => mkdirSync(join(folder, 'b/z')), '*\n!b/z'],
])('counts: %s', async (_, change, ignore) => {
  const before = await read(ignore)
  change()
  expect((await read(ignore)).digest).not.toBe(before.digest)
})

test.each<[string, () => void, string]>([
  ['what git writes', () => write({ '.git/index': 'x' }), ''],
  ['a folder that is kept out', () => write({ 'b/d': 'x' }), 'b'],
  ['a file beside an exception', () => write({ 'b/d': 'x' }), 'b\n!b/c'],
  ['the mode of what is kept out', () => chmodSync(join(folder, 'b/c'), 0o600), 'b'],
  ['the mode of a folder of which nothing is taken back in', () => chmodSync(join(folder, 'b'), 0o700), 'b\n!b/d'],
  ['a folder of which nothing is taken back in', () => mkdirSync(join(folder, 'd/e'), { recursive: true }), '*\n!**/c'],
  ['the mode of a folder beside it', () => chmodSync(join(folder, 'b/x'), 0o700), '*\n!b/c'],
])('does not count: %s', async (_, change, ignore) => {
  const before = await read(ignore)
  change()
  expect((await read(ignore)).digest).toBe(before.digest)
})

test('the commit stands for the history, where it is sent', async () => {
  expect((await read('', 'one')).digest).not.toBe((await read('', 'two')).digest)
  expect((await read('.git', 'one')).digest).toBe((await read('.git', 'two')).digest)
  expect(await read()).toMatchObject({ hasHistory: true, files: 2 })
  expect(await read('.git')).toMatchObject({ hasHistory: false })
})

test.each<[string, string, boolean]>([
  ['a file of it is taken back in', '.git\n!.git/HEAD', true],
  ['one deep in it', '.git\n!.git/refs/tags', true],
  ['everything but it is kept out', '*\n!.git', true],
  ['a file of that name anywhere', '.git\n!**/HEAD', true],
  ['all of it is kept out at once', '*\n!b', false],
  ['a file that it has not', '.git\n!.git/packed-refs', false],
  ['a file is taken back in and kept out again', '.git\n!.git/HEAD\n.git/HEAD', false],
])('whether history is sent: %s', async (_, ignore, sent) => {
  write({ '.git/refs/tags/v1': 'x' })
  expect(await read(ignore)).toMatchObject({ hasHistory: sent })
  expect((await read(ignore, 'one')).digest === (await read(ignore, 'two')).digest).toBe(!sent)
})

test('a .git that is a file, as in a work tree beside another, counts as what it is', async () => {
  rmSync(join(folder, '.git'), { recursive: true })
  write({ '.git': 'gitdir: ../a/.git/worktrees/b\n' })
  expect(await read()).toMatchObject({ hasHistory: false, files: 3 })
  expect((await read('', 'one')).digest).toBe((await read('', 'two')).digest)
  const before = await read('.git\n!.git/HEAD')
  write({ '.git': 'gitdir: ../a/.git/worktrees/c\n' })
  expect((await read('.git\n!.git/HEAD')).digest).toBe(before.digest)
})

test('the history of a repository within counts file by file', async () => {
  write({ 'b/.git/HEAD': 'x', 'b/.git/index': 'x' })
  const before = await read('**/.git\n!b/.git/HEAD')
  expect(before).toMatchObject({ hasHistory: false, files: 3 })
  write({ 'b/.git/index': 'y' })
  expect((await read('**/.git\n!b/.git/HEAD')).digest).toBe(before.digest)
  write({ 'b/.git/HEAD': 'y' })
  expect((await read('**/.git\n!b/.git/HEAD')).digest).not.toBe(before.digest)
})

test('a link out of the context is not followed', async () => {
  symlinkSync('/proc', join(folder, 'd'))
  expect(await read()).toMatchObject({ files: 3 })
})

const bytes = (...name: number[]) => Buffer.concat([Buffer.from(`${folder}/`), Buffer.from(name)])

test('names that are no text are told apart, and read', async () => {
  const all = new Set<string>()
  for (const name of [bytes(0xff), bytes(0xfe), bytes(0xef, 0xbf, 0xbd), bytes(0xc3, 0xbf)]) {
    writeFileSync(name, 'x')
    all.add((await read()).digest)
    expect((await read('[^ab]')).files).toBe(2)
    rmSync(name)
  }
  expect(all.size).toBe(4)
})

test('so is what a link leads to, and what is in a folder of such a name', async () => {
  symlinkSync(Buffer.from([0xff]), bytes(0x6c))
  const one = await read()
  rmSync(bytes(0x6c))
  symlinkSync(Buffer.from([0xfe]), bytes(0x6c))
  expect((await read()).digest).not.toBe(one.digest)
  mkdirSync(bytes(0xfd))
  writeFileSync(bytes(0xfd, 0x2f, 0xfc), 'x')
  const two = await read()
  expect(two.files).toBe(one.files + 1)
  writeFileSync(bytes(0xfd, 0x2f, 0xfc), 'y')
  expect((await read()).digest).not.toBe(two.digest)
})
