/** Lists come in pages; an empty page with a token is not the end. */

interface Paged {
  readonly nextToken?: string | undefined
}

/** An empty page may lead to where it was asked for, a few times. */
const MOST_ALIKE = 10

/** Everything that `call` lists for `input`, or the pages that hold the first `enough`; in order, without the nulls of some answers. */
export async function everyPage<Input extends object, Page extends Paged, Item>(
  call: (input: Input & Paged) => Promise<Page>,
  input: Input,
  pick: (page: Page) => readonly Item[] | undefined,
  enough = Infinity,
): Promise<NonNullable<Item>[]> {
  const found: NonNullable<Item>[] = []
  const seen = new Map<string, number>()
  let nextToken: string | undefined
  for (;;) {
    const page = await call(nextToken === undefined ? input : { ...input, nextToken })
    for (const item of pick(page) ?? []) if (item !== null && item !== undefined) found.push(item)
    nextToken = page.nextToken || undefined
    if (nextToken === undefined || found.length >= enough) break
    const often = (seen.get(nextToken) ?? 0) + 1
    if (often > MOST_ALIKE) throw new Error('AWS gives the same page token again and again: the list has no end')
    seen.set(nextToken, often)
  }
  return found
}

/** `items` in the portions that one call takes. */
export const portions = <Item>(items: readonly Item[], size: number): Item[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size))
