// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the placeholders are the manifest’s
/** What of YAML would read as something else than it says, and files that cannot be read as a manifest. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { Refusal } from '../../src/failure/failure.ts'
import { parseManifest } from '../../src/request/document.ts'
import { openManifest } from '../../src/request/open.ts'
import { readSource, textIn } from '../../src/request/source.ts'

const api = (entry: string) => `cluster: shop\nservices:\n  api: ${entry}\n`
const told = (error: unknown) =>
  (error as Refusal).faults.map(({ what, place }) => `${place ? `${place.line}:${place.column} ` : ''}${what}`)

function faultsOf(read: () => unknown): string[] {
  try {
    read()
    return []
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return told(error)
  }
}

test.each<[string, string, string[]]>([
  [
    'a tag of JavaScript',
    api('{build: !!js/undefined api}'),
    ['3:31 evenkeel.yml: the tag "!!js/undefined" is not read'],
  ],
  ['a tag of one’s own', api('{build: !foo api}'), ['3:21 evenkeel.yml: the tag "!foo" is not read']],
  ['bytes', api('{build: !!binary YXBp}'), ['3:25 evenkeel.yml: the tag "!!binary" is not read']],
  ['pairs for a mapping', api('!!omap [build: api]'), ['3:15 evenkeel.yml: the tag "!!omap" is not read']],
  ['YAML 1.1', `%YAML 1.1\n---\n${api('{may-stand-at-zero: yes}')}`, ['1:1 evenkeel.yml: %YAML 1.1']],
  ['a merge key', api('&a {build: api}\n  web: {<<: *a}'), ['4:9 evenkeel.yml: "<<" is a merge key']],
  [
    'a merge key, without which nothing true can be said of the rest',
    'cluster: shop\nservices:\n  api: {build: .}\n  web: {<<: {repository: web}, promote: true}\n',
    ['4:9 evenkeel.yml: "<<" is a merge key'],
  ],
  ['two merge keys', api('{<<: {}}\n  web: {<<: {}}'), ['3:9 evenkeel.yml: "<<"', '4:9 evenkeel.yml: "<<"']],
  [
    'a key twice, and what else is wrong',
    api('{bild: a}\ncluster: x'),
    ['4:1 evenkeel.yml: the key "cluster"', '3:9 '],
  ],
  [
    'a template of another tool',
    api('{build: {{ env "CONTEXT" }}}'),
    ['3:16 evenkeel.yml: the template {{ … }} is not filled'],
  ],
  [
    'a brace without its end, where it begins',
    'cluster: shop\nservices:\n  api: { build: { context: api }\n\n',
    ['3:8 evenkeel.yml: the { in this line is not closed: "api: {…"'],
  ],
  ['a brace within another', api('{build: {context: api, args: [a}}'), ['3:37 evenkeel.yml: the [ in this line']],
  [
    'a quote without its end, whose value is not repeated',
    api('{environment: {DB_PASSWORD: "hunter2}}\n# more'),
    ['3:36 evenkeel.yml: the " in this line is not closed: "api: {environment: {DB_PASSWORD: "…"'],
  ],
  ['a single quote without its end', "cluster: 'shop\nservices: {}\n", ["1:10 evenkeel.yml: the ' in this line"]],
  ['JSON without its end', '{"services": {"api": {}', ['1:1 evenkeel.yml: the { in this line is not closed']],
  ['a list as a key', api('{[a]: b}'), ['3:9 evenkeel.yml: a list or a mapping is a key']],
  ['a placeholder without quotes', api('{environment: {A: ${sha}}}'), ['3:27 evenkeel.yml: Unexpected flow-map-start']],
  [
    'ten thousand keys',
    api('') + Array.from({ length: 9000 }, (_, i) => `a${i}: 1\n`).join(''),
    Array(9000).fill('unknown key'),
  ],
])('%s is told', (_, text, expected) => {
  const faults = faultsOf(() => parseManifest(text, 'evenkeel.yml'))
  expect(faults).toEqual(expected.map(each => expect.stringContaining(each)))
})

test.each<[string, string, unknown]>([
  [
    'keys as they are written',
    '{1.0: a, 0x10: b, 1e3: c, null: d, true: e}',
    { '1.0': 'a', '0x10': 'b', '1e3': 'c', null: 'd', true: 'e' },
  ],
  ['tags of YAML’s own kinds', '{a: !!str 1, b: !!int "3"}', { a: '1', b: 3 }],
  [
    'words that were truths once, days and times',
    '{a: yes, b: on, c: 2024-01-15, d: 1:30}',
    { a: 'yes', b: 'on', c: '2024-01-15', d: '1:30' },
  ],
  ['"<<" in quotes', '{"<<": a}', { '<<': 'a' }],
])('%s stay', (_, text, value) => {
  expect(readSource(text, 'x.yml').value).toEqual(value)
})

test.each<[string, Uint8Array, string[]]>([
  ['UTF-8, with the mark of its order', Buffer.from('\ufeffcluster: für'), []],
  ['Latin-1', Buffer.from('a: b\nc: f\u00fcr', 'latin1'), ['2:1 x.yml: line 2 holds a byte that is not UTF-8']],
  [
    'Latin-1 in a comment',
    Buffer.from('a: b # f\u00fcr\n', 'latin1'),
    ['1:1 x.yml: line 1 holds a byte that is not UTF-8'],
  ],
  ['UTF-16', Buffer.from('\ufeffa: b', 'utf16le'), ['x.yml is UTF-16, or no text at all']],
  [
    'UTF-16, the other way round',
    Buffer.from('\ufeffa: b', 'utf16le').swap16(),
    ['x.yml is UTF-16, or no text at all'],
  ],
])('bytes: %s', (_, bytes, expected) => {
  expect(faultsOf(() => textIn(bytes, 'x.yml'))).toEqual(expected)
})

let workspace: string
beforeEach(() => {
  workspace = mkdtempSync(join(tmpdir(), 'evenkeel-open-'))
})
afterEach(() => rmSync(workspace, { recursive: true, force: true }))

test.each<[string, (at: (path: string) => string) => void, string]>([
  ['a folder', at => mkdirSync(at('evenkeel.yml')), ' is a folder'],
  [
    'a link that leads out',
    at => symlinkSync('/etc/hostname', at('evenkeel.yml')),
    ' is a link that leads out of the workspace',
  ],
  ['a link to itself', at => symlinkSync('evenkeel.yml', at('evenkeel.yml')), ' is a link that leads to itself'],
  ['a link to nothing', at => symlinkSync('nothing', at('evenkeel.yml')), ' is not in <ws>'],
  ['the other ending', at => writeFileSync(at('evenkeel.yaml'), ''), ' is not in <ws>, did you mean "evenkeel.yaml"?'],
  ['a slip', at => writeFileSync(at('evenkel.yml'), ''), ' is not in <ws>, did you mean "evenkel.yml"?'],
  [
    'another folder',
    at => {
      mkdirSync(at('.github'))
      writeFileSync(at('.github/evenkeel.yml'), '')
    },
    ' is not in <ws>, did you mean ".github/evenkeel.yml"?',
  ],
])('instead of a manifest: %s', async (_, make, expected) => {
  make(path => join(workspace, path))
  const [what] = told(await openManifest('evenkeel.yml', workspace).catch(error => error))
  expect(what?.replace(workspace, '<ws>')).toBe(`manifest "evenkeel.yml"${expected}`)
})
