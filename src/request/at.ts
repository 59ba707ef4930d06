/** Where a value was written, in a file or in the inputs. Pure. */
import type { Place } from '../failure/failure.ts'

/** Keys, and the numbers of items of lists. */
export type Path = readonly (string | number)[]

/** Something in which values are written, each under a path of keys. */
export interface Source {
  /** `evenkeel.yml: services.api.build`, `input cluster` */
  label(path: Path): string
  /** Of the nearest key that is written there. */
  place(path: Path): Place | undefined
}

const GIVEN = new Set(['environment', 'secrets', 'args', 'command'])

export class At {
  readonly #source: Source
  readonly #path: Path

  constructor(source: Source, path: Path = []) {
    this.#source = source
    this.#path = path
  }

  key(name: string): At {
    return new At(this.#source, [...this.#path, name])
  }

  item(index: number): At {
    return new At(this.#source, [...this.#path, index])
  }

  /** The nearest key. */
  get name(): string {
    return String(this.#path.findLast(each => typeof each === 'string') ?? '')
  }

  /** Whether it is what a task or a build is given, which nothing quotes: any of it may be a secret. */
  get isGiven(): boolean {
    return this.#path.some(each => GIVEN.has(String(each)))
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
