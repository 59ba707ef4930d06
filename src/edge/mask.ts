/** Which values can be hidden without hiding everything else, and a text without them. */
import { withoutForms } from './form.ts'
import { hiddenAt, indexed, inPlain, placesIn } from './places.ts'
import { spellings } from './spelling.ts'

/** GitHub hides within words, too: shorter ones stand in every other line. */
const LEAST = 4

/** What configuration says everywhere: hidden, it would make a log unreadable and prove nothing. */
const COMMON = new Set(
  `true false null none undefined yes enabled disabled default auto debug info warn warning error trace fatal
  prod production stage staging test testing tests dev devel develop development local localhost main master latest live
  http https json text utf8 utf-8 node python java ruby linux amd64 arm64 admin root user users public private
  0.0.0.0 127.0.0.1 sha256 docker amazon amazonaws.com`.split(/\s+/),
)

const REGION = /^[a-z]{2}(-[a-z]+){1,2}-\d$/

/** A number that counts or times something, or a port. */
const SMALL_NUMBER = /^-?\d{1,5}(\.\d{1,3})?(ms|s|m|h|d|k|mb|gb|%)?$/i

const isTelling = (line: string, least: number): boolean =>
  line.length >= least && !COMMON.has(line.toLowerCase()) && !REGION.test(line) && !SMALL_NUMBER.test(line)

/** What has to be hidden for `value` to be: each of its lines, because a log knows lines only, also as JSON writes it. */
export function maskable(value: string, least: number = LEAST): string[] {
  const lines = value.split(/[\r\n]/).map(line => line.trim())
  return [
    ...new Set(lines.filter(line => isTelling(line, least)).flatMap(line => [line, JSON.stringify(line).slice(1, -1)])),
  ]
}

/** Shorter ones are part of many words: they are hidden only where they stand as one. */
const LEAST_WITHIN = 6

export type Conceal = (text: string) => string

/**
 * Replaces the secrets in whatever spelling, the longest first: one may be part of another; then what is one by its form alone.
 * What `may` be one is left where it is one of the names that a run prints itself, or part of one. Of what AWS keeps its
 * name stays, and not its ARN.
 */
export function concealer(sure: Iterable<string>, may: Iterable<string> = [], names: readonly string[] = []): Conceal {
  const kept = [...may].filter(secret => !names.some(name => name.includes(secret)))
  const hidden = [...new Set([...sure, ...kept])].filter(secret => secret !== '')
  const short = hidden.filter(({ length }) => length < LEAST_WITHIN)
  const long = hidden.filter(({ length }) => length >= LEAST_WITHIN)
  const steps = [without(long), withoutWords(short), withoutForms, withoutHalves(long, names), namesOnly]
  return text => steps.reduce((told, step) => step(told), text)
}

/** Not by a pattern: one of many or long secrets takes seconds to make, and above a length there can be none. */
function without(secrets: readonly string[]): Conceal {
  if (secrets.length === 0) return text => text
  const exact = indexed(spelled(secrets))
  const marked = secrets.filter(secret => /[^\w.~-]/.test(secret))
  const decoded = indexed(marked.flatMap(secret => [secret, inPlain(secret).text]))
  return text => {
    const found = placesIn(text, exact)
    const plain = /%[\da-f]{2}/i.test(text) ? inPlain(text) : undefined
    const more = plain ? placesIn(plain.text, decoded).map(([from, to]) => [plain.at(from), plain.at(to)] as const) : []
    return hiddenAt(text, [...found, ...more])
  }
}

function withoutWords(secrets: readonly string[]): Conceal {
  if (secrets.length === 0) return text => text
  const before = (secret: string) => (/^[\p{L}\p{N}_]/u.test(secret) ? '(?<![\\p{L}\\p{N}_])' : '')
  const after = (secret: string) => (/[\p{L}\p{N}_]$/u.test(secret) ? '(?![\\p{L}\\p{N}_])' : '')
  const words = spelled(secrets).map(each => `${before(each)}${escaped(each)}${after(each)}`)
  const found = new RegExp(words.join('|'), 'gu')
  return text => text.replace(found, '***')
}

const spelled = (secrets: readonly string[]): string[] =>
  [...new Set(secrets.flatMap(spellings))].sort((a, b) => b.length - a.length)

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')

/** Of a secret that somebody's limit cut in two the longer part, at the end of a text or at the beginning of the next; names stay. */
function withoutHalves(secrets: readonly string[], names: readonly string[]): Conceal {
  const whole = [...new Set(secrets)].filter(({ length }) => length >= 2 * LEAST_WITHIN)
  if (whole.length === 0) return text => text
  const cut = whole.map(secret => {
    const half = Math.ceil(secret.length / 2)
    return { secret, first: secret.slice(0, half), last: secret.slice(-half) }
  })
  const isPart = (text: string) => !names.some(name => name.includes(text))
  const longest = Math.max(...whole.map(({ length }) => length)) + WHERE_CUT
  // a text may have a megabyte, and only its ends are looked at
  return text => {
    const tail = cut.reduce((told, each) => withoutBegun(told, each, isPart), text.slice(-longest))
    const shown = `${text.slice(0, -longest)}${tail}`
    const head = cut.reduce((told, each) => withoutEnded(told, each, isPart), shown.slice(0, longest))
    return `${head}${shown.slice(longest)}`
  }
}

interface Cut {
  readonly secret: string
  /** The half that it begins with, and the one that it ends with. */
  readonly first: string
  readonly last: string
}

/** The mark that tells of a cut, with white space before it. */
const WHERE_CUT = 2

/** `isPart`: whether what is left of it is no name that a run prints itself: a line VERSION=1.4.2 ends on one. */
function withoutBegun(text: string, { secret, first }: Cut, isPart: (text: string) => boolean): string {
  if (!text.includes(first)) return text
  const told = text.replace(/\s?…$/, '')
  const begins = told.indexOf(first, told.length - secret.length)
  const left = told.slice(begins)
  const isBegun = begins !== -1 && secret.startsWith(left) && isPart(left)
  return isBegun ? `${told.slice(0, begins)}***${text.slice(told.length)}` : text
}

function withoutEnded(text: string, { secret, last }: Cut, isPart: (text: string) => boolean): string {
  const ends = text.slice(0, secret.length).lastIndexOf(last)
  const left = text.slice(0, ends + last.length)
  return ends !== -1 && secret.endsWith(left) && isPart(left) ? `***${text.slice(left.length)}` : text
}

/** Of a secret or parameter that AWS names by its ARN the name alone; but not in a statement that somebody has to add: of one, or of a list. */
const STORED =
  /("Resource":\s?(?:\[[^\][]{0,20000}\]|"[^"]{0,2000}"))|\barn:aws[\w-]*:(?:secretsmanager|ssm):[\w-]*:\d{12}:(secret:|parameter)([^\s"'`,;()<>[\]{}]+)/g

const namesOnly: Conceal = text =>
  text.replace(STORED, (found, statement: string | undefined, kind: string, rest: string, at: number) => {
    if (statement !== undefined) return found
    const [name = ''] = rest.split(':')
    // AWS's sentence may have the word already
    const word = (which: string) => (text.slice(0, at).endsWith(`${which} `) ? '' : `${which} `)
    const end = /[.!?]+$/.exec(rest)?.[0] ?? ''
    const plain = name.replace(/[.!?]+$/, '')
    return kind === 'parameter'
      ? `${word('parameter')}${plain}${end}`
      : `${word('secret')}${plain.replace(/-[A-Za-z0-9]{6}$/, '')}${end}`
  })
