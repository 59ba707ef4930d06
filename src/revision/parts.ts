/** What a value is put together from: the password of an address, the fields of a document, each line, whatever opens something. Pure. */

import { isAddress, isRandom, isSecretUser } from '../edge/address.ts'
import { TOKEN, WEBHOOK } from '../edge/form.ts'
import { decoded } from '../edge/spelling.ts'
import { argumentsOf, commandsIn } from './argument.ts'
import { authorization, cookies } from './header.ts'
import { passwordsIn } from './line.ts'
import { isArn, isTold, type Variable } from './looks.ts'
import { isTelling, tellsOfSeveral } from './telling.ts'

/** A document holds a connection string, that an address, that a password. */
const DEEPEST = 5

/** The values and what they are put together from, each once: a hostile one repeats itself. */
export function partsOf(variables: readonly Variable[]): Variable[] {
  const found = new Map<string, Variable>()
  let next = variables
  for (let depth = 0; depth <= DEEPEST; depth++) {
    const fresh = new Map(next.map(each => [`${each.name ?? ''}\0${each.value ?? ''}`, each] as const))
    for (const [key, each] of fresh) {
      if (found.has(key)) fresh.delete(key)
      else found.set(key, each)
    }
    next = [...fresh.values()].flatMap(within)
  }
  return [...found.values()]
}

/** What a value is put together from; each part once, so that a long one takes no longer than its length. */
function within({ name = '', value = '' }: Variable): Variable[] {
  const text = value.trim()
  if (/^[[{]/.test(text)) {
    const found = leaves(text, name)
    if (found.length > 0) return found
  }
  if (text.includes('-----BEGIN ')) return lines(text)
  if (text.includes('\n')) return [...rows(name, text), ...tokens(text), ...passwordsIn(text)]
  return [
    ...tokens(text),
    ...passwordsIn(text),
    ...options(name, text),
    ...cookies(text),
    ...webhooks(text),
    ...random(text),
    ...members(name, text),
    ...credentials(name, text),
    ...addresses(text),
    ...authorization(name, text),
    ...basic(name, text),
    ...pairs(text),
  ]
}

/** Under a name that tells each is one, but for words. */
function rows(name: string, text: string): Variable[] {
  const found = text.split('\n').map(line => line.replace(/^\s*-\s+/, '').trim())
  return found.map(value => (isTelling(name) && !isWord(value) && !value.endsWith(':') ? { name, value } : { value }))
}

/** Those of a variable such as `JAVA_OPTS`, as the program reads them that its name tells; and a quoted value by itself. */
function options(name: string, text: string): Variable[] {
  if (!/(?:^|\s)-|["'\\]/.test(text)) return []
  const commands = commandsIn(text)
  const program = name.toLowerCase().split('_')
  const found = commands.flatMap(words => argumentsOf([...program, ...words])).filter(isTold)
  const [[word = ''] = []] = commands
  const isQuoted = /^\$?["']/.test(text) && commands.length === 1 && commands[0]?.length === 1 && word !== text
  return isQuoted ? [...found, { name, value: word }] : found
}

/** What is in the path of an address that whoever knows it may post to. */
const webhooks = (text: string): Variable[] =>
  [...text.matchAll(WEBHOOK)].flatMap(([all, before = '']) =>
    [all.slice(before.length), ...all.slice(before.length).split(/[/?&=@]/)]
      .filter(part => part.length >= 8)
      .map(value => ({ name: 'token', value })),
  )

/** What nobody could guess among what everybody may know. */
const random = (text: string): Variable[] =>
  isArn(text)
    ? []
    : text
        .split(/[\s,;|&?#"'`()<>{}[\]\\/=:@]+/)
        .filter(isRandom)
        .map(value => ({ value }))

const tokens = (text: string): Variable[] => (text.match(TOKEN) ?? []).map(value => ({ name: 'token', value }))

/** A key, its lines parted as they are, as a variable writes them (`\\n`), or by blanks. */
const lines = (text: string): Variable[] =>
  text
    .split(/\s+|(?:\\r)?\\n/)
    .filter(line => line.length >= 8 && !line.includes('-----'))
    .map(value => ({ name: 'key', value }))

/** Of a list under a telling name; white space parts one where the name is that of several. A word is none; `a:b` and `a=b` hold `b`. */
function members(name: string, text: string): Variable[] {
  if (!isTelling(name) || isAddress(text)) return []
  const parts = text.split(tellsOfSeveral(name) ? /[\s,;|]+/ : /[,;|]+/).map(part => part.trim())
  const found = parts.flatMap(part => (isArn(part) ? [] : [part, part.slice(part.search(/[:=]/) + 1)]))
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
  const who = at === -1 ? '' : text.slice(scheme.length, at)
  const isUser = isSecretUser(scheme.replace(/:\/\/$/, ''), who.replace(/:x-oauth-basic$/, ''))
  if (scheme !== '' && isUser) return [{ name: 'token', value: who.replace(/:(?:x-oauth-basic)?$/, '') }]
  if (colon < 0 || at < colon || password === user || /[\s/?#"'=]/.test(user) || /\s/.test(host)) return []
  if (/^sha\d+:/.test(host) || /^mailto$/i.test(user)) return []
  // `a:b@c` is said of other things, too
  const isTold = scheme !== '' || /^[\w.-]*(?:\(|:\d|\/)/.test(host)
  return [...new Set([password, decoded(password)])].map(each => ({ name: isTold ? 'password' : name, value: each }))
}

/** Those in a list or among words. */
function addresses(text: string): Variable[] {
  const parts = text.split(/[\s,"']+/)
  return parts.length < 2 ? [] : parts.filter(isAddress).map(value => ({ value }))
}

/** `user:password`, a document or an address in base64, after `Basic` or alone. */
function basic(name: string, text: string): Variable[] {
  const [, written = ''] = /^(?:basic\s+)?([\w+/-]{8,}={0,2})$/i.exec(text) ?? []
  const plain = Buffer.from(written, 'base64').toString('latin1')
  if (plain === '' || /[^\s\x20-\x7e]/.test(plain)) return []
  const [, password = ''] = /^[^:\s/]+:([^/].*)$/.exec(plain) ?? []
  return [
    ...(password === ''
      ? []
      : [
          { name: 'token', value: written },
          { name: 'password', value: password },
        ]),
    ...(plain.length >= 12 ? [{ name, value: plain }] : []),
  ]
}

/** `password=…`, `api-key: …`, by whatever they are parted; a quoted value may hold that, too. */
const PAIR =
  /(?<![\w.-])([\w.-]+)["']?\s*(?:=>?|:(?=[\s"']))\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([^\s;&,"']+))/g

function pairs(text: string): Variable[] {
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
