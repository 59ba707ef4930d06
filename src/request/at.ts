/** Where a value was written, in a file or in the inputs. Pure. */
import type { Place } from '../failure/failure.ts'

/** Something in which values are written, each under a path of keys. */
export interface Source {
  /** `evenkeel.yml: services.api.build`, `input cluster` */
  label(path: readonly string[]): string
  /** Of the nearest key that is written there. */
  place(path: readonly string[]): Place | undefined
}

export class At {
  readonly #source: Source
  readonly #path: readonly string[]

  constructor(source: Source, path: readonly string[] = []) {
    this.#source = source
    this.#path = path
  }

  key(name: string): At {
    return new At(this.#source, [...this.#path, name])
  }

  /** All of what it is written in. */
  get top(): At {
    return new At(this.#source)
  }

  get place(): Place | undefined {
    return this.#source.place(this.#path)
  }

  /** Of any path in it, from its top. */
  label(path: readonly string[]): string {
    return this.#source.label(path)
  }

  toString(): string {
    return this.#source.label(this.#path)
  }
}
