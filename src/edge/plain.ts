/** What is plainly said: words and names, which anybody could guess. Pure. */

/** Words, perhaps with a number after them: `production`, `eu-west-1`, `db01.internal`, `/var/log/app`, `0.0.0.0:8080`. */
export function isName(text: string): boolean {
  const parts = text.split(/[\s._:/,;=|()+-]+/).filter(Boolean)
  const word = parts.length === 1 ? /^(?:[a-z]{1,15}|[A-Z]{1,15}|[A-Z]?[a-z]{1,15}(?:[A-Z][a-z]{1,15}){0,3})$/ : PART
  return parts.every(part => word.test(part))
}

const PART = /^(?:(?:[a-z]{1,15}|[A-Z]{1,15}|[A-Z]?[a-z]{1,15}(?:[A-Z][a-z]{1,15}){0,3})\d{0,3}|\d{1,5})$/
