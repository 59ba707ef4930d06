import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { type Recipe, recipeTag, soleTag } from '../../src/image/recipe.ts'
import { isTag } from '../../src/image/reference.ts'

const recipe: Recipe = {
  context: 'a',
  dockerfile: 'b',
  target: undefined,
  args: { A: '1', B: '2' },
  platform: 'linux/amd64',
  images: { node: 'sha256:1' },
  contexts: {},
}

describe('another recipe', () => {
  test.each<[string, Partial<Recipe>]>([
    ['another context', { context: 'x' }],
    ['another Dockerfile', { dockerfile: 'x' }],
    ['another target', { target: 'x' }],
    ['an empty target', { target: '' }],
    ['another argument', { args: { A: '1', B: '3' } }],
    ['an argument less', { args: { A: '1' } }],
    ['another platform', { platform: 'linux/arm64' }],
    ['another base', { images: { node: 'sha256:2' } }],
    ['another named context', { contexts: { shared: 'x' } }],
  ])('%s', (_, change) => {
    expect(recipeTag({ ...recipe, ...change })).not.toBe(recipeTag(recipe))
  })
})

test('the order in which arguments are written does not count', () => {
  expect(recipeTag({ ...recipe, args: { B: '2', A: '1' } })).toBe(recipeTag(recipe))
})

test('a recipe of which something is not known is no other run’s', () => {
  expect(soleTag(recipe, 'one')).not.toBe(soleTag(recipe, 'two'))
  expect(soleTag(recipe, 'one')).not.toBe(recipeTag(recipe))
})

test('it is a tag', () => {
  fc.assert(fc.property(fc.string(), context => expect(isTag(recipeTag({ ...recipe, context }))).toBe(true)))
  expect(recipeTag(recipe)).toMatch(/^recipe-[0-9a-f]{40}$/)
})
