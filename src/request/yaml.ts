/** What of YAML is not taken, since it reads as something else than it says. Pure. */
import { type Document, isMap, isScalar, isSeq, type Node, visit, type YAMLError, type YAMLMap } from 'yaml'
import { quoted } from '../failure/words.ts'

export interface Misuse {
  readonly what: string
  readonly fix: string
  /** Where it begins in the text. */
  readonly offset: number
  /** Whether what follows in its line may be part of a value, which is not repeated. */
  readonly isOpen?: boolean
  /** Whether nothing can be read around it. */
  readonly isFatal: boolean
}

/** YAML's own kinds, which a tag may say again: yaml.org/spec/1.2.2, chapter 10. */
const KINDS = /^(?:!|tag:yaml\.org,2002:(?:str|int|float|bool|null|map|seq))$/

/** `isJson`: what JSON itself takes is taken, and commas too many. */
export function misusesIn(document: Document.Parsed, text: string, isJson: boolean): Misuse[] {
  const { version, explicit } = document.directives.yaml
  const old: Misuse[] =
    explicit && version !== '1.2'
      ? [misuse(`%YAML ${version}`, 'YAML 1.2 is read, in which `yes` and `on` are texts: take the line out.', 0)]
      : []
  const conflict = document.errors.length > 0 ? conflictIn(text) : []
  if (conflict.length > 0) return conflict
  return [...old, ...errorsIn(document, text, isJson), ...(document.errors.length > 0 ? [] : found(document, isJson))]
}

const misuse = (what: string, fix: string, offset = 0, isFatal = true): Misuse => ({ what, fix, offset, isFatal })

/** What the parser says of such a line leads nobody to the merge. */
function conflictIn(text: string): Misuse[] {
  const found = /^(?:<{7}|>{7}) \S/m.exec(text)
  return found
    ? [misuse('a merge of git left its marks', 'Resolve the conflict, and commit the file again.', found.index)]
    : []
}

/** All errors but the first are mostly what the first leads to. */
function errorsIn(document: Document.Parsed, text: string, isJson: boolean): Misuse[] {
  const [first] = document.errors
  if (first === undefined) return []
  const open = openIn(document, first)
  if (open !== undefined) return [open]
  const isTemplate = first.code === 'NON_STRING_KEY' && text.startsWith('{{', first.pos[0] - 1)
  if (isTemplate) return [misuse('the template {{ … }} is not filled', TEMPLATE, first.pos[0] - 1)]
  const [said = ''] = first.message.split(/ at line \d+, column \d+|\n/)
  const [fix, what = said] = MENDED[first.code] ?? [`Mend the ${isJson ? 'JSON' : 'YAML'} at the line shown.`]
  return [misuse(what, fix, first.pos[0])]
}

/** A quote or a brace without its end: the parser tells where the file ends, and nobody looks there. */
function openIn(document: Document.Parsed, { message, pos: [end] }: YAMLError): Misuse | undefined {
  const [, quote, kind] = /^Missing closing (["'])|^Flow (map|sequence) .*end with a [}\]]/.exec(message) ?? []
  if (quote === undefined && kind === undefined) return undefined
  let from: number | undefined
  visit(document, {
    Node(_, node) {
      const isFlow = kind === 'map' ? isMap(node) && node.flow : isSeq(node) && node.flow
      if ((quote === undefined ? isFlow : isScalar(node)) && node.range?.[1] === end) from ??= node.range[0]
    },
  })
  if (from === undefined) return undefined
  const [begins, ends] = quote !== undefined ? [quote, quote] : kind === 'map' ? ['{', '}'] : ['[', ']']
  const found = misuse(`the ${begins} in this line is not closed`, `Write the ${ends} where it ends.`, from)
  return { ...found, isOpen: true }
}

const TEMPLATE = `Give the value to the step as a variable, and write "\${env.NAME}" where placeholders are filled; or fill the file in a step before.`

const MENDED: Readonly<Record<string, readonly [fix: string, what?: string]>> = {
  MULTIPLE_DOCS: ['Keep one of them, and no line `---` behind it.', 'a second document begins'],
  NON_STRING_KEY: ['Write a text as the key.', 'a list or a mapping is a key'],
  TAB_AS_INDENT: ['Indent by spaces.'],
  UNEXPECTED_TOKEN: ['Mend the line; a text that holds a placeholder, {, [ or : is written in quotes.'],
}

function found(document: Document.Parsed, isJson: boolean): Misuse[] {
  const all: Misuse[] = []
  const offset = (node: Node) => node.range?.[0] ?? 0
  visit(document, {
    Node(_, node) {
      const { tag } = node as { tag?: string }
      if (tag !== undefined && !KINDS.test(tag)) {
        const shown = tag.replace('tag:yaml.org,2002:', '!!')
        all.push(
          misuse(`the tag ${quoted(shown)} is not read`, 'Take it out, and write the value as it is.', offset(node)),
        )
      }
    },
    Alias(_, node, path) {
      const meant = node.resolve(document)
      if (meant !== undefined && !path.includes(meant)) return
      const what = meant === undefined ? 'stands for nothing' : 'holds itself'
      all.push(misuse(`the alias ${quoted(`*${node.source}`)} ${what}`, 'Write the value out.', offset(node)))
    },
    Map(_, map) {
      all.push(...keysOf(map))
    },
  })
  return isJson ? [...all, ...bareIn(document).slice(0, 1)] : all
}

/** Those that cannot stay: merge keys, without which nothing true can be said of the rest, and a key that stands twice, of which the last counts. */
function keysOf(map: YAMLMap): Misuse[] {
  const all: Misuse[] = []
  const seen = new Set<unknown>()
  map.items = map.items.filter(({ key }) => {
    if (!isScalar(key)) return true
    const offset = key.range?.[0]
    const isMerge = key.type === 'PLAIN' && key.value === '<<'
    const fix = 'YAML 1.2 has none: use an alias for the whole value, or write the keys out.'
    if (isMerge) all.push(misuse('"<<" is a merge key', fix, offset))
    else if (seen.has(key.value)) {
      all.push(misuse(`the key ${quoted(key.value)} stands twice`, 'Keep one of them.', offset, false))
    }
    seen.add(key.value)
    return !isMerge
  })
  return all
}

/** In YAML `// comment` and what follows would be a key. */
function bareIn(document: Document.Parsed): Misuse[] {
  const all: Misuse[] = []
  visit(document, {
    Scalar(_, { value, type, range }) {
      if (typeof value !== 'string' || type === 'QUOTE_DOUBLE') return
      all.push(misuse('a text without double quotes, or a comment', 'JSON has neither.', range?.[0]))
    },
  })
  return all
}
