/** A file's text as values that know where they were written. Pure. */
import { isAlias, isMap, isNode, isScalar, isSeq, LineCounter, type Pair, parseDocument, type YAMLMap } from 'yaml'
import { concealer } from '../edge/mask.ts'
import type { Code } from '../failure/code.ts'
import { type Fault, Refusal } from '../failure/failure.ts'
import { quoted } from '../failure/words.ts'
import { exposed } from '../revision/exposed.ts'
import { secretsIn } from '../revision/known-secret.ts'
import { At, type Path, type Source } from './at.ts'
import { type Misuse, misusesIn } from './yaml.ts'

/** Beyond these a parser's stack and time would decide. */
const LONGEST = 100_000
const TOO_DEEP = /(?:[[{][^[\]{}]*){50}|^ *(?:[-?:] +){20}|^ {200}/m
/** How often all that hangs on aliases may be written out. */
const MOST_ALIASES = 200

/** What kind of file it is, where one is refused as a whole. */
interface Sort {
  readonly code: Code
  /** What it is, against which it is too long. */
  readonly words: string
}

const MANIFEST: Sort = { code: 'EVK-110', words: 'A manifest lists services; this is something else.' }

/** `faults`: what can be read around. */
export function readSource(
  text: string,
  file: string,
  { code, words }: Sort = MANIFEST,
): { readonly at: At; readonly value: unknown; readonly faults: readonly Fault[] } {
  const refuse = (what: string, fix: string) => new Refusal([{ code, what: `${file}${what}`, fix }], file)
  if (text.length > LONGEST) throw refuse(` has ${text.length} characters, and ${LONGEST} at most are read`, words)
  if (TOO_DEEP.test(text)) throw refuse(' is nested more deeply than is read', words)
  const lines = new LineCounter()
  const plain = text.replace(/^\ufeff/, '')
  const document = parseDocument(plain, {
    // the parser's own look takes the square of their number
    uniqueKeys: false,
    stringKeys: true,
    logLevel: 'error',
    lineCounter: lines,
  })
  const placeOf = (offset: number) => {
    const { line, col: column } = lines.linePos(offset)
    return { file, line, column }
  }
  const told = misusesIn(document, plain, file.endsWith('.json')).map(({ isFatal, ...each }) => ({
    isFatal,
    fault: faultOf(each),
  }))
  const faults = told.map(each => each.fault)
  if (told.some(each => each.isFatal)) throw new Refusal(faults, file)
  const pairs = new WeakMap<YAMLMap, Map<string, Pair>>()
  const source: Source = {
    label: path => {
      const name = path.reduce<string>(
        (all, each) => `${all}${typeof each === 'number' ? `[${each}]` : `.${each}`}`,
        '',
      )
      return path.length === 0 ? file : `${file}: ${name.replace(/^\./, '')}`
    },
    place(path) {
      const offset = offsetOf(path)
      return offset === undefined ? undefined : placeOf(offset)
    },
  }
  try {
    return { at: new At(source), value: document.toJS({ maxAliasCount: MOST_ALIASES }), faults }
  } catch {
    throw refuse(`: its aliases stand for more than ${MOST_ALIASES} values`, 'Write the values out.')
  }

  function faultOf({ what, fix, offset, isOpen = false }: Omit<Misuse, 'isFatal'>): Fault {
    const place = placeOf(offset)
    const line = text.split('\n')[place.line - 1] ?? ''
    const shown = sayable((isOpen ? `${plain.slice(offset - place.column + 1, offset + 1)}…` : line).trim())
    return { code, what: `${file}: ${what}${shown === '' ? '' : `: ${quoted(shown)}`}`, fix, place }
  }

  /** Where the last key of the path stands that is there at all. */
  function offsetOf(path: Path): number | undefined {
    let node: unknown = document.contents
    let found: number | undefined
    for (const name of path) {
      if (isAlias(node)) node = node.resolve(document)
      const next = isMap(node) ? pairOf(node, String(name)) : undefined
      const item = isSeq(node) ? node.items[Number(name)] : next?.key
      if (!isNode(item) || !item.range) break
      found = item.range[0]
      node = next ? next.value : item
    }
    return found
  }

  function pairOf(map: YAMLMap, name: string): Pair | undefined {
    const known =
      pairs.get(map) ?? new Map(map.items.map(pair => [isScalar(pair.key) ? String(pair.key.value) : '', pair]))
    pairs.set(map, known)
    return known.get(name)
  }
}

/** Bytes as text; what is no UTF-8 would otherwise become another value without a word. */
export function textIn(bytes: Uint8Array, file: string, code: Code = 'EVK-110'): string {
  const fix = 'Save it as UTF-8.'
  const isWide = bytes.length > 1 && (bytes[0] === 0 || bytes[1] === 0 || (bytes[0] ?? 0) >= 0xfe)
  if (isWide) throw new Refusal([{ code, what: `${file} is UTF-16, or no text at all`, fix }], file)
  try {
    return DECODER.decode(bytes)
  } catch {
    const line = badLine(bytes)
    const what = `${file}: line ${line} holds a byte that is not UTF-8`
    throw new Refusal([{ code, what, fix, place: { file, line, column: 1 } }], file)
  }
}

const DECODER = new TextDecoder('utf-8', { fatal: true })

function badLine(bytes: Uint8Array): number {
  const isRight = (line: Uint8Array) => {
    try {
      return DECODER.decode(line) !== undefined
    } catch {
      return false
    }
  }
  let line = 1
  for (let from = 0; from <= bytes.length; line++) {
    const end = bytes.indexOf(0x0a, from)
    if (!isRight(bytes.subarray(from, end === -1 ? bytes.length : end)) || end === -1) return line
    from = end + 1
  }
  return line
}

/** A line without what it says to be a secret; of a pair of ECS (`name`, `value`) the name stands in another. */
const sayable = (line: string): string =>
  concealer(
    [],
    secretsIn(exposed('', line.replace(/(:\s+)(?:[!&]\S*\s+)+/g, '$1'))),
  )(line).replace(/^(-?\s*["']?value["']?\s*:\s*).+$/, '$1***')
