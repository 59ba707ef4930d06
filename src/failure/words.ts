/** Found text as it may stand in a message. Pure. */

/** `text` as a whole sentence. */
export const sentence = (text: string) => (/[.?!…]$/.test(text) ? text : `${text}.`)

/** A value as it may stand in a message: cleaned, quoted, cut at a word's end within 120 characters. */
export const quoted = (value: unknown) => `"${legible(typeof value === 'string' ? value : written(value), 120)}"`

/** The same with its kind, where that may be what is wrong: the text "2" is no number. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return value === '' ? 'empty' : `the text ${quoted(value)}`
  if (typeof value === 'number') return `the number ${value}`
  if (typeof value !== 'object' || value === null) return String(value)
  return `${Array.isArray(value) ? 'a list' : 'a mapping'}, ${legible(written(value), 120)}`
}

export function written(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value)
  } catch {
    return 'a value that cannot be written'
  }
}

/** One line without characters that act or hide. Of a word that is cut, a secret perhaps, nobody would mask the half: it is left out. */
export function legible(text: string, length: number): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
  const clean = text.replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g, '·')
  if (clean.length <= length) return clean
  const end = clean.slice(0, length - 1).search(/\s\S*$/)
  const whole = end === -1 ? '' : clean.slice(0, end).trimEnd()
  return whole === '' ? `(${clean.length} characters)` : `${whole} …`
}

/** What in a name looks like another character, or like none. */
export function strange(text: string): string {
  const found = [...text].find(each => !/[ -~]/.test(each))
  if (found === undefined) return ''
  const code = found.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')
  return `, which holds ${quoted(found)} (U+${code})`
}

/**
 * `, did you mean "prod"?` where a real name is at most `most` edits away, two as a rule, or in other letters only, else an empty text.
 */
export function suggestion(found: string, names: Iterable<string>, most: (name: string) => number = () => 2): string {
  let best: { name: string; distance: number } | undefined
  for (const name of names) {
    if (name === found) return ''
    if (Math.abs(found.length - name.length) > 2) continue
    const isCased = found !== name && found.toLowerCase() === name.toLowerCase()
    const distance = isCased ? 0 : edits(found, name)
    if (distance <= most(name) && distance < name.length && distance < (best?.distance ?? 3)) best = { name, distance }
  }
  return best ? `, did you mean ${quoted(best.name)}?` : ''
}

/** Two letters that changed places are one edit. */
function edits(a: string, b: string): number {
  let before: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      const swapped = isSwapped ? (before[j - 2] ?? 0) + 1 : Infinity
      next.push(Math.min(replaced, swapped, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    before = row
    row = next
  }
  return row[b.length] ?? 0
}
