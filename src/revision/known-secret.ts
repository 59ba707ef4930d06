/** Which values of an environment may be secrets: what looks like a word, a name or an address is none. Pure. */
import { maskable } from '../edge/mask.ts'
import { decoded } from '../edge/spelling.ts'

/** As ECS has it in a task definition. */
export interface Variable {
  readonly name?: string | undefined
  readonly value?: string | undefined
}

/** The values that may be secrets, and those within them: the password of an address, the fields of a document, each line. */
export function secretsIn(environment: readonly Variable[]): string[] {
  const found = environment.flatMap(each => withParts(each, DEEPEST)).filter(isSecret)
  return [...new Set(found.map(({ value = '' }) => value.trim()))]
}

/** Those of them that are no guess: a name, an address or a form of their own tells, and they are no word of every day. */
export function surelyIn(environment: readonly Variable[]): string[] {
  const found = environment.flatMap(each => withParts(each, DEEPEST)).filter(each => isSecret(each) && isSure(each))
  return [...new Set(found.map(({ value = '' }) => value.trim()))]
}

const LEAST_SURE = 8

function isSure({ name = '', value = '' }: Variable): boolean {
  const text = value.trim()
  return text.length >= LEAST_SURE && (isAddress(text) || isTelling(name)) && !isName(text)
}

function isSecret({ name = '', value = '' }: Variable): boolean {
  const text = value.trim()
  if (text.length < 6 || SETTING.test(text) || maskable(text).length === 0) return false
  if (isAddress(text)) return hasSecretPart(text)
  if (isTelling(name)) return true
  return (text.length >= 8 || kindsOf(text) >= 3) && !isName(text)
}

const SETTING = /^(?:true|false|null|none|undefined|enabled|disabled|-----[^-]+-----)$/i

/** What a variable's name says of its value, and that it says only where to find it. */
const TELLING =
  /pass(?:word|wd|phrase)?(?![a-z])|secret|token|credential|private|dsn|webhook|(?:^|[^a-z])(?:auth|pwd?|key|salt|pin)(?![a-z])|(?:api|access)key/i
const TELLS_WHERE = /(?:arn|name|url|uri|host|file|path|dir|id|type|mode|ttl|prefix|region)s?$/i

/** Whether the name alone says that the value is a secret. */
export const isTelling = (name: string): boolean =>
  [name, name.replace(/s$/i, '')].some(each => TELLING.test(each)) && !TELLS_WHERE.test(name)

export const isAddress = (text: string) => /^[a-z][a-z\d+.-]*:\/\/\S+$/i.test(text)

