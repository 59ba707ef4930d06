/** Where many texts stand in another, also where marks of it are encoded as in an address. Pure. */

type Place = readonly [from: number, to: number]

/** By its first marks, the longest first. */
type Index = ReadonlyMap<string, readonly string[]>

const PREFIX = 4

export function indexed(texts: readonly string[]): Index {
  const index = new Map<string, string[]>()
  for (const text of [...new Set(texts)].sort((a, b) => b.length - a.length)) {
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
    const found = index.get(text.slice(from, from + PREFIX))?.find(each => text.startsWith(each, from))
    if (found !== undefined) places.push([from, from + found.length])
  }
  return places
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
