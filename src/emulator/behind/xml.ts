/** Answers of the Query services, read: elements become fields, `member` elements a list. */
export type Xml = { [name: string]: Xml } | Xml[] | string

export function parseXml(text: string): Xml {
  const stack: { name: string; children: [string, Xml][]; text: string }[] = [{ name: '', children: [], text: '' }]
  for (const [, closing, name = '', empty, words = ''] of text.matchAll(
    /<(?![?!])(\/?)([\w:.-]+)[^>]*?(\/?)>|<[?!][^>]*>|([^<]+)/g,
  )) {
    const top = stack.at(-1)
    if (top === undefined) break
    if (name === '') top.text += unescaped(words)
    else if (empty) top.children.push([name, ''])
    else if (!closing) stack.push({ name, children: [], text: '' })
    else {
      stack.pop()
      stack.at(-1)?.children.push([top.name, folded(top.children, top.text)])
    }
  }
  return folded(stack[0]?.children ?? [], '')
}

function folded(children: [string, Xml][], text: string): Xml {
  if (children.length === 0) return text.trim()
  if (children.every(([name]) => name === 'member')) return children.map(([, value]) => value)
  return Object.fromEntries(children)
}

const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

const unescaped = (text: string): string =>
  text.replace(/&(#x?)?([\da-z]+);/gi, (whole, code: string | undefined, word: string) =>
    code ? String.fromCodePoint(Number.parseInt(word, code === '#x' ? 16 : 10)) : (NAMED[word] ?? whole),
  )

export const at = (value: Xml | undefined, name: string): Xml | undefined =>
  typeof value === 'object' && !Array.isArray(value) ? value[name] : undefined
export const text = (value: Xml | undefined, name: string): string => {
  const found = at(value, name)
  return typeof found === 'string' ? found : ''
}
export const members = (value: Xml | undefined, name: string): Xml[] => {
  const found = at(value, name)
  return Array.isArray(found) ? found : []
}
export const texts = (value: Xml | undefined, name: string): string[] => members(value, name).map(String)
export const number = (value: Xml | undefined, name: string, otherwise: number): number => {
  const found = text(value, name)
  return found === '' ? otherwise : Number(found)
}
