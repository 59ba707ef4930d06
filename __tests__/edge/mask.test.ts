import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { conceal, maskable } from '../../src/edge/mask.ts'
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
  expect(conceal(text, hidden)).toBe(shown)
})
