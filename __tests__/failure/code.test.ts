/** A code is one entry: none that nobody can meet, none that is nowhere explained. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { CODES } from '../../src/failure/code.ts'

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter(file => file.endsWith('.ts') && file !== join('failure', 'code.ts'))
  .map(file => readFileSync(join('src', file), 'utf8'))
const used = new Set(sources.flatMap(text => text.match(/\bEVK-\d+\b/g) ?? []))

test('every code that is used is an entry, and every entry is used', () => {
  expect([...used].sort()).toEqual(Object.keys(CODES).sort())
})

test.each(Object.entries(CODES))('%s says what it means and how it is mended', (_, { means, mend }) => {
  for (const text of [means, mend]) expect(text).toMatch(/^[A-Z`][^|\n]{10,}\.$|^docker [^|\n]+\.$/)
})

test('docs/errors.md has every code, once', () => {
  const page = readFileSync('docs/errors.md', 'utf8')
  expect(page.match(/(?<=^\| <a id="evk-\d+"><\/a>)EVK-\d+/gm)?.sort()).toEqual(Object.keys(CODES).sort())
})
