import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { code, fence, table, told, visible } from '../../src/report/markdown.ts'
import { CONTROL, hostile, runs } from '../hostile.ts'

describe('a code span holds', () => {
  test.each([
    ['a name', 'app:2', '`app:2`'],
    ['nothing', '', ''],
    ['only space', ' \n ', ''],
    ['a backtick', 'a`b', '``a`b``'],
    ['two in a row', 'a``b`c', '```a``b`c```'],
    ['one at the start', '`a', '`` `a ``'],
    ['one at the end', 'a`', '`` a` ``'],
    ['one line', 'a\r\nb\tc', '`a b c`'],
    ['a secret as it is', 'ghp_a_b&<*c*>\\d', '`ghp_a_b&<*c*>\\d`'],
    ['nothing that hides', 'a\u202eb\u200bc\u0007\u001b[31md', '`abcd`'],
  ])('%s', (_, found, span) => {
    expect(code(found)).toBe(span)
  })
})

describe('a sentence stands as it is', () => {
  test.each([
    'cannot stay up: 3 tasks started and exited with exit code 3',
    'never became healthy: 2 tasks started and failed the load balancer’s health checks',
    'input timeout is "soon"',
    'Set `aws-region`, or run aws-actions/configure-aws-credentials before; a region looks like eu-west-1.',
    '`to` is empty (see below)',
    '1.0.0 → 1.1.0 (app:2), 12 % of it',
  ])('%s', sentence => {
    expect(told(sentence)).toBe(sentence)
  })
})

describe('a sentence stands in a code span where something in it could act', () => {
  test.each([
    ...['see https://example.com', 'see www.example.com', 'ask @octocat', 'as in #123', 'as in GH-123', ':tada: well'],
    ...[
      'a_b',
      '*loud*',
      '<b>',
      '&lt;',
      '[x](y)',
      '![x](y)',
      '~~gone~~',
      'a|b',
      '\\*',
      '$x$',
      '{{x}}',
      '1. item',
      '- item',
    ],
    ...['+ item', '= x', 'a`b', '``a', '`a``b`', '` `', '`a` https://example.com'],
  ])('%s', sentence => {
    const span = told(sentence)
    expect(span).toMatch(/^(`+)(?!`).*[^`]\1$/)
    expect(span).toContain(sentence)
  })
})

describe('nothing is changed that GitHub would mask', () => {
  /** As a key, a token or a password may look: no line break, and no space around it. */
  const secret = fc
    .string({ minLength: 4, maxLength: 40 })
    .filter(each => each.trim() === each && visible(each) === each && !/[\t\n]/.test(each))

  test.each([
    ['a code span', code],
    ['a sentence', (found: string) => told(`it says ${found} of it`)],
    ['a sentence in a code span', (found: string) => told(`it says ${found} of <it>`)],
    ['a fence', (found: string) => fence(`first\n${found}\nlast`)],
    ['a table', (found: string) => table(['a', 'b'], [[{ found }, 'x']]).join('\n\n')],
  ])('in %s', (_, write) => {
    fc.assert(
      fc.property(secret, found => {
        expect(write(found)).toContain(found)
      }),
      { numRuns: runs(300) },
    )
  })
})

test('a fence ends where it is meant to, with nothing hidden in it', () => {
  expect(fence('a')).toBe('```text\na\n```')
  expect(fence('```\n# loud\n`````')).toBe('``````text\n```\n# loud\n`````\n``````')
  expect(fence('a\rb\u202ec')).toBe('```text\na\nbc\n```')
})

test('a table keeps what holds a bar below it', () => {
  expect(table(['a', 'b'], [])).toEqual([])
  expect(
    table(
      ['a', 'b'],
      [
        [{ found: 'x' }, '1'],
        [{ found: 'p|q' }, '2'],
        [{ found: 'r|s' }, '3'],
      ],
    ),
  ).toEqual(['| a | b |\n|---|---|\n| `x` | 1 |\n| (1) | 2 |\n| (2) | 3 |', '(1) `p|q`', '(2) `r|s`'])
})

test('any text is one line in a span', () => {
  fc.assert(
    fc.property(hostile, found => {
      for (const span of [code(found), told(found)]) expect(span).not.toMatch(CONTROL)
    }),
    { numRuns: runs(300) },
  )
})

test.each(['`', ':', '\u001b[', '1', '\n', 'a ', '`a', ':a', '|', '\u001b[1', ' '])(
  '1 MiB of %j does not take for ever',
  piece => {
    const found = piece.repeat(2 ** 20 / piece.length)
    const begun = performance.now()
    for (const write of [code, told, fence]) write(found)
    expect(performance.now() - begun).toBeLessThan(15_000)
  },
)
