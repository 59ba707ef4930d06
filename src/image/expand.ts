/** Variables in a FROM, as BuildKit fills them. Pure. */

/** Undefined where a variable has no value here, or a form is used that is not known. */
export function expand(text: string, values: ReadonlyMap<string, string>): string | undefined {
  let filled = ''
  for (let at = 0; at < text.length; ) {
    const part = text[at] === '$' ? variableAt(text, at, values) : plainAt(text, at)
    if (part === undefined) return undefined
    filled += part.value
    at = part.end
  }
  return filled
}

interface Part {
  readonly value: string
  readonly end: number
}

function plainAt(text: string, at: number): Part {
  const char = text[at] ?? ''
  if (char === '\\') return { value: text[at + 1] ?? '', end: at + 2 }
  return { value: char === '"' || char === "'" ? '' : char, end: at + 1 }
}

function variableAt(text: string, at: number, values: ReadonlyMap<string, string>): Part | undefined {
  const bare = /^\$([A-Za-z_]\w*)/.exec(text.slice(at))
  if (bare) {
    const value = values.get(bare[1] ?? '')
    return value === undefined ? undefined : { value, end: at + bare[0].length }
  }
  const end = closing(text, at)
  if (text[at + 1] !== '{' || end === undefined) return undefined
  const [, name = '', operator = '', word = ''] =
    /^([A-Za-z_]\w*)(?:(:?[-+?])(.*))?$/s.exec(text.slice(at + 2, end)) ?? []
  if (name === '') return undefined
  const found = values.get(name)
  const isSet = operator.startsWith(':') ? found !== undefined && found !== '' : found !== undefined
  const otherwise = () => expand(word, values)
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

function closing(text: string, at: number): number | undefined {
  let depth = 0
  for (let i = at; i < text.length; i++) {
    if (text[i] === '{') depth++
    if (text[i] === '}' && --depth === 0) return i
  }
  return undefined
}
