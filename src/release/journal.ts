/** What happened in this run, in its order: the one thing that the report is made of. Nothing is ever taken back. */
import type { Failure } from '../failure/failure.ts'
import type { Lack } from '../failure/permission.ts'
import type { PushedImage } from '../image/reference.ts'
import type { Result } from './result.ts'

export type Happening =
  /** Where the release goes. */
  | { readonly kind: 'place'; readonly cluster: string; readonly region: string }
  /** What is released, or gone back to. */
  | { readonly kind: 'aim'; readonly version: string; readonly commit: string }
  /** The images of the release, each in its registry. */
  | { readonly kind: 'images'; readonly images: ReadonlyMap<string, PushedImage> }
  /** From here on AWS may have been told something. */
  | { readonly kind: 'order'; readonly service: string }
  | { readonly kind: 'result'; readonly result: Result }
  /** A permission that was denied, whether or not the run could do without it. */
  | { readonly kind: 'lack'; readonly lack: Lack }
  | { readonly kind: 'failure'; readonly failure: Failure }

type Kind = Happening['kind']

export class Journal {
  readonly #happenings: Happening[] = []

  record(happening: Happening): void {
    this.#happenings.push(happening)
  }

  all<K extends Kind>(kind: K): Extract<Happening, { kind: K }>[] {
    return this.#happenings.filter((each): each is Extract<Happening, { kind: K }> => each.kind === kind)
  }

  last<K extends Kind>(kind: K): Extract<Happening, { kind: K }> | undefined {
    return this.all(kind).at(-1)
  }
}

/** How it ended for each service: what became of one after its verdict is the last word of it. */
export const resultsOf = (journal: Pick<Journal, 'all'>): Result[] => [
  ...new Map(journal.all('result').map(({ result }) => [result.standing.place.name, result])).values(),
]
