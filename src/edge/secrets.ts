/** What one run has to hide in whatever it says, as it comes to know of it. */
import { type Conceal, concealer, maskable } from './mask.ts'

export class Secrets {
  readonly #told = new Set<string>()
  readonly #kept = new Set<string>()
  readonly #names = new Set<string>()
  #conceal: Conceal | undefined

  /** Of a value that is surely a secret the lines that GitHub has not been told yet. */
  tell(value: string): string[] {
    const fresh = maskable(value).filter(line => !this.#told.has(line))
    for (const line of fresh) this.#told.add(line)
    if (fresh.length > 0) this.#conceal = undefined
    return fresh
  }

  /** Unlike those values of `names` stay: they are what the run prints itself. */
  keep(values: readonly string[], names: readonly string[]): void {
    const before = this.#kept.size + this.#names.size
    for (const value of values) this.#kept.add(value)
    for (const name of names) this.#names.add(name)
    if (this.#kept.size + this.#names.size > before) this.#conceal = undefined
  }

  /** Never throws: what cannot be hidden is not said. */
  conceal(text: string): string {
    try {
      this.#conceal ??= concealer(this.#told, this.#kept, [...this.#names])
      return this.#conceal(text)
    } catch {
      return '***'
    }
  }
}