/** Somebody's password, a signature, or a part that nobody could guess. */
export function hasSecretPart(address: string): boolean {
  const rest = address.slice(address.indexOf('://') + 3)
  if (rest.includes('@') || /[?&;](?:[^=&;]*[_-])?(?:token|key|sig|signature|secret|password|auth)=/i.test(rest))
    return true
  const [, ...path] = rest.split(/[/?#&]/)
  return path.some(part => part.length >= 16 && kindsOf(part) >= 2 && !isName(part))
}

/** How many of lower case, upper case, digits and marks there are. */
const kindsOf = (text: string) => [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z\d\s]/].filter(kind => kind.test(text)).length

/** Words, perhaps with a number after them: `production`, `eu-west-1`, `db01.internal`, `/var/log/app`, `0.0.0.0:8080`. */
function isName(text: string): boolean {
  const parts = text.split(/[\s._:/,;=|()+-]+/).filter(Boolean)
  const word = parts.length === 1 ? /^(?:[a-z]{1,15}|[A-Z]{1,15}|[A-Z]?[a-z]{1,15}(?:[A-Z][a-z]{1,15}){0,3})$/ : PART
  return parts.every(part => word.test(part))
}

const PART = /^(?:(?:[a-z]{1,15}|[A-Z]{1,15}|[A-Z]?[a-z]{1,15}(?:[A-Z][a-z]{1,15}){0,3})\d{0,3}|\d{1,5})$/

/** A document holds a connection string, that an address, that a password. */
const DEEPEST = 5

const withParts = (each: Variable, depth: number): Variable[] =>
  depth === 0 ? [each] : [each, ...within(each).flatMap(part => withParts(part, depth - 1))]

/** What a value is put together from; each part once, so that a long one takes no longer than its length. */
export function within({ name = '', value = '' }: Variable): Variable[] {
  const text = value.trim()
  if (/^[[{]/.test(text)) {
    const found = leaves(text, name)
    if (found.length > 0) return found
  }
  if (text.includes('-----BEGIN ')) return lines(text)
  if (text.includes('\n')) return text.split('\n').map(line => ({ value: line.replace(/^\s*-\s+/, '') }))
  return [
    ...members(name, text),
    ...credentials(name, text),
    ...addresses(text),
    ...authorization(text),
    ...basic(text),
    ...pairs(text),
  ]
}

/** A key, its lines parted as they are, as a variable writes them (`\\n`), or by blanks. */
const lines = (text: string): Variable[] =>
  text
    .split(/\s+|(?:\\r)?\\n/)
    .filter(line => line.length >= 16 && !line.includes('-----'))
    .map(value => ({ name: 'key', value }))

/** Of a list under a telling name; white space parts one where the name is that of several. A word is none; `a:b` and `a=b` hold `b`. */
function members(name: string, text: string): Variable[] {
  if (!isTelling(name) || isAddress(text)) return []
  const parts = text.split(/s$/i.test(name) ? /[\s,;|]+/ : /[,;|]+/).map(part => part.trim())
  const found = parts.flatMap(part => [part, part.slice(part.search(/[:=]/) + 1)])
  return found.filter(each => each !== text && !isWord(each)).map(value => ({ name, value }))
}

/** One that is in a dictionary of a deployment as likely as it is a secret. */
const isWord = (text: string) => /^(?:\d{1,5}|production|staging|development|information|debug|warning)$/i.test(text)

/** `postgres://user:password@host`, `user:password@tcp(host)/database`. */
function credentials(name: string, text: string): Variable[] {
  const at = text.lastIndexOf('@')
  const [scheme = ''] = /^[a-z][a-z\d+.:-]*:\/\//i.exec(text) ?? []
  const colon = text.indexOf(':', scheme.length)
  const user = text.slice(scheme.length, colon)
  const password = text.slice(colon + 1, at)
  const host = text.slice(at + 1)
  if (colon < 0 || at < colon || password === user || /[\s/?#"'=]/.test(user) || /\s/.test(host)) return []
  if (/^sha\d+:/.test(host) || /^mailto$/i.test(user)) return []
  // `a:b@c` is said of other things, too
  const isTold = scheme !== '' || /^[\w.-]*(?:\(|:\d|\/)/.test(host)
  return [...new Set([password, decoded(password)])].map(each => ({ name: isTold ? 'password' : name, value: each }))
}

/** Those in a list or among words. */
export function addresses(text: string): Variable[] {
  const parts = text.split(/[\s,"']+/)
  return parts.length < 2 ? [] : parts.filter(each => /^[^@]*@/.test(each) && isAddress(each)).map(value => ({ value }))
}

/** What a header says of who asks. */
function authorization(text: string): Variable[] {
  const [, header, scheme = '', token = ''] = /^(authorization:\s*)?(\w+)\s+(\S+)$/i.exec(text) ?? []
  return header !== undefined || /^bearer$/i.test(scheme) ? [{ name: 'token', value: token }] : []
}

/** `user:password` or a document in base64, after `Basic` or alone. */
function basic(text: string): Variable[] {
  const [, written = ''] = /^(?:authorization:\s*)?(?:basic\s+)?([\w+/-]{8,}={0,2})$/i.exec(text) ?? []
  const plain = Buffer.from(written, 'base64').toString('latin1')
  if (/[^\x20-\x7e]/.test(plain)) return []
  if (/^[[{]/.test(plain)) return [{ value: plain }]
  const colon = plain.indexOf(':')
  return colon > 0
    ? [
        { name: 'token', value: written },
        { name: 'password', value: plain.slice(colon + 1) },
      ]
    : []
}

/** `password=…`, `api-key: …`, by whatever they are parted; a quoted value may hold that, too. */
const PAIR =
  /(?<![\w.-])([\w.-]+)["']?\s*(?:=|:(?=[\s"']))\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([^\s;&,"']+))/g

export function pairs(text: string): Variable[] {
  return [...text.matchAll(PAIR)].flatMap(([, name = '', double, single, bare]) => {
    const written = double ?? single
    const value = written?.replace(/\\(.)/g, '$1') ?? bare ?? ''
    return [{ name, value }, ...(written === undefined || written === value ? [] : [{ name, value: written }])]
  })
}

/** What is in a list has the list's name. */
function leaves(text: string, name: string): Variable[] {
  const found: Variable[] = []
  const walk = (value: unknown, name: string): void => {
    if (typeof value === 'string') found.push({ name, value })
    else if (typeof value === 'number' && isTelling(name)) found.push({ name, value: String(value) })
    else if (Array.isArray(value)) for (const each of value) walk(each, name)
    else if (typeof value === 'object' && value !== null) {
      for (const [key, each] of Object.entries(value)) walk(each, isTelling(key) || !isTelling(name) ? key : name)
    }
  }
  try {
    walk(JSON.parse(text), name)
  } catch {
    return []
  }
  return found
}
