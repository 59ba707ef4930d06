import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { githubRunner, harmless } from '../../src/edge/runner.ts'
import { COMMANDS, hostile, runs } from '../hostile.ts'

/** As the runner reads a log: it splits at CR and LF, trims what .NET calls white space, and looks for its two prefixes. */
const LEADING = /^[\t-\r\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/
const obeyed = (text: string) =>
  text.split(/\r\n|\r|\n/).filter(line => line.replace(LEADING, '').startsWith('::') || line.includes('##['))

test.each(COMMANDS.map(text => [JSON.stringify(text), text]))('%s is text', (_, text) => {
  expect(obeyed(harmless(text))).toEqual([])
})

test('the reading above does find commands', () => {
  expect(obeyed('a\r::error::b\n \u3000::x\nc ##[group]')).toEqual(['::error::b', ' \u3000::x', 'c ##[group]'])
})

test('no text is obeyed, holds a control character, or changes when it is made harmless again', () => {
  const spiced = fc
    .array(
      fc.oneof(fc.constantFrom(':', '::', '#', '##[', '[', '\n', '\r', ' ', '\u001b[', '\u001b', '0m', '\0'), hostile),
      {
        maxLength: 12,
      },
    )
    .map(parts => parts.join(''))
  fc.assert(
    fc.property(spiced, text => {
      const once = harmless(text)
      expect(obeyed(once)).toEqual([])
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must be gone
      expect(once).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029]/)
      expect(harmless(once)).toBe(once)
    }),
    { numRuns: runs(800) },
  )
})

test.each([
  'flask-app  running 1 → 2  pending 1  (1.0.0 → 1.1.0)',
  '  indented, with a tab\tin it',
  'arn:aws:ecs:eu-west-1:123456789012:service/prod/api',
  'std::string is not at the start',
  '# heading ## and [brackets]',
  'two\nlines',
  'ü 🙂 中文',
  '',
])('%j stays as it is', text => {
  expect(harmless(text)).toBe(text)
})

test.each([
  ['colours', '\u001b[31mred\u001b[0m', 'red'],
  ['a carriage return', 'a\r\nb', 'a\nb'],
  ['a bell', 'a\u0007b', 'ab'],
  ['changes of direction', '\u202eab\u2066c\u2069\u200f\u061c', 'abc'],
  ['what hid a command', '\u202e::error::x', ':\u200b:error::x'],
])('%s are taken out', (_, text, plain) => {
  expect(harmless(text)).toBe(plain)
})

describe('a value that is masked', () => {
  const clock = { now: () => 0, sleep: async () => {} }
  /** What the runner printed while `act` ran. */
  const printed = (act: () => void): string => {
    const lines: string[] = []
    const write = process.stdout.write
    process.stdout.write = ((text: string) => lines.push(text) > 0) as typeof write
    try {
      act()
    } finally {
      process.stdout.write = write
    }
    return lines.join('')
  }

  test('is told to GitHub once, and never shown', () => {
    const runner = githubRunner(clock)
    const said = printed(() => {
      for (const value of ['hunter22', 'hunter22', 'prod', 'x', 'first-line\nsecond-line\n']) runner.mask(value)
      runner.say('prod says hunter22 and first-line')
      runner.warn('t', 'second-line')
    })
    expect(said.replaceAll('\r', '').trim().split('\n')).toEqual([
      '::add-mask::hunter22',
      '::add-mask::first-line',
      '::add-mask::second-line',
      'prod says *** and ***',
      '::warning title=t::***',
    ])
    expect(runner.masked('{"a":"hunter22"}')).toBe('{"a":"***"}')
  })

  test('what is only hidden is not told to GitHub, and AWS’s stored ones are named, whatever the channel', () => {
    const runner = githubRunner(clock)
    const stored = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop/db-Xy12Zq'
    runner.hide(['tr0ubador', 'v1.2.3'], ['app v1.2.3'])
    const said = printed(() => {
      const text = `v1.2.3 tr0ubador ${stored}`
      runner.say(text)
      runner.warn(text, text)
      runner.fault(text, text)
    })
    const shown = 'v1.2.3 *** secret shop/db'
    expect(said.replaceAll('\r', '').trim().split('\n')).toEqual([
      shown,
      `::warning title=${shown}::${shown}`,
      `::error title=${shown}::${shown}`,
    ])
  })

  test('a log that nobody reads any more ends nothing', () => {
    githubRunner(clock)
    const closed = Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })
    expect(() => process.stdout.emit('error', closed)).not.toThrow()
    expect(() => process.stderr.emit('error', closed)).not.toThrow()
    const listeners = process.stdout.listenerCount('error')
    githubRunner(clock)
    expect(process.stdout.listenerCount('error')).toBe(listeners)
  })
})

describe('the job summary', () => {
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-summary-'))
  const path = join(folder, 'summary.md')
  const clock = { now: () => 0, sleep: async () => {} }
  const before = process.env.GITHUB_STEP_SUMMARY

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true })
    if (before === undefined) delete process.env.GITHUB_STEP_SUMMARY
    else process.env.GITHUB_STEP_SUMMARY = before
  })

  test('is kept to 1 MiB of whole characters, and says so', async () => {
    process.env.GITHUB_STEP_SUMMARY = path
    const limit = 1024 * 1024
    const runner = githubRunner(clock)
    const written = async (markdown: string) => {
      rmSync(path, { force: true })
      await runner.summary(markdown)
      return readFileSync(path)
    }
    expect(await written('# short')).toEqual(Buffer.from('# short'))
    expect((await written('x'.repeat(limit))).toString()).toBe('x'.repeat(limit))
    for (const letter of ['x', 'ü', '→', '🙂']) {
      const bytes = await written(letter.repeat(limit + 1))
      expect(bytes.length).toBeLessThanOrEqual(limit)
      expect(bytes.length).toBeGreaterThan(limit - 16)
      const [body = '', note] = bytes.toString().split('\n\n')
      expect(note).toMatch(/^\*\(shortened: .*\)\*\n$/)
      expect(body.replaceAll(letter, '')).toBe('')
    }
  })
})
