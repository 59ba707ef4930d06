/** Where many texts stand in another, also where marks of it are encoded as in an address. Pure. */

type Place = readonly [from: number, to: number]

/** By their first marks, in their order: many secrets begin alike, and a text is not compared with each of them. */
type Index = ReadonlyMap<string, readonly string[]>

const PREFIX = 4

export function indexed(texts: readonly string[]): Index {
  const index = new Map<string, string[]>()
  // by UTF-16 code units, as the marks of a text are compared
  for (const text of [...new Set(texts)].sort()) {
    if (text.length < PREFIX) continue
    const prefix = text.slice(0, PREFIX)
    const alike = index.get(prefix)
    if (alike) alike.push(text)
    else index.set(prefix, [text])
  }
  return index
}

/** Of several that begin at one place the longest. */
export function placesIn(text: string, index: Index): Place[] {
  const places: Place[] = []
  for (let from = 0; from <= text.length - PREFIX; from++) {
    const alike = index.get(text.slice(from, from + PREFIX))
    const length = alike ? longestAt(text, from, alike) : 0
    if (length > 0) places.push([from, from + length])
  }
  return places
}

/** How long the longest of `sorted` is that stands in `text` at `from`; 0 where none does. They are narrowed down mark by mark. */
function longestAt(text: string, from: number, sorted: readonly string[]): number {
  let longest = 0
  let [least, end] = [0, sorted.length]
  for (let depth = PREFIX; least < end; depth++) {
    const first = sorted[least] ?? ''
    if (least + 1 === end) return text.startsWith(first, from) ? first.length : longest
    if (first.length === depth) {
      longest = depth
      least++
    }
    const mark = text.charCodeAt(from + depth)
    if (Number.isNaN(mark)) break
    least = firstWith(sorted, depth, mark, least, end)
    end = firstWith(sorted, depth, mark + 1, least, end)
  }
  return longest
}

/** The first from `least` on whose mark at `depth` is `mark` or more; one that ends before it is less. */
function firstWith(sorted: readonly string[], depth: number, mark: number, least: number, end: number): number {
  let [low, high] = [least, end]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle]?.charCodeAt(depth) ?? 0) >= mark) high = middle
    else low = middle + 1
  }
  return low
}

/** Places that overlap are one. */
export function hiddenAt(text: string, places: readonly Place[]): string {
  const parts: string[] = []
  let shown = 0
  for (const [from, to] of [...places].sort(([a], [b]) => a - b)) {
    if (from >= shown) parts.push(text.slice(shown, from), '***')
    shown = Math.max(shown, to)
  }
  return parts.length === 0 ? text : [...parts, text.slice(shown)].join('')
}

/**
 * A text with the marks of an address decoded, and where each place of it is in the text as it came: some encode but a few
 * marks, and each others: `$` stays where Go writes it.
 */
export function inPlain(text: string): { readonly text: string; at(place: number): number } {
  const starts: number[] = []
  let plain = ''
  for (let at = 0; at < text.length; ) {
    const [encoded, mark] = markAt(text, at) ?? [text[at] ?? '', text[at] ?? '']
    for (let each = 0; each < mark.length; each++) starts.push(at)
    plain += mark
    at += encoded.length
  }
  return { text: plain, at: place => starts[place] ?? text.length }
}

/** One mark in UTF-8: `%E2%82%AC` is `€`. */
function markAt(text: string, at: number): readonly [encoded: string, mark: string] | undefined {
  if (text[at] !== '%') return undefined
  const lead = Number.parseInt(text.slice(at + 1, at + 3), 16)
  const bytes = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1
  const encoded = text.slice(at, at + 3 * bytes)
  if (!/^(?:%[\da-f]{2})+$/i.test(encoded) || encoded.length < 3 * bytes) return undefined
  const mark = Buffer.from(encoded.replaceAll('%', ''), 'hex').toString()
  return mark.includes('\ufffd') ? undefined : [encoded, mark]
}
