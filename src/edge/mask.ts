/** Which values can be hidden without hiding everything else. */

/** Shorter ones stand in every other line. */
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

const isTelling = (line: string): boolean =>
  line.length >= LEAST && !COMMON.has(line.toLowerCase()) && !REGION.test(line) && !SMALL_NUMBER.test(line)

/** What has to be hidden for `value` to be: each of its lines, because a log knows lines only, also as JSON writes it. */
export function maskable(value: string): string[] {
  const lines = value.split(/[\r\n]/).map(line => line.trim())
  return [...new Set(lines.filter(isTelling).flatMap(line => [line, JSON.stringify(line).slice(1, -1)]))]
}

/** Replaces what is hidden, the longest first: one value may be part of another. */
export function conceal(text: string, hidden: Iterable<string>): string {
  return [...hidden].sort((a, b) => b.length - a.length).reduce((shown, value) => shown.replaceAll(value, '***'), text)
}
