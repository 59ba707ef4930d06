/** Something that ECS would refuse. Pure. */

export interface Flaw {
  /** What follows "its task definition". */
  readonly what: string
  readonly fix: string
  /** The size of the task that it is about. */
  readonly size?: 'cpu' | 'memory'
}

export const flaw = (isThere: boolean, what: string, fix: string): Flaw[] => (isThere ? [{ what, fix }] : [])
