import { expect, test } from '@jest/globals'
import type { Build } from '../../src/image/source.ts'
import { hostFor, isContested, variantTag } from '../../src/image/variant.ts'

const plain: Build = { context: '.', dockerfile: 'Dockerfile', target: undefined, args: {} }

test('one platform and nothing else is the recipe itself', () => {
  expect(variantTag(['recipe-1'], plain)).toBe('recipe-1')
  expect(
    variantTag(['recipe-1'], {
      ...plain,
      secrets: {},
      labels: {},
      annotations: {},
      sbom: false,
      provenance: 'none',
      cache: 'gha',
    }),
  ).toBe('recipe-1')
})

test.each<[string, Partial<Build>, Partial<Build>]>([
  ['a secret', { secrets: { a: { variable: 'A' } } }, { secrets: { b: { variable: 'A' } } }],
  ['the variable of a secret', { secrets: { a: { variable: 'A' } } }, { secrets: { a: { variable: 'B' } } }],
  ['the file of a secret', { secrets: { a: { file: 'a' } } }, { secrets: { a: { file: 'b' } } }],
  ['a file, not a variable', { secrets: { a: { file: 'A' } } }, { secrets: { a: { variable: 'A' } } }],
  ['an SSH agent', { ssh: 'default' }, { ssh: 'other' }],
  ['an annotation', { annotations: { a: '1' } }, { annotations: { a: '2' } }],
  ['the provenance', { provenance: 'min' }, { provenance: 'max' }],
  ['a list of what is in it', { sbom: true }, { sbom: true, provenance: 'min' }],
  ['a label', { labels: { a: '1' } }, { labels: { a: '2' } }],
])('%s counts', (_, one, other) => {
  const tags = [{}, one, other].map(each => variantTag(['recipe-1'], { ...plain, ...each }))
  expect(new Set(tags).size).toBe(3)
})

test('the order of secrets does not count, nor how a path is written', () => {
  const of = (secrets: Build['secrets'] = {}) => variantTag(['recipe-1'], { ...plain, secrets })
  expect(of({ a: { variable: 'A' }, b: { file: './x/b' } })).toBe(of({ b: { file: 'x//b' }, a: { variable: 'A' } }))
})

test.each<[string, boolean, Build['secrets'], Build['secrets']]>([
  ['one id, two variables', true, { a: { variable: 'A' } }, { a: { variable: 'B' } }],
  ['one id, one variable', false, { a: { variable: 'A' } }, { a: { variable: 'A' } }],
  ['two ids', false, { a: { variable: 'A' } }, { b: { variable: 'B' } }],
  ['none', false, undefined, { b: { variable: 'B' } }],
])('%s: the steps of two builds are kept apart: %s', (what, expected, one, other) => {
  const [first, second] = [one, other].map(secrets => ({ ...plain, ...(secrets && { secrets }) })) as [Build, Build]
  expect(isContested({ build: first }, [{ build: first }, { build: second }])).toBe(expected)
  expect(hostFor(first)).toMatch(/^secrets-[0-9a-f]{16}$/)
  expect(hostFor(first) === hostFor(second)).toBe(what === 'one id, one variable')
})

test('the order of platforms does not count, another one does', () => {
  expect(variantTag(['recipe-1', 'recipe-2'], plain)).toBe(variantTag(['recipe-2', 'recipe-1'], plain))
  expect(variantTag(['recipe-1', 'recipe-2'], plain)).not.toBe(variantTag(['recipe-1', 'recipe-3'], plain))
})
