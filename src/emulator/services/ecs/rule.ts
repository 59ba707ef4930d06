/** A named thing that ECS refuses, and what it says then. */
export interface Rule<T> {
  readonly name: string
  /** AWS's words are not known. */
  readonly wordsOurs?: true
  /** Undefined where nothing is wrong. */
  says(subject: T): string | undefined
}

/** The complaint, where there is one. */
export const when = (broken: boolean, message: string): string | undefined => (broken ? message : undefined)

export const firstBroken = <T>(rules: readonly Rule<T>[], subject: T): string | undefined => {
  for (const { says } of rules) {
    const message = says(subject)
    if (message !== undefined) return message
  }
  return undefined
}
