/** The instructions of a Dockerfile: comments, continued lines and heredocs taken away. Pure. */
import { wordsOf } from './expand.ts'

export interface Instruction {
  /** In capitals. */
  readonly keyword: string
  /** `--from=base`, without quotes. */
  readonly flags: readonly string[]
  /** What comes after the flags. */
  readonly rest: string
}

export interface Instructions {
  /** `` ` `` or `\`. */
  readonly escaper: string
  /** The image that reads the file, where it names one: `# syntax=…`. */
  readonly syntax: string | undefined
  readonly instructions: readonly Instruction[]
}

export function instructionsIn(text: string): Instructions {
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/)
  // what names the frontend is looked for in another way: after `#!`, and not behind white space
  const own = lines.map(line => line.trimStart())
  const escaper = directivesIn(own, '#').get('escape') === '`' ? '`' : '\\'
  const one = escaper === '`' ? '`' : '\\\\'
  // of two, the first escapes the second
  const continued = new RegExp(`(^|[^${one}])${one}[ \\t]*$`)
  const instructions: Instruction[] = []
  for (let at = 0; at < lines.length; ) {
    let whole = ''
    let more = true
    while (more && at < lines.length) {
      const line = lines[at++] ?? ''
      if (/^\s*#/.test(line) || (whole !== '' && line.trim() === '')) continue
      more = continued.test(line)
      whole += line.replace(continued, '$1')
    }
    const [, keyword = '', rest = ''] = /^\s*([A-Za-z]+)\s+(.*)$/s.exec(whole) ?? []
    if (keyword === '') continue
    const instruction = instructionOf(keyword, rest, escaper)
    instructions.push(instruction)
    if (mayHoldText(instruction)) at = afterHeredocs(whole, lines, at)
  }
  return { escaper, syntax: syntaxIn(lines, text), instructions }
}

export function instructionOf(keyword: string, text: string, escaper: string): Instruction {
  const flags: string[] = []
  let rest = text.trim()
  for (const word of wordsOf(rest, escaper)) {
    if (!word.startsWith('--')) break
    rest = rest.slice(word.length).trimStart()
    if (word === '--') break
    flags.push(unquoted(word, escaper))
  }
  return { keyword: keyword.toUpperCase(), flags, rest }
}

/** As BuildKit reads a flag: a quote and what is escaped stand for themselves, variables as they are written. */
function unquoted(word: string, escaper = '\\'): string {
  const one = escaper === '`' ? '`' : '\\\\'
  const quoted = new RegExp(`${one}(.?)|"((?:[^"${one}]|${one}.)*)"?|'([^']*)'?`, 'gs')
  const bare = new RegExp(`${one}(.)`, 'gs')
  return word.replace(quoted, (_, escaped, double, single) => String(escaped ?? double?.replace(bare, '$1') ?? single))
}

/** By name. What is none ends them. */
function directivesIn(lines: readonly string[], comment: string): Map<string, string> {
  const found = new Map<string, string>()
  for (const line of lines) {
    const [, name = '', value = ''] = /^\s*([A-Za-z][A-Za-z\d]*)\s*=\s*(.+?)\s*$/.exec(line.slice(comment.length)) ?? []
    const key = name.toLowerCase()
    if (!line.startsWith(comment) || !['syntax', 'escape', 'check'].includes(key) || found.has(key)) break
    found.set(key, value)
  }
  return found
}

/** BuildKit asks for it in the comments of other languages and in JSON as well. */
function syntaxIn(all: readonly string[], text: string): string | undefined {
  const lines = all[0]?.startsWith('#!') ? all.slice(1) : all
  const found = directivesIn(lines, '#').get('syntax') ?? directivesIn(lines, '//').get('syntax') ?? inJson(text)
  return found?.split(' ', 1)[0]
}

function inJson(text: string): string | undefined {
  if (!/^\s*\{/.test(text)) return undefined
  try {
    const { syntax } = JSON.parse(text) as { syntax?: unknown }
    return typeof syntax === 'string' ? syntax : undefined
  } catch {
    return undefined
  }
}

/** Of a trigger it is what that does. */
const mayHoldText = ({ keyword, rest }: Instruction) =>
  /^(?:(?:RUN|COPY|ADD)|ONBUILD\s+(?:RUN|COPY|ADD)\s)/i.test(`${keyword} ${rest}`)

/** A quote that nothing ends: BuildKit sees no heredoc in such a line. */
const isOpen = (line: string) => /["']/.test(line.replace(/\\.|"(?:[^"\\]|\\.)*"|'[^']*'/gs, ''))

/** What stands in a heredoc is text, even where it looks like an instruction. */
function afterHeredocs(line: string, lines: readonly string[], start: number): number {
  if (isOpen(line)) return start
  let at = start
  for (const each of wordsOf(line.replace(/<<[ \t\r]+/g, '<<'))) {
    const [, dash, written = ''] = /^\d*<<(-?)([^<]*)$/s.exec(each) ?? []
    const word = unquoted(written)
    if (word === '') continue
    const end = lines.findIndex((each, i) => i >= at && (dash ? each.replace(/^\t+/, '') : each) === word)
    if (end === -1) return start
    at = end + 1
  }
  return at
}
