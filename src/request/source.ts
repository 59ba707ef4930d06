/** A manifest's text as values that know where they were written. Pure. */
import { isAlias, isMap, isNode, isScalar, isSeq, LineCounter, type Node, type Pair, parseDocument } from 'yaml'
import { Refusal } from '../failure/failure.ts'
import { quoted } from '../failure/words.ts'
import { At, type Source } from './at.ts'
import { fault } from './kind.ts'

/** Beyond these a parser's stack and time would decide. */
const LONGEST = 100_000
const TOO_DEEP = /(?:[[{][^[\]{}]*){50}|^ *(?:[-?:] +){20}|^ {200}/m

export function readSource(
  text: string,
  file: string,
  fix = 'A manifest lists services; this is something else.',
): { readonly at: At; readonly value: unknown } {
  const nowhere = new At({ label: () => file, place: () => undefined })
  if (text.length > LONGEST || TOO_DEEP.test(text)) {
    throw new Refusal([fault(nowhere, ' is too long or too deep', fix)], file)
  }
  const lines = new LineCounter()
  const document = parseDocument(text.replace(/^\ufeff/, ''), {
    uniqueKeys: true,
    logLevel: 'error',
    lineCounter: lines,
  })
  const [broken] = document.errors
  if (broken) {
    const [what = ''] = broken.message.split('\n')
    const { line = 1, col: column = 1 } = broken.linePos?.[0] ?? {}
    const shown = text.split('\n')[line - 1]
    const fix = 'Mend the YAML at the line shown.'
    throw new Refusal([fault(nowhere, `: ${what} ${quoted(shown)}`, fix, { file, line, column })], file)
  }
  const source: Source = {
    label: path => (path.length === 0 ? file : `${file}: ${path.join('.')}`),
    place(path) {
      const offset = offsetOf(document.contents, path)
      if (offset === undefined) return undefined
      const { line, col: column } = lines.linePos(offset)
      return { file, line, column }
    },
  }
  const at = new At(source)
  try {
    return { at, value: document.toJS({ maxAliasCount: 50 }) ?? {} }
  } catch (error) {
    const fix = 'Write the values out instead of using aliases.'
    throw new Refusal([fault(nowhere, `: ${(error as Error).message}`, fix)], file)
  }

  /** Where the last key of the path stands that is there at all. */
  function offsetOf(root: Node | null, path: readonly string[]): number | undefined {
    let node: unknown = root
    let found: number | undefined
    for (const name of path) {
      if (isAlias(node)) node = node.resolve(document)
      const next = isMap(node) ? pairOf(node.items, name) : undefined
      const item = isSeq(node) ? node.items[Number(name)] : next?.key
      if (!isNode(item) || !item.range) break
      found = item.range[0]
      node = next ? next.value : item
    }
    return found
  }
}

const pairOf = (items: readonly Pair[], name: string) =>
  items.find(({ key }) => isScalar(key) && String(key.value) === name)
