/** JSON whose numbers stay as they are written: JSON.parse rounds what a double cannot hold. Pure. */

/** A number that a double would write otherwise: 9007199254740993, 1e400, 10.0. To all but `stringify` it is that double. */
export class Exact extends Number {
  readonly text: string

  constructor(text: string) {
    super(text)
    this.text = text
  }
}

/** In a text of JSON it has one spelling alone. */
const MARK = '\\u0001'
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"(\s*:)?|-?\d[\d.eE+-]*/g

/** `text` is JSON; of a key that is there twice the last counts, as everywhere. */
export function parse(text: string): unknown {
  const rounded = JSON.parse(text)
  const marked = text.replace(TOKEN, (token, key?: string) => {
    if (key !== undefined) return token
    if (!token.startsWith('"')) return String(Number(token)) === token ? token : `"${MARK}${token}"`
    return token.startsWith(`"${MARK}`) ? `"${MARK}${token.slice(1)}` : token
  })
  if (marked === text) return rounded
  return JSON.parse(marked, (_, value) => {
    if (typeof value !== 'string' || !value.startsWith('\u0001')) return value
    return value.startsWith('\u0001\u0001') ? value.slice(1) : new Exact(value.slice(1))
  })
}

export function stringify(value: unknown): string {
  const marked = JSON.stringify(value, (_, part) => {
    if (part instanceof Exact) return `\u0001${part.text}`
    return typeof part === 'string' && part.startsWith('\u0001') ? `\u0001${part}` : part
  })
  return marked.replace(TOKEN, (token, key?: string) => (key === undefined ? unmarked(token) : token))
}

function unmarked(token: string): string {
  const start = `"${MARK}`
  if (!token.startsWith(start)) return token
  const rest = token.slice(start.length)
  return rest.startsWith(MARK) ? `"${rest}` : rest.slice(0, -1)
}
