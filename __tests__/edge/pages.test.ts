import { expect, test } from '@jest/globals'
import { everyPage } from '../../src/edge/pages.ts'

interface Page {
  readonly names?: readonly (string | null)[]
  readonly nextToken?: string
}

const book = (pages: Record<string, Page>, enough?: number) => {
  const asked: unknown[] = []
  const call = async (input: { cluster: string; nextToken?: string | undefined }) => {
    asked.push(input)
    return pages[input.nextToken ?? ''] ?? {}
  }
  return { asked, read: () => everyPage(call, { cluster: 'shop' }, page => page.names, enough) }
}

test.each([
  ['one page', { '': { names: ['a', 'b'] } }, ['a', 'b'], 1],
  [
    'three',
    { '': { names: ['a'], nextToken: '1' }, 1: { names: ['b'], nextToken: '2' }, 2: { names: ['c'] } },
    ['a', 'b', 'c'],
    3,
  ],
  [
    'an empty page with a token',
    { '': { names: [], nextToken: '1' }, 1: { nextToken: '2' }, 2: { names: ['c'] } },
    ['c'],
    3,
  ],
  ['an empty token', { '': { names: ['a'], nextToken: '' } }, ['a'], 1],
  ['nothing at all', {}, [], 1],
  ['a null', { '': { names: ['a', null, 'b'] } }, ['a', 'b'], 1],
] as [string, Record<string, Page>, string[], number][])('%s', async (_, pages, names, calls) => {
  const { asked, read } = book(pages)
  expect(await read()).toEqual(names)
  expect(asked).toHaveLength(calls)
  expect(asked.every(input => (input as { cluster: string }).cluster === 'shop')).toBe(true)
})

test.each([
  ['the same token again', { '': { nextToken: '1' }, 1: { nextToken: '1' } }],
  ['tokens in a circle', { '': { nextToken: '1' }, 1: { nextToken: '2' }, 2: { nextToken: '1' } }],
])('%s is no list', async (_, pages) => {
  await expect(book(pages).read()).rejects.toThrow('the list has no end')
})

test('an empty page may lead back to itself a few times', async () => {
  let empty = 3
  const call = async (input: { nextToken?: string | undefined }): Promise<Page> =>
    input.nextToken === undefined || empty-- > 0 ? { nextToken: '1' } : { names: ['a'] }
  expect(await everyPage(call, {}, page => page.names)).toEqual(['a'])
})

test.each([
  [1, ['a'], 1],
  [2, ['a', 'b'], 2],
  [3, ['a', 'b', 'c'], 3],
])('no more pages than hold the first %i', async (enough, names, calls) => {
  const pages = {
    '': { names: ['a'], nextToken: '1' },
    1: { names: ['b'], nextToken: '2' },
    2: { names: ['c'], nextToken: '3' },
  }
  const { asked, read } = book(pages, enough)
  expect(await read()).toEqual(names)
  expect(asked).toHaveLength(calls)
})
