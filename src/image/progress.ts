/** Which image a line of bake's plain progress is about: builds side by side are told line by line, in turns. Pure. */

/** `#14 pushing layer c6be790920da 41.73MB / 116.05MB 2.5s`: twenty of these say no more than the last. */
const NOISE = /^#\d+ .*\d[kMG]?B \/ [\d.]+[kMG]?B(?: [\d.]+s)?$|^#\d+ pushing layer \w+$|^#\d+ \.\.\.$/

export const isNoise = (line: string) => line.trim() === '' || NOISE.test(line)

export class Progress {
  readonly #names: readonly string[]
  /** By number of the step: BuildKit names a step's image where it begins, and where it goes on. */
  readonly #steps = new Map<string, string>()
  readonly #pushing = new Set<string>()
  readonly #pushed = new Set<string>()
  readonly #failed = new Map<string, string>()
  readonly #suspected = new Map<string, string>()
  /** Whom a report of what went wrong is about. */
  #subject: string | undefined

  constructor(names: readonly string[]) {
    this.#names = names
  }

  /** Undefined: it is about none, or about all. */
  read(line: string): string | undefined {
    const [only, second] = this.#names
    const [, number, rest = ''] = /^(#\d+) (.*)$/.exec(line) ?? []
    const name = second === undefined ? only : number === undefined ? this.#reported(line) : this.#step(number, rest)
    if (name !== undefined && number !== undefined) this.#follow(number, rest, name)
    if (name !== undefined && line.startsWith('ERROR:')) this.#failed.set(name, line)
    return name
  }

  isPushed(name: string): boolean {
    return this.#pushed.has(name)
  }

  /** By name, what went wrong. A step may fail without the build: a cache that is not there yet. */
  get failed(): ReadonlyMap<string, string> {
    return this.#failed.size > 0 ? this.#failed : this.#suspected
  }

  /** `[api builder 2/7] RUN …`, `[api] exporting to image`; what is no image's has a name of BuildKit's own. */
  #step(number: string, rest: string): string | undefined {
    const named = this.#named(/^\[([\w-]+)[ \]]/.exec(rest)?.[1])
    if (named !== undefined) this.#steps.set(number, named)
    return named ?? this.#steps.get(number)
  }

  /** At the end: ` > [api 2/7] RUN …:` and the lines of that step, its place in the Dockerfile, the error. */
  #reported(line: string): string | undefined {
    const named = /^ > \[([\w-]+)[ \]]/.exec(line) ?? /^ERROR: target ([\w-]+): /.exec(line)
    if (named) this.#subject = this.#named(named[1])
    return this.#subject
  }

  #named(name: string | undefined): string | undefined {
    return name !== undefined && this.#names.includes(name) ? name : undefined
  }

  #follow(number: string, rest: string, name: string): void {
    if (/(^|\] )pushing /.test(rest)) this.#pushing.add(number)
    if (/^DONE /.test(rest) && this.#pushing.has(number)) this.#pushed.add(name)
    if (/^ERROR: /.test(rest)) this.#suspected.set(name, rest)
  }
}
