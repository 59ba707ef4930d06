import { expect, test } from '@jest/globals'
import type { Build } from '../../src/image/source.ts'
import { variantTag } from '../../src/image/variant.ts'

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
  ['an SSH agent', { ssh: 'default' }, { ssh: 'other' }],
  ['an annotation', { annotations: { a: '1' } }, { annotations: { a: '2' } }],
  ['the provenance', { provenance: 'min' }, { provenance: 'max' }],
  ['a list of what is in it', { sbom: true }, { sbom: true, provenance: 'min' }],
  ['a label', { labels: { a: '1' } }, { labels: { a: '2' } }],
])('%s counts', (_, one, other) => {
  const tags = [{}, one, other].map(each => variantTag(['recipe-1'], { ...plain, ...each }))
  expect(new Set(tags).size).toBe(3)
})

test('where a secret comes from does not count', () => {
  const from = (secret: { variable: string } | { file: string }) =>
    variantTag(['recipe-1'], { ...plain, secrets: { a: secret } })
  expect(from({ variable: 'A' })).toBe(from({ file: 'b' }))
})

test('the order of platforms does not count, another one does', () => {
  expect(variantTag(['recipe-1', 'recipe-2'], plain)).toBe(variantTag(['recipe-2', 'recipe-1'], plain))
  expect(variantTag(['recipe-1', 'recipe-2'], plain)).not.toBe(variantTag(['recipe-1', 'recipe-3'], plain))
})
