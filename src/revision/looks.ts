/** What a value looks like: a word, a name, a path, an address, or something that nobody could guess. Pure. */
import { isName } from '../edge/plain.ts'
import { isPlainlyTelling, isTelling } from './telling.ts'

/** As ECS has it in a task definition. */
export interface Variable {
  readonly name?: string | undefined
  readonly value?: string | undefined
}

/** Where a key lies is none. */
export const isPath = (text: string) => /^\.{0,2}\//.test(text) && isName(text)

export const isAddress = (text: string) => /^(?:jdbc:)?[a-z][a-z\d+.-]*:\/\/\S+$/i.test(text)

/** Somebody's password, a signature, or a part that nobody could guess. */
export function hasSecretPart(address: string): boolean {
  const [, scheme = '', rest = ''] = /^((?:jdbc:)?[^:]*):\/\/(.*)$/s.exec(address) ?? []
  const who = rest.slice(0, Math.max(rest.lastIndexOf('@'), 0))
  if (isSecretUser(scheme, who) || who.search(/:./) > -1 || SIGNED.test(rest)) return true
  return rest
    .split(/[/?#&]/)
    .slice(1)
    .some(isRandom)
}

const SIGNED = /[?&;#](?:[^=&;]*[_-])?(?:token|key|sig|signature|secret|password|auth|code)=/i

/** Who asks without a password shows a token; where none is in use it is a user, of postgres or SSH, say. */
export const isSecretUser = (scheme: string, user: string): boolean =>
  /^(?:\w+\+)?https?$/i.test(scheme)
    ? /^[^:/?#\s]{6,}:?$/.test(user) && !/^(?:x-access-token|oauth2)$/.test(user)
    : !/[:/?#\s]/.test(user) && isRandom(user)

/** Long, and no name: the key of a DSN, of a table, of a link that is shared. */
export const isRandom = (text: string): boolean => text.length >= 16 && kindsOf(text) >= 2 && !isName(text)

/** Where anything of AWS is: its account and its ids are no secret. */
export const isArn = (text: string): boolean => /^arn:aws[\w-]*:[\w-]+:[\w-]*:\d*:\S+$/.test(text)

/** `support@example.com`, `git@github.com:acme/shop.git`. */
export const isMail = (text: string): boolean =>
  /^[a-z][\w.+-]{0,40}@[a-z\d-]+(?:\.[a-z\d-]+)+(?::[\w./-]+)?$/i.test(text) && text.split('@').every(isName)

/** How many of lower case, upper case, digits and marks there are. */
export const kindsOf = (text: string) =>
  [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z\d\s]/].filter(kind => kind.test(text)).length

/** Outside an environment what only looks random is an image's tag or a commit: a name, an address or a form has to tell. */
export const isTold = ({ name = '', value = '' }: Variable): boolean =>
  isPlainlyTelling(name) || (isTelling(name) && !isName(value.trim())) || (isAddress(value) && hasSecretPart(value))
