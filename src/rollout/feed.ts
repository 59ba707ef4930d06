/** Rollouts to watch, of which some may begin while others are watched already. */
import type { Rollout } from './snapshot.ts'

export class Feed {
  readonly begun: Rollout[] = []
  #over = false
  #wake: () => void = () => {}
  #more = new Promise<void>(resolve => {
    this.#wake = resolve
  })

  static of(rollouts: Iterable<Rollout>): Feed {
    const feed = new Feed()
    for (const rollout of rollouts) feed.add(rollout)
    feed.end()
    return feed
  }

  /** Whether no more will come. */
  get over(): boolean {
    return this.#over
  }

  add(rollout: Rollout): void {
    this.begun.push(rollout)
    this.#stir()
  }

  end(): void {
    this.#over = true
    this.#stir()
  }

  /** Resolves with the next rollout, or when no more will come. */
  async more(): Promise<void> {
    if (!this.#over) await this.#more
  }

  #stir(): void {
    this.#wake()
    this.#more = new Promise(resolve => {
      this.#wake = resolve
    })
  }
}
