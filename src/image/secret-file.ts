/** What of a secret file a step of a build may print: whole lines, and the values that stand in them. Pure. */
import { hasSecretPart, isRandom } from '../edge/address.ts'
import { maskable } from '../edge/mask.ts'

const LEAST = 4

/** Where any line of a list of variables is taken for a secret, a short value is mostly a word that a run says itself. */
const LEAST_OF_ANY = 8

/** What a run says of itself in every other line: a file that has such a line alone does not hide them all. */
const OWN_WORDS: ReadonlySet<string> = new Set(
  `running pending waiting starting stopping stopped old new tasks service services deployment revision image images
  built building found deployed unchanged healthy unhealthy failed successful in_progress completed rolled-back
  rollback rollback_successful cancelled superseded active inactive primary every task runs and is`.split(/\s+/),
)

const NAME = '(?:pass(?:word|wd|phrase)?|pwd|(?<![a-z])pin(?![a-z])|secret|token|key|auth|credential)'

/** The ways to write a value, each with the value as its first group. */
const FORMS: readonly RegExp[] = [
  // behind a name of a secret: .netrc, .npmrc, INI, JSON, a header
  new RegExp(
    `${NAME}\\w{0,64}["']?(?:\\s{0,64}[:=]\\s{0,64}|\\s{1,64})["']?(?:(?:bearer|basic|token)\\s+)?([^\\s"',;<>]{${LEAST},})`,
    'gi',
  ),
  // the same to the end of the line, where nothing quotes it: YAML, properties
  new RegExp(`^[\\w.-]{0,64}${NAME}[\\w.-]{0,64}\\s{0,8}[:=]\\s{0,8}([^\\s"'].{${LEAST - 1},})$`, 'gi'),
  // XML: the text of an element of such a name, and the value of an attribute
  new RegExp(`<[\\w.:-]{0,64}${NAME}[\\w.:-]{0,64}>([^<>]{${LEAST},})</`, 'gi'),
  new RegExp(`\\bvalue\\s{0,8}=\\s{0,8}["']([^"']{${LEAST},})["']`, 'gi'),
  // a text in quotes, whole, which is no name of another
  new RegExp(`(?<![=\\\\])"((?:[^"\\\\]|\\\\.){${LEAST},})"(?!\\s{0,8}[:=])`, 'g'),
  new RegExp(`(?<![=\\\\\\w])'([^']{${LEAST},})'(?!\\s{0,8}[:=])`, 'g'),
  // the login of an address
  new RegExp(`//[^\\s/:@]{0,256}:([^\\s/@]{${LEAST},256})@`, 'g'),
  new RegExp(`//([^\\s/:@]{${LEAST},256})@`, 'g'),
  // .env, whatever the name says
  new RegExp(`^(?:export\\s+)?[A-Za-z_][\\w.-]*=["']?(.{${LEAST_OF_ANY},}?)["']?$`, 'g'),
  // .pgpass
  new RegExp(`^[^\\s:]+:(?:\\d+|\\*):[^\\s:]+:[^\\s:]+:(\\S{${LEAST},})$`, 'g'),
]

export function secretsOfFile(text: string): string[] {
  const lines = text.split(/\r?\n/).map(line => line.trim())
  const values = lines.flatMap(line => FORMS.flatMap(form => [...line.matchAll(form)].map(([, value = '']) => value)))
  const found = [...values.filter(each => !isPublic(each)).flatMap(inside), ...lines]
  // a log knows lines only: a key in JSON has several
  const told = found.flatMap(each => each.split(/[\r\n]+/).map(line => line.trim()))
  return [...new Set(told)].filter(each => maskable(each, LEAST).length > 0 && !OWN_WORDS.has(each.toLowerCase()))
}

/** An address in which nobody's login and no key stands is in every other line of a build, and is no secret. */
const isPublic = (value: string) =>
  /^(?:https?:)?\/\/[^\s@]*$/.test(value) && !hasSecretPart(value.replace(/^\/\//, 'https://'))

/** A value, as it is when it is read, alone among the arguments of an address, and the password of a login that it is. */
function inside(value: string): string[] {
  const [first = ''] = value.split('&')
  const read = [
    ...new Set([value, first, unescaped(value), percentDecoded(first), percentDecoded(value), ...plainIn(value)]),
  ]
  const parts = /:\/\//.test(value) ? value.split(/[/?#&=]/).filter(isRandom) : []
  return [...read, ...parts, ...read.flatMap(each => /^[\w.@+-]+:(?!\/\/)(\S.{3,})$/.exec(each)?.[1] ?? [])]
}

const MARKS: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

/** Of XML and of JSON. */
function unescaped(value: string): string {
  const text = value.replace(/&(lt|gt|amp|quot|apos);/g, (_, mark: string) => MARKS[mark] ?? '')
  try {
    return String(JSON.parse(`"${text}"`))
  } catch {
    return text.replace(/\\(["\\/])/g, '$1')
  }
}

function percentDecoded(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}

/** What stands in Base64: `user:password` as docker keeps it, the `_password` of npm. What is none is hardly ever readable. */
function plainIn(value: string): string[] {
  if (!/^[A-Za-z0-9+/]{8,}={0,2}$/.test(value)) return []
  const plain = Buffer.from(value, 'base64').toString('latin1')
  return /^[\x20-\x7e]{6,}$/.test(plain) ? [plain] : []
}
