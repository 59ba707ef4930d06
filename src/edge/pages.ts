/** Lists come in pages; an empty page with a token is not the end. */

interface Paged {
  readonly nextToken?: string | undefined
}

/** Everything that `call` lists for `input`, in order, without the nulls that some answers hold. */
export async function everyPage<Input extends object, Page extends Paged, Item>(
  call: (input: Input & Paged) => Promise<Page>,
  input: Input,
  pick: (page: Page) => readonly Item[] | undefined,
): Promise<NonNullable<Item>[]> {
  const found: NonNullable<Item>[] = []
  const seen = new Set<string>()
  let nextToken: string | undefined
  do {
    const page = await call(nextToken === undefined ? input : { ...input, nextToken })
    for (const item of pick(page) ?? []) if (item !== null && item !== undefined) found.push(item)
    nextToken = page.nextToken || undefined
    if (nextToken !== undefined && seen.has(nextToken))
      throw new Error('AWS gave the same page token twice: the list has no end')
    if (nextToken !== undefined) seen.add(nextToken)
  } while (nextToken !== undefined)
  return found
}

/** `items` in the portions that one call takes. */
export const portions = <Item>(items: readonly Item[], size: number): Item[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size))
