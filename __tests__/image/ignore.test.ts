/** The grammar of .dockerignore as docs.docker.com/build/concepts/context/#dockerignore-files has it, and moby reads it. */
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { asker, rulesOf } from '../../src/image/ignore.ts'

/** As a walk asks: from the top folder down. */
function isExcluded(lines: string, path: string): boolean {
  const ask = asker(rulesOf(lines))
  const parts = path.split('/')
  let above: readonly boolean[] = []
  let excluded = false
  for (const [i] of parts.entries()) {
    const answer = ask(parts.slice(0, i + 1).join('/'), above)
    above = answer.matches
    excluded = answer.excluded
  }
  return excluded
}

test.each<[string, string, string[], string[]]>([
  ['a name, at the root alone', 'temp', ['temp', 'temp/a/b'], ['a/temp', 'temporary']],
  ['a leading slash says the same', '/temp', ['temp', 'temp/a'], ['a/temp']],
  ['so do a trailing one, and dots', 'temp/\n./other', ['temp', 'temp/a', 'other'], ['a/other']],
  ['one level down', '*/temp*', ['a/temp', 'a/temporary.txt', 'a/temp/b'], ['temp', 'a/b/temp']],
  ['two levels down', '*/*/temp*', ['a/b/temporary.txt'], ['a/temp', 'temp']],
  [
    'a wildcard after an exception asks for the path alone',
    '**\n!.next/standalone/**\n**/.*',
    ['.next/cache', '.next/standalone/.env'],
    ['.next/standalone/server.js'],
  ],
  ['so does one with a name', '*\n!src/main/**\n**/main*', ['a', 'src/main/main.js'], ['src/main/x.js']],
  ['and one without a folder', '*\n!dist/app.js\nd*', ['dist/b.js'], ['dist/app.js']],
  ['but counts below what it matched itself', '!a\n*/temp*', ['a/temp/b/c'], ['a/b']],
  ['what leads out matches nothing', '../**\n../*\n../?\n../**/node_modules\n..', [], ['a', 'src/node_modules', 'b/c']],
  ['one character', 'temp?', ['tempa', 'tempb/x'], ['temp', 'tempab', 'temp/']],
  ['any depth', '**/*.go', ['main.go', 'a/b/c.go'], ['main.goo', 'go']],
  ['any depth below', 'docs/**', ['docs/a', 'docs/a/b'], ['docs', 'a/docs/b']],
  ['any depth between', 'a/**/b', ['a/b', 'a/x/y/b', 'a/x/b/c'], ['b', 'a']],
  ['any depth within a word', 'a**b', ['ab', 'a/x/b', 'a/x/b/c'], ['axb']],
  ['an exception', '*.md\n!README.md', ['a.md'], ['README.md', 'docs/a.md']],
  ['the last that matches decides', '*.md\n!README*.md\nREADME-secret.md', ['README-secret.md', 'a.md'], ['README.md']],
  ['also when an exception comes last', '*.md\nREADME-secret.md\n!README*.md', ['a.md'], ['README-secret.md']],
  ['all but a folder', '*\n!src', ['a', 'b/c'], ['src', 'src/a/b']],
  ['all but a folder and not all of it', '**\n!src\nsrc/secret', ['src/secret', 'src/secret/a', 'x'], ['src', 'src/a']],
  ['an exception with a space after its mark', '*\n! src', ['a'], ['src']],
  ['a comment', '# temp\n#temp', [], ['temp', '#temp', '# temp']],
  ['white space around, and empty lines', '  temp  \n\n\t\n', ['temp'], ['a']],
  ['Windows’ ends of lines', 'temp\r\nother\r\n', ['temp', 'other'], ['a']],
  ['a byte order mark', '\ufefftemp', ['temp'], ['a']],
  ['a byte order mark before a comment', '\ufeff# temp\nother', ['other'], ['temp']],
  ['an escaped character', '\\!odd\n\\#hash', ['!odd', '#hash'], ['odd']],
  ['a class', '[ab].txt', ['a.txt', 'b.txt'], ['c.txt']],
  ['a class turned round', '[^ab].txt', ['c.txt'], ['a.txt']],
  ['a dot is a dot', 'a.b', ['a.b'], ['axb']],
  ['what means something to a regular expression', 'a+(b)|{c}$', ['a+(b)|{c}$'], ['aab', 'b', 'a']],
  ['upper case is not lower case', 'Temp', ['Temp'], ['temp']],
  ['names that every object has', 'constructor\ntoString', ['constructor', 'toString'], ['valueOf']],
  ['and names that objects treat apart', '__proto__\nprototype', ['__proto__', 'prototype'], ['constructor']],
  ['a caret without a wildcard is a caret', '^foo', ['^foo'], ['foo']],
  ['any end', 'foo**', ['foo', 'foox', 'foo/x'], ['xfoo']],
  ['braces are braces', '*.{js,ts}', ['a.{js,ts}'], ['a.js', 'a.ts']],
  ['an alternative without a wildcard is a name', 'a|b', ['a|b'], ['a', 'b']],
  ['a character of several bytes is one', 'é?x', ['ééx'], ['éx']],
  ['… and so is one that JavaScript halves', '?x\n[🚢🚀].md', ['🚢x', '🚀.md'], ['⛵.md']],
  ['… and it is not two', '??x', ['abx'], ['🚢x']],
  ['an exception that is one after cleaning', '*\n./!a', ['b'], ['a']],
  ['a space that is at an end after cleaning', 'a /', ['a'], ['b']],
  ['a slash after what is cleaned away: nothing', '/  /b*', [], ['b', 'bx', '  /bx']],
  ['… any depth below it', '/ /**', [], ['a', 'a/b']],
  ['… as it is', '/ /b', [], ['b']],
  ['a next line around, which is white space to Go', '\u0085b*\u0085', ['bx'], ['a']],
  ['dots within', 'a/../b\n/../c', ['b', 'c'], ['a']],
  ['nothing', '', [], ['a']],
  ['a dot alone', '.', [], ['a', 'b/c']],
  ['a mark alone', '!', [], ['a']],
])('%s', (_, lines, excluded, kept) => {
  expect(excluded.filter(path => !isExcluded(lines, path))).toEqual([])
  expect(kept.filter(path => isExcluded(lines, path))).toEqual([])
})

