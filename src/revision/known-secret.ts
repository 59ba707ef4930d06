/** Which values of an environment may be secrets: what looks like a word, a name or an address is none. Pure. */

import type { TaskDefinition } from '@aws-sdk/client-ecs'

/** As ECS has it in a task definition. */
export interface Variable {
  readonly name?: string | undefined
  readonly value?: string | undefined
}

/**
 * Everything that is to be hidden of an environment, the longest first. `shown` are names that a run prints itself; a value that
 * is one, or part of one, is none to hide.
 */
export function hiddenIn(environment: readonly Variable[], shown: readonly string[]): string[] {
  const secrets = secretsIn(environment).filter(secret => !shown.some(name => name.includes(secret)))
  return [...new Set(secrets.flatMap(spellings))].sort((a, b) => b.length - a.length)
}

/** As a log writes it: in JSON, in an address, in base64. */
const spellings = (secret: string) => [
  secret,
  JSON.stringify(secret).slice(1, -1),
  encodeURIComponent(Buffer.from(secret).toString()),
  Buffer.from(secret).toString('base64').replace(/=+$/, ''),
]

/** What stands in `environment` of the task definitions a run has to do with. */
export const variablesIn = (definitions: readonly TaskDefinition[]): Variable[] =>
  definitions.flatMap(({ containerDefinitions = [] }) =>
    containerDefinitions.flatMap(({ environment = [] }) => environment),
  )

/** The values that may be secrets, and those within them: the password of an address, the fields of a document, each line. */
export function secretsIn(environment: readonly Variable[]): string[] {
  const found = environment.flatMap(each => [each, ...within(each)]).filter(isSecret)
  return [...new Set(found.map(({ value = '' }) => value.trim()))]
}

function isSecret({ name = '', value = '' }: Variable): boolean {
  const text = value.trim()
  if (text.length < 6 || SETTING.test(text)) return false
  if (isAddress(text)) return hasSecretPart(text)
  if (TELLING.test(name) && !TELLS_WHERE.test(name)) return true
  return (text.length >= 8 || kindsOf(text) >= 3) && !isName(text)
}

const SETTING = /^(?:true|false|null|none|undefined|enabled|disabled|-----.*-----)$/i

/** What a variable's name says of its value, and that it says only where to find it. */
const TELLING =
  /pass(?:word|wd|phrase)?(?![a-z])|secret|token|credential|private|dsn|webhook|(?:^|[^a-z])(?:auth|pwd?|key|salt|pin)(?![a-z])|(?:api|access)key/i
const TELLS_WHERE = /(?:arn|name|url|uri|host|file|path|dir|id|type|mode|ttl|prefix|region)$/i

const isAddress = (text: string) => /^[a-z][a-z\d+.-]*:\/\/\S+$/i.test(text)

/** Somebody's password, a signature, or a part that nobody could guess. */
function hasSecretPart(address: string): boolean {
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

function within({ value = '' }: Variable): Variable[] {
  const text = value.trim()
  const [, user, password = ''] = /^[a-z][a-z\d+.-]*:\/\/([^:/?#\s]*):(.+)@[^@\s]*$/i.exec(text) ?? []
  if (password !== '')
    return password === user ? [] : [password, decoded(password)].map(each => ({ name: 'password', value: each }))
  if (/^[[{]/.test(text)) return leaves(text)
  if (text.includes('\n')) return text.split('\n').map(line => ({ value: line }))
  return text.split(/[;&]|,\s*/).flatMap(part => {
    const at = part.indexOf('=')
    return at > 0 ? [{ name: part.slice(0, at), value: part.slice(at + 1) }] : []
  })
}

function leaves(text: string): Variable[] {
  const found: Variable[] = []
  try {
    JSON.parse(text, (name, value) => {
      if (typeof value === 'string') found.push({ name, value })
      return value
    })
  } catch {
    return []
  }
  return found
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
