/**
 * Foreign text in GitHub's markdown. It is never escaped: GitHub masks a secret only where it finds every character of it.
 * What could act stands in a code span or a fence instead. Pure.
 */

/** Control characters, and those that hide or turn round what follows; line breaks and tabs stay. */
const HIDING =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /\u001b\[[0-9;?]*[A-Za-z]|[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g

export const visible = (value: string) => value.replace(HIDING, '').replace(/\r\n?/g, '\n')

const line = (value: string) =>
  visible(value)
    .trim()
    .replace(/[\n\t]/g, ' ')

/** Letters, digits and what stands between words; one at a time, so that it is linear. */
const PLAIN = /^[\p{L}\p{M}\p{N} .,;:()%'’“”"…→+=/–-]*$/u

/** What GitHub would make something of, although no character of it is markup: addresses, references, lists, emoji. */
const ACTING = /:\/\/|\bwww\.|\bGH-\d|:[\w+-]+:|^(?:[-+=]|\d{1,9}[.)](?:\s|$))/i

/** A sentence that is partly ours: as it stands where nothing in it could act, else in a code span. Names between backticks are one. */
export function told(value: string): string {
  const found = line(value)
  const parts = found.split('`')
  const spans = parts.length % 2 === 1 && parts.every((part, i) => i % 2 === 0 || part.trim() !== '')
  const words = parts.filter((_, i) => i % 2 === 0)
  const apart = words.slice(1, -1).every(part => part !== '')
  const inert = spans && apart && words.every(part => PLAIN.test(part)) && !ACTING.test(words.join(' '))
  return inert ? found : code(found)
}

/** A code span, on one line, that no backtick within can end. */
export function code(value: string): string {
  const found = line(value)
  if (found === '') return ''
  const bar = '`'.repeat(longest(found) + 1)
  return found.startsWith('`') || found.endsWith('`') ? `${bar} ${found} ${bar}` : `${bar}${found}${bar}`
}

/** A block that no content can end early. */
export function fence(content: string): string {
  const bar = '`'.repeat(Math.max(2, longest(content)) + 1)
  return `${bar}text\n${visible(content)}\n${bar}`
}

const longest = (value: string) => (value.match(/`+/g) ?? []).reduce((most, { length }) => Math.max(most, length), 0)

/** `title` is markdown of ours. */
export const details = (title: string, content: string) =>
  `<details open><summary>${title}</summary>\n\n${fence(content)}\n\n</details>`

/** Cells are markdown already, save foreign ones. */
export type Cell = string | { readonly found: string }

/** In a table even a code span ends at a `|`, and `\|` is no longer what was found: such a value stands below, by its number. */
export function table(heads: readonly string[], rows: readonly (readonly Cell[])[]): string[] {
  if (rows.length === 0) return []
  const below: string[] = []
  const written = (cell: Cell) => {
    if (typeof cell === 'string') return cell
    if (!cell.found.includes('|')) return code(cell.found)
    below.push(cell.found)
    return `(${below.length})`
  }
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const lines = [row(heads), `|${'---|'.repeat(heads.length)}`, ...rows.map(cells => row(cells.map(written)))]
  return [lines.join('\n'), ...below.map((found, i) => `(${i + 1}) ${code(found)}`)]
}
