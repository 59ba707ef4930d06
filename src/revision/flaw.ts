/** Something that ECS would refuse. Pure. */

export interface Flaw {
  /** What follows "its task definition". */
  readonly what: string
  readonly fix: string
}

export const flaw = (isThere: boolean, what: string, fix: string): Flaw[] => (isThere ? [{ what, fix }] : [])
