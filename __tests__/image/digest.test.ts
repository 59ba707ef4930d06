/** What counts in a context. The scenarios show it whole; here are the corners. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { digestFolder } from '../../src/image/digest.ts'
import { rulesOf } from '../../src/image/ignore.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'evenkeel-digest-'))
  write({ a: 'a', 'b/c': 'c', '.git/HEAD': 'x' })
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
  ['a file that an exception takes back in', () => write({ 'b/kept': 'x' }), 'b\n!b/kept'],
])('counts: %s', async (_, change, ignore) => {
  const before = await read(ignore)
  change()
  expect((await read(ignore)).digest).not.toBe(before.digest)
})

test.each<[string, () => void, string]>([
  ['what git writes', () => write({ '.git/index': 'x' }), ''],
  ['a folder that is kept out', () => write({ 'b/d': 'x' }), 'b'],
  ['a file beside an exception', () => write({ 'b/d': 'x' }), 'b\n!b/c'],
  ['what the group may do', () => chmodSync(join(folder, 'a'), 0o664), ''],
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

test('a link out of the context is not followed', async () => {
  symlinkSync('/proc', join(folder, 'd'))
  expect(await read()).toMatchObject({ files: 3 })
})
