/** What a name says of its value. Pure. */

/** Wherever they stand in a word: `dbpassword`, `SECRETS`. */
const STEM = /pass(?:word|wd|phrase|code)|secret(?!ar)|token(?!i[sz])|credential|webhook|mnemonic/
/** The first of a name as a whole; the others also at the end of words run together: `SIGNINGKEY`, `DBPASS`. */
const WHOLE = /^(?:auth|authorization|sig|signature|pin|pat|jwt|otp|pw|creds?|private)s?$/
const AT_END = /(?:key|pass|pwd|salt|dsn|creds?|(?:basic|http|proxy)auth)s?$/
const NO_KEY = /^(?:mon|tur|don|hoc|hot|whis|joc|lac|hus)keys?$|(?:by|com|sur|over|tres|under)pass$|^basalt$/

/** It says only where to find it, or how it is made: as the last word, or run together with what tells. */
const WHERE =
  'arn|name|url|uri|host|file|path|dir|id|type|mode|ttl|prefix|region|ip|subnet|zone|network|port|dns|endpoint|length|size|' +
  'count|limit|expiry|expires|algorithm|alg|enabled|version|format|issuer|header|policy|lifetime|timeout|seconds|method|domain|server'
const TELLS_WHERE = new RegExp(`^(?:${WHERE})s?$`)
const RUN_TOGETHER = new RegExp(`(?:word|wd|secret|token|credentials?|key)(?:${WHERE})s?$`)

/** Keys that open nothing: the fields of a record, those of a table, what everybody may have. */
const OPENS_NOTHING =
  /^(?:log|time|tag|date|host|hostname|label|labels|remove|partition|message|level|sort|primary|foreign|hash|routing|group|field|index|cache|public)$/

/** One in itself, as Erlang has it, but not what is said of some: `COOKIE_SECURE`. */
const COOKIE = /^cookies?$/

/** Words that as often say how something is done: `auth basic`, `pass=2`, `S3_KEY=data`. */
const WEAK = /^(?:auth|authorization|sig|cookie|pin|pass|key|salt)s?$/

/** With one of these before it a key plainly is one. */
const OPENING =
  /^(?:api|access|shared|sign|signing|encrypt|encryption|crypto|secret|private|master|licen[cs]e|session|auth|jwt|hmac|aes|account|app|service|admin)$/

/** By their specification these are for credentials, whatever the headers are called (opentelemetry.io, OTLP exporter). */
const OTLP = /^otel_exporter_otlp_(?:[a-z]+_)?headers$/i

/** Of several values: `API_KEYS`. */
export const tellsOfSeveral = (name: string): boolean => /s$/i.test(name) && isTelling(name)

/** Whether the name alone says that the value is a secret. */
export const isTelling = (name: string): boolean => OTLP.test(name) || tellingIn(name).length > 0

/** The same, but for names that as often say how something is done. */
export const isPlainlyTelling = (name: string): boolean => {
  const words = wordsIn(name)
  return tellingIn(name).some(word => !WEAK.test(word) || OPENING.test(words[words.indexOf(word) - 1] ?? ''))
}

function tellingIn(name: string): string[] {
  const words = wordsIn(name)
  const last = words.at(-1) ?? ''
  if (TELLS_WHERE.test(last) || RUN_TOGETHER.test(last)) return []
  return words.filter((word, i) => tells(word, words[i - 1] ?? '') || (i === words.length - 1 && COOKIE.test(word)))
}

function tells(word: string, before: string): boolean {
  if (STEM.test(word) || WHOLE.test(word)) return true
  if (!AT_END.test(word) || NO_KEY.test(word)) return false
  const kind = word.replace(/keys?$/, '')
  return kind === word || !OPENS_NOTHING.test(kind === '' ? before : kind)
}

/** Longer ones are no names. */
const LONGEST = 200

/** `dbPassword_2` → `db`, `password`. */
function wordsIn(name: string): string[] {
  if (name.length > LONGEST) return []
  const parted = name.replace(/([a-z\d])([A-Z])/g, '$1 $2').replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
  return parted
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter(Boolean)
}