test('no text makes it throw', () => {
  const line = fc.stringMatching(/^[!#a-z/.*?[\](){}+|^$\\ -]{0,12}$/)
  const path = fc.stringMatching(/^[a-z.()+]{1,6}(\/[a-z.()+]{1,6}){0,2}$/)
  fc.assert(
    fc.property(fc.array(line, { maxLength: 4 }), path, (lines, path) => {
      expect(typeof isExcluded(lines.join('\n'), path)).toBe('boolean')
    }),
  )
})

/** Go's expressions have other escapes, and the library takes some of what is left in another way than BuildKit. */
test.each([
  'f\\oo',
  'a\\d',
  'foo\\',
  '[a',
  '[[:alpha:]]',
  '[\\]]',
  '[*]',
  '[b-a]',
  '[}-$]',
  '[+-(]',
  'a*|b',
  'a*{2}',
  'b\ufffd*',
  '^foo*',
  '**foo',
  '\ufeffb*',
  '!b*',
])('%j is not read', pattern => {
  expect(rulesOf(`a\n!${pattern}\n`)).toMatchObject({ unread: [pattern] })
  expect(isExcluded(pattern, 'foo')).toBe(false)
})

test('white space that an exception begins with is not read', () => {
  expect(rulesOf('*\n!/ /b*\n')).toMatchObject({ unread: [' /b*'] })
  expect(isExcluded('*\n!/ /b*', 'b')).toBe(true)
})
