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

/** What was said already is no news: it is said again ever more seldom. */
export class Told {
  readonly #signs = new Map<string, Sign>()

  isNews(words: string, now: number): boolean {
    const known = this.#signs.get(words)
    if (known && !isDue(known, now)) return false
    this.#signs.set(words, known ? given(known, now) : waiting(silentSince(now), words, now))
    const [oldest] = this.#signs.keys()
    if (this.#signs.size > MOST && oldest !== undefined) this.#signs.delete(oldest)
    return true
  }
}
