/** Words of a Dockerfile: where they part, their quotes and their variables, as BuildKit reads them. Pure. */

/** Undefined as a value: there is one, and it is not known here. */
export type Values = ReadonlyMap<string, string | undefined>

/** Parted at white space that is neither quoted nor escaped; quotes and escapes stay. */
export function wordsOf(text: string, escaper = '\\'): string[] {
  const one = escaper === '`' ? '`' : '\\\\'
  const word = new RegExp(`(?:[^\\s"'${one}]|${one}(?:.|$)|"(?:[^"${one}]|${one}(?:.|$))*"?|'[^']*'?)+`, 'gs')
  return [...text.matchAll(word)].map(([found]) => found)
}

/** Undefined where a variable has no value here, or a form is used that is not known. */
export function expand(text: string, values: Values, escaper = '\\'): string | undefined {
  let filled = ''
  let quote = ''
  for (let at = 0; at < text.length; ) {
    const char = text[at] ?? ''
    if (char === '$' && quote !== "'") {
      const part = variableAt(text, at, values, escaper)
      if (part === undefined) return undefined
      filled += part.value
      at = part.end
    } else if (char === escaper && quote !== "'") {
      const next = text[at + 1] ?? ''
      filled += quote === '"' && !['"', '$', escaper].includes(next) ? char + next : next
      at += 2
    } else {
      if (char === quote) quote = ''
      else if (quote === '' && (char === '"' || char === "'")) quote = char
      else filled += char
      at++
    }
  }
  return filled
}

interface Part {
  readonly value: string
  readonly end: number
}

function variableAt(text: string, at: number, values: Values, escaper: string): Part | undefined {
  const bare = /^\$([A-Za-z_]\w*)/.exec(text.slice(at))
  if (bare) {
    const value = values.get(bare[1] ?? '')
    return value === undefined ? undefined : { value, end: at + bare[0].length }
  }
  const end = closing(text, at, escaper)
  if (text[at + 1] !== '{' || end === undefined) return undefined
  const [, name = '', operator = '', word = ''] =
    /^([A-Za-z_]\w*)(?:(:?[-+?])(.*))?$/s.exec(text.slice(at + 2, end)) ?? []
  const found = values.get(name)
  if (name === '' || (found === undefined && values.has(name))) return undefined
  const isSet = operator.startsWith(':') ? found !== undefined && found !== '' : found !== undefined
  const otherwise = () => expand(word, values, escaper)
  const value = operator.endsWith('-')
    ? isSet
      ? found
      : otherwise()
    : operator.endsWith('+')
      ? isSet
        ? otherwise()
        : ''
      : found
  return value === undefined ? undefined : { value, end: end + 1 }
}

/** Where `${` ends: at a brace that is neither quoted nor escaped, nor that of a variable within. */
function closing(text: string, at: number, escaper: string): number | undefined {
  let quote = ''
  for (let i = at + 2; i < text.length; i++) {
    const char = text[i] ?? ''
    if (char === escaper && quote !== "'") i++
    else if (char === '$' && text[i + 1] === '{' && quote !== "'") {
      const end = closing(text, i, escaper)
      if (end === undefined) return undefined
      i = end
    } else if (char === quote) quote = ''
    else if (quote === '' && (char === '"' || char === "'")) quote = char
    else if (quote === '' && char === '}') return i
  }
  return undefined
}
