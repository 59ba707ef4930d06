import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { concealer, maskable } from '../../src/edge/mask.ts'
import { hostile } from '../hostile.ts'

describe('what can be hidden', () => {
  test.each([
    ['a token', 'ghp_abcdef', ['ghp_abcdef']],
    ['nothing', '', []],
    ['three characters', 'abc', []],
    ['three characters and white space', '  abc\t', []],
    ['true', 'true', []],
    ['True', 'True', []],
    ['prod', 'prod', []],
    ['a region', 'us-gov-west-1', []],
    ['a port', '8080', []],
    ['a time', '1500ms', []],
    ['a number that tells something', '1234567', ['1234567']],
    ['a value with white space about it', ' hunter22 \n', ['hunter22']],
    [
      'several lines',
      '-----BEGIN KEY-----\r\nabc123\r\nxy\n-----END KEY-----\n',
      ['-----BEGIN KEY-----', 'abc123', '-----END KEY-----'],
    ],
    ['what JSON writes otherwise', 'a"b\\c', ['a"b\\c', 'a\\"b\\\\c']],
  ])('%s', (_, value, lines) => {
    expect(maskable(value)).toEqual(lines)
  })

  test('has no line breaks and is never short', () => {
    fc.assert(
      fc.property(hostile, value => {
        for (const line of maskable(value)) expect(line).toMatch(/^[^\r\n]{4,}$/)
      }),
    )
  })
})

test.each([
  ['once and again', 'a hunter22, hunter22', ['hunter22'], 'a ***, ***'],
  ['the longer of two', 'hunter22-more hunter22', ['hunter22', 'hunter22-more'], '*** ***'],
  ['what looks like an expression', 'a$& (x+)+', ['(x+)+'], 'a$& ***'],
  ['nothing', 'a', [], 'a'],
])('%s is hidden', (_, text, hidden, shown) => {
  expect(concealer(hidden)(text)).toBe(shown)
})

const SECRET = 'correct-horse-battery'

test.each([
  ['cut at the end', `it says ${SECRET.slice(0, 14)}`, 'it says ***'],
  ['cut at the end, which is told', `it says ${SECRET.slice(0, 14)} …`, 'it says *** …'],
  ['cut at the beginning', `${SECRET.slice(7)} is wrong`, '*** is wrong'],
  ['cut, and whole before it', `${SECRET} ${SECRET.slice(0, 14)}`, '*** ***'],
  ['not what is less than half of it', 'it says correct-h', 'it says correct-h'],
  ['not what goes on otherwise', 'it says correct-horse-box', 'it says correct-horse-box'],
])('a secret that is %s', (_, text, shown) => {
  expect(concealer([SECRET])(text)).toBe(shown)
})

test.each([
  ['by itself', 'password zx81!', 'password ***!'],
  ['quoted', 'password="zx81"', 'password="***"'],
  ['in an address', 'redis://:zx81@db', 'redis://:***@db'],
  ['not within a word', 'zx81a azx81 zx81_b', 'zx81a azx81 zx81_b'],
])('a short secret is hidden as a word: %s', (_, text, shown) => {
  expect(concealer(['zx81'])(text)).toBe(shown)
})

test('what may be a secret stays where the run prints it itself, what surely is one does not', () => {
  expect(
    concealer(['shop-4711'], ['1.4.0-3f9c2d1'], ['app 1.4.0-3f9c2d1', 'shop-4711'])('1.4.0-3f9c2d1 shop-4711'),
  ).toBe('1.4.0-3f9c2d1 ***')
})
