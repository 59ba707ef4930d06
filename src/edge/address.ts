/** An address, and what of it nobody could guess. Pure. */
import { isName } from './plain.ts'

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

/** How many of lower case, upper case, digits and marks there are. */
export const kindsOf = (text: string) =>
  [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z\d\s]/].filter(kind => kind.test(text)).length
