/** What a value looks like: a word, a name, a path, an address, or something that nobody could guess. Pure. */

/** As ECS has it in a task definition. */
export interface Variable {
  readonly name?: string | undefined
  readonly value?: string | undefined
}

/** Where a key lies is none. */
export const isPath = (text: string) => /^\.{0,2}\//.test(text) && isName(text)

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
export const kindsOf = (text: string) =>
  [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z\d\s]/].filter(kind => kind.test(text)).length

/** Words, perhaps with a number after them: `production`, `eu-west-1`, `db01.internal`, `/var/log/app`, `0.0.0.0:8080`. */
export function isName(text: string): boolean {
  const parts = text.split(/[\s._:/,;=|()+-]+/).filter(Boolean)
  const word = parts.length === 1 ? /^(?:[a-z]{1,15}|[A-Z]{1,15}|[A-Z]?[a-z]{1,15}(?:[A-Z][a-z]{1,15}){0,3})$/ : PART
  return parts.every(part => word.test(part))
}

const PART = /^(?:(?:[a-z]{1,15}|[A-Z]{1,15}|[A-Z]?[a-z]{1,15}(?:[A-Z][a-z]{1,15}){0,3})\d{0,3}|\d{1,5})$/
