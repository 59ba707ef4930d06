/** Lists of AWS, whole. */

interface Paged {
  readonly nextToken?: string | undefined
}

/** Every item of a list: an empty page with a token is not its end, a token that comes again is. */
export async function everyPage<Input extends object, Page extends Paged, Item>(
  call: (input: Input & Paged) => Promise<Page>,
  input: Input,
  pick: (page: Page) => readonly Item[] | undefined,
): Promise<Item[]> {
  const items: Item[] = []
  const tokens = new Set<string>()
  let page: Page | undefined
  do {
    const nextToken = page?.nextToken
    page = await call(nextToken === undefined ? input : { ...input, nextToken })
    items.push(...(pick(page) ?? []))
    if (page.nextToken && tokens.has(page.nextToken)) throw new Error('AWS gave the same page of a list twice')
    if (page.nextToken) tokens.add(page.nextToken)
  } while (page.nextToken)
  return items
}

/** `items` in the portions that one call takes. */
export const portions = <Item>(items: readonly Item[], size: number): Item[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size))
