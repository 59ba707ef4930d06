/** The name that was probably meant: at most two edits away, or the same in other letters; undefined where none is. */
export function nearest(word: string, names: readonly string[]): string | undefined {
  const plain = (text: string): string => text.toLowerCase().replaceAll(/[-_]/g, '')
  const [best] = names
    .map(name => ({ name, edits: edits(plain(word), plain(name)) }))
    .filter(({ name, edits }) => edits <= 2 && edits <= name.length / 2)
    .sort((a, b) => a.edits - b.edits)
  return best?.name
}

/** Letters inserted, removed or replaced. */
function edits(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, i) => i)
  for (let i = 1; i <= one.length; i++) {
    const next = [i]
    for (let j = 1; j <= other.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1)
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row.at(-1) ?? 0
}
