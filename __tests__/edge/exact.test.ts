/** What AWS wrote is what it is sent again, number for number. */
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { Exact, parse, stringify } from '../../src/edge/exact.ts'
import { runs } from '../hostile.ts'

const digits = fc.stringMatching(/^(0|[1-9]\d{0,25})$/)
const number = fc
  .tuple(
    fc.constantFrom('', '-'),
    digits,
    fc.oneof(fc.constant(''), fc.stringMatching(/^\.\d{1,20}$/)),
    fc.oneof(fc.constant(''), fc.stringMatching(/^[eE][+-]?\d{1,4}$/)),
  )
  .map(parts => parts.join(''))

/** As JSON.stringify writes it, so that the text itself is what has to come back: lone surrogates, controls and quotes too. */
const string = fc
  .oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      '\u0001',
      '\u00019',
      '\u0001\u00011e400',
      '\ud800',
      '\udfff9',
      '"',
      '\\',
      '\\u0001',
      '1.0',
      '__proto__',
    ),
    fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 6 }).map(units => String.fromCharCode(...units)),
  )
  .map(text => JSON.stringify(text))

const json = fc.letrec(tie => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('true', 'false', 'null'),
    number,
    string,
    fc.array(tie('value'), { maxLength: 4 }).map(values => `[${values.join(',')}]`),
    fc
      .uniqueArray(fc.tuple(string, tie('value')), { maxLength: 4, selector: ([key]) => key })
      // keys that look like an index are put first by every engine
      .map(pairs => pairs.filter(([key]) => !/^"\d+"$/.test(key)))
      .map(pairs => `{${pairs.map(([key, value]) => `${key}:${value}`).join(',')}}`),
  ),
})).value as fc.Arbitrary<string>

test('any JSON comes back as it was written', () => {
  fc.assert(
    fc.property(json, text => {
      expect(stringify(parse(text))).toBe(text)
    }),
    { numRuns: runs(500) },
  )
})

test('apart from such numbers it is what JSON.parse and JSON.stringify make of it', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), value => {
      const text = JSON.stringify(value, undefined, 2)
      expect(JSON.stringify(parse(text))).toBe(JSON.stringify(JSON.parse(text)))
    }),
    { numRuns: runs(200) },
  )
})

describe('single texts', () => {
  test.each([
    ['9007199254740993'],
    ['-9007199254740993'],
    ['1e400'],
    ['-0'],
    ['1.0'],
    ['1E5'],
    ['0.1000000000000000055511151231257827'],
    ['{"a":[9007199254740993,{"b":1e400}],"c":"9007199254740993"}'],
    ['{"__proto__":{"polluted":9007199254740993},"constructor":1.0}'],
    ['{"\\u0001":"\\u00011","\\u00011":1.0}'],
    ['"\\ud800"'],
  ])('%s', text => {
    expect(stringify(parse(text))).toBe(text)
  })

  test('a key that is there twice: the last counts', () => {
    expect(stringify(parse('{"a":1.0,"a":2.0}'))).toBe('{"a":2.0}')
  })

  test('no prototype is changed', () => {
    const found = parse('{"__proto__":{"polluted":1.0}}') as object
    expect(Object.getPrototypeOf(found)).toBe(Object.prototype)
    expect(Object.keys(found)).toEqual(['__proto__'])
  })

  test('white space about keys and colons, escapes and slashes', () => {
    const text = '{ "a\\"" :\n\t9007199254740993 , "b" : "\\/\\u0041 1.0" }'
    expect(stringify(parse(text))).toBe('{"a\\"":9007199254740993,"b":"/A 1.0"}')
  })

  test('a thousand levels', () => {
    const text = `${'{"a":['.repeat(1000)}1.0${']}'.repeat(1000)}`
    expect(stringify(parse(text))).toBe(text)
  })

  test('to all else it is a number', () => {
    const found = parse('10.0') as Exact
    expect(found).toBeInstanceOf(Exact)
    expect(Number(found)).toBe(10)
    expect(JSON.parse(JSON.stringify([found]))).toEqual([10])
  })

  test.each(['{"a":01}', '[1.0', '"a', '', 'NaN', '{"a":1.0,}'])('%j is no JSON', text => {
    expect(() => parse(text)).toThrow(SyntaxError)
  })
})
