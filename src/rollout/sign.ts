/** Signs of life of a wait that goes on: what is waited for and since when, ever more seldom. Pure. */

/** From one sign to the next: half a minute at first, more with every sign. */
const EVERY_MS = [30_000, 60_000, 120_000, 300_000, 600_000]

export interface Sign {
  /** What is waited for, and since when, epoch ms. */
  readonly words: string
  readonly since: number
  /** When anything was said last. */
  readonly spokenAt: number
  /** Signs that were given: what is new between them makes them no more frequent. */
  readonly given: number
}

export const silentSince = (now: number): Sign => ({ words: '', since: now, spokenAt: now, given: 0 })

/** The wait that began with the first look that showed it. */
export const waiting = (sign: Sign, words: string, now: number): Sign =>
  words === sign.words ? sign : { ...sign, words, since: now }

export const spoken = (sign: Sign, now: number): Sign => ({ ...sign, spokenAt: now })

export const given = (sign: Sign, now: number): Sign => ({ ...sign, spokenAt: now, given: sign.given + 1 })

export function isDue({ spokenAt, given }: Sign, now: number): boolean {
  return now - spokenAt >= (EVERY_MS[Math.min(given, EVERY_MS.length - 1)] ?? 0)
}

/** Lines that are kept in mind, so that a watch of days holds no more than one of minutes. */
const MOST = 200
/** What differs by an id alone is news so often; more of a kind is a flood, which may be of somebody else's tasks. */
const FEW = 5
const ID = /[0-9a-f]{8,}(?:-[0-9a-f]+)*/g

/** What was said already is no news: it is said again ever more seldom. */
export class Told {
  readonly #signs = new Map<string, Sign>()
  readonly #kinds = new Map<string, number>()

  isNews(words: string, now: number): boolean {
    const kind = words.replace(ID, '…')
    const times = (this.#kinds.get(kind) ?? 0) + 1
    if (kind === words) return this.#isDue(words, now)
    keep(this.#kinds, kind, times)
    return this.#isDue(times > FEW ? kind : words, now)
  }

  #isDue(words: string, now: number): boolean {
    const known = this.#signs.get(words)
    if (known && !isDue(known, now)) return false
    keep(this.#signs, words, known ? given(known, now) : waiting(silentSince(now), words, now))
    return true
  }
}

function keep<Value>(map: Map<string, Value>, key: string, value: Value): void {
  map.set(key, value)
  const [oldest] = map.keys()
  if (map.size > MOST && oldest !== undefined) map.delete(oldest)
}
